// Pre-arrival notices and referrals as the publisher sees them: which events make something to be told, what is told
// of a task as it is now, where the answer is looked for, and what an answer means. Notices go to the EHR module,
// referrals to telehealth. Documents hold personal data; nothing of them is kept here.
//
// Texts from before the outbox's cursor have left the publisher's fold: a task that waits over a restart is told
// with what is left, and its deadline runs all the same.

/// What of the centre the tasks' documents need beside the fold.
struct PublishingTasks: Sendable {
    let contexts: PublishingContexts
    let cards: TriageCards

    // MARK: - What is told

    /// The order of a task's messages is that of its events.
    static func marks(_ event: Event, _ centre: Centre) -> [TaskMark] {
        guard let message = TaskMessage(event, centre) else { return [] }
        return [TaskMark(subject: subject(message.task), module: module(message.task.kind))]
    }

    static func subject(_ task: TaskID) -> OutboxSubject {
        switch task.kind {
        case .notice: .notice(task.number)
        case .referral: .referral(task.number)
        }
    }

    static func module(_ kind: TaskKind) -> PublishingDestination.Module {
        switch kind {
        case .notice: .ehr
        case .referral: .telehealth
        }
    }

    /// `order.parts` is above 0 once the whole task was acknowledged: from then on the task itself is left to the
    /// other side, whose answer a later message must not undo.
    func content(
        _ centre: Centre, _ order: OutboxOrder, _ destination: PublishingDestination, _ now: Timestamp
    )
        -> OutgoingContent
    {
        let context = contexts.of(destination.module)
        switch order.subject {
        case .hospital: return .moot
        case .notice(let number):
            guard let face = PreArrivalNoticeFace(NoticeID(number: number), in: centre, changedAt: now) else {
                return .moot
            }
            let tells = told(face.intent, order)
            return destination.style == .transaction
                ? whole(PreArrivalDocuments.fhirTransaction(of: face, for: context, tells: tells))
                : each(PreArrivalDocuments.fhirResources(of: face, for: context, tells: tells))
        case .referral(let number):
            guard let face = face(ReferralID(number: number), centre, now) else { return .moot }
            let tells = told(face.intent, order)
            return destination.style == .transaction
                ? whole(ReferralDocuments.fhirTransaction(of: face, for: context, tells: tells))
                : each(ReferralDocuments.fhirResources(of: face, for: context, tells: tells))
        }
    }

    private func told(_ intent: TaskIntent, _ order: OutboxOrder) -> TaskContent {
        intent == .cancelled ? .cancellation : order.parts == 0 ? .whole : .details
    }

    private func each(_ resources: [FHIRResource]) -> OutgoingContent {
        .requests(resources.map { OutgoingRequest(path: $0.key.path, body: $0.json) }, parts: 1)
    }

    private func whole(_ body: [UInt8]) -> OutgoingContent {
        .requests([OutgoingRequest(method: "POST", path: "", body: body)], parts: 1)
    }

    /// With the red flags that the answers exclude.
    private func face(_ id: ReferralID, _ centre: Centre, _ now: Timestamp) -> ReferralFace? {
        guard centre.referrals.contains(id.index), centre.incidents.contains(centre[id].incident.index) else {
            return nil
        }
        let said = centre[centre[id].incident].triage.flatMap { centre.text($0.answers) } ?? ""
        let excluded = cards.redFlagsExcluded(by: TriageAnswers(text: said, cards))
        return ReferralFace(id, in: centre, redFlagsExcluded: excluded.map(\.vi), changedAt: now)
    }

    // MARK: - Answers

    /// Tasks that are in the other side's hands. Linear in the rows that are in memory.
    func polls(_ centre: Centre, _ destination: PublishingDestination) -> [TaskPoll] {
        let context = contexts.of(destination.module)
        var polls: [TaskPoll] = []
        switch destination.module {
        case .ehr:
            for index in centre.notices.base..<centre.notices.end {
                let row = centre.notices[index]
                guard row.isElectronic, row.state.isLive else { continue }
                let task = TaskID(NoticeID(index: index))
                polls.append(
                    TaskPoll(
                        subject: PublishingTasks.subject(task),
                        path: PreArrivalDocuments.taskKey(task.text, context).path))
            }
        case .telehealth:
            for index in centre.referrals.base..<centre.referrals.end
            where centre.referrals[index].state.isOpen {
                let task = TaskID(ReferralID(index: index))
                polls.append(
                    TaskPoll(
                        subject: PublishingTasks.subject(task),
                        path: ReferralDocuments.taskKey(task.text, context).path))
            }
        }
        return polls
    }

    /// What the other side's task says; nil, with a line in the log, where it cannot be read.
    func answer(_ subject: OutboxSubject, _ body: String) -> TaskAnswer? {
        let task: TaskID
        let key: FHIRKey
        switch subject {
        case .hospital: return nil
        case .notice(let number):
            task = TaskID(.notice, number)
            key = PreArrivalDocuments.taskKey(task.text, contexts.of(.ehr))
        case .referral(let number):
            task = TaskID(.referral, number)
            key = ReferralDocuments.taskKey(task.text, contexts.of(.telehealth))
        }
        do throws(FHIRReadError) {
            let report = try FHIRReader.task(Array(body.utf8), id: key.id)
            return TaskAnswer(
                task: task, status: PublishingTasks.status(report.status.standing), reason: report.reason,
                at: report.lastModified)
        } catch {
            Log.line("publishing: the answer to \(subject.text) cannot be read: \(error)")
            return nil
        }
    }

    /// A task that can be read there has been delivered.
    static func status(_ standing: FHIRTaskStanding) -> TaskStatus {
        switch standing {
        case .waiting, .delivered: .delivered
        case .accepted: .accepted
        case .rejected: .rejected
        case .completed: .completed
        }
    }
}
