// Every place where a small run of the journal can be hit, hit once. What must hold after every one of them:
// each append that was acknowledged is there once, whole and in order, the one that was not is there whole
// or not at all, the chain is sound and the journal takes more.

import CSQLite
import Testing

@testable import Dispatch115

@Suite struct JournalFaultTests {
    enum Ending: CaseIterable {
        /// The journal is closed in peace, if the fault lets it; then the power goes.
        case closed
        /// The power goes while the journal is open.
        case cut
    }

    /// Twelve appends of one to five events; some longer than a database page, so that several are written.
    private static let batches: [[[UInt8]]] = {
        var next = 0
        return (0..<12).map { batch in
            (0..<batch * 5 % 6 % 5 + 1).map { _ in
                next += 1
                return storageBody(next, extra: next % 7 == 3 ? 5000 : 0)
            }
        }
    }()

    private struct Run {
        let vfs: FaultVFS
        var acknowledged: [[UInt8]] = []
        var attempted: [[UInt8]] = []
        var lastMark: Int64 = 0
        var writes = 0
        var syncs = 0

        init(_ fault: Fault, _ ending: Ending, seed: UInt64) {
            vfs = FaultVFS(seed: seed)
            vfs.disk.arm(fault)
            work(ending)
            writes = vfs.disk.writes
            syncs = vfs.disk.syncs
        }

        private mutating func work(_ ending: Ending) {
            var journal: Journal?
            for _ in 0..<8 where journal == nil && !vfs.disk.crashed {
                journal = try? Journal(path: "journal", centre: "HCM", vfs: vfs.name)
            }
            guard let journal else { return }
            var first: Int64 = 1
            for (number, batch) in JournalFaultTests.batches.enumerated() {
                let mark = HighWaterMark(unit: 1, sequence: Int64(number + 1))
                var done = false
                for _ in 0..<8 where !done && !vfs.disk.crashed {
                    done = (try? journal.append(batch, first: first, highWater: [mark])) != nil
                }
                guard done else {
                    attempted = batch
                    break
                }
                acknowledged += batch
                lastMark = mark.sequence
                first += Int64(batch.count)
                if number == 5 { try? journal.checkpoint(.passive) }
                if number == 8 { try? journal.checkpoint(.truncate) }
            }
            if ending == .cut { vfs.disk.pullThePlug() }
        }

        /// What is wrong after the machine has come back; empty where nothing is.
        func complaints(_ landing: Landing) -> [String] {
            vfs.disk.reboot(landing)
            do {
                for round in 0..<2 {
                    let journal = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
                    var found = try journal.everything()
                    if round == 1 {
                        guard found.last == [1, 2, 3] else {
                            return ["what was appended after the fault is gone"]
                        }
                        found.removeLast()
                    }
                    if found != acknowledged && found != acknowledged + attempted {
                        return ["\(found.count) events, \(acknowledged.count) acknowledged (round \(round))"]
                    }
                    let mark = try journal.highWater().first?.sequence ?? 0
                    if mark < lastMark { return ["mark \(mark) after \(lastMark)"] }
                    if round == 0 { try journal.appendNext([[1, 2, 3]]) }
                }
                return []
            } catch {
                return ["\(error)"]
            }
        }
    }

    private static func check(_ faults: [Fault], seed: UInt64) {
        for fault in faults {
            for ending in Ending.allCases {
                // Closed in peace with everything landed is what every other test does.
                for landing in Landing.allCases where ending == .cut || landing != .everything {
                    let run = Run(fault, ending, seed: seed)
                    let wrong = run.complaints(landing)
                    #expect(wrong.isEmpty, "\(fault) \(ending) \(landing) seed \(seed): \(wrong)")
                }
            }
        }
    }

    /// How many writes and syncs the run makes when nothing goes wrong.
    private static let extent: (writes: Int, syncs: Int) = {
        let run = Run(.none, .closed, seed: 1)
        return (run.writes, run.syncs)
    }()

    @Test func theRunIsLargeEnoughToMeanSomething() {
        let run = Run(.none, .cut, seed: 1)
        #expect(run.acknowledged.count == JournalFaultTests.batches.flatMap { $0 }.count)
        #expect(Set(JournalFaultTests.batches.map(\.count)) == [1, 2, 3, 4, 5])
        #expect(run.complaints(.nothing).isEmpty)
        print("fault run: \(JournalFaultTests.extent.writes) writes, \(JournalFaultTests.extent.syncs) syncs")
        #expect(JournalFaultTests.extent.writes > 60 && JournalFaultTests.extent.syncs > 18)
    }

    @Test(arguments: 0..<3)
    func aRefusedWriteLosesNothing(_ kind: Int) {
        print("seed \(StorageSeed.value)")
        JournalFaultTests.check(
            (1...JournalFaultTests.extent.writes).map { number in
                switch kind {
                case 0: .failWrites(number, count: 1, code: IOFailure.write)
                case 1: .failWrites(number, count: 1, code: SQLITE_FULL)
                default: .failWrites(number, count: 5, code: IOFailure.write)
                }
            }, seed: StorageSeed.value)
    }

