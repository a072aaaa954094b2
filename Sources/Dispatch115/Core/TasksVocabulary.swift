// What both tasks that others answer have in common: a pre-arrival notice to a hospital and a referral to
// telehealth. Each is known outside by its kind and number, goes out as often as it changes (its version grows,
// its name does not), and its answers come back by polling, at any time and as often as the other side likes.

/// Which of the two.
public enum TaskKind: UInt8, CaseIterable, Sendable {
    case notice = 1
    case referral
}

/// A task's name outside: "notice-12". The number is the one people say, from 1.
public struct TaskID: Equatable, Hashable, Sendable {
    public var kind: TaskKind
    public var number: Int32

    public init(_ kind: TaskKind, _ number: Int32) {
        self.kind = kind
        self.number = number
    }

    public init(_ id: NoticeID) { self.init(.notice, id.number) }
    public init(_ id: ReferralID) { self.init(.referral, id.number) }

    public var text: String { (kind == .notice ? "notice-" : "referral-") + "\(number)" }

    /// Nil for any other text.
    public init?(text: some StringProtocol) {
        let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
        guard pieces.count == 2, let number = Int32(pieces[1]), number > 0,
            let kind = TaskKind.allCases.first(where: { TaskID($0, 1).text == pieces[0] + "-1" })
        else { return nil }
        self.init(kind, number)
        // One form of each: no sign, no leading zero.
        guard self.text == text else { return nil }
    }
}

/// What the other side says of a task.
public enum TaskStatus: UInt8, CaseIterable, Sendable {
    /// It has the message; by phone: somebody there was told.
    case delivered = 1
    case accepted
    case rejected
    /// Done; of a referral only.
    case completed
}

/// An answer as whoever polls for it hands it in.
public struct TaskAnswer: Equatable, Sendable {
    public var task: TaskID
    public var status: TaskStatus
    /// Why, or what came of it, in the other side's words; may be empty.
    public var reason: String
    /// By the other side's clock; `.none` where it does not say.
    public var at: Timestamp

    public init(task: TaskID, status: TaskStatus, reason: String = "", at: Timestamp = .none) {
        self.task = task
        self.status = status
        self.reason = reason
        self.at = at
    }
}

extension Centre {
    /// The other side's clock is not ours: its times are kept between the task's beginning and now.
    func moment(_ told: Timestamp, since begin: Timestamp, _ now: Timestamp) -> Timestamp {
        max(told.isSet ? min(told, now) : now, begin)
    }

    /// The texts that an incident's referrals, and the notices of its assignments, hold.
    func forEachTaskText(of incident: IncidentID, _ body: (TextID) -> Void) {
        for id in referrals(of: incident) {
            for text in [self[id].words, self[id].answer, self[id].lateWords] where text.isSet { body(text) }
        }
        for assignment in assignments(of: incident) {
            for id in notices(of: assignment) {
                for text in [self[id].words, self[id].keptGoing, self[id].lateWords] where text.isSet {
                    body(text)
                }
            }
        }
    }
}
