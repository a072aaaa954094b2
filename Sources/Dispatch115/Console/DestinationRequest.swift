// Lines about where patients are taken, beyond what RE and TR say by themselves: hospitals asked for
// certain patients or for what a crew says is needed, and a TR with its reason.

/// One parsed line. Numbers are those that people say.
enum DestinationRequest: Equatable, Sendable {
    /// RE with patients or with what is needed; both may be left out.
    case recommend(incident: Int32, patients: [Int32], need: HospitalNeed?)
    /// TR with the reason for that hospital.
    case transport(DestinationLine, reason: String)
}

/// What a TR says.
struct DestinationLine: Equatable, Sendable {
    var unit: Int32
    var patients: [Int32] = []
    var hospital: Int32?
    var at: Timestamp?
    var bed: BedKind?
}

extension ArgumentBinder {
    var recommendation: Request {
        var patients: [Int32] = []
        if case .numbers(let numbers) = self[.patients] { patients = numbers }
        var need: HospitalNeed?
        if case .hospitalNeed(let said) = self[.hospitalNeed] { need = said }
        guard !patients.isEmpty || need != nil else { return .recommend(incident: number(.incident)) }
        return .destination(.recommend(incident: number(.incident), patients: patients, need: need))
    }
}
