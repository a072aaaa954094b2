// Until when a call may take: a moment of the monotonic clock, so that no step of the wall clock moves it.
// Every wait of this folder ends there; none of libpq's own, which have no such bound.

import Glibc

/// A moment of the monotonic clock.
struct PostgresDeadline: Equatable, Sendable {
    let nanoseconds: Int64

    init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    static func after(milliseconds: Int64) -> PostgresDeadline {
        PostgresDeadline(nanoseconds: WallClock.monotonicNanoseconds() + milliseconds * 1_000_000)
    }

    /// What is left, never negative.
    var remainingNanoseconds: Int64 { max(0, nanoseconds - WallClock.monotonicNanoseconds()) }

    /// What is left, rounded up, so that a wait of that length does not end just before.
    var remainingMilliseconds: Int64 { (remainingNanoseconds + 999_999) / 1_000_000 }

    var hasPassed: Bool { remainingNanoseconds == 0 }

    func earlier(of other: PostgresDeadline) -> PostgresDeadline {
        nanoseconds <= other.nanoseconds ? self : other
    }

    enum Readiness { case ready, late, broken }

    /// Waits until the socket can be read, or written where that is asked for too.
    func wait(socket: Int32, read: Bool = true, write: Bool) -> Readiness {
        guard socket >= 0 else { return .broken }
        while true {
            let events = (read ? POLLIN : 0) | (write ? POLLOUT : 0)
            var entry = pollfd(fd: socket, events: Int16(events), revents: 0)
            let left = remainingMilliseconds
            let count = poll(&entry, 1, Int32(clamping: left))
            if count > 0 { return entry.revents & Int16(POLLNVAL) != 0 ? .broken : .ready }
            if count < 0, errno != EINTR { return .broken }
            if hasPassed { return .late }
        }
    }
}
