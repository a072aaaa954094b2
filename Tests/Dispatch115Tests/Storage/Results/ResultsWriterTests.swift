import Geo
import Testing

@testable import Dispatch115

/// The thread that follows the journal: real thread, real journal, a store that fails by plan.
@Suite struct ResultsWriterTests {
    /// Every kind of failure at every step, in any order, while events come: each event is in the results once,
    /// the batches are the journal in order, and the rows are those of a run without a fault.
    @Test(arguments: seedsForTests(isCampaign ? 60 : 6))
    func exactlyOnceUnderFaults(seed: UInt64) throws {
        print("results under faults: DISPATCH115_SEED=\(seed)")
        let scene = try ResultsScene(seed: seed)
        let dice = Locked((random: SplitMix64(seed: seed ^ 1), left: 120))
        let database = ScriptedDatabase { _ in
            dice.with { dice in
                guard dice.left > 0, dice.random.below(3) == 0 else { return nil }
                dice.left -= 1
                return ScriptedFault.allCases[dice.random.below(ScriptedFault.allCases.count)]
            }
        }
        let writer = try scene.follow(database, seed: seed)
        var random = SplitMix64(seed: seed ^ 2)
        while !scene.isAllFed {
            scene.feed(1 + random.below(9)) { writer.wake(durable: $0) }
            if random.below(5) == 0 { WallClock.sleep(nanoseconds: Int64(random.below(400_000))) }
        }
        let total = Int64(scene.events.count)
        // A commit whose answer was lost may be undone by the next fault: it counts once the writer knows.
        #expect(
            eventually {
                writer.status.written == total && writer.status.state == .following
                    && database.cursor.head.sequence == total
            }, "seed \(seed): \(writer.status)")
        writer.close()
        #expect(database.wrongs.isEmpty, "seed \(seed): \(database.wrongs.prefix(3))")
        #expect(database.cursor.head == scene.head(Int(total)))
        let rows = database.rows
        #expect(difference(rows, try scene.expected(Int(total))).isEmpty, "seed \(seed)")
        #expect(rows[.auditEvent]?.count == Int(total))
        #expect(database.told.with { $0.faults } > 15, "seed \(seed): the faults must have struck")
    }

    /// While there is more to come a second thread writes, in the order of the journal; a batch that fails holds
    /// up the one that is made behind it, which is written after it and once.
    @Test(arguments: [nil, ScriptedFault.away, .unknownAndIn, .unknownAndOut, .refused])
    func theNextBatchWaitsForTheOneBefore(fault: ScriptedFault?) throws {
        let scene = try ResultsScene(seed: 11, steps: 200)
        scene.feed(100)
        #expect(eventually { scene.writer?.status.head == 100 })
        let writes = Locked(0)
        let database = ScriptedDatabase { step in
            guard step == .write else { return nil }
            // Long enough for the next batch to be made behind it.
            WallClock.sleep(nanoseconds: 2_000_000)
            return writes.with { writes in
                writes += 1
                return writes % 3 == 2 ? fault : nil
            }
        }
        let writer = try scene.follow(database, from: 100, limits: ResultsScene.limits(events: 10))
        #expect(eventually { writer.status.written == 100 }, "\(writer.status)")
        writer.close()
        let told = database.told.with { $0 }
        #expect(told.wrongs.isEmpty, "\(told.wrongs.prefix(3))")
        let batches: [Range<Int64>] = (0..<10).map { batch in
            let first = Int64(batch) * 10 + 1
            return first..<(first + 10)
        }
        #expect(told.batches == batches)
        #expect(told.threads.contains("results-write"), "\(told.threads)")
        #expect(difference(told.state.rows, try scene.expected(100)).isEmpty)
    }

    @Test(arguments: [ScriptedFault.unknownAndIn, .unknownAndOut])
    func anUnknownOutcomeIsAskedOfTheCursor(fault: ScriptedFault) throws {
        let scene = try ResultsScene(seed: 7, steps: 60)
        let struck = Locked(false)
        let database = ScriptedDatabase { step in
            guard step == .write else { return nil }
            return struck.with { struck in
                defer { struck = true }
                return struck ? nil : fault
            }
        }
        let writer = try scene.follow(database, limits: ResultsScene.limits(events: 1000))
        scene.feed(20) { writer.wake(durable: $0) }
        #expect(eventually { writer.status.written == 20 })
        writer.close()
        let told = database.told.with { $0 }
        #expect(told.wrongs.isEmpty)
        #expect(told.opens == 2, "opened again, to read the cursor")
        #expect(told.batches == [1..<21], "written once, by the first or the second try")
        #expect(difference(told.state.rows, try scene.expected(20)).isEmpty)
    }

    @Test func aFencedLeaderWritesNoMore() throws {
        let scene = try ResultsScene(seed: 8, steps: 60)
        let database = ScriptedDatabase()
        let states = Locked<[ResultsState]>([])
        let writer = try scene.follow(
            database, epoch: 4,
            listener: ResultsWriter.Listener(onState: { state in states.with { $0.append(state) } }))
        scene.feed(10) { writer.wake(durable: $0) }
        #expect(eventually { writer.status.written == 10 })
        database.told.with { $0.state.cursor.epoch = 5 }
        scene.feed(10) { writer.wake(durable: $0) }
        #expect(eventually { writer.status.state == .fenced(by: 5) })
        let opens = database.told.with { $0.opens }
        scene.feed(10) { writer.wake(durable: $0) }
        WallClock.sleep(nanoseconds: 20_000_000)
        #expect(database.cursor.head.sequence == 10)
        #expect(database.told.with { $0.opens } == opens, "it does not even ask")
        #expect(writer.status.behind == 20)
        #expect(states.with { $0.last } == .fenced(by: 5))
        writer.close()
    }

    /// The process ends anywhere; the next one finds a snapshot before the cursor, at it, only after it, or none.
    @Test(arguments: seedsForTests(isCampaign ? 40 : 6))
    func aRestartGoesOnFromTheCursor(seed: UInt64) throws {
        let scene = try ResultsScene(seed: seed)
        let database = ScriptedDatabase()
        var random = SplitMix64(seed: seed)
        var epoch: UInt32 = 0
        while !scene.isAllFed {
            epoch += 1
            let writer = try scene.follow(database, from: Int64(scene.fed), epoch: epoch, seed: seed)
            scene.feed(1 + random.below(120)) { writer.wake(durable: $0) }
            if random.below(2) == 0 {
                // Anywhere on the way, or at the end of it.
                let goal = Int64(random.below(scene.fed + 1))
                #expect(eventually { writer.status.written >= goal }, "seed \(seed): \(writer.status)")
            }
            writer.close()
            scene.closeJournal()
            let at = database.cursor.head.sequence
            for sequence in [Int(at), Int(at) - random.below(30), scene.fed] where random.below(3) == 0 {
                if sequence > 0 { try scene.snapshot(at: sequence, pin: at) }
            }
            try scene.openJournal()
        }
        let writer = try scene.follow(database, from: Int64(scene.fed), epoch: epoch + 1, seed: seed)
        #expect(writer.catchUp(forNanoseconds: 60_000_000_000), "seed \(seed): \(writer.status)")
        writer.close()
        #expect(database.wrongs.isEmpty, "seed \(seed): \(database.wrongs.prefix(3))")
        #expect(difference(database.rows, try scene.expected(scene.fed)).isEmpty, "seed \(seed)")
    }

    /// Away while thousands of events come: the journal is the buffer, and the ring of positions is bounded.
    @Test func aLongAbsenceCostsNoMemory() throws {
        let scene = try ResultsScene(seed: 9, steps: 5000)
        let isAway = Locked(false)
        let database = ScriptedDatabase { _ in isAway.with { $0 } ? .away : nil }
        var limits = ResultsScene.limits(events: 256)
        limits.positionsRing = 100
        let writer = try scene.follow(database, limits: limits)
        scene.feed(1000) { writer.wake(durable: $0) }
        #expect(eventually { writer.status.written == 1000 })
        isAway.with { $0 = true }
        while !scene.isAllFed {
            scene.feed(50) { writer.wake(durable: $0) }
            for unit in 0..<30 { writer.positions.put(fix(Int32(unit % 6))) }
        }
        let total = Int64(scene.events.count)
        #expect(total > 3000)
        #expect(eventually { writer.status.head == total && writer.status.state == .away("nobody there") })
        let status = writer.status
        #expect(status.behind == total - 1000)
        #expect(status.mostHeld <= 256 + 2 * Journal.pageMaximumRows, "events in memory, at most")
        #expect(status.lagNanoseconds > 0)
        let putPositions = (Int(total) - 1000 + 49) / 50 * 30
        #expect(
            status.positionsDropped >= putPositions - 100 - 100,
            "a ring of them waits, and at most as many are in hand")
        isAway.with { $0 = false }
        #expect(eventually { writer.status.written == total })
        #expect(
            eventually { writer.status.positionsWritten + writer.status.positionsDropped == putPositions })
        #expect(writer.status.mostHeld <= 256 + 2 * Journal.pageMaximumRows)
        writer.close()
        #expect(database.told.with { $0.positions } == writer.status.positionsWritten)
        #expect(difference(database.rows, try scene.expected(Int(total))).isEmpty)
    }

    private func fix(_ unit: Int32) -> Fix {
        Fix(
            unit: UnitID(index: unit), coordinate: CentreFixture.place(unit),
            measuredAt: Timestamp(nanoseconds: 5), receivedAt: Timestamp(nanoseconds: 6))
    }

    /// What the store says to be in it is not what the journal has: nothing is written, and it is said.
    @Test func anotherHistoryIsNotWrittenOver() throws {
        let scene = try ResultsScene(seed: 10, steps: 60)
        scene.feed(20)
        let database = ScriptedDatabase()
        database.told.with {
            $0.state.cursor = ResultsCursor(
                head: JournalHead(sequence: 12, hash: Digest(hashing: [1])), epoch: 1)
        }
        #expect(eventually { scene.writer?.status.head == 20 })
        let writer = try scene.follow(database, from: 20)
        #expect(
            eventually {
                if case .otherHistory(let why) = writer.status.state { why.contains("12") } else { false }
            })
        // More than the journal has: another centre's, or a journal that lost its end.
        database.told.with { $0.state.cursor = ResultsCursor(head: scene.head(20), epoch: 1) }
        #expect(eventually { writer.status.state == .following }, "it is tried again, and this one is ours")
        writer.close()
        database.told.with {
            $0.state.cursor = ResultsCursor(head: JournalHead(sequence: 21, hash: Digest()), epoch: 1)
        }
        let other = try scene.follow(database, from: 20)
        #expect(
            eventually {
                other.status.state == .otherHistory("the results hold event 21, the journal ends at 20")
            })
        other.close()
        #expect(database.told.with { $0.batches.isEmpty && $0.state.rows.isEmpty })
    }

    @Test func theLagIsThatOfTheOldestMissingEvent() {
        var lag = ResultsLag()
        #expect(lag.nanoseconds(at: 50) == 0)
        lag.note(3, at: 100)
        lag.note(5, at: 200)
        #expect(lag.nanoseconds(at: 250) == 150)
        lag.reached(4)
        #expect(lag.nanoseconds(at: 250) == 50)
        lag.reached(5)
        #expect(lag.nanoseconds(at: 250) == 0)
        // Above its bound it tells too long a lag, never too short a one.
        for mark in 6...5000 as ClosedRange<Int64> { lag.note(mark, at: mark) }
        for reached in stride(from: 6 as Int64, to: 5000, by: 97) {
            lag.reached(reached)
            #expect(lag.nanoseconds(at: 6000) >= 6000 - (reached + 1))
        }
        lag.reached(5000)
        #expect(lag.nanoseconds(at: 6000) == 0)
    }

    @Test func theSnapshotThatTheResultsNeedIsKept() throws {
        let folder = try StorageFolder()
        let store = SnapshotStore(folder: folder.path, centre: "HCM")
        for sequence in 1...9 as ClosedRange<Int64> {
            try store.write(
                JournalHead(sequence: sequence * 10, hash: Digest()), payload: [1],
                pin: sequence > 3 ? 25 : nil)
        }
        let names = try Files.list(folder.path).sorted()
        #expect(names == ["snapshot-20.bin", "snapshot-70.bin", "snapshot-80.bin", "snapshot-90.bin"])
        #expect(try store.newest(below: 26).found?.head.sequence == 20)
        #expect(try store.oldest() == 20)
        try store.write(JournalHead(sequence: 100, hash: Digest()), payload: [1], pin: 95)
        #expect(try store.oldest() == 80, "the results have moved on")
    }
}
