// Which events are messages to a hospital or to telehealth. What must be sent follows from the journal alone:
// whoever follows it asks each event, and makes the message from the centre as of then. A task's messages bear
// its name and its version; none replaces another before it was sent.

/// One message that must be sent.
public struct TaskMessage: Equatable, Sendable {
    public enum Act: UInt8, Equatable, Sendable {
        case open = 1
        /// The same task, changed.
        case update
        /// Nothing is asked any more: the transport or the call is over, or goes elsewhere.
        case cancel
    }

    public var task: TaskID
    public var act: Act
    public var version: Int32

    /// The message that an event is, after it was applied to `centre`; nil where it is none. Notices that are
    /// phoned make none.
    public init?(_ event: Event, _ centre: Centre) {
        switch event.body {
        case .notice(let notice):
            guard centre.notices.contains(notice.id.index), centre[notice.id].isElectronic,
                let act = Act(notice)
            else { return nil }
            self.init(TaskID(notice.id), act, centre[notice.id].version)
        case .referral(let referral):
            guard centre.referrals.contains(referral.id.index), let act = Act(referral) else { return nil }
            self.init(TaskID(referral.id), act, centre[referral.id].version)
        default: return nil
        }
    }

    private init(_ task: TaskID, _ act: Act, _ version: Int32) {
        self.task = task
        self.act = act
        self.version = version
    }
}

extension TaskMessage.Act {
    fileprivate init?(_ notice: NoticeEvent) {
        switch notice {
        case .opened: self = .open
        case .updated, .keptGoing: self = .update
        // Arrived: the same task with its last time points. Elsewhere: it is off.
        case .closed(_, let end, _): self = end == .arrived ? .update : .cancel
        case .answered, .fellSilent, .answeredLate: return nil
        }
    }

    fileprivate init?(_ referral: ReferralEvent) {
        switch referral {
        case .offered: self = .open
        case .updated: self = .update
        // Late: whoever accepts now must know that somebody else has it.
        case .fellLate, .withdrawn: self = .cancel
        case .answered, .answeredLate: return nil
        }
    }
}
