// What is said of calls: rung, answered, abandoned, claimed, called back, bound to an incident,
// ended without one.

extension CallOutcome {
    var phrase: Phrase {
        switch self {
        case .none: Phrase(vi: "không rõ kết cục", en: "outcome not said")
        case .nuisance: Phrase(vi: "quấy rối", en: "nuisance")
        case .wrongNumber: Phrase(vi: "nhầm số", en: "wrong number")
        case .information: Phrase(vi: "hỏi thông tin", en: "information")
        case .advice: Phrase(vi: "đã tư vấn", en: "advice given")
        case .test: Phrase(vi: "gọi thử", en: "test")
        case .silent: Phrase(vi: "im lặng", en: "silent")
        case .abandoned: Phrase(vi: "gọi nhỡ", en: "abandoned")
        case .unreached: Phrase(vi: "gọi lại không gặp", en: "called back in vain")
        }
    }
}

extension CallbackResult {
    var phrase: Phrase {
        switch self {
        case .reached: Phrase(vi: "đã gặp", en: "reached")
        case .noAnswer: Phrase(vi: "không nghe máy", en: "no answer")
        case .busy: Phrase(vi: "máy bận", en: "busy")
        }
    }
}

extension Renderer {
    /// "call c12 (0903123456)".
    func call(_ id: CallID, _ centre: Centre) -> String {
        let name = say(vi: "cuộc gọi ", en: "call ") + CallNumber.shown(id)
        guard centre.calls.contains(id.index) else { return name }
        return name + " (" + phone(of: id, centre) + ")"
    }

    func phone(of id: CallID, _ centre: Centre) -> String {
        text(centre[id].phone, centre) ?? say(vi: "giấu số", en: "number withheld")
    }

    private func desk(_ user: UInt32) -> String { person(user) }

    /// The event in one line without its number.
    func what(_ call: CallEvent, _ event: Event, _ centre: Centre) -> String {
        switch call {
        case .rang(let id, _, let phone, _, let at):
            return say(vi: "cuộc gọi ", en: "call ") + CallNumber.shown(id) + " "
                + (text(phone) ?? say(vi: "giấu số", en: "number withheld"))
                + say(vi: ": reo lúc ", en: ": rang at ") + clock(at)
        case .answered(let id, let user, _, let at):
            let who =
                user == Call.nobody
                ? say(vi: "đã có người nghe", en: "somebody has answered")
                : desk(user) + say(vi: " nghe", en: " has answered")
            return self.call(id, centre) + ": " + who + say(vi: " lúc ", en: " at ") + clock(at)
        case .parked(let id, let why, let words, let at, let due):
            return self.call(id, centre) + ": " + why.phrase[language] + say(vi: " lúc ", en: " at ")
                + clock(at) + say(vi: " -> chờ gọi lại, hạn ", en: " -> to be called back by ") + clock(due)
                + (text(words).map { "; " + $0 } ?? "")
        case .ended(let id, _, let at):
            return self.call(id, centre) + say(vi: ": máy gác lúc ", en: ": the line fell at ") + clock(at)
        case .claimed(let id, let from):
            let before =
                from == .callback
                ? say(vi: "chờ gọi lại", en: "to be called back")
                : from == .waiting
                    ? say(vi: "đang reo", en: "rings")
                    : say(vi: "chưa rõ ai nghe", en: "answered by nobody known")
            return self.call(id, centre) + ": " + before + " -> " + actor(event.actor)
                + say(vi: " nhận", en: " has it")
        case .released(let id, let phase, _):
            return self.call(id, centre) + ": " + actor(event.actor)
                + (phase == .waiting
                    ? say(vi: " trả lại -> đang reo", en: " gave it back -> rings")
                    : say(vi: " trả lại -> chờ gọi lại", en: " gave it back -> to be called back"))
        case .tried(let id, let result, let tries, let due):
            let next =
                result == .reached || due <= event.at
                ? "" : say(vi: ", gọi lại trước ", en: ", again by ") + clock(due)
            return self.call(id, centre)
                + say(vi: ": gọi lại lần \(tries): ", en: ": call-back \(tries): ") + result.phrase[language]
                + next
        case .numbered(let id, let phone):
            return say(vi: "cuộc gọi ", en: "call ") + CallNumber.shown(id)
                + say(vi: ": số ", en: ": number ")
                + (text(phone) ?? "")
        case .bound(let id, let from, let to):
            let before = from.isSet ? incident(from) : say(vi: "chưa có ca", en: "no incident")
            return self.call(id, centre) + ": " + before + " -> " + incident(to)
        case .finished(let id, let outcome, let words):
            return self.call(id, centre) + say(vi: ": kết thúc, ", en: ": ended, ") + outcome.phrase[language]
                + (text(words).map { "; " + $0 } ?? "")
        }
    }

