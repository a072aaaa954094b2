// The numbers of one kind of bed as every message says them: computed here once, so that FHIR, HAVE and
// MeasureReports cannot differ. What is not known is nil, and never 0; no number is negative.

struct BedFigures: Equatable {
    let kind: BedKind
    /// Staffed beds there are.
    let baseline: Int32?
    /// Free, in the hospital's own word.
    let reported: Int32?
    /// Patients on their way to one.
    let inbound: Int32
    /// Reported less inbound.
    let effective: Int32?
    /// Baseline less reported, where both are known.
    let occupied: Int32?
    /// Of the hospital's word.
    let reportedAt: Timestamp
    let inboundAt: Timestamp
    /// When the hospital's word runs out; `.none`: it does not, or has.
    let validUntil: Timestamp
    /// There was a word, and it has run out.
    let hasRunOut: Bool

    init(_ bed: BedFace, of face: HospitalFace) {
        func count(_ number: Int32?) -> Int32? { number.flatMap { $0 < 0 ? nil : $0 } }
        let free = count(bed.reported)
        let coming = max(0, bed.inbound)
        let staffed = count(bed.baseline)
        let moment = BedFigures.moment(of: face)
        kind = bed.kind
        baseline = staffed
        reported = free
        inbound = coming
        effective = free.map { max(0, $0 - coming) }
        if let staffed, let free { occupied = max(0, staffed - free) } else { occupied = nil }
        reportedAt = bed.asOf.isSet ? bed.asOf : moment
        inboundAt = bed.inboundAsOf.isSet ? bed.inboundAsOf : moment
        validUntil = free == nil ? .none : bed.validUntil
        hasRunOut = free == nil && bed.asOf.isSet
    }

    /// When effective came to be what it is.
    var effectiveAt: Timestamp { max(reportedAt, inboundAt) }

    /// A hospital's moment; 1970 where it has none, since messages must name one.
    static func moment(of face: HospitalFace) -> Timestamp {
        face.asOf.isSet ? face.asOf : Timestamp(nanoseconds: 0)
    }

    /// In the order of `BedKind`, the first of each.
    static func all(of face: HospitalFace) -> [BedFigures] {
        BedKind.allCases.compactMap { kind in
            face.beds.first { $0.kind == kind }.map { BedFigures($0, of: face) }
        }
    }
}
