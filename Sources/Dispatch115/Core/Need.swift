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
}