    @Test(arguments: 0..<3)
    func aCrashAtAWriteLosesNothing(_ kind: Int) {
        print("seed \(StorageSeed.value)")
        JournalFaultTests.check(
            (1...JournalFaultTests.extent.writes).map { number in
                switch kind {
                case 0: .crashBeforeWrite(number)
                case 1: .crashAfterWrite(number)
                default: .tearWrite(number)
                }
            }, seed: StorageSeed.value &+ 1)
    }

    @Test(arguments: 0..<3)
    func aSyncThatFailsOrNeverReturnsLosesNothing(_ kind: Int) {
        print("seed \(StorageSeed.value)")
        JournalFaultTests.check(
            (1...JournalFaultTests.extent.syncs).map { number in
                switch kind {
                case 0: .crashBeforeSync(number)
                case 1: .crashAfterSync(number)
                default: .failSync(number)
                }
            }, seed: StorageSeed.value &+ 2)
    }

    /// The commit is written, its sync refused, and the connection cannot even read any more: another one
    /// finds the transaction in the log. It counts as written, once it is durable, and is not written again.
    @Test(arguments: [1, 2, 4, 9])
    func aCommitThatLandedAfterAllIsNotDoubled(_ reads: Int) throws {
        print("seed \(StorageSeed.value)")
        JournalFaultTests.check(
            (1...JournalFaultTests.extent.syncs).map { .failSyncAndReads($0, reads: reads) },
            seed: StorageSeed.value &+ 3)
        let vfs = FaultVFS(seed: 6)
        let journal = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
        try journal.appendNext([storageBody(0)])
        vfs.disk.arm(.failSyncAndReads(1, reads: reads))
        var done = false
        for _ in 0..<reads + 2 where !done {
            done = (try? journal.append([storageBody(1), storageBody(2)], first: 2)) != nil
        }
        // The tables and the first event; with few refused reads the old connection rolls back and commits
        // again, with more the new one finds what has landed.
        #expect(journal.commitCount == (reads < 4 ? 3 : 2))
        #expect(try journal.everything() == (0..<3).map { storageBody($0) })
        // More may stand behind the events that have landed, others may read in between, and what is left
        // may be refused once more.
        vfs.disk.arm(.failSyncAndReads(1, reads: reads))
        let alone = (try? journal.append([storageBody(3)], first: 4)) != nil
        for attempt in 0..<reads + 4 where journal.head.sequence < 6 {
            if attempt == reads { vfs.disk.arm(.failSync(1)) }
            _ = try? journal.read(1...2)
            let first = alone ? 4 : 3
            try? journal.append((first..<6).map { storageBody($0) }, first: Int64(first + 1))
        }
        #expect(try journal.everything() == (0..<6).map { storageBody($0) })
    }

    /// Kill -9 between a commit's write and its sync leaves it in the cache only. A restart that has read it
    /// has acted on it: from then on no power cut may take it away.
    @Test func whatARestartHasReadSurvivesALaterPowerCut() throws {
        for sync in 1...JournalFaultTests.extent.syncs {
            let run = Run(.crashBeforeSync(sync), .cut, seed: 3)
            run.vfs.disk.rebootProcess()
            let seen = try Journal(path: "journal", centre: "HCM", vfs: run.vfs.name)
            let events = try seen.everything()
            run.vfs.disk.pullThePlug()
            withExtendedLifetime(seen) {}
            _ = consume seen
            run.vfs.disk.reboot(.nothing)
            let after = try Journal(path: "journal", centre: "HCM", vfs: run.vfs.name)
            #expect(try after.everything() == events, "sync \(sync)")
        }
    }

    /// A failed transaction leaves the head where it was, and the same events go in once the disk takes them.
    @Test func aFailedAppendChangesNothingThatCanBeSeen() throws {
        let vfs = FaultVFS(seed: 5)
        let journal = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
        try journal.appendNext([storageBody(0)])
        let head = journal.head
        for fault in [
            Fault.failWrites(1, count: 1000, code: SQLITE_FULL),
            .failWrites(2, count: 1000, code: IOFailure.write),
            .failSync(1),
        ] {
            vfs.disk.arm(fault)
            do throws(JournalError) {
                try journal.append([storageBody(1, extra: 9000), storageBody(2)], first: 2)
                Issue.record("\(fault) went unnoticed")
            } catch {
                guard case .database(let refusal) = error else {
                    Issue.record("\(error)")
                    return
                }
                #expect(refusal.commitInDoubt == (refusal.sql == "COMMIT"))
                #expect(!refusal.isOurs)
            }
            #expect(journal.head == head)
            vfs.disk.arm(.none)
            #expect(try journal.everything() == [storageBody(0)])
        }
        try journal.append([storageBody(1, extra: 9000), storageBody(2)], first: 2)
        #expect(try journal.everything() == [storageBody(0), storageBody(1, extra: 9000), storageBody(2)])
    }
}
