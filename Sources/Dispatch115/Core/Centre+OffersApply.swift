// The fold of what happens around offers and responses, and what must always be true of them.

extension Centre {
    /// `event` carries the time and the actor.
    mutating func apply(_ offer: OfferEvent, _ event: Event) {
        switch offer {
        case .planned(let first, let incident, let stations, let isChosen, _):
            precondition(first.index == offers.end)
            for station in stations { plan(incident, station, isChosen) }
        case .asked(let id, let expiresAt):
            offers[id.index].state = .asked
            offers[id.index].askedAt = event.at
            offers[id.index].expiresAt = expiresAt
            stations[Int(offers[id.index].station.index)].offers.asked += 1
            deadlines.add(Deadline(at: expiresAt, kind: .offerSilent, subject: id.index))
        case .accepted(let id, let unit, let assignment, let isByPhone, _, let crew):
            keep(crew)
            answer(id, .accepted, event.at, isByPhone, crew.id)
            offers[id.index].unit = unit
            offers[id.index].assignment = assignment
            let station = Int(offers[id.index].station.index)
            stations[station].offers.accepted += 1
            stations[station].offers.busyUntil = .none
        case .declined(let id, let reason, let until, let isByPhone, let words):
            keep(words)
            let station = Int(offers[id.index].station.index)
            if offers[id.index].state != .declined { stations[station].offers.declined[reason] += 1 }
            answer(id, .declined, event.at, isByPhone, words.id)
            offers[id.index].reason = reason
            offers[id.index].busyUntil = until
            if until.isSet {
                stations[station].offers.busyUntil = until
                stations[station].offers.busySince = event.at
            }
        case .fellSilent(let id):
            offers[id.index].state = .silent
            stations[Int(offers[id.index].station.index)].offers.silent += 1
        case .withdrawn(let id, _): offers[id.index].state = .withdrawn
        case .linked(let care, let transport):
            assignments[care.index].linked = transport
            assignments[transport.index].linked = care
        case .proposed: break
        }
    }

    private mutating func plan(_ incident: IncidentID, _ station: StationID, _ isChosen: Bool) {
        let id = OfferID(index: offers.end)
        offers.append(Offer(incident: incident, station: station, isChosen: isChosen))
        let previous = incidents[incident.index].offers.last
        if previous.isSet {
            offers[previous.index].next = id
        } else {
            incidents[incident.index].offers.first = id
        }
        incidents[incident.index].offers.last = id
    }

    private mutating func answer(
        _ id: OfferID, _ state: OfferState, _ at: Timestamp, _ isByPhone: Bool, _ words: TextID
    ) {
        offers[id.index].state = state
        offers[id.index].answeredAt = at
        offers[id.index].isByPhone = isByPhone
        if words.isSet { offers[id.index].words = words }
    }

    func checkOffers(_ must: (Bool, @autoclosure () -> String) -> Void) {
        for index in incidents.base..<incidents.end { checkOffers(IncidentID(index: index), must) }
        for index in assignments.base..<assignments.end where assignments[index].state.isLive {
            let partner = assignments[index].linked
            guard assignments.contains(partner.index) else { continue }
            must(
                self[partner].incident == assignments[index].incident,
                "assignment \(index) is linked to another incident's")
            must(
                !self[partner].state.isLive || self[partner].linked.index == index,
                "assignment \(index)'s partner does not know it")
        }
        for alert in openAlerts {
            let row = alerts[alert]
            switch row.kind {
            case .offerSilent:
                must(
                    offers.contains(row.subject) && offers[row.subject].state == .silent
                        && self[offers[row.subject].incident].isOpen,
                    "alert \(alert): its offer is not silent"
                )
            case .offersExhausted, .withoutTransport:
                must(incidents[row.subject].isOpen, "alert \(alert) is about a closed incident")
            default: break
            }
        }
    }

    private func checkOffers(
        _ id: IncidentID, _ must: (Bool, @autoclosure () -> String) -> Void
    ) {
        let mine = offers(of: id)
        must(mine.last ?? .none == self[id].offers.last, "incident \(id.number): the last of its offers")
        for offer in mine {
            let row = offers[offer.index]
            must(row.incident == id, "offer \(offer.number) is another incident's")
            must(self[id].isOpen || !row.state.isOpen, "offer \(offer.number) is open, its incident closed")
            must(row.state != .asked || row.expiresAt.isSet, "offer \(offer.number) waits for ever")
            must(
                (row.state == .accepted) == row.assignment.isSet,
                "offer \(offer.number): accepted and assignment do not fit")
            guard row.state == .accepted else { continue }
            must(
                self[row.assignment].unit == row.unit && self[row.assignment].incident == id,
                "offer \(offer.number): its assignment is another's")
        }
        for (position, offer) in mine.enumerated() {
            let row = offers[offer.index]
            for other in mine[..<position] where offers[other.index].station == row.station {
                let twin = offers[other.index]
                must(!(row.state.isOpen && twin.state.isOpen), "offer \(offer.number): asked twice at once")
                must(!(stands(row) && stands(twin)), "offer \(offer.number): accepted twice")
            }
        }
    }
}
