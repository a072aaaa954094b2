// What an incident needs of whoever is sent: follows from triage, or from what somebody typed. Compared with
// a unit by the recommender; never a reason to refuse a person's choice.

/// What a response must bring.
public struct Need: Equatable, Sendable {
    /// Skills that must be on scene, on one unit or spread over several.
    public var skills: Skills
    public var equipment: Equipment
    /// Whether somebody must be carried: a motorbike alone will not do.
    public var transport: Bool
    /// How many units are thought to be needed, 1 and up.
    public var units: UInt8

    public init(
        skills: Skills = [], equipment: Equipment = [], transport: Bool = true, units: UInt8 = 1
    ) {
        self.skills = skills
        self.equipment = equipment
        self.transport = transport
        self.units = units
    }

    /// What is assumed of an incident of which nothing is known yet: one unit that can carry a patient.
    public static let unknown = Need()
    /// Whoever is there first.
    public static let anyone = Need(transport: false)

    /// What these do not bring of it.
    public func missing(from capability: Capability) -> Capability {
        Capability(
            skills: skills.subtracting(capability.skills),
            equipment: equipment.subtracting(capability.equipment),
            transport: transport && !capability.transport)
    }

    public func isMet(by capability: Capability) -> Bool { missing(from: capability) == .nothing }
}

/// What a unit, or several together, bring to a scene.
public struct Capability: Equatable, Sendable {
    public var skills: Skills
    public var equipment: Equipment
    /// Whether a patient can be carried lying down.
    public var transport: Bool

    public init(skills: Skills, equipment: Equipment, transport: Bool) {
        self.skills = skills
        self.equipment = equipment
        self.transport = transport
    }

    /// A doctor also does what a nurse does, and what carries a patient has a stretcher.
    public init(of unit: Unit) {
        skills = unit.skills.contains(.doctor) ? unit.skills.union(.nurse) : unit.skills
        equipment = unit.kind.canTransport ? unit.equipment.union(.stretcher) : unit.equipment
        transport = unit.kind.canTransport
    }

    public static let nothing = Capability(skills: [], equipment: [], transport: false)

    public func with(_ other: Capability) -> Capability {
        Capability(
            skills: skills.union(other.skills), equipment: equipment.union(other.equipment),
            transport: transport || other.transport)
    }
}
