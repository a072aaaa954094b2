// The one declaration of every command. The parser, the help texts, the reference page and the tests of
// completeness read this table and nothing else; a verb that is not here does not exist.

/// A command of the console.
enum Verb: UInt8, CaseIterable, Sendable {
    case open, locate, prioritise, recommend, dispatch
    case acknowledge, enRoute, onScene, atPatient, transport, atHospital, handOver, available
    case standDown, divert, close, note
    case queue, units, incident, journal, why
    case help, language, status, quit
    case rawJournal
    // Calls
    case calls, claim, callBack, endCall, bindCall
    // Triage
    case triage, say
    // Offers
    case offer, acceptOffer, declineOffer
    // Duty
    case returning, atStation, logOn, logOff, outOfService, odometer
    // Patients
    case patients
    // Course
    case reopen, massCasualty, standby, transfer, undo
    // Alerts
    case alerts, acknowledgeAlert
    // Shift
    case enterRun, forms, reserveForms, shift
    // Privacy
    case erase
    // Hospitals
    case hospitals, capacity, diversion
    // Publishing
    case publishing, resend
    // Two machines
    case takeOver
    // Tasks of others
    case notice, refer
}

/// What an argument is.
enum ArgumentKind: UInt8, CaseIterable, Sendable {
    case phone, priority, place, words, incident, unit, units, hospital, time, disposition, text
    case unitFilter, journalFilter, sequence, verb, language, fromSequence, toSequence
    // Calls
    case call, signedCall, callFilter, callbackResult, callEnd
    // Triage
    case answers, topic
    // Offers
    case offerTarget, crewNames, offerStation, declineReason, declineWords, busyUntil
    // Duty
    case crew, skills, equipment, kilometres, outReason, plannedTime, remark
    // Patients
    case patient, patients, outcome, tag, start, jumpStart, person
    // Where patients are taken
    case hospitalNeed, choiceReason
    // Course
    case standDownReason, estimate, plannedEnd, fromHospital, doctor, bed, escort, queueFilter
    // Alerts
    case alerts, alertFilter
    // Shift
    case form, steps, formRange, formCount, shiftCode
    // Privacy
    case textRange
    // Hospitals
    case hospitalFilter, capacityTopic, freeBeds, diversionStatus, bedKind
    // Tasks of others
    case noticeAnswer, referralAsk
    // Publishing
    case destination, resendTarget
}

/// How an argument is given.
enum ArgumentPlacement: Sendable {
    /// One word, at its turn.
    case field
    /// All the words that are left.
    case rest
    /// What follows the first semicolon.
    case afterSemicolon
    /// Anywhere after the verb, known by its sign (`@14:32`).
    case signed
    /// By name only (`P=1`).
    case named
}

struct ArgumentSpec: Sendable {
    let kind: ArgumentKind
    let placement: ArgumentPlacement
    let isRequired: Bool
    /// Names in the form `NAME=value`, upper case without accents; the first is shown.
    let names: [String]

    init(
        _ kind: ArgumentKind, _ placement: ArgumentPlacement = .field, required: Bool = true,
        names: [String] = []
    ) {
        self.kind = kind
        self.placement = placement
        isRequired = required
        self.names = names
    }
}

/// What a command does to the world.
enum CommandEffect: Sendable {
    /// Shows something.
    case reads
    /// Adds to an incident.
    case records
    /// Sets a step of a unit's assignment.
    case steps
    /// Changes a unit's duty.
    case duty
    /// Binds a unit to an incident or frees it.
    case commits
}

struct CommandSpec: Sendable {
    let verb: Verb
    let english: String
    let vietnamese: String
    let effect: CommandEffect
    let arguments: [ArgumentSpec]
    let does: Phrase
    /// Whole lines that the parser accepts, in each language's verbs.
    let examples: [Phrase]
    let isShown: Bool

    init(
        _ verb: Verb, _ english: String, _ vietnamese: String, _ effect: CommandEffect,
        _ arguments: [ArgumentSpec], does: Phrase, examples: [Phrase], isShown: Bool = true
    ) {
        self.verb = verb
        self.english = english
        self.vietnamese = vietnamese
        self.effect = effect
        self.arguments = arguments
        self.does = does
        self.examples = examples
        self.isShown = isShown
    }

    func name(_ language: Language) -> String {
        switch language {
        case .vi: vietnamese
        case .en: english
        }
    }

    /// "DSP unit[,unit] incident".
    func usage(_ language: Language) -> String {
        var words = [name(language)]
        for argument in arguments {
            let placeholder = argument.kind.placeholder[language]
            let shown: String
            switch argument.placement {
            case .field, .rest: shown = placeholder
            case .afterSemicolon: shown = "; " + placeholder
            case .signed: shown = "@14:32"
            case .named: shown = (argument.names.first ?? "") + "=" + placeholder
            }
            words.append(argument.isRequired ? shown : "[" + shown + "]")
        }
        return words.joined(separator: " ")
    }
}

enum CommandTable {
    /// The row of a verb.
    static func spec(_ verb: Verb) -> CommandSpec { byVerb[Int(verb.rawValue)] }

    static func name(_ verb: Verb, _ language: Language) -> String { spec(verb).name(language) }

    /// The verb of this word (upper case, no accents), in either language.
    static func verb(named word: String) -> Verb? { byName[word] }

    private static let byVerb: [CommandSpec] = Verb.allCases.map { verb in
        guard let spec = rows.first(where: { $0.verb == verb }) else {
            preconditionFailure("the table of commands has no row for \(verb)")
        }
        return spec
    }

    private static let byName: [String: Verb] = {
        var byName: [String: Verb] = [:]
        for row in rows {
            for name in [row.english, row.vietnamese] {
                let other = byName.updateValue(row.verb, forKey: name)
                precondition(other == nil || other == row.verb, "two commands are called \(name)")
            }
        }
        return byName
    }()

    /// The verbs nearest to a word, at most two slips away: nearest first, in the order of the table, at most
    /// four. Those that only the machine types are not among them.
    static func nearest(to word: String) -> [String] {
        var found: [(distance: Int, name: String)] = []
        for row in rows where row.isShown {
            for name in [row.english, row.vietnamese] {
                let distance = EditDistance.between(word, name)
                let far = min(2, max(1, word.unicodeScalars.count - 1))
                if distance <= far { found.append((distance, name)) }
            }
        }
        let best = found.map(\.distance).min() ?? 0
        return found.filter { $0.distance == best }.prefix(4).map(\.name)
    }
}
