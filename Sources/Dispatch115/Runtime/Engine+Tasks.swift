// The engine's part around tasks that others answer: lines looked up, the answers that the courier polls handed
// in, the next best hospital found, and what the desks are told. It never waits for anybody outside.

import Geo

/// What became of an answer that was handed in.
enum TaskAnswerOutcome: Equatable, Sendable {
    /// It is part of the centre, and of the journal once the gate opens.
    case recorded
    /// It was known: nothing changes. Whoever polls says it as often as it likes.
    case known
    /// It is none that can ever be taken: an unknown task, or a text that is too long.
    case refused(String)
    /// Nothing may be accepted now; to be handed in again.
    case unavailable(String)
}

extension Engine {
    /// Takes an answer; on the engine's thread. The same answer twice changes nothing; one that comes after the
    /// deadline, or to a task that was taken back, is recorded and told.
    func answer(_ answer: TaskAnswer) -> TaskAnswerOutcome {
        let command: Command
        switch answer.task.kind {
        case .notice:
            let id = NoticeID(number: answer.task.number)
            command = .notice(
                .answer(
                    id, answer.status, words: answer.reason, at: answer.at, byPhone: false,
                    next: answer.status == .rejected ? nextHospital(insteadOf: id) : .none))
        case .referral:
            command = .referral(
                .answer(
                    ReferralID(number: answer.task.number), answer.status, words: answer.reason,
                    at: answer.at, byPhone: false))
        }
        do {
            _ = try submit(Submission(command, actor: Actor(.module), now: now))
            return .recorded
        } catch {
            switch error {
            case .rejected(.nothingChanges): return .known
            case .rejected(let rejection):
                Log.line("task \(answer.task.text): not taken: \(rejection)")
                return .refused("\(rejection)")
            case .unavailable(let why): return .unavailable(why.en)
            }
        }
    }

    /// Notices whose time is up, each with the hospital that could be gone to instead; before the clock does it
    /// without.
    func lapseNotices(_ now: Timestamp) {
        for id in centre.noticesDue(now) {
            do {
                _ = try submit(
                    Submission(
                        .notice(.lapse(id, next: nextHospital(insteadOf: id))), actor: Actor(.clock),
                        now: now))
            } catch {
                // What is due stays due: the clock comes by.
                note(error)
            }
        }
    }

    /// The best other hospital for the patients of this notice, by the same ranking as RE, that has neither
    /// rejected them nor is closed; `none` where there is none.
    func nextHospital(insteadOf id: NoticeID) -> HospitalAlternative {
        guard centre.notices.contains(id.index), centre[id].state.isLive,
            centre.assignments.contains(centre[id].assignment.index)
        else { return .none }
        let assignment = centre[id].assignment
        var passed = [centre[id].hospital]
        for other in centre.notices(of: assignment)
        where centre[other].answerSaid ?? centre[other].lastAnswer == .rejected {
            passed.append(centre[other].hospital)
        }
        let best = hospitalsRanked(for: centre[assignment].unit, now).first {
            !passed.contains($0.hospital) && mayTake($0.hospital) && $0.travelSeconds >= 0
        }
        return best.map { HospitalAlternative($0.hospital, travelSeconds: $0.travelSeconds) } ?? .none
    }

    private func mayTake(_ hospital: HospitalID) -> Bool {
        !centre[hospital].isWithdrawn && centre.diversion(hospital, now).status != .closed
    }

    // MARK: - What is handed over

    /// What a referral tells, with the red flags that the answers exclude; nil where its row has left memory. On
    /// the engine's thread.
    func face(of id: ReferralID, changedAt: Timestamp) -> ReferralFace? {
        guard centre.referrals.contains(id.index), centre.incidents.contains(centre[id].incident.index) else {
            return nil
        }
        let desk = surroundings.triage
        let text = centre[centre[id].incident].triage.flatMap { centre.text($0.answers) } ?? ""
        let answers = TriageAnswers(text: text, desk.cards)
        return ReferralFace(
            id, in: centre, redFlagsExcluded: desk.cards.redFlagsExcluded(by: answers).map(\.vi),
            changedAt: changedAt)
    }

    // MARK: - Lines

