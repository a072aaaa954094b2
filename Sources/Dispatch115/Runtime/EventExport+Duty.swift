// What happens around duty: crews logging on and off, units out of service, returning, at their
// station, odometer readings, as fields of JSON.

extension EventExport {
    static func describe(_ duty: DutyEvent) -> Fields {
        let unit = [("unit", "\(Centre.unit(of: duty).index)")]
        switch duty {
        case .loggedOn(_, let crew, let skills, let equipment):
            return (
                "loggedOn",
                unit + [
                    ("crew", text(crew)), ("skills", "\(skills.rawValue)"),
                    ("equipment", "\(equipment.rawValue)"),
                ]
            )
        case .loggedOff(_, let reason):
            return ("loggedOff", unit + [("reason", JSONText.quoted("\(reason)"))])
        case .outOfService(_, let reason, let until, let note):
            return (
                "outOfService",
                unit + [
                    ("reason", JSONText.quoted("\(reason)")), ("until", moment(until)), ("note", text(note)),
                ]
            )
        case .backInService: return ("backInService", unit)
        case .whereabouts(_, let whereabouts):
            return ("whereabouts", unit + [("whereabouts", JSONText.quoted("\(whereabouts)"))])
        case .odometerRead(_, let kilometres, let before, let assignment, let isEnd):
            return (
                "odometerRead",
                unit + [
                    ("kilometres", "\(kilometres)"), ("before", "\(before)"),
                    ("assignment", "\(assignment.number)"), ("end", "\(isEnd)"),
                ]
            )
        case .odometerWithdrawn(_, let kilometres, let to, let assignment):
            return (
                "odometerWithdrawn",
                unit + [
                    ("kilometres", "\(kilometres)"), ("to", "\(to)"), ("assignment", "\(assignment.number)"),
                ]
            )
        case .restored: return ("dutyRestored", unit)
        }
    }

    /// Nanoseconds, or null where it was not said.
    static func moment(_ moment: Timestamp) -> String { moment.isSet ? "\(moment.nanoseconds)" : "null" }
}
