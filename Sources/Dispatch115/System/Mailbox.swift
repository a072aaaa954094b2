// A bounded queue between threads: many put, one takes all that is there. What does not fit is refused to
// the one who puts, who must say so; nothing is dropped in silence.
// Cost: one lock a put; a wake-up only when the taker sleeps.

import Glibc

/// A bounded many-to-one queue.
public final class Mailbox<Message: Sendable>: @unchecked Sendable {
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let arrived = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
    private let capacity: Int
    private var messages: [Message] = []
    private var sleeping = false
    private var closed = false

    public init(capacity: Int) {
        precondition(capacity > 0)
        self.capacity = capacity
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(arrived, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(arrived)
        pthread_mutex_destroy(mutex)
        arrived.deallocate()
        mutex.deallocate()
    }

    /// Puts a message; false where the box is full or closed, and then the message is the caller's still.
    public func put(_ message: Message) -> Bool {
        pthread_mutex_lock(mutex)
        guard !closed, messages.count < capacity else {
            pthread_mutex_unlock(mutex)
            return false
        }
        messages.append(message)
        let wake = sleeping
        sleeping = false
        pthread_mutex_unlock(mutex)
        if wake { pthread_cond_signal(arrived) }
        return true
    }

    /// Refuses further messages; the taker gets what is left, then `nil`.
    public func close() {
        pthread_mutex_lock(mutex)
        closed = true
        sleeping = false
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(arrived)
    }

    /// Whether nothing waits now.
    public var isEmpty: Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return messages.isEmpty
    }

    /// Waits as `takeAll` does, and takes nothing.
    public func wait(until deadline: Int64?) {
        pthread_mutex_lock(mutex)
        sleepWhileEmpty(until: deadline)
        pthread_mutex_unlock(mutex)
    }

    /// Everything that is there, in order, into `batch` (emptied first). Waits until something comes or
    /// `deadline` (monotonic nanoseconds) has passed. False when the box is closed and empty.
    public func takeAll(into batch: inout [Message], until deadline: Int64?) -> Bool {
        batch.removeAll(keepingCapacity: true)
        pthread_mutex_lock(mutex)
        sleepWhileEmpty(until: deadline)
        swap(&batch, &messages)
        let open = !closed || !batch.isEmpty
        pthread_mutex_unlock(mutex)
        return open
    }

    /// Called with the lock held.
    private func sleepWhileEmpty(until deadline: Int64?) {
        if messages.isEmpty && !closed {
            sleeping = true
            while sleeping {
                guard let deadline else {
                    pthread_cond_wait(arrived, mutex)
                    continue
                }
                let whole = max(deadline, 0)
                var time = timespec(tv_sec: Int(whole / 1_000_000_000), tv_nsec: Int(whole % 1_000_000_000))
                if pthread_cond_timedwait(arrived, mutex, &time) == ETIMEDOUT { sleeping = false }
            }
        }
    }
}
