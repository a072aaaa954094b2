// Nothing leaves the process before the event that causes it is durable: replies, orders and button
// confirmations wait here for the journal, in the order in which the engine decided. In declared degraded
// mode they leave all the same, each told that it is not durable.
//
// Bound: what waits belongs to submitted events, whose number the journal bounds.

import Glibc

final class DurableGate: @unchecked Sendable {
    /// Something that may leave; told whether its cause is durable.
    typealias Effect = @Sendable (_ isDurable: Bool) -> Void

    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private var waiting: [(after: Int64, effect: Effect)] = []
    private var head = 0
    private var settled: Int64
    private var durable: Int64

    /// Everything up to `sequence` is durable already.
    init(durable sequence: Int64) {
        settled = sequence
        durable = sequence
        pthread_mutex_init(mutex, nil)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// Runs `effect` once everything up to `sequence` has been answered by the journal: at once where it has,
    /// and then on the caller's thread; else on the journal's.
    func pass(after sequence: Int64, _ effect: @escaping Effect) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if sequence <= settled, head == waiting.count {
            effect(sequence <= durable)
        } else {
            waiting.append((sequence, effect))
        }
    }

    /// The journal has answered for everything up to `sequence`. Effects run under the gate's lock, so that
    /// none overtakes another; they hand bytes on and return.
    func settle(_ sequence: Int64, isDurable: Bool) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        settled = max(settled, sequence)
        if isDurable { durable = max(durable, sequence) }
        while head < waiting.count, waiting[head].after <= settled {
            waiting[head].effect(waiting[head].after <= durable)
            head += 1
        }
        if head == waiting.count {
            waiting.removeAll(keepingCapacity: true)
            head = 0
        } else if head > 1024 {
            waiting.removeSubrange(..<head)
            head = 0
        }
    }

    /// Whether nothing waits for the journal.
    var isSettled: Bool {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return head == waiting.count
    }
}
