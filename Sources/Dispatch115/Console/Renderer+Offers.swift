// What is said of offers to stations and of responses of several units: the lines of events, and why a line
// about them was refused. Lists and proposals are in Renderer+OfferLists.

extension Renderer {
    /// The event in one line without its number.
    func what(_ offer: OfferEvent, _ event: Event, _ centre: Centre) -> String {
        switch offer {
        case .planned(_, let id, let stations, let isChosen, _):
            let numbers = stations.map { stationNumber($0, centre) }.joined(separator: ", ")
            return incident(id) + say(vi: ": đề nghị trạm ", en: ": to be offered to station ") + numbers
                + (isChosen ? "" : say(vi: " (gần nhất trước)", en: " (nearest first)"))
        case .asked(let id, let expiresAt):
            return named(id, centre) + say(vi: ": hỏi, chờ đến ", en: ": asked, until ") + clock(expiresAt)
        case .accepted(let id, let unit, _, let isByPhone, let isLate, let crew):
            var line = named(id, centre) + say(vi: ": đồng ý, ", en: ": accepted, ") + self.unit(unit, centre)
            if let crew = text(crew) { line += say(vi: ", kíp ", en: ", crew ") + crew }
            if isByPhone { line += byPhone }
            if isLate { line += say(vi: " (muộn)", en: " (late)") }
            if let seconds = ring(to: id, centre) {
                line += say(vi: "; từ chuông ", en: "; since the ring ") + duration(seconds)
            }
            return line
        case .declined(let id, let reason, let until, let isByPhone, let words):
            var line =
                named(id, centre) + say(vi: ": từ chối, ", en: ": declined, ") + reason.phrase[language]
            if until.isSet { line += say(vi: ", bận đến ", en: ", busy until ") + clock(until) }
            if let words = text(words) { line += "; " + words }
            return line + (isByPhone ? byPhone : "")
        case .fellSilent(let id):
            return named(id, centre) + say(vi: ": không trả lời kịp", en: ": no answer in time")
        case .withdrawn(let id, let why):
            return named(id, centre) + say(vi: ": thôi hỏi, ", en: ": withdrawn, ") + why.phrase[language]
        case .linked(let care, let transport):
            return say(vi: "đi đôi: ", en: "linked: ") + assignment(care, centre)
                + say(vi: " chăm sóc trước, ", en: " with care first, ") + assignment(transport, centre)
                + say(vi: " chở theo sau", en: " for transport behind")
        case .proposed(let id, let proposal):
            let units = proposal.units.map { unitNumber($0, centre) }.joined(separator: " + ")
            return incident(id) + ": " + proposal.kind.phrase[language]
                + (units.isEmpty ? "" : say(vi: ": xe ", en: ": unit ") + units)
                + "; " + need(proposal.need)
        }
    }

    private var byPhone: String { say(vi: " (qua điện thoại)", en: " (by phone)") }

    private func ring(to id: OfferID, _ centre: Centre) -> Int64? {
        guard centre.offers.contains(id.index) else { return nil }
        let row = centre.offers[id.index]
        guard centre.incidents.contains(row.incident.index) else { return nil }
        let call = centre[row.incident].call
        guard row.answeredAt.isSet, centre.calls.contains(call.index) else { return nil }
        return row.answeredAt.seconds(since: centre.calls[call.index].receivedAt)
    }

    /// "station 3, incident 7".
    func named(_ id: OfferID, _ centre: Centre) -> String {
        guard centre.offers.contains(id.index) else {
            return say(vi: "đề nghị \(id.number)", en: "offer \(id.number)")
        }
        let row = centre.offers[id.index]
        return station(row.station, centre) + ", " + incident(row.incident)
    }

    func station(_ id: StationID, _ centre: Centre) -> String {
        say(vi: "trạm ", en: "station ") + stationNumber(id, centre)
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ offer: OfferEvent, _ centre: Centre) -> [String] {
        switch offer {
        case .planned(_, let id, let stations, _, _):
            let station = stations.count == 1 ? stationNumber(stations[0], centre) : word(.offerStation)
            return [
                say(vi: "  trạm trả lời: ", en: "  its answer: ")
                    + "\(verb(.acceptOffer)) \(word(.unit)) \(id.number), "
                    + "\(verb(.declineOffer)) S=\(station) \(id.number) \(word(.declineReason))"
            ]
        case .asked, .accepted, .declined, .fellSilent, .withdrawn, .linked, .proposed: return []
        }
    }

    private func word(_ kind: ArgumentKind) -> String { kind.placeholder[language] }