    /// From the numbers people say to the centre's own.
    func resolve(_ request: NoticeRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .answer(let number, let status, let words):
            notice(number, renderer).map { id in
                .notice(
                    .answer(
                        id, status, words: words, at: .none, byPhone: true,
                        next: status == .rejected ? nextHospital(insteadOf: id) : .none))
            }
        case .keepGoing(let number, let words):
            notice(number, renderer).map { .notice(.keepGoing($0, words: words)) }
        case .list: preconditionFailure("this changes nothing")
        }
    }

    /// The notice that a unit's number means.
    private func notice(_ number: Int32, _ renderer: Renderer) -> Result<NoticeID, Unresolved> {
        units([number], renderer).flatMap { found in
            do throws(Rejection) { return .success(try centre.noticeMeant(by: found[0])) } catch {
                return .failure(Unresolved(text: renderer.refused(error, centre)))
            }
        }
    }

    func resolve(_ request: ReferralRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .refer(let incident, let due, let words):
            return .success(
                .referral(.refer(IncidentID(number: incident), due: due ?? .none, words: words)))
        case .takeBack(let incident):
            return .success(.referral(.takeBack(IncidentID(number: incident))))
        case .answer(let incident, let status, let words):
            let id = IncidentID(number: incident)
            guard centre.incidents.contains(id.index) else {
                let isOld = id.index < centre.incidents.end
                return .failure(
                    Unresolved(
                        text: renderer.refused(isOld ? .incidentRetired(id) : .incidentUnknown(id), centre)))
            }
            // What is said after its end is said of the newest.
            guard centre[id].referral.isSet else {
                return .failure(
                    Unresolved(text: renderer.refused(.referral(.notReferred(id)), centre)))
            }
            return .success(
                .referral(.answer(centre[id].referral, status, words: words, at: .none, byPhone: true)))
        case .list: preconditionFailure("this changes nothing")
        }
    }

    /// Answers a line that only asks.
    func show(_ request: NoticeRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        guard case .list(let number) = request else { preconditionFailure("this is an act") }
        guard let number else { return reply(input, renderer.notices(of: .none, centre)) }
        switch units([number], renderer) {
        case .success(let found): reply(input, renderer.notices(of: found[0], centre))
        case .failure(let refusal): reply(input, refusal.text)
        }
    }

    func show(_ request: ReferralRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        guard case .list = request else { preconditionFailure("this is an act") }
        reply(input, renderer.referrals(centre, now: now))
    }

    // MARK: - What is told

    /// What the event causes outside: the desks hear what the other side has said. What must go to the other
    /// side follows from the journal (`TaskMessage`).
    func letOut(_ notice: NoticeEvent, _ event: Event) {
        guard event.actor.kind == .module else { return }
        switch notice {
        case .answered(_, .accepted, _, _, _, _), .answeredLate: tell { $0.what(notice, event, centre) }
        // A no is an alert of its own.
        case .opened, .updated, .answered, .fellSilent, .keptGoing, .closed: break
        }
    }

    func letOut(_ referral: ReferralEvent, _ event: Event) {
        guard event.actor.kind == .module else { return }
        switch referral {
        case .answered(_, .accepted, _, _, _, _), .answered(_, .completed, _, _, _, _), .answeredLate:
            tell { $0.what(referral, event, centre) }
        case .offered, .updated, .answered, .fellLate, .withdrawn: break
        }
    }

    private func tell(_ line: (Renderer) -> String) {
        guard let console = surroundings.console else { return }
        func lines(_ language: Language) -> String {
            let renderer = Renderer(language, people: surroundings.people)
            return renderer.marked("! " + line(renderer)).joined(separator: "\n")
        }
        let text = Phrase(vi: lines(.vi), en: lines(.en))
        let people = surroundings.people
        surroundings.gate.pass(after: centre.sequence) { _ in
            console.broadcast(text) { people.person($0).hearsAlerts }
        }
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of notice: NoticeEvent) -> IncidentID {
        centre.notices.contains(notice.id.index) ? centre[notice.id].incident : .none
    }

    func incident(of referral: ReferralEvent) -> IncidentID {
        centre.referrals.contains(referral.id.index) ? centre[referral.id].incident : .none
    }

    /// The unit that it concerns.
    func unit(of notice: NoticeEvent) -> UnitID {
        guard centre.notices.contains(notice.id.index),
            centre.assignments.contains(centre[notice.id].assignment.index)
        else { return .none }
        return centre[centre[notice.id].assignment].unit
    }

    /// What STATUS says of tasks.
    func addTasks(_ add: Adding) {
        let notices = centre.liveNotices
        let waiting = notices.filter { centre[$0].state == .asked || centre[$0].state == .delivered }
        let against = notices.filter { centre[$0].state == .rejected || centre[$0].state == .silent }
        add("notices.live", "\(notices.count)", "xe đang chở đến viện", "units on their way to a hospital")
        add("notices.waiting", "\(waiting.count)", "viện chưa trả lời", "of these, not answered")
        add("notices.against", "\(against.count)", "viện từ chối hay im lặng", "rejected or silent")
        add("referrals.open", "\(centre.openReferrals.count)", "ca ở tư vấn từ xa", "with telehealth")
    }
}