    /// How to take it back, and what comes next; `centre` is the one after it.
    func afterwards(_ call: CallEvent, _ centre: Centre) -> [String] {
        switch call {
        case .claimed(let id, let from):
            guard centre.calls.contains(id.index) else { return [] }
            let name = CallNumber.shown(id)
            let back = takeBack("\(verb(.endCall)) \(word(.givenBack)) \(name)")
            if from == .callback {
                let results = CallbackWords.rows.map { language == .vi ? $0.vietnamese[0] : $0.english[0] }
                return [
                    say(vi: "  gọi: ", en: "  dial: ") + phone(of: id, centre)
                        + say(vi: "   rồi: ", en: "   then: ")
                        + "\(verb(.callBack)) \(name) \(results.joined(separator: "|"))", back,
                ]
            }
            return [
                say(vi: "  tiếp: ", en: "  next: ")
                    + "\(verb(.open)) \(ArgumentKind.place.placeholder[language]) ; "
                    + ArgumentKind.words.placeholder[language]
                    + say(vi: "   hoặc: ", en: "   or: ")
                    + "\(verb(.endCall)) \(ArgumentKind.callEnd.placeholder[language])", back,
            ]
        case .tried(let id, .reached, _, _):
            return [
                say(vi: "  tiếp: ", en: "  next: ")
                    + "\(verb(.open)) \(ArgumentKind.place.placeholder[language]), "
                    + "\(verb(.bindCall)) \(CallNumber.shown(id)) "
                    + ArgumentKind.incident.placeholder[language] + ", "
                    + "\(verb(.endCall)) \(ArgumentKind.callEnd.placeholder[language])"
            ]
        case .bound(let id, let from, _) where from.isSet && centre.incidents.contains(from.index):
            guard centre[from].isOpen else { return [] }
            return [takeBack("\(verb(.bindCall)) \(CallNumber.shown(id)) \(from.number)")]
        case .rang, .answered, .parked, .ended, .released, .tried, .numbered, .bound, .finished: return []
        }
    }

    func word(_ end: CallEnd) -> String {
        let row = CallEndWords.rows.first { $0.end == end }
        return (language == .vi ? row?.vietnamese.first : row?.english.first) ?? ""
    }

    func why(_ rejection: CallRejection, _ centre: Centre) -> String {
        switch rejection {
        case .unknown(let id):
            return say(
                vi: "không có cuộc gọi \(CallNumber.shown(id))",
                en: "there is no call \(CallNumber.shown(id))")
        case .retired(let id):
            return say(
                vi: "cuộc gọi \(CallNumber.shown(id)) đã rời bộ nhớ, còn trong nhật ký",
                en: "call \(CallNumber.shown(id)) has left memory; the journal keeps it")
        case .taken(let id, let user):
            return call(id, centre)
                + say(vi: " đang do \(desk(user)) nghe", en: " is in hand of \(desk(user))")
        case .done(let id, let incident, let outcome):
            let what =
                incident.isSet
                ? say(vi: " đã vào ", en: " has become ") + self.incident(incident)
                : say(vi: " đã kết thúc: ", en: " has ended: ") + outcome.phrase[language]
            return call(id, centre) + what
        case .noneWaiting: return say(vi: "không có cuộc gọi nào đang reo", en: "no call is waiting")
        case .noneInHand:
            return say(vi: "bàn này không có cuộc gọi nào đang nghe", en: "this desk has no call in hand")
        case .stillRings(let id):
            return call(id, centre)
                + say(vi: " còn đang reo, chưa ai nghe", en: " still rings; nobody has answered")
        case .notToBeCalledBack(let id):
            return call(id, centre) + say(vi: " không phải cuộc chờ gọi lại", en: " is not to be called back")
        case .alreadyBound(let id, let incident):
            return call(id, centre) + say(vi: " đã ở ", en: " is at ") + self.incident(incident)
                + say(vi: " rồi", en: " already")
        case .duplicateHasUnit(_, let incident, let unit, _):
            return self.incident(incident) + say(vi: " đã có ", en: " has ") + self.unit(unit, centre)
        case .duplicateWasServed(_, let incident):
            return self.incident(incident)
                + say(
                    vi: " đã có bệnh nhân hay xe đã làm xong", en: " has a patient, or a unit has served it")
        }
    }

    /// What would be accepted instead.
    func better(_ rejection: CallRejection, _ centre: Centre) -> String {
        switch rejection {
        case .unknown, .retired, .noneWaiting: return verb(.calls)
        case .taken(_, let user):
            return say(
                vi: "để \(desk(user)) làm tiếp, hoặc nhờ bàn ấy trả lại",
                en: "leave it to \(desk(user)), who can give it back")
        case .done(_, let incident, _):
            return incident.isSet ? "\(verb(.incident)) \(incident.number)" : verb(.calls)
        case .noneInHand: return verb(.claim)
        case .stillRings(let id): return "\(verb(.claim)) \(CallNumber.shown(id))"
        case .notToBeCalledBack(let id):
            guard centre.calls.contains(id.index), centre[id].phase == .inHand else { return verb(.calls) }
            return "\(verb(.open)), \(verb(.endCall))"
        case .alreadyBound(_, let incident): return "\(verb(.incident)) \(incident.number)"
        case .duplicateHasUnit(let call, let incident, let unit, let other):
            let number = unitNumber(unit, centre)
            let move = "\(verb(.divert)) \(number) \(other.number)"
            let down = "\(verb(.standDown)) \(number)"
            let bind = "\(verb(.bindCall)) \(CallNumber.shown(call)) \(other.number)"
            return say(
                vi:
                    "đưa xe sang: \(move); hoặc cho rút: \(down); rồi \(bind); hoặc giữ \(self.incident(incident))",
                en:
                    "move it: \(move); or stand it down: \(down); then \(bind); or keep \(self.incident(incident))"
            )
        case .duplicateWasServed(_, let incident):
            return "\(verb(.close)) \(incident.number) " + ArgumentKind.disposition.placeholder[language]
        }
    }
}
