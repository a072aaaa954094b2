// What a leader makes of the news about its lease: it goes on without the database, and it stops for good when
// somebody else leads under a higher epoch. Pure.

struct LeaderState: Equatable, Sendable {
    enum News: Equatable, Sendable {
        case outcome(LeaseOutcome)
        /// The database did not answer.
        case away
        /// The results were refused: a leader of this epoch has written there.
        case fenced(by: UInt32)
    }

    enum Step: Equatable, Sendable {
        case goOn
        /// The lease could not be renewed for its whole time: a standby may take over now.
        case warn
        case renewedAgain
        /// No line, no order, no datagram from here on. Nil where nobody knows who leads.
        case standDown(Lease?)
    }

    let epoch: UInt32
    let duration: Int64
    /// Monotonic, of the last success.
    private(set) var renewedAt: Int64
    private(set) var hasWarned = false
    private(set) var hasStoodDown = false

    init(epoch: UInt32, duration: Int64, now: Int64, isRenewed: Bool) {
        self.epoch = epoch
        self.duration = duration
        renewedAt = isRenewed ? now : now - duration
        hasWarned = !isRenewed
    }

    mutating func take(_ news: News, now: Int64) -> Step {
        guard !hasStoodDown else { return .goOn }
        switch news {
        case .outcome(.granted(let granted)) where granted == epoch:
            renewedAt = now
            guard hasWarned else { return .goOn }
            hasWarned = false
            return .renewedAgain
        case .outcome(.held(let lease)), .outcome(.behind(let lease)):
            hasStoodDown = true
            return .standDown(lease)
        case .outcome(.granted), .outcome(.exhausted):
            hasStoodDown = true
            return .standDown(nil)
        case .fenced(let other):
            guard other > epoch else { return .goOn }
            hasStoodDown = true
            return .standDown(nil)
        case .away:
            guard now - renewedAt >= duration, !hasWarned else { return .goOn }
            hasWarned = true
            return .warn
        }
    }
}
