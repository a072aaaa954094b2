// Waiting for several descriptors (epoll) and waking a waiting thread from another one (eventfd).
// Level-triggered: a descriptor that was not drained is reported again, so nothing hangs unread.

import CLinux
import Glibc
import Synchronization

/// Waits for descriptors to become readable. Belongs to one thread.
public final class Poller {
    private let descriptor: FileDescriptor
    private var events = [epoll_event](repeating: epoll_event(), count: 16)

    public init() throws(SystemCallError) {
        descriptor = try FileDescriptor(epoll_create1(Int32(EPOLL_CLOEXEC)), "epoll_create1")
    }

    /// Watches `other` for reading; `tag` (0...63) is its bit in the answer of `wait`.
    public func add(_ other: Int32, tag: UInt32) throws(SystemCallError) {
        precondition(tag < 64)
        var event = epoll_event()
        event.events = EPOLLIN.rawValue
        event.data.u32 = tag
        guard epoll_ctl(descriptor.number, EPOLL_CTL_ADD, other, &event) == 0 else {
            throw SystemCallError("epoll_ctl")
        }
    }

    /// The tags that are readable, as bits; 0 when the time ran out or a signal came.
    public func wait(milliseconds: Int32) -> UInt64 {
        let count = epoll_wait(descriptor.number, &events, Int32(events.count), milliseconds)
        guard count > 0 else { return 0 }
        var ready: UInt64 = 0
        for event in events[..<Int(count)] { ready |= 1 << UInt64(event.data.u32 & 63) }
        return ready
    }
}

/// Wakes the thread that polls `descriptor`. Any number of signals before `clear` cost one write.
public final class WakeUp: Sendable {
    public let descriptor: FileDescriptor
    private let pending = Atomic<Bool>(false)

    public init() throws(SystemCallError) {
        let flags = EFD_NONBLOCK | EFD_CLOEXEC
        descriptor = try FileDescriptor(eventfd(0, Int32(flags)), "eventfd")
    }

    public func signal() {
        guard !pending.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var one: UInt64 = 1
        _ = write(descriptor.number, &one, 8)
    }

    /// Call before looking at what the signal stood for: a signal after this one wakes again.
    public func clear() {
        var value: UInt64 = 0
        _ = read(descriptor.number, &value, 8)
        pending.store(false, ordering: .sequentiallyConsistent)
    }

    /// Sleeps up to `milliseconds`, less when signalled. Does not clear.
    public func wait(milliseconds: Int32) {
        var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, milliseconds)
    }
}
