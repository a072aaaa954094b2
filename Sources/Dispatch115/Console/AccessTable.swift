// Who may type what: the one table. An exhaustive switch without a default, so that a new verb does not
// compile until somebody has decided; what is not given here is denied. docs/ROLES.md is written from it.
// Looks nothing up and knows no person.

enum AccessTable {
    private static let people: RoleSet = [.callTaker, .dispatcher, .supervisor, .auditor, .station]
    private static let desk: RoleSet = [.callTaker, .dispatcher, .supervisor]
    private static let sending: RoleSet = [.dispatcher, .supervisor]
    private static let reading: RoleSet = [.callTaker, .dispatcher, .supervisor, .auditor]

    /// The roles that may type this verb.
    static func roles(for verb: Verb) -> RoleSet {
        switch verb {
        // The call in hand.
        case .open, .locate, .prioritise, .note: desk
        // A duplicate makes no order and closes only what nobody was sent to.
        case .claim, .callBack, .endCall, .bindCall: desk
        case .calls: reading
        // A recommendation is looked at by whoever speaks with the caller; it sends nobody.
        case .recommend: desk
        // The caller is spoken with by whoever has the call. What was shown is recorded as told to the caller, so
        // that others read it in the incident.
        case .triage, .say: desk
        case .dispatch, .standDown, .divert: sending
        case .acknowledge, .enRoute, .onScene, .atPatient, .transport, .atHospital, .handOver, .available:
            sending
        case .close: sending
        case .returning, .atStation, .odometer, .standby, .transfer, .reopen: sending
        // A station's own desk says who is on duty there.
        case .logOn, .logOff, .outOfService: [sending, .station]
        case .patients: desk
        // One's own acts; those of others are the supervisor's.
        case .undo: desk
        case .massCasualty: .supervisor
        // Who leads is not decided at the desk's side table.
        case .takeOver: .supervisor
        // A station sees its own offers and answers them; whom to ask is the centre's to say.
        case .offer, .acceptOffer, .declineOffer: [sending, .station]
        case .alerts: reading
        case .acknowledgeAlert: desk
        case .queue, .incident, .why: reading
        // A station sees its own units only.
        case .units: people
        case .journal: [.supervisor, .auditor]
        case .status: [.dispatcher, .supervisor, .auditor, .service]
        // What others are told is looked at by whoever watches over it, and sent again by who answers for it.
        case .publishing: [.dispatcher, .supervisor, .auditor, .service]
        case .resend: .supervisor
        case .rawJournal: [.supervisor, .auditor, .service]
        // Entries of the past are what they are now: a call is the desk's, a run is the dispatcher's.
        case .enterRun: sending
        case .forms: reading
        case .reserveForms: desk
        case .shift: sending
        // There is no way back: whoever answers for the centre, and nobody who only reads.
        case .erase: .supervisor
        // Beds and diversions: everybody at the desk may write down what a hospital says, and a hospital's own
        // station may say it of its own.
        case .hospitals: people
        case .capacity, .diversion: [desk, .station]
        // What a hospital says by phone, and whether to go on, is the dispatcher's; advice is whoever speaks with
        // the caller's.
        case .notice: sending
        case .refer: desk
        case .help: people
        // These concern the connection alone: everybody may be refused in their own language, and leave.
        case .language, .quit: [people, .service, .stranger]
        }
    }

    /// Verbs whose reach is a station's own units and offers when only the role station allows them.
    static func isScopedToStation(_ verb: Verb) -> Bool {
        roles(for: verb).contains(.station) && !isOfTheConnection(verb)
    }

    private static func isOfTheConnection(_ verb: Verb) -> Bool {
        verb == .help || verb == .language || verb == .quit
    }
}
