// Decisions around offers to stations: asked, answered, fallen silent, withdrawn. Their fold is in
// Centre+OffersApply.
//
// An incident asks as many stations at a time as its priority allows (several for P1, else one); whenever one
// of them is done without a yes the next that was planned is asked. A yes and the assignment that follows from
// it are one decision, so that two stations never both believe they have won.

extension Centre {
    func decide(_ command: OfferCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .ask(let incident, let stations, let chosen, let basis):
            try ask(incident, stations, chosen, basis, &draft)
        case .accept(let unit, let incident, let from, let crew, let basis):
            try accept(unit, incident, from, crew, basis, &draft)
        case .decline(let station, let incident, let reason, let until, let words, let byPhone):
            try decline(station, incident, reason, until, words, byPhone, &draft)
        case .propose(let incident, let basis, let proposal):
            try requireOpen(incident)
            draft.add(.recommended(incident, basis))
            // One unit for a need of which nothing is known: the candidates say it all.
            guard proposal.kind != .single || proposal.need != .unknown else { return }
            draft.add(.offer(.proposed(incident, proposal)))
        }
    }

    // MARK: - Looking

    /// The offers of an incident, oldest first.
    public func offers(of incident: IncidentID) -> [OfferID] {
        var found: [OfferID] = []
        var next = self[incident].offers.first
        while next.isSet {
            found.append(next)
            next = offers[next.index].next
        }
        return found
    }

    /// The newest offer of this incident to this station; none where it was never asked.
    func newestOffer(to station: StationID, for incident: IncidentID) -> OfferID {
        offers(of: incident).last { offers[$0.index].station == station } ?? .none
    }

    /// Whether a station that has accepted is still on it.
    func stands(_ offer: Offer) -> Bool {
        offer.state == .accepted && assignments.contains(offer.assignment.index)
            && self[offer.assignment].state.isLive
    }

    /// The offer that a station's answer is to. Without an incident: the one it was asked for, or else the one
    /// it has let pass and that still waits, where there is exactly one.
    public func offerMeant(by station: StationID, _ incident: IncidentID) throws(Rejection) -> OfferID {
        guard station.index >= 0, station.index < stations.count else { throw .stationUnknown(station) }
        if incident.isSet {
            try requireOpen(incident)
            let id = newestOffer(to: station, for: incident)
            guard id.isSet else { throw .offer(.notAsked(station, incident)) }
            return id
        }
        let newest = openIncidents.map { newestOffer(to: station, for: $0) }.filter(\.isSet)
        var meant = newest.filter { offers[$0.index].state == .asked }
        if meant.isEmpty {
            meant = newest.filter {
                offers[$0.index].state == .silent && stillWants(offers[$0.index].incident)
            }
        }
        guard let only = meant.first else { throw .offer(.nothingAsked(station)) }
        guard meant.count == 1 else {
            throw .offer(.whichIncident(station, meant.map { offers[$0.index].incident }))
        }
        return only
    }

    /// Stations that have said no to this incident, each once.
    public func stationsDeclining(_ incident: IncidentID) -> [StationID] {
        var found: [StationID] = []
        for id in offers(of: incident) {
            let row = offers[id.index]
            if row.state == .declined, newestOffer(to: row.station, for: incident) == id {
                found.append(row.station)
            }
        }
        return found
    }

    /// Whether it has said that it is busy until later than `now`.
    public func isBusy(_ station: StationID, _ now: Timestamp) -> Bool {
        self[station].offers.busyUntil > now
    }

    /// Seconds from the ring to the first station that accepted, of each incident in memory that has one.
    public func ringToAccepted() -> [Int64] {
        (incidents.base..<incidents.end).compactMap { ringToAccepted(IncidentID(index: $0)) }
    }

    /// The same of one incident; nil where no station has accepted, or its call has left memory.
    public func ringToAccepted(_ incident: IncidentID) -> Int64? {
        let call = self[incident].call
        guard calls.contains(call.index) else { return nil }
        // The rows are in the order of asking; the first to answer may stand behind.
        let answered = offers(of: incident).map { offers[$0.index] }.filter { $0.state == .accepted }
            .map(\.answeredAt).min()
        return answered?.seconds(since: calls[call.index].receivedAt)
    }

    // MARK: - Asking

    private func ask(
        _ incident: IncidentID, _ asked: [StationID], _ isChosen: Bool, _ basis: Basis, _ draft: inout Draft
    ) throws(Rejection) {
        try requireOpen(incident)
        guard !asked.isEmpty else { throw .offer(isChosen ? .noStationNamed : .noStationLeft(incident)) }
        guard offers.end < .max - Int32(asked.count) else { throw .centreFull }
        for (position, station) in asked.enumerated() {
            guard station.index >= 0, station.index < stations.count else { throw .stationUnknown(station) }
            guard !asked[..<position].contains(station) else { throw .offer(.stationNamedTwice(station)) }
            for id in offers(of: incident) where offers[id.index].station == station {
                if offers[id.index].state.isOpen { throw .offer(.alreadyAsked(id)) }
                if stands(offers[id.index]) { throw .offer(.alreadyAccepted(id)) }
            }
        }
        let first = OfferID(index: offers.end)
        draft.add(.offer(.planned(first: first, incident, asked, isChosen: isChosen, basis)))
        for station in asked {
            // Asked anew: what it has let pass before is no longer the question.
            let before = newestOffer(to: station, for: incident)
            if before.isSet { draft.clear(openAlert(of: .offerSilent, about: before.index)) }
        }
        let new = asked.enumerated().map { position, station in
            Waiting(
                offer: OfferID(index: first.index + Int32(position)), station: station, isChosen: isChosen)
        }
        askNext(incident, adding: new, &draft)
    }

    /// An offer that is planned and not asked yet.
    struct Waiting {
        var offer: OfferID
        var station: StationID
        var isChosen: Bool
    }

    /// Asks those whose turn has come, in their order. `ended` are offers that this draft has ended. Says when
    /// nobody is left.
    func askNext(
        _ incident: IncidentID, adding new: [Waiting] = [], ended: [OfferID] = [], priority: Priority? = nil,
        _ draft: inout Draft
    ) {
        let row = self[incident]
        var asked = 0
        var waiting: [Waiting] = []
        for id in offers(of: incident) where !ended.contains(id) {
            let offer = offers[id.index]
            if offer.state == .asked { asked += 1 }
            if offer.state == .planned {
                waiting.append(Waiting(offer: id, station: offer.station, isChosen: offer.isChosen))
            }
        }
        let priority = priority ?? row.priority
        let most = priority == .p1 ? rules.offersAtOnce : 1
        let now = draft.submission.now
        for next in waiting + new where asked < most {
            if !next.isChosen, let why = reasonToPassOver(next.station, now) {
                draft.add(.offer(.withdrawn(next.offer, why)))
                continue
            }
            let seconds = rules.offerAnswerSeconds[Int(priority.rawValue)]
            draft.add(.offer(.asked(next.offer, expiresAt: now.adding(seconds: seconds))))
            asked += 1
        }
        let alert = openAlert(of: .offersExhausted, about: incident.index)
        if asked > 0 {
            draft.clear(alert)
        } else if alert < 0, row.phase == .waiting {
            draft.raise(.offersExhausted, subject: incident.index)
        }
    }

    private func reasonToPassOver(_ station: StationID, _ now: Timestamp) -> WithdrawReason? {
        if isBusy(station, now) { return .stationBusy }
        let isFree = units.indices.contains { index in
            let unit = units[index]
            guard unit.station == station, unit.isInService else { return false }
            return !unit.live.isSet || isInterruptible(UnitID(index: Int32(index)))
        }
        return isFree ? nil : .noFreeUnit
    }

    /// These have not answered in time; the next are asked at once.
    func fallSilent(_ due: [OfferID], _ draft: inout Draft) {
        var done: [IncidentID] = []
        for id in due where !done.contains(offers[id.index].incident) {
            let incident = offers[id.index].incident
            done.append(incident)
            let mine = due.filter { offers[$0.index].incident == incident }
            for offer in mine {
                draft.add(.offer(.fellSilent(offer)))
                draft.raise(.offerSilent, subject: offer.index)
            }
            askNext(incident, ended: mine, &draft)
        }
    }

    // MARK: - What sending somebody, and closing, mean for offers

    /// After units were sent in this draft: nobody need be phoned any more, and who was asked is told when the
    /// incident has what it needs. `accepted` is the offer that led to it.
    func settleOffers(
        _ incident: IncidentID, sending units: [UnitID], accepted: OfferID = .none, _ draft: inout Draft
    ) {
        // An answer has cleared them before it changes the offer that they are about.
        if !accepted.isSet { clearOfferAlerts(incident, &draft) }
        if units.contains(where: { self[$0].kind.canTransport }) {
            draft.clear(openAlert(of: .withoutTransport, about: incident.index))
        }
        if isCovered(incident, with: units) {
            withdraw(incident, accepted.isSet ? .othersAccepted : .sent, but: accepted, &draft)
        } else if accepted.isSet {
            let row = offers[accepted.index]
            if row.state == .asked { askRest(incident, ended: accepted, &draft) }
        }
    }

    /// One more may be asked in the place of the one that has said yes; that nobody is left is no alarm now.
    private func askRest(_ incident: IncidentID, ended: OfferID, _ draft: inout Draft) {
        let isLeft = offers(of: incident).contains { $0 != ended && offers[$0.index].state == .planned }
        if isLeft { askNext(incident, ended: [ended], &draft) }
    }

    /// It is over: nobody is asked any more.
    func endOffers(_ incident: IncidentID, _ draft: inout Draft) {
        clearOfferAlerts(incident, &draft)
        draft.clear(openAlert(of: .withoutTransport, about: incident.index))
        withdraw(incident, .closed, but: .none, &draft)
    }

    private func withdraw(
        _ incident: IncidentID, _ why: WithdrawReason, but kept: OfferID, _ draft: inout Draft
    ) {
        for id in offers(of: incident) where id != kept && offers[id.index].state.isOpen {
            draft.add(.offer(.withdrawn(id, why)))
        }
    }

    func clearOfferAlerts(_ incident: IncidentID, _ draft: inout Draft) {
        for alert in openAlerts {
            let row = alerts[alert]
            switch row.kind {
            case .offerSilent where self.incident(of: row.kind, row.subject) == incident: draft.clear(alert)
            case .offersExhausted where row.subject == incident.index: draft.clear(alert)
            default: break
            }
        }
    }
}
