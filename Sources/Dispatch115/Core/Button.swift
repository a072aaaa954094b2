/// A status button of the unit's box, or the same step typed on the console.
public enum Button: UInt8, CaseIterable, Sendable {
    case acknowledge = 1
    case enRoute = 2
    case onScene = 3
    case atPatient = 4
    case transport = 5
    case atHospital = 6
    case handOver = 7
    case available = 8
}
