// Replay on two cores and more: one thread steps SQLite, others hash, the caller's decodes. Batches go round
// in a ring of eight (about 5 MB); they are filled and delivered in order and hashed in any. The caller's
// thread hashes too whenever the batch it needs next is not ready, so that no core waits for a stage that is
// short. Measured figures: Bench/BenchJournal.

import Glibc

/// One replay; used once.
final class ReplayPipeline: @unchecked Sendable {
    /// Below this many rows threads cost more than they give.
    static let worthwhileRows: Int64 = 4096
    private static let slotCount = 8

    private let source: ReplaySource
    private let slots: [ReplayBatch]
    private let monitor = Monitor()
    // All below only within the monitor. Batches are numbered 0, 1, 2 ...; batch n is in slot n % slotCount.
    private var checked: [Bool]
    private var filled = 0
    private var claimed = 0
    private var delivered = 0
    private var readerDone = false
    private var stopped = false

    init(_ source: ReplaySource) {
        self.source = source
        slots = (0..<ReplayPipeline.slotCount).map { _ in ReplayBatch() }
        checked = Array(repeating: false, count: ReplayPipeline.slotCount)
    }

    /// Hands every row to `body` on this thread, or throws at the first that is wrong.
    func run(_ body: (Int64, UnsafeRawBufferPointer) throws -> Void) throws {
        guard let reader = try? NamedThread("journal read", { self.read() }) else {
            // No thread to be had: slower, but the same.
            try source.replayHere(body)
            return
        }
        let cores = max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let hashers = source.verifying ? max(1, min(cores - 1, 4)) : 0
        let helpers = (0..<hashers).compactMap { _ in try? NamedThread("journal hash", { self.hash() }) }
        defer {
            monitor.with {
                stopped = true
                monitor.wakeAll()
            }
            reader.join()
            helpers.forEach { $0.join() }
        }
        while let step = nextStep() {
            switch step {
            case .check(let number): check(number)
            case .deliver(let number):
                try slots[number % slots.count].deliver(body)
                monitor.with {
                    delivered += 1
                    monitor.wakeAll()
                }
            }
        }
    }

    private enum Step {
        case check(Int)
        case deliver(Int)
    }

    /// What the caller's thread does next; nil when all has been delivered.
    private func nextStep() -> Step? {
        monitor.with {
            while true {
                if delivered < filled && checked[delivered % slots.count] { return .deliver(delivered) }
                if claimed < filled {
                    claimed += 1
                    return .check(claimed - 1)
                }
                if readerDone && delivered == filled { return nil }
                monitor.wait()
            }
        }
    }

    private func read() {
        var more = true
        while more {
            let slot = monitor.with { () -> Int? in
                while filled - delivered >= slots.count && !stopped { monitor.wait() }
                return stopped ? nil : filled % slots.count
            }
            guard let slot else { return }
            more = source.fill(slots[slot])
            monitor.with {
                checked[slot] = false
                filled += 1
                readerDone = !more
                monitor.wakeAll()
            }
        }
    }

    private func hash() {
        while true {
            let number = monitor.with { () -> Int? in
                while claimed == filled && !readerDone && !stopped { monitor.wait() }
                guard claimed < filled, !stopped else { return nil }
                claimed += 1
                return claimed - 1
            }
            guard let number else { return }
            check(number)
        }
    }

    private func check(_ number: Int) {
        let slot = number % slots.count
        if source.verifying { slots[slot].check() }
        monitor.with {
            checked[slot] = true
            monitor.wakeAll()
        }
    }
}
