// The bytes of what happens around where patients are taken: types 270 to 279.

extension EventCodec {
    static func type(of destination: DestinationEvent) -> UInt16 {
        switch destination {
        case .proposed: 270
        case .chosen: 271
        case .explained: 272
        }
    }

    static func encode(_ destination: DestinationEvent, _ out: inout FieldWriter) {
        switch destination {
        case .proposed(let incident, let proposal):
            out.put(incident)
            out.put(proposal.basis)
            out.put(UInt16(clamping: proposal.plan.count))
            for planned in proposal.plan.prefix(Int(UInt16.max)) {
                out.put(planned.patient)
                out.put(planned.need)
                out.put(planned.hospital)
                out.put(planned.travelSeconds)
                out.put(planned.handoverSeconds)
                out.put(planned.standing)
            }
        case .chosen(let assignment, let hospital, let proposed, let proposal, let reason, let basis):
            out.put(assignment)
            out.put(hospital)
            out.put(proposed)
            out.put(proposal)
            out.put(reason)
            out.put(basis)
        case .explained(let assignment, let hospital, let reason):
            out.put(assignment)
            out.put(hospital)
            out.put(reason)
        }
    }

    static func decodeDestination(_ type: UInt16, _ reader: inout FieldReader) throws(CodecError)
        -> DestinationEvent
    {
        switch type {
        case 270:
            return .proposed(try reader.id(), try hospitalProposal(&reader))
        case 271:
            return .chosen(
                try reader.id(), try reader.id(), proposed: try reader.id(), proposal: try reader.get(),
                reason: try reader.text(), try reader.hospitalBasis())
        case 272: return .explained(try reader.id(), try reader.id(), reason: try reader.text())
        default: throw .unknownType(type)
        }
    }

    private static func hospitalProposal(_ reader: inout FieldReader) throws(CodecError) -> HospitalProposal {
        var proposal = HospitalProposal(basis: try reader.hospitalBasis(), plan: [])
        for _ in 0..<(try reader.get(UInt16.self)) {
            proposal.plan.append(
                PlannedPatient(
                    patient: try reader.id(), need: try reader.hospitalNeed(), hospital: try reader.id(),
                    travelSeconds: try reader.get(), handoverSeconds: try reader.get(),
                    standing: try reader.choice()))
        }
        return proposal
    }
}

extension FieldWriter {
    mutating func put(_ need: HospitalNeed) {
        put(need.required.rawValue)
        put(need.preferred.rawValue)
        put(need.bed)
        put(need.isUnstable)
        put(need.isRed)
        put(need.isYellow)
        put(need.isStated)
    }

    /// A flag and the number, so that every number may stand.
    private mutating func put(optional number: Int32?) {
        put(number != nil)
        if let number { put(number) }
    }

    mutating func put(_ basis: HospitalBasis) {
        put(basis.place)
        put(basis.method)
        put(basis.need)
        put(basis.considered)
        put(UInt16(clamping: basis.candidates.count))
        for candidate in basis.candidates.prefix(Int(UInt16.max)) {
            put(candidate.hospital)
            put(candidate.missing.rawValue)
            put(candidate.unmet.rawValue)
            put(candidate.diversion)
            put(candidate.diversionUntil)
            put(plain: candidate.diversionReason)
            put(optional: candidate.reported)
            put(candidate.inbound)
            put(candidate.asOf)
            put(optional: candidate.tagPlaces)
            put(candidate.travelSeconds)
            put(candidate.handoverSeconds)
            put(candidate.handoverSource)
        }
    }
}

extension FieldReader {
    mutating func hospitalNeed() throws(CodecError) -> HospitalNeed {
        HospitalNeed(
            required: HospitalCapabilities(rawValue: try get()),
            preferred: HospitalCapabilities(rawValue: try get()), bed: try choice(), isUnstable: try flag(),
            isRed: try flag(), isYellow: try flag(), isStated: try flag())
    }

    private mutating func optional() throws(CodecError) -> Int32? { try flag() ? try get() : nil }

    mutating func hospitalBasis() throws(CodecError) -> HospitalBasis {
        var basis = HospitalBasis(
            place: try optionalCoordinate(), method: try choice(), need: try hospitalNeed(), candidates: [],
            considered: try get())
        for _ in 0..<(try get(UInt16.self)) {
            basis.candidates.append(
                HospitalCandidate(
                    hospital: try id(), missing: HospitalCapabilities(rawValue: try get()),
                    unmet: HospitalCapabilities(rawValue: try get()), diversion: try choice(),
                    diversionUntil: try time(), diversionReason: try plain(), reported: try optional(),
                    inbound: try get(), asOf: try time(), tagPlaces: try optional(),
                    travelSeconds: try get(), handoverSeconds: try get(), handoverSource: try choice()))
        }
        return basis
    }
}
