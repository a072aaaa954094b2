// The verb that a line was typed with, which is what a person must be allowed.

extension Request {
    /// Nil for a line without anything in it.
    var verb: Verb? {
        switch self {
        case .open: .open
        case .locate: .locate
        case .prioritise: .prioritise
        case .recommend: .recommend
        case .dispatch: .dispatch
        case .step(let button, _, _, _): button.verb
        case .standDown: .standDown
        case .divert: .divert
        case .close: .close
        case .note: .note
        case .queue: .queue
        case .units: .units
        case .incident: .incident
        case .journal: .journal
        case .why: .why
        case .help: .help
        case .language: .language
        case .status: .status
        case .rawJournal: .rawJournal
        case .quit: .quit
        case .shift(let request): request.verb
        case .empty: nil
        }
    }
}

extension ShiftRequest {
    var verb: Verb {
        switch self {
        case .enterIncident: .open
        case .enterRun: .enterRun
        case .closeLate: .close
        case .readBack, .handOver: .shift
        case .forms: .forms
        case .reserveForms: .reserveForms
        }
    }
}
