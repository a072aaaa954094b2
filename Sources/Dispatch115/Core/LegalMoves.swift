// Which step is legal from where, as one table. Steps may be skipped forwards, because buttons are missed
// and radios are silent; they never go backwards. What a skipped step would have timed stays unknown.

/// The table of legal moves of an assignment.
public enum LegalMoves {
    /// Where `button` leads from `state`; nil where it is not legal.
    @inline(__always)
    public static func target(of button: Button, from state: AssignmentState) -> AssignmentState? {
        let legal = sources[Int(button.rawValue)]
        return legal & (1 << UInt16(state.rawValue)) != 0 ? targets[Int(button.rawValue)] : nil
    }

    /// The time point that a step sets.
    public static func timePoint(of button: Button) -> TimePoint {
        switch button {
        case .acknowledge: .acknowledged
        case .enRoute: .enRoute
        case .onScene: .onScene
        case .atPatient: .atPatient
        case .transport: .leftScene
        case .atHospital: .atDestination
        case .handOver: .transferOfCare
        case .available: .backInService
        }
    }

    /// The states from which a unit may be diverted to another incident: before it has met the patient.
    public static func canDivert(from state: AssignmentState) -> Bool { state <= .onScene }

    /// The states from which an assignment may be stood down: while no patient is on board.
    public static func canStandDown(from state: AssignmentState) -> Bool { state <= .atPatient }

    private static func set(_ states: AssignmentState...) -> UInt16 {
        states.reduce(0) { $0 | 1 << UInt16($1.rawValue) }
    }

    /// By button's raw value: a bit for each state from which it is legal.
    private static let sources: [UInt16] = [
        0,
        set(.dispatched),
        set(.dispatched, .acknowledged),
        set(.dispatched, .acknowledged, .enRoute),
        set(.dispatched, .acknowledged, .enRoute, .onScene),
        // From `transporting` it changes the destination.
        set(.dispatched, .acknowledged, .enRoute, .onScene, .atPatient, .transporting),
        set(.transporting),
        set(.transporting, .atHospital),
        set(.onScene, .atPatient, .handedOver),
    ]

    private static let targets: [AssignmentState] = [
        .dispatched, .acknowledged, .enRoute, .onScene, .atPatient, .transporting, .atHospital, .handedOver,
        .completed,
    ]
}
