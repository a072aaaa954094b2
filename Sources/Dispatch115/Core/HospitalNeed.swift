// What a patient needs of a hospital: follows from triage, from the patient's tag, or from what the crew
// says. Compared with hospitals by the chooser; never a reason to refuse a person's choice.

/// What the hospital must have, and which bed the patient will lie in.
public struct HospitalNeed: Equatable, Sendable {
    /// Must be there, all of it; without it a hospital stands behind every one that has it.
    public var required: HospitalCapabilities
    /// Should be there: worth some minutes of driving.
    public var preferred: HospitalCapabilities
    /// The kind of bed whose free places count.
    public var bed: BedKind
    /// In arrest, or too unstable to be driven past a door: the nearest emergency department, closed or full.
    public var isUnstable: Bool
    /// Takes one of a hospital's places for red patients; `isYellow` one of those for yellow ones.
    public var isRed: Bool
    public var isYellow: Bool
    /// A person has said it: it holds until a person says something else.
    public var isStated: Bool

    public init(
        required: HospitalCapabilities, preferred: HospitalCapabilities = [], bed: BedKind,
        isUnstable: Bool = false, isRed: Bool = false, isYellow: Bool = false, isStated: Bool = false
    ) {
        self.required = required
        self.preferred = preferred
        self.bed = bed
        self.isUnstable = isUnstable
        self.isRed = isRed
        self.isYellow = isYellow
        self.isStated = isStated
    }

    /// What a patient of whom nothing is known needs.
    public static let emergency = HospitalNeed(required: .emergencyDepartment, bed: .emergency)

    /// From what was said of the patient: `said` must be there, `hoped` should. Whoever must not lie in an
    /// emergency department first (births, burns, the mind) may go to a hospital that has none. A red tag
    /// hopes for a trauma centre.
    public init(
        saying said: HospitalCapabilities, hoping hoped: HospitalCapabilities = [], isUnstable: Bool = false,
        tag: TriageTag = .none
    ) {
        let direct: HospitalCapabilities = [.obstetrics, .burns, .psychiatry, .neonatalICU]
        var required = said
        if isUnstable {
            // There is no time for more than a door.
            required = .emergencyDepartment
        } else if said.isDisjoint(with: direct) {
            required.insert(.emergencyDepartment)
        }
        let preferred = tag == .red && said.isEmpty ? hoped.union(.trauma) : hoped
        self.init(
            required: required, preferred: isUnstable ? [] : preferred.subtracting(required),
            bed: isUnstable ? .emergency : HospitalNeed.bed(of: said), isUnstable: isUnstable,
            isRed: tag == .red, isYellow: tag == .yellow)
    }

    /// The scarcest of the beds that were asked for; a place in the emergency department where none was.
    private static func bed(of said: HospitalCapabilities) -> BedKind {
        let inOrder: [(HospitalCapabilities, BedKind)] = [
            (.neonatalICU, .neonatalICU), (.burns, .burns), (.pediatricICU, .pediatricICU),
            (.adultICU, .adultICU), (.isolation, .isolation), (.obstetrics, .obstetric),
            (.psychiatry, .psychiatric),
        ]
        return inOrder.first { said.contains($0.0) }?.1 ?? .emergency
    }
}
