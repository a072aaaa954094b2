// Fixes from the receiver's thread to the engine's: bounded, one thread puts, one takes, no lock. What does
// not fit is refused (the newest) and counted by the receiver; a second later the unit's next fix is there.
// Cost: a copy and two atomic accesses a fix. The engine owns the fleet index; nobody else touches it.

import Synchronization

public final class FixRing: @unchecked Sendable {
    public let capacity: Int
    private let mask: Int
    private let slots: UnsafeMutablePointer<Fix>
    private let written = Atomic<Int>(0)
    private let taken = Atomic<Int>(0)
    /// The writer's last sight of `taken`, so that it is not read for each fix. The writer's alone.
    private var takenSeen = 0

    /// `capacity` is a power of two, 2...1_048_576. 4 a unit are ample.
    public init(capacity: Int) {
        precondition(capacity >= 2 && capacity <= 1 << 20 && capacity & (capacity - 1) == 0)
        self.capacity = capacity
        mask = capacity - 1
        slots = .allocate(capacity: capacity)
    }

    deinit {
        // Fix is a plain value: nothing in it needs to be released.
        slots.deallocate()
    }

    /// Puts one fix; false where the ring is full. Only one thread may put.
    @inline(__always)
    public func put(_ fix: Fix) -> Bool {
        let at = written.load(ordering: .relaxed)
        if at &- takenSeen >= capacity {
            takenSeen = taken.load(ordering: .acquiring)
            if at &- takenSeen >= capacity { return false }
        }
        (slots + (at & mask)).initialize(to: fix)
        written.store(at &+ 1, ordering: .releasing)
        return true
    }

    /// Hands what is there to `body`, oldest first; returns how many. Only one thread may take.
    @discardableResult
    public func drain(_ body: (Fix) -> Void) -> Int {
        let from = taken.load(ordering: .relaxed)
        let to = written.load(ordering: .acquiring)
        var at = from
        while at != to {
            body(slots[at & mask])
            at = at &+ 1
        }
        taken.store(to, ordering: .releasing)
        return to &- from
    }
}
