// The engine's part around offers to stations and responses of several units: numbers looked up, the nearest
// stations found, and what leaves the process.

extension Engine {
    /// Which users' consoles hear what is said to a station's desk: that station's, and whoever sends.
    private func listeners(to station: StationID) -> @Sendable (_ userID: UInt32) -> Bool {
        let people = surroundings.people
        let number = centre[station].number
        return { userID in
            let person = people.person(userID)
            guard let own = person.scope(of: .acceptOffer) else { return person.may(.acceptOffer) }
            return own == number
        }
    }

    /// The station that a line answers for, where its desk typed it; none where it is the centre's.
    private func own(_ verb: Verb, _ input: ConsoleInput, _ renderer: Renderer) -> Result<
        StationID, Unresolved
    > {
        guard let scope = scope(of: verb, input) else { return .success(.none) }
        // A station that the centre does not know answers for nobody.
        guard scope.isSet else {
            let number = surroundings.people.person(input.userID).station ?? 0
            return .failure(Unresolved(text: renderer.unknownHospital(number, centre)))
        }
        return .success(scope)
    }

    /// From the numbers people say to the centre's own.
    func resolve(_ request: OfferRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .ask(let numbers, let incident):
            // A station's desk sees its offers with this verb; who is asked is the centre's to say.
            guard scope(of: .offer, input) == nil else {
                return .failure(Unresolved(text: renderer.onlyAnswers()))
            }
            let id = IncidentID(number: incident)
            guard numbers.isEmpty else {
                return stations(numbers, renderer).map { found in
                    .offer(.ask(id, found, chosen: true, basis(id, [], now)))
                }
            }
            let most = surroundings.configuration.offers.cascade
            let seen = basis(id, [], now, ranked: 3 * most)
            return .success(.offer(.ask(id, nearest(most, for: id, seen), chosen: false, seen)))
        case .accept(let number, let incident, let crew):
            let named = incident.map { IncidentID(number: $0) } ?? .none
            return own(.acceptOffer, input, renderer).flatMap { own in
                units([number], renderer).map { found in
                    let unit = found[0]
                    // The basis is that of the incident that is meant, where it is plain which.
                    let offer = try? centre.offerMeant(by: centre[unit].station, named)
                    let meant = offer.map { centre.offers[$0.index].incident } ?? named
                    return .offer(.accept(unit, named, from: own, crew: crew, basis(meant, found, now)))
                }
            }
        case .decline(let number, let incident, let reason, let until, let words):
            return own(.declineOffer, input, renderer).flatMap { own in
                guard number != nil || own.isSet else {
                    return .failure(Unresolved(text: renderer.whichStation(incident)))
                }
                return stations(number.map { [$0] } ?? [], renderer).flatMap { found in
                    let station = found.first ?? own
                    guard !own.isSet || own == station else {
                        return .failure(Unresolved(text: renderer.otherStation(own, centre)))
                    }
                    return .success(
                        .offer(
                            .decline(
                                station, IncidentID(number: incident), reason, until: until ?? .none,
                                words: words, byPhone: !own.isSet)))
                }
            }
        case .list: preconditionFailure("this changes nothing")
        }
    }

    private func stations(_ numbers: [Int32], _ renderer: Renderer) -> Result<[StationID], Unresolved> {
        var found: [StationID] = []
        for number in numbers {
            let station = centre.station(numbered: number)
            guard station.isSet else {
                return .failure(Unresolved(text: renderer.unknownHospital(number, centre)))
            }
            found.append(station)
        }
        return .success(found)
    }

    /// Stations of the units that can go, nearest first, without those that were asked for it before.
    private func nearest(_ most: Int, for incident: IncidentID, _ basis: Basis) -> [StationID] {
        guard centre.incidents.contains(incident.index) else { return [] }
        var found: [StationID] = []
        let before = centre.offers(of: incident).map { centre.offers[$0.index] }
            .filter { $0.state != .withdrawn }.map(\.station)
        for candidate in basis.candidates where candidate.standing.canGo && found.count < most {
            let station = centre[candidate.unit].station
            if !before.contains(station), !found.contains(station) { found.append(station) }
        }
        return found
    }

    /// The command behind RE: the candidates, and what of them would cover the need.
    func proposal(for incident: IncidentID, _ now: Timestamp) -> OfferCommand {
        let basis = self.basis(incident, [], now)
        guard centre.incidents.contains(incident.index) else {
            return .propose(incident, basis, Proposal(kind: .none, need: .unknown, stillNeeded: 1))
        }
        let proposal = surroundings.recommender.proposal(
            basis, need: centre.remainingNeed(of: incident), stillNeeded: centre.stillNeeded(incident),
            in: centre)
        return .propose(incident, basis, proposal)
    }

    /// Answers a line that only asks.
    func show(_ request: OfferRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {
        case .list(let number):
            let result = own(.offer, input, renderer).flatMap { own in
                own.isSet || number == nil ? .success([own]) : stations(number.map { [$0] } ?? [], renderer)
            }
            switch result {
            case .success(let found):
                reply(input, renderer.offers(of: found.first ?? .none, centre, now: now))
            case .failure(let refusal): reply(input, refusal.text)
            }
        case .ask, .accept, .decline: preconditionFailure("these are acts")
        }
    }

    /// What the event causes outside: the station's desk is told.
    func letOut(_ offer: OfferEvent, _ event: Event) {
        guard let console = surroundings.console,
            let vi = Renderer(.vi).deskLine(offer, centre), let en = Renderer(.en).deskLine(offer, centre)
        else { return }
        let mayHear = listeners(to: vi.station)
        surroundings.gate.pass(after: event.sequence) { _ in
            console.broadcast(Phrase(vi: vi.text, en: en.text), to: mayHear)
        }
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of offer: OfferEvent) -> IncidentID {
        switch offer {
        case .planned(_, let incident, _, _, _), .proposed(let incident, _): return incident
        case .asked(let id, _), .accepted(let id, _, _, _, _, _), .declined(let id, _, _, _, _),
            .fellSilent(let id), .withdrawn(let id, _):
            return centre.offers.contains(id.index) ? centre.offers[id.index].incident : .none
        case .linked(let care, _): return incident(of: care)
        }
    }

    /// The unit that it concerns.
    func unit(of offer: OfferEvent) -> UnitID {
        switch offer {
        case .accepted(_, let unit, _, _, _, _): unit
        case .linked(let care, _): centre.assignments.contains(care.index) ? centre[care].unit : .none
        case .planned, .asked, .declined, .fellSilent, .withdrawn, .proposed: .none
        }
    }

    /// What STATUS says of offers: counted since the centre began, times of the incidents in memory.
    func addOffers(_ add: Adding) {
        let all = centre.stations.map(\.offers)
        func sum(_ count: (StationOffers) -> Int32) -> String { "\(all.reduce(0) { $0 + Int(count($1)) })" }
        let open = (centre.offers.base..<centre.offers.end).filter { centre.offers[$0].state == .asked }
        add("offers.open", "\(open.count)", "đề nghị đang chờ trả lời", "offers that wait for an answer")
        add("offers.asked", sum(\.asked), "lần hỏi trạm", "stations asked")
        add("offers.accepted", sum(\.accepted), "lần trạm nhận", "accepted")
        add("offers.silent", sum(\.silent), "lần trạm im lặng", "no answer in time")
        for reason in DeclineReason.allCases {
            add(
                "offers.declined.\(reason.key)", sum { $0.declined[reason] },
                "từ chối: \(reason.phrase.vi)", "declined: \(reason.phrase.en)")
        }
        guard let times = Percentiles(of: centre.ringToAccepted()) else { return }
        let vi = "chuông đến trạm nhận (giây)"
        let en = "ring to accepted station (seconds)"
        add("offers.ring-to-accepted.n", "\(times.count)", vi + ", số ca", en + ", incidents")
        add("offers.ring-to-accepted.mean", "\(times.mean)", vi + ", trung bình", en + ", mean")
        add("offers.ring-to-accepted.p50", "\(times.p50)", vi + ", P50", en + ", P50")
        add("offers.ring-to-accepted.p90", "\(times.p90)", vi + ", P90", en + ", P90")
        add("offers.ring-to-accepted.p95", "\(times.p95)", vi + ", P95", en + ", P95")
    }
}

extension DeclineReason {
    /// Its part of a key of STATUS.
    fileprivate var key: String {
        switch self {
        case .vehicleBusy: "vehicle-busy"
        case .noCrew: "no-crew"
        case .broken: "broken"
        case .tooFar: "too-far"
        case .noFuel: "no-fuel"
        case .other: "other"
        }
    }
}
