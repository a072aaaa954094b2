// A lock whose holder can wait for a change that another holder makes. For hand-over between a few threads
// where `Mailbox` does not fit (slots that are filled, worked on and freed in turn).

import Glibc

/// A mutex and one condition.
public final class Monitor: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    public init() {
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(changed, nil)
    }

    deinit {
        pthread_cond_destroy(changed)
        pthread_mutex_destroy(mutex)
        changed.deallocate()
        mutex.deallocate()
    }

    /// Runs `body` alone. Not to be entered again from within.
    public func with<Result>(_ body: () throws -> Result) rethrows -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return try body()
    }

    /// Only inside `with`: lets others in until one of them calls `wakeAll`. May return without cause.
    public func wait() { pthread_cond_wait(changed, mutex) }

    /// Wakes all who wait; they go on when the caller has left `with`.
    public func wakeAll() { pthread_cond_broadcast(changed) }
}