    /// What the station's own desk is told; nil where it is not told anything. Each line begins with `!`.
    func deskLine(_ offer: OfferEvent, _ centre: Centre) -> (station: StationID, text: String)? {
        let id: OfferID
        switch offer {
        case .asked(let asked, _): id = asked
        case .withdrawn(let withdrawn, _): id = withdrawn
        case .fellSilent(let silent): id = silent
        case .planned, .accepted, .declined, .linked, .proposed: return nil
        }
        guard centre.offers.contains(id.index) else { return nil }
        let row = centre.offers[id.index]
        // Whoever was never asked need not hear that the question is gone.
        guard row.askedAt.isSet, centre.incidents.contains(row.incident.index) else { return nil }
        let head = "! " + station(row.station, centre) + ": "
        let about =
            incident(row.incident) + " " + centre[row.incident].priority.code + " ("
            + place(of: row.incident, centre) + ")"
        var lines: [String] = []
        switch offer {
        case .asked(_, let expiresAt):
            lines = [head + say(vi: "đề nghị ", en: "offered ") + about]
            if let words = text(centre[row.incident].words, centre) { lines.append("!   " + words) }
            lines.append(
                say(vi: "!   trả lời trước ", en: "!   answer before ") + clock(expiresAt)
                    + ": \(verb(.acceptOffer)) \(word(.unit)) \(row.incident.number), "
                    + "\(verb(.declineOffer)) \(row.incident.number) \(word(.declineReason))")
        case .withdrawn(_, let why):
            lines = [
                head + say(vi: "thôi đề nghị ", en: "no longer offered ") + about + ": "
                    + why.phrase[language]
            ]
        case .fellSilent:
            lines = [
                head + say(vi: "hết giờ trả lời ", en: "time is up for ") + about
                    + say(vi: "; còn chờ thì vẫn nhận được", en: "; a late yes counts while it waits")
            ]
        case .planned, .accepted, .declined, .linked, .proposed: return nil
        }
        let wrapped = lines.flatMap { line in
            SafeText.wrap(line, 78).enumerated().map { $0 == 0 ? $1 : "!   " + $1.drop { $0 == " " } }
        }
        return (row.station, wrapped.joined(separator: "\n"))
    }

    // MARK: - Refusals

    func why(_ rejection: OfferRejection, _ centre: Centre) -> String {
        switch rejection {
        case .noStationNamed: return say(vi: "chưa nói trạm nào", en: "no station is named")
        case .stationNamedTwice(let id):
            return station(id, centre) + say(vi: " được ghi hai lần", en: " is named twice")
        case .noStationLeft(let id):
            return say(vi: "không còn trạm nào để hỏi cho ", en: "nobody is left to be asked for ")
                + incident(id) + answers(id, centre)
        case .alreadyAsked(let id):
            return named(id, centre) + say(vi: ": đang hỏi rồi", en: ": is being asked already")
                + wait(id, centre)
        case .alreadyAccepted(let id):
            return named(id, centre) + say(vi: ": đã nhận rồi", en: ": has accepted already")
                + holder(id, centre)
        case .notAsked(let id, let incident):
            return station(id, centre) + say(vi: " chưa được hỏi cho ", en: " was not asked for ")
                + self.incident(incident)
        case .nothingAsked(let id):
            return station(id, centre)
                + say(vi: " không có đề nghị nào đang chờ", en: " has no offer that waits for an answer")
        case .whichIncident(let id, let incidents):
            return station(id, centre)
                + say(vi: " đang được hỏi cho nhiều ca: ", en: " is asked for several: ")
                + incidents.prefix(8).map { "\($0.number)" }.joined(separator: ", ")
        case .unitOfOtherStation(let unit, let own):
            return self.unit(unit, centre) + say(vi: " không thuộc ", en: " does not belong to ")
                + station(own, centre)
        case .unitTaken(let unit, let on, _):
            return self.unit(unit, centre) + say(vi: " đang ở ", en: " is on ") + incident(on) + " ("
                + place(of: on, centre) + ")"
        case .unitOff(let unit, _):
            return self.unit(unit, centre) + say(vi: " ngoài ca trực", en: " is off duty")
        case .othersHaveIt(let id):
            return named(id, centre) + say(vi: ": muộn rồi", en: ": too late") + holder(id, centre)
        case .withdrawn(let id):
            return named(id, centre) + say(vi: ": đã thôi hỏi", en: ": was withdrawn") + holder(id, centre)
        case .untilPast(let moment):
            return dateAndClock(moment) + say(vi: " đã qua", en: " has passed")
        }
    }

