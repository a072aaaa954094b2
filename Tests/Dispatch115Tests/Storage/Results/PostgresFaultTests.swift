import Geo
import Glibc
import Testing

@testable import Dispatch115

/// Thousands of small batches through the store, over links that are cut in the middle of commits, to servers
/// that are killed, stopped, failed over and filled up. Afterwards every event is there once, in order, and
/// nothing that the store had acknowledged was ever missing. The longest call is printed: no figure of a
/// machine is asserted.
@Suite(.serialized, .enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct PostgresFaultTests {
    /// What the writer tells the one who breaks things.
    final class Progress: Sendable {
        let acknowledged = Locked<Int64>(0)
        let failures = Locked(0)
        let doubts = Locked(0)
        let isOver = Locked(false)
        let broken = Locked<String?>(nil)
    }

    /// Writes batches of one to four events until told to stop, and opens anew after each failure, as the
    /// writer of the service does. Returns the last event that it knows to be there.
    static func writing(
        _ store: PostgresResultsStore, _ history: inout ResultsHistory, seed: UInt64, from start: Int64 = 0,
        until isEnough: () -> Bool, _ progress: Progress, longest: inout Int64
    ) throws -> Int64 {
        var random = SplitMix64(seed: seed)
        var at = start
        var sent = start
        var isOpen = false
        while !isEnough() || !isOpen {
            let began = WallClock.monotonicNanoseconds()
            do {
                if !isOpen {
                    let cursor = try store.open(epoch: 1)
                    let there = cursor.head.sequence
                    // What was acknowledged is there, what was not may be; and it is our history.
                    #expect((progress.acknowledged.with { $0 }...sent).contains(there))
                    #expect(cursor.head == history.head(there))
                    at = there
                    isOpen = true
                } else {
                    let count = Int64(1 + random.below(4))
                    // A batch given up earlier may still arrive.
                    sent = max(sent, at + count)
                    try store.write(history.batch(after: at, count: count))
                    at += count
                    progress.acknowledged.with { $0 = at }
                }
            } catch {
                isOpen = false
                progress.failures.with { $0 += 1 }
                switch error {
                case .away: break
                case .outcomeUnknown: progress.doubts.with { $0 += 1 }
                case .refused, .schema, .otherHistory, .fenced:
                    throw PostgresHome.Failure("not what a fault may cause: \(error)")
                }
            }
            longest = max(longest, WallClock.monotonicNanoseconds() - began)
            if !isOpen { WallClock.sleep(nanoseconds: 2_000_000) }
        }
        return at
    }

    @Test func everyEventIsThereOnceWhateverBreaks() throws {
        let seed = StorageSeed.value
        let faults = isCampaign ? 1000 : 110
        let faulter = try ResultsFaulter(seed: seed)
        let deadline: Int64 = 1000
        let store = try ResultsFixture.store(
            faulter.conninfo, deadlineMilliseconds: deadline, copyFromRows: 3)
        var history = ResultsHistory(centre: "HCM")
        let progress = Progress()
        let breaker = try NamedThread("faulter") {
            var random = SplitMix64(seed: seed &+ 1)
            for index in 0..<faults {
                // A while of work between two faults, counted in events.
                let goal = progress.acknowledged.with { $0 } + Int64(1 + random.below(40))
                guard
                    eventually({ progress.acknowledged.with { $0 } >= goal || progress.isOver.with { $0 } }),
                    !progress.isOver.with({ $0 })
                else {
                    progress.broken.with { $0 = "no work gets through after fault \(index)" }
                    break
                }
                let fault = faulter.next(index, failOverEvery: isCampaign ? 200 : 110)
                do {
                    try faulter.perform(
                        fault, failures: { progress.failures.with { $0 } },
                        isOver: { progress.isOver.with { $0 } })
                } catch {
                    progress.broken.with { $0 = "\(fault): \(error)" }
                    break
                }
            }
            faulter.healAll()
            progress.isOver.with { $0 = true }
        }
        defer {
            progress.isOver.with { $0 = true }
            breaker.join()
        }
        var longest: Int64 = 0
        let last = try PostgresFaultTests.writing(
            store, &history, seed: seed &+ 2, until: { progress.isOver.with { $0 } }, progress,
            longest: &longest)
        #expect(progress.broken.with { $0 } == nil)
        #expect(faulter.total == faults)
        // Nothing is on its way any more: the end of the history, then all of it.
        #expect(try store.open(epoch: 1).head == history.head(last))
        store.close()
        try history.check(faulter.leader, faulter.database, events: last)
        let kinds = ResultsFaulter.Fault.allCases.map { "\($0) \(faulter.done[$0] ?? 0)" }
        print(
            "results under faults: seed \(seed), \(faulter.total) faults (\(kinds.joined(separator: ", "))), "
                + "\(last) events, \(progress.failures.with { $0 }) failed calls of which "
                + "\(progress.doubts.with { $0 }) in doubt, longest call "
                + "\(longest / 1_000_000) ms with a deadline of \(deadline) ms")
    }

    /// Somebody ends the wait for a standby that is gone: the server answers COMMIT with a warning, and it counts
    /// there alone. Then it dies, and the standby, which never had it, leads. Had the warning passed for a
    /// success, what was called written would be gone.
    @Test func aCommitWithAWarningIsNoPromise() throws {
        let leader = try PostgresCluster("warned")
        let database = try ResultsFixture.makeDatabase(leader)
        let follower = try leader.standby("heir", isSynchronous: true)
        let ports = "\(leader.port),\(follower.port)"
        let store = try ResultsFixture.store(
            "host=127.0.0.1,127.0.0.1 port=\(ports) dbname=\(database) user=postgres "
                + "target_session_attrs=read-write", deadlineMilliseconds: 3000)
        var history = ResultsHistory(centre: "HCM")
        _ = try store.open(epoch: 1)
        try store.write(history.batch(after: 0, count: 20))
        // Killed, not stopped: what lies in the socket of a stopped one it would still take.
        follower.kill()
        let isOver = Locked(false)
        let canceller = try NamedThread("canceller") {
            while !isOver.with({ $0 }) {
                _ = try? leader.query(
                    "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE wait_event = 'SyncRep'")
                WallClock.sleep(nanoseconds: 5_000_000)
            }
        }
        defer {
            isOver.with { $0 = true }
            canceller.join()
        }
        var acknowledged: Int64 = 20
        var said = ""
        do {
            try store.write(history.batch(after: 20, count: 1))
            acknowledged = 21
        } catch {
            said = error.description
            guard case .outcomeUnknown = error else {
                Issue.record("\(error)")
                return
            }
        }
        #expect(said.contains("SQLSTATE 01000"), "\(said)")
        let there = try leader.query("SELECT sequence FROM dispatch.cursor", database: database)
        #expect(there.integer(0, 0) == 21, "it counts on the primary")
        isOver.with { $0 = true }
        leader.kill()
        try follower.start()
        try follower.promote()
        let cursor = try store.open(epoch: 1)
        #expect(cursor.head == history.head(acknowledged), "what was called written has survived, no more")
        try store.write(history.batch(after: cursor.head.sequence, count: 5))
        try history.check(follower, database, events: cursor.head.sequence + 5)
    }

    /// A server on a disk of its own that is filled to the brim, and emptied.
    @Test(.enabled(if: FullDiskTests.canMount, "mounting a tmpfs is not permitted here"))
    func aFullDiskLosesNothing() throws {
        let disk = try Files.makeTemporaryFolder("dispatch115-pgdisk")
        #expect(mount("tmpfs", disk, "tmpfs", 0, "size=160m") == 0)
        defer {
            umount2(disk, Int32(MNT_DETACH))
            rmdir(disk)
        }
        chmod(disk, 0o755)
        let cluster = try PostgresCluster(
            "small", settings: ["wal_keep_size": "0", "max_wal_size": "48MB", "restart_after_crash": "on"],
            folder: disk + "/cluster")
        let database = try ResultsFixture.makeDatabase(cluster)
        let store = try ResultsFixture.store(cluster.conninfo(database: database), deadlineMilliseconds: 2000)
        var history = ResultsHistory(centre: "HCM")
        let progress = Progress()
        var longest: Int64 = 0
        var last = try PostgresFaultTests.writing(
            store, &history, seed: 1, until: { progress.acknowledged.with { $0 } >= 50 }, progress,
            longest: &longest)
        #expect(progress.failures.with { $0 } == 0)
        try FullDiskTests.fill(disk + "/filler")
        // Large batches until one is refused for want of room; the words say so, or the server went down of it.
        var words: [String] = []
        for _ in 0..<400 where words.isEmpty {
            do {
                try store.write(history.batch(after: last, count: 2000))
                last += 2000
            } catch { words.append(error.description) }
        }
        #expect(!words.isEmpty, "the disk was never full")
        try Files.remove(disk + "/filler")
        if !eventually({ (try? cluster.query("SELECT 1")) != nil || !cluster.isRunning })
            || !cluster.isRunning
        {
            try cluster.start()
        }
        #expect(
            eventually {
                guard let cursor = try? store.open(epoch: 1) else { return false }
                last = cursor.head.sequence
                return true
            })
        try store.write(history.batch(after: last, count: 3))
        try history.check(cluster, database, events: last + 3)
        print("results on a full disk: \(words[0])")
    }
}
