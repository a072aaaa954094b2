// What is wanted and what happens around duty: crews logging on and off, units out of service,
// returning, at their station, odometer readings.
// Event types 150 to 159 of the journal are theirs.

/// Why a unit that is on duty cannot be sent.
public enum OutOfServiceReason: UInt8, CaseIterable, Sendable {
    /// In service.
    case none = 0
    case broken
    case meal
    case cleaning
    case crew
    case fuel
    case other
}

/// Where a free unit is, as its crew says.
public enum Whereabouts: UInt8, CaseIterable, Sendable {
    case unknown = 0
    /// On its way back to its station: free, may be sent.
    case returning
    case atStation
}

/// Who took a unit off duty.
public enum LogOffReason: UInt8, CaseIterable, Sendable {
    /// Somebody at the desk.
    case crewLeft = 0
    /// It is no longer in the city's file of units.
    case withdrawn
}

/// What of a unit's duty can be taken back: as it was before the last change.
public struct DutyBefore: Equatable, Sendable {
    /// False until there has been a change, and once it was taken back.
    public var isKnown = false
    public var isOnDuty = false
    public var skills: Skills = []
    public var equipment: Equipment = []
    public var crew: TextID = .none
    public var reason: OutOfServiceReason = .none
    public var until: Timestamp = .none
    public var note: TextID = .none
    public var since: Timestamp = .none
    public var isWithdrawn = false

    public init() {}
}

/// A unit's shift. Its skills and equipment of this shift stand in the unit itself.
public struct UnitDuty: Equatable, Sendable {
    /// The crew's names; `none` where nobody was named, or where that text has left memory.
    public var crew: TextID = .none
    public var reason: OutOfServiceReason = .none
    /// Until when it is out of service; `.none` where that was not said.
    public var until: Timestamp = .none
    /// What was said of why.
    public var note: TextID = .none
    /// Since when its duty is as it is; `.none` since it was defined.
    public var since: Timestamp = .none
    /// Off duty because the city's file no longer names it.
    public var isWithdrawn = false
    public var whereabouts: Whereabouts = .unknown
    /// What it brings when nobody says otherwise.
    public var definedSkills: Skills
    public var definedEquipment: Equipment
    /// The last reading in kilometres, -1 where there was none.
    public var odometer: Int32 = -1
    public var before = DutyBefore()

    public init(skills: Skills, equipment: Equipment) {
        definedSkills = skills
        definedEquipment = equipment
    }
}

/// Kilometres at the two ends of an assignment, -1 where they were not read.
public struct Odometer: Equatable, Sendable {
    public var start: Int32 = -1
    public var end: Int32 = -1

    public init() {}
}

/// What somebody wants.
public enum DutyCommand: Equatable, Sendable {
    /// Crew names may be empty; skills and equipment nil for what the unit brings anyway; kilometres -1 for none.
    case logOn(UnitID, crew: String, skills: Skills?, equipment: Equipment?, kilometres: Int32)
    case logOff(UnitID)
    case outOfService(UnitID, OutOfServiceReason, until: Timestamp, note: String)
    case whereabouts(UnitID, Whereabouts)
    case odometer(UnitID, kilometres: Int32)
    /// The city's file no longer names it, or names it again.
    case withdraw(UnitID)
    case restore(UnitID)
}

/// What has happened.
public enum DutyEvent: Equatable, Sendable {
    case loggedOn(UnitID, crew: Text, skills: Skills, equipment: Equipment)
    case loggedOff(UnitID, LogOffReason)
    case outOfService(UnitID, OutOfServiceReason, until: Timestamp, note: Text)
    case backInService(UnitID)
    case whereabouts(UnitID, Whereabouts)
    /// The reading belongs to this assignment (`none`: to no trip), to its end where `isEnd`.
    case odometerRead(UnitID, kilometres: Int32, before: Int32, AssignmentID, isEnd: Bool)
    case odometerWithdrawn(UnitID, kilometres: Int32, to: Int32, AssignmentID)
    /// The last change of its duty was taken back.
    case restored(UnitID)
}

/// Why nothing changes.
public enum DutyRejection: Equatable, Sendable {
    case outOfService(UnitID)
    case offDuty(UnitID)
    /// It has an assignment: neither off duty, nor out of service, nor on its way back.
    case bound(UnitID, AssignmentID)
    case untilPassed(Timestamp)
    case odometerBackwards(UnitID, last: Int32)
    case odometerImplausible(UnitID, last: Int32, limit: Int32)
}