    /// What would be accepted instead.
    func better(_ rejection: OfferRejection, _ centre: Centre) -> String {
        let incidentWord = ArgumentKind.incident.placeholder[language]
        switch rejection {
        case .noStationNamed, .stationNamedTwice: return CommandTable.spec(.offer).usage(language)
        case .noStationLeft(let id):
            return "\(verb(.offer)) \(word(.offerStation)) \(id.number), \(verb(.recommend)) \(id.number)"
        case .alreadyAsked(let id), .alreadyAccepted(let id):
            guard centre.offers.contains(id.index) else { return verb(.offer) }
            return "\(verb(.incident)) \(centre.offers[id.index].incident.number)"
        case .notAsked(let id, let incident):
            return "\(verb(.offer)) \(stationNumber(id, centre)) \(incident.number), "
                + "\(verb(.dispatch)) \(word(.unit)) \(incident.number)"
        case .nothingAsked(let id):
            return "\(verb(.offer)) \(stationNumber(id, centre)) \(incidentWord), "
                + "\(verb(.dispatch)) \(word(.unit)) \(incidentWord)"
        case .whichIncident(_, let incidents):
            return "\(verb(.acceptOffer)) \(word(.unit)) \(incidents.first?.number ?? 1)"
        case .unitOfOtherStation(_, let own):
            return "\(verb(.units)) " + say(vi: "tram=", en: "station=") + stationNumber(own, centre)
        case .unitTaken(_, _, let id), .unitOff(_, let id): return instead(of: id, centre)
        case .othersHaveIt(let id), .withdrawn(let id):
            guard centre.offers.contains(id.index) else { return verb(.offer) }
            let row = centre.offers[id.index]
            return "\(verb(.offer)) \(stationNumber(row.station, centre)) \(row.incident.number) "
                + say(vi: "nếu còn cần xe", en: "if a unit is still needed")
        case .untilPast: return ArgumentKind.busyUntil.accepts[language]
        }
    }

    /// The station's units that are free, or a no.
    private func instead(of id: OfferID, _ centre: Centre) -> String {
        guard centre.offers.contains(id.index) else { return verb(.units) }
        let row = centre.offers[id.index]
        let free = centre.units.filter { $0.station == row.station && $0.isOnDuty && !$0.live.isSet }
        var lines = free.prefix(3).map { "\(verb(.acceptOffer)) \($0.number) \(row.incident.number)" }
        lines.append(
            "\(verb(.declineOffer)) S=\(stationNumber(row.station, centre)) \(row.incident.number) "
                + word(.declineReason))
        return lines.joined(separator: ", ")
    }

    /// "; unit 12 of station 5 has it": who goes to the incident of this offer.
    private func holder(_ id: OfferID, _ centre: Centre) -> String {
        guard centre.offers.contains(id.index) else { return "" }
        let incident = centre.offers[id.index].incident
        guard centre.incidents.contains(incident.index) else { return "" }
        let live = centre.liveUnits(of: incident)
        guard !live.isEmpty else { return "" }
        let who = live.prefix(3).map { id in
            unit(id, centre) + say(vi: " của ", en: " of ") + station(centre[id].station, centre)
        }
        return "; " + who.joined(separator: ", ")
            + say(vi: " đang đi", en: live.count == 1 ? " has it" : " have it")
    }

    private func wait(_ id: OfferID, _ centre: Centre) -> String {
        guard centre.offers.contains(id.index) else { return "" }
        let row = centre.offers[id.index]
        return row.state == .asked ? say(vi: ", chờ đến ", en: ", until ") + clock(row.expiresAt) : ""
    }

    /// "; 3 declined (busy), 5 silent".
    private func answers(_ id: IncidentID, _ centre: Centre) -> String {
        guard centre.incidents.contains(id.index) else { return "" }
        let said = centre.offers(of: id).map { centre.offers[$0.index] }.map { row in
            stationNumber(row.station, centre) + " " + row.state.phrase[language]
                + (row.reason.map { " (" + $0.phrase[language] + ")" } ?? "")
        }
        return said.isEmpty ? "" : "; " + say(vi: "trạm ", en: "station ") + said.joined(separator: ", ")
    }

    // MARK: - Numbers that name nothing

    func whichStation(_ incident: Int32) -> String {
        reply(
            SafeText.wrap(
                say(vi: "TỪ CHỐI: trạm nào trả lời?", en: "REFUSED: which station answers?"))
                + SafeText.wrap(
                    say(vi: "  được: ", en: "  accepted: ")
                        + "\(verb(.declineOffer)) S=\(word(.offerStation)) \(incident) \(word(.declineReason))"
                ))
    }

    func onlyAnswers() -> String {
        reply(
            SafeText.wrap(
                say(
                    vi: "TỪ CHỐI: trạm không đề nghị ca cho trạm",
                    en: "REFUSED: a station does not offer to stations"))
                + SafeText.wrap(
                    say(vi: "  được: ", en: "  accepted: ")
                        + "\(verb(.offer)), \(CommandTable.spec(.acceptOffer).usage(language)), "
                        + CommandTable.spec(.declineOffer).usage(language)))
    }

    func otherStation(_ own: StationID, _ centre: Centre) -> String {
        reply(
            SafeText.wrap(
                say(vi: "TỪ CHỐI: bàn này chỉ trả lời cho ", en: "REFUSED: this desk answers for ")
                    + station(own, centre) + say(vi: "", en: " only"))
                + SafeText.wrap(
                    say(vi: "  được: ", en: "  accepted: ") + CommandTable.spec(.declineOffer).usage(language)
                ))
    }
}
