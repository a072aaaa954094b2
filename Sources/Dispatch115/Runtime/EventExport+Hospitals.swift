// What happens around hospitals, as lines of JSON: hospitals by their place in the table that
// `hospitalDefined` fills (from 0); -1 for what nobody has said.

extension EventExport {
    static func describe(_ hospital: HospitalEvent) -> Fields {
        func fields(_ id: HospitalID) -> [(String, String)] { [("hospital", "\(id.index)")] }
        switch hospital {
        case .defined(let id, let definition):
            return (
                "hospitalDefined",
                fields(id) + [
                    ("number", "\(definition.number)"),
                    ("facilityCode", JSONText.quoted(definition.facilityCode)),
                    ("name", JSONText.quoted(definition.name)),
                ] + coordinate(definition.coordinate) + [
                    ("capabilities", "\(definition.capabilities.rawValue)"),
                    ("baselines", "[" + definition.baselines.map { "\($0)" }.joined(separator: ",") + "]"),
                ]
            )
        case .withdrawn(let id): return ("hospitalWithdrawn", fields(id))
        case .reported(let id, let kind, _, let said, let reporter, let isNewest):
            return (
                "bedsReported",
                fields(id) + [("kind", JSONText.quoted("\(kind)"))] + state(said) + [
                    ("reporter", text(reporter)), ("newest", "\(isNewest)"),
                ]
            )
        case .received(let id, _, let said, let reporter, let isNewest):
            return (
                "receptionReported",
                fields(id) + state(said) + [("reporter", text(reporter)), ("newest", "\(isNewest)")]
            )
        case .diverted(let id, let from, let said, let reporter, let isNewest):
            return (
                "hospitalDiverted",
                fields(id) + [("from", JSONText.quoted("\(from.status)"))] + state(said) + [
                    ("reporter", text(reporter)), ("newest", "\(isNewest)"),
                ]
            )
        case .bedsRanOut(let id, let kind):
            return ("bedsRanOut", fields(id) + [("kind", JSONText.quoted("\(kind)"))])
        case .receptionRanOut(let id): return ("receptionRanOut", fields(id))
        case .diversionRanOut(let id, let was):
            return ("diversionRanOut", fields(id) + [("was", JSONText.quoted("\(was)"))])
        case .bedChosen(let id, _, let to):
            return (
                "bedChosen",
                [
                    ("patient", "\(id.number)"),
                    ("kind", to.map { JSONText.quoted("\($0)") } ?? "null"),
                ]
            )
        case .reportRestored(let id, let kind, let said):
            return (
                "bedsRestored", fields(id) + [("kind", JSONText.quoted("\(kind)"))] + state(said)
            )
        case .receptionRestored(let id, let said): return ("receptionRestored", fields(id) + state(said))
        case .diversionRestored(let id, let said): return ("diversionRestored", fields(id) + state(said))
        }
    }

    private static func state(_ said: BedState) -> [(String, String)] {
        [("free", "\(said.free)"), ("baseline", "\(said.baseline)")]
            + times(said.asOf, said.validUntil, said.source)
    }

    private static func state(_ said: ReceptionState) -> [(String, String)] {
        [
            ("offloadMinutes", "\(said.offloadMinutes)"), ("redPlaces", "\(said.redPlaces)"),
            ("yellowPlaces", "\(said.yellowPlaces)"),
        ] + times(said.asOf, said.validUntil, said.source)
    }

    private static func state(_ said: DiversionState) -> [(String, String)] {
        [("status", JSONText.quoted("\(said.status)")), ("reason", JSONText.quoted(said.reason))]
            + times(said.asOf, said.validUntil, said.source)
    }

    private static func times(_ asOf: Timestamp, _ until: Timestamp, _ source: CapacitySource)
        -> [(String, String)]
    {
        [
            ("asOf", asOf.isSet ? "\(asOf.nanoseconds)" : "null"),
            ("validUntil", until.isSet ? "\(until.nanoseconds)" : "null"),
            ("source", JSONText.quoted("\(source)")),
        ]
    }
}
