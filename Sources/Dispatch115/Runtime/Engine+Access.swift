// Whether a line may be looked at, by the kernel's word on who typed it. Comes before anything is looked up:
// whoever may not type a verb learns nothing from its answer. The text of a refused line is never logged.

/// Lines that were not allowed.
struct Denials {
    var count = 0
    /// Ten are logged at once, then one a second.
    fileprivate var logged = TokenBucket(perSecond: 1, burst: 10)
}

extension Engine {
    /// False where this line is not allowed; it is answered then.
    func mayGoOn(_ input: ConsoleInput, _ renderer: Renderer) -> Bool {
        let person = surroundings.people.person(input.userID)
        if let verb = input.verb {
            guard person.may(verb) else {
                noteDenied(CommandTable.name(verb, .en), person)
                reply(input, renderer.denied(verb, person))
                return false
            }
            guard let own = scope(of: verb, input), let unit = foreignUnit(input, to: own) else {
                return true
            }
            noteDenied(CommandTable.name(verb, .en) + " of another station's unit", person)
            reply(input, renderer.notOwnUnit(unit, person.station ?? 0))
            return false
        }
        switch input.request {
        case .success(.empty): return true
        // Whoever may type nothing is not taught how to.
        case .failure where person.roles != .stranger: return true
        // What could be done without a verb is nobody's.
        case .failure, .success: break
        }
        noteDenied("a line", person)
        reply(input, renderer.stranger())
        return false
    }

    /// The station whose units and offers this line is held to; nil for all of the centre. `none`, whose are no
    /// units, where the centre does not know the person's station.
    func scope(of verb: Verb, _ input: ConsoleInput) -> StationID? {
        surroundings.people.person(input.userID).scope(of: verb).map { centre.station(numbered: $0) }
    }

    /// The first unit named that is not of this station; a number that no unit has is not one.
    func foreignUnit(_ input: ConsoleInput, to own: StationID) -> Int32? {
        input.units.first { number in
            let unit = centre.unit(numbered: number)
            return unit.isSet && centre[unit].station != own
        }
    }

    private func noteDenied(_ what: String, _ person: Person) {
        denials.count += 1
        guard denials.logged.take(WallClock.monotonicNanoseconds()) else { return }
        let account = person.account.isEmpty ? "" : " (\(person.account))"
        let roles = person.roles.inOrder.map(\.word).joined(separator: " ")
        Log.line("not allowed: \(what) from user \(person.userID)\(account), \(roles)")
    }

    /// A `!` line for everybody who works here; what the journal says of itself names no caller.
    func announce(_ text: Phrase) {
        let people = surroundings.people
        let fitted = Phrase(vi: SafeText.fitted(text.vi), en: SafeText.fitted(text.en))
        surroundings.console?.broadcast(fitted) { people.person($0).roles != .stranger }
    }

    /// From here on these are the people. A desk that is open goes on with what its account may do now.
    func take(_ people: People) {
        surroundings.people = people
        Log.line("people: \(people.count) accounts")
    }
}
