// How closed lists and event types are written in the results: by their Swift case names, made once per list,
// since asking for a case's name costs more than all the rest of a row.

/// A closed list with its names, by raw value.
protocol ResultsWord: CaseIterable, RawRepresentable where RawValue == UInt8 {
    static var resultsWords: [String] { get }
}

extension ResultsWord {
    /// The names of all cases, at their raw values.
    static func namesOfCases() -> [String] {
        var names: [String] = []
        for value in allCases {
            let place = Int(value.rawValue)
            while names.count <= place { names.append("") }
            names[place] = "\(value)"
        }
        return names
    }

    var resultsWord: String { Self.resultsWords[Int(rawValue)] }
}

extension ActorKind: ResultsWord { static let resultsWords = namesOfCases() }
extension AlertKind: ResultsWord { static let resultsWords = namesOfCases() }
extension AssignmentState: ResultsWord { static let resultsWords = namesOfCases() }
extension BedKind: ResultsWord { static let resultsWords = namesOfCases() }
extension CallOutcome: ResultsWord { static let resultsWords = namesOfCases() }
extension CapacitySource: ResultsWord { static let resultsWords = namesOfCases() }
extension CallPhase: ResultsWord { static let resultsWords = namesOfCases() }
extension DeclineReason: ResultsWord { static let resultsWords = namesOfCases() }
extension DiversionStatus: ResultsWord { static let resultsWords = namesOfCases() }
extension Disposition: ResultsWord { static let resultsWords = namesOfCases() }
extension EndReason: ResultsWord { static let resultsWords = namesOfCases() }
extension IncidentKind: ResultsWord { static let resultsWords = namesOfCases() }
extension LogOffReason: ResultsWord { static let resultsWords = namesOfCases() }
extension OfferState: ResultsWord { static let resultsWords = namesOfCases() }
extension OutOfServiceReason: ResultsWord { static let resultsWords = namesOfCases() }
extension PatientOutcome: ResultsWord { static let resultsWords = namesOfCases() }
extension PlaceCertainty: ResultsWord { static let resultsWords = namesOfCases() }
extension Priority: ResultsWord { static let resultsWords = namesOfCases() }
extension ProposalKind: ResultsWord { static let resultsWords = namesOfCases() }
extension Standing: ResultsWord { static let resultsWords = namesOfCases() }
extension TextKind: ResultsWord { static let resultsWords = namesOfCases() }
extension TravelMethod: ResultsWord { static let resultsWords = namesOfCases() }
extension TriageTag: ResultsWord { static let resultsWords = namesOfCases() }
extension UnitKind: ResultsWord { static let resultsWords = namesOfCases() }
extension WithdrawReason: ResultsWord { static let resultsWords = namesOfCases() }

extension AlertSubject {
    var resultsWord: String {
        switch self {
        case .assignment: "assignment"
        case .incident: "incident"
        case .offer: "offer"
        case .call: "call"
        case .unit: "unit"
        case .hospital: "hospital"
        case .centre: "centre"
        }
    }
}

/// The names of option sets' members, in the order of their bits.
enum ResultsSets {
    private static let skills = ["doctor", "nurse"]
    private static let equipment = ["oxygen", "defibrillator", "ventilator", "incubator", "stretcher"]

    private static let capabilities = [
        "emergencyDepartment", "adultICU", "pediatricICU", "neonatalICU", "burns", "pci", "stroke", "trauma",
        "obstetrics", "isolation", "dialysis", "pediatrics", "psychiatry", "teleconsultation",
    ]

    static func names(_ set: Skills) -> String { names(UInt32(set.rawValue), skills) }
    static func names(_ set: Equipment) -> String { names(UInt32(set.rawValue), equipment) }
    static func names(_ set: HospitalCapabilities) -> String { names(set.rawValue, capabilities) }

    private static func names(_ bits: UInt32, _ names: [String]) -> String {
        var found: [String] = []
        for bit in 0..<32 where bits & (1 << UInt32(bit)) != 0 {
            found.append(bit < names.count ? names[bit] : "bit\(bit)")
        }
        return found.joined(separator: " ")
    }
}

extension ResultsValue {
    static func word(_ value: some ResultsWord) -> ResultsValue { .text(value.resultsWord) }
    /// Null where the list has no value.
    static func word<Word: ResultsWord>(_ value: Word?) -> ResultsValue {
        value.map { .text($0.resultsWord) } ?? .null
    }

    static func number(_ value: some FixedWidthInteger) -> ResultsValue {
        .integer(Int64(truncatingIfNeeded: value))
    }

    /// Null below zero, which stands for "was not said".
    static func counted(_ value: Int32) -> ResultsValue { value < 0 ? .null : .integer(Int64(value)) }

    /// The number of a text; null where there is none.
    static func text(_ id: TextID) -> ResultsValue { id.isSet ? .integer(Int64(id.index)) : .null }

    /// The number people say of what has dense numbers from 0; null for `none`.
    static func said(_ id: some DenseIdentifier) -> ResultsValue {
        id.isSet ? .integer(Int64(id.index) + 1) : .null
    }
}
