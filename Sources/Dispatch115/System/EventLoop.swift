// What a thread that serves many descriptors needs: epoll, and a counter by which others wake it. Level
// triggered: what was not read is told again, so nothing hangs unread.

import CLinux
import Glibc
import Synchronization

/// A set of descriptors that one thread waits for; others may change their own entries.
final class EpollSet: Sendable {
    struct Interest: OptionSet, Sendable {
        let rawValue: UInt32
        static let read = Interest(rawValue: EPOLLIN.rawValue)
        static let write = Interest(rawValue: EPOLLOUT.rawValue)
        /// Always told, asked for or not: the other end is gone, or an error waits.
        static let gone = Interest(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)
    }

    struct Ready: Sendable {
        var token: UInt64
        var interest: Interest
    }

    private let descriptor: FileDescriptor

    init() throws(SystemCallError) {
        descriptor = try FileDescriptor(epoll_create1(Int32(EPOLL_CLOEXEC)), "epoll_create1")
    }

    func add(_ other: FileDescriptor, token: UInt64, _ interest: Interest) throws(SystemCallError) {
        try control(EPOLL_CTL_ADD, other, token, interest)
    }

    func change(_ other: FileDescriptor, token: UInt64, _ interest: Interest) throws(SystemCallError) {
        try control(EPOLL_CTL_MOD, other, token, interest)
    }

    func remove(_ other: FileDescriptor) {
        var event = epoll_event()
        _ = epoll_ctl(descriptor.number, EPOLL_CTL_DEL, other.number, &event)
    }

    private func control(
        _ operation: Int32, _ other: FileDescriptor, _ token: UInt64, _ interest: Interest
    ) throws(SystemCallError) {
        var event = epoll_event()
        event.events = interest.rawValue
        event.data.u64 = token
        guard epoll_ctl(descriptor.number, operation, other.number, &event) == 0 else {
            throw SystemCallError("epoll_ctl")
        }
    }

    /// The tokens (0...63 all of them) that are ready, as bits; 0 when the time ran out or a signal came.
    func wait(milliseconds: Int32) -> UInt64 {
        var bits: UInt64 = 0
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 16) { events in
            guard let base = events.baseAddress else { return }
            let count = epoll_wait(descriptor.number, base, 16, milliseconds)
            guard count > 0 else { return }
            for event in events[..<Int(count)] { bits |= 1 << (event.data.u64 & 63) }
        }
        return bits
    }

    /// What is ready, at most 64 at once; waits at most so long (-1: for ever).
    func wait(into ready: inout [Ready], milliseconds: Int32) {
        ready.removeAll(keepingCapacity: true)
        withUnsafeTemporaryAllocation(of: epoll_event.self, capacity: 64) { events in
            guard let base = events.baseAddress else { return }
            let count = epoll_wait(descriptor.number, base, 64, milliseconds)
            guard count > 0 else { return }
            for event in events[..<Int(count)] {
                ready.append(Ready(token: event.data.u64, interest: Interest(rawValue: event.events)))
            }
        }
    }
}

/// Wakes a thread that waits in an `EpollSet` for `descriptor` to become readable. Any number of signals before
/// `clear` cost one write.
final class WakeUp: Sendable {
    let descriptor: FileDescriptor
    private let pending = Atomic<Bool>(false)

    init() throws(SystemCallError) {
        let flags = Int32(EFD_NONBLOCK | EFD_CLOEXEC)
        descriptor = try FileDescriptor(eventfd(0, flags), "eventfd")
    }

    func signal() {
        guard !pending.exchange(true, ordering: .acquiringAndReleasing) else { return }
        var one: UInt64 = 1
        _ = write(descriptor.number, &one, 8)
    }

    /// Call before looking at what the signal stood for: a signal after this one wakes again.
    func clear() {
        var value: UInt64 = 0
        _ = read(descriptor.number, &value, 8)
        pending.store(false, ordering: .sequentiallyConsistent)
    }

    /// Sleeps up to `milliseconds`, less when signalled. Does not clear.
    func wait(milliseconds: Int32) {
        var entry = pollfd(fd: descriptor.number, events: Int16(POLLIN), revents: 0)
        _ = poll(&entry, 1, milliseconds)
    }
}
