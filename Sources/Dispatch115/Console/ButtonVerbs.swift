// Which verb types which step.

extension Button {
    /// The verb that types it.
    var verb: Verb {
        switch self {
        case .acknowledge: .acknowledge
        case .enRoute: .enRoute
        case .onScene: .onScene
        case .atPatient: .atPatient
        case .transport: .transport
        case .atHospital: .atHospital
        case .handOver: .handOver
        case .available: .available
        }
    }
}
