import CSQLite
import Testing

@testable import Dispatch115

@Suite struct JournalWriterTests {
    @Test func whatWaitsGoesIntoOneCommitAndIsAnsweredInOrder() throws {
        let folder = try StorageFolder()
        let path = folder.file("journal")
        let journal = try Journal(path: path, centre: "HCM")
        let commitsBefore = journal.commitCount
        var limits = JournalWriter.Limits()
        limits.groupCommitMaximumEvents = 100
        let ear = JournalEar()
        let writer = try JournalWriter(journal, limits: limits) { change in
            ear.changes.with { $0.append(change) }
        }
        // The first completion holds the journal's thread until all others have been submitted.
        let hold = Monitor()
        let held = Locked(true)
        #expect(
            writer.submit([storageBody(0)], first: 1) { outcome in
                ear.completion(0)(outcome)
                hold.with { while held.with({ $0 }) { hold.wait() } }
            } == .accepted)
        #expect(eventually { ear.count == 1 })
        // Many threads agree on the sequence under a lock, as several sources of one engine would.
        let next = Locked((sequence: Int64(2), submit: 1))
        let expected = Locked([storageBody(0)])
        let lasts = Locked([Int64(1)])
        let threads = try (0..<8).map { thread in
            try NamedThread("submit") {
                for round in 0..<50 {
                    next.with { next in
                        let bodies = (0..<(thread + round) % 3 + 1).map {
                            storageBody(Int(next.sequence) + $0)
                        }
                        let answer = writer.submit(
                            bodies, first: next.sequence, completion: ear.completion(next.submit))
                        #expect(answer == .accepted)
                        next.sequence += Int64(bodies.count)
                        next.submit += 1
                        expected.with { $0 += bodies }
                        lasts.with { $0.append(next.sequence - 1) }
                    }
                }
            }
        }
        threads.forEach { $0.join() }
        hold.with {
            held.with { $0 = false }
            hold.wakeAll()
        }
        #expect(eventually { ear.count == 401 })
        ear.outcomes.with { outcomes in
            #expect(outcomes.map(\.submit) == Array(0...400))
            #expect(outcomes.map(\.outcome) == lasts.with { $0 }.map { .durable($0) })
        }
        let all = expected.with { $0 }
        let status = writer.status
        #expect(status.head == Int64(all.count) && status.waitingEvents == 0 && status.degradedReason == nil)
        #expect(status.largestGroupEvents <= 100 && status.largestGroupEvents > 90)
        // About 800 events in groups of nearly a hundred: 401 submits, a dozen commits.
        #expect(status.commits - commitsBefore <= 1 + (all.count + 96) / 97)
        #expect(writer.close() == 0)
        #expect(try Journal(path: path, centre: "HCM").everything() == all)
        #expect(ear.changes.with { $0 }.isEmpty)
    }

    @Test func aDiskThatRefusesIsSaidAloudAndHealsByItself() throws {
        for code in [SQLITE_FULL, IOFailure.write] {
            let vfs = FaultVFS(seed: 9)
            let journal = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
            var limits = JournalWriter.Limits()
            limits.retryNanoseconds = 2_000_000
            limits.degradedMaximumEvents = 40
            limits.groupCommitMaximumEvents = 7
            let ear = JournalEar()
            let mayHeal = Locked(false)
            struct NotYet: Error {}
            let writer = try JournalWriter(
                journal, limits: limits,
                beforeHealing: { if !mayHeal.with({ $0 }) { throw NotYet() } },
                onStateChange: { change in ear.changes.with { $0.append(change) } })
            var sequence: Int64 = 1
            func submit(_ number: Int) -> JournalAdmission {
                let bodies = [storageBody(number * 2), storageBody(number * 2 + 1)]
                let answer = writer.submit(bodies, first: sequence, completion: ear.completion(number))
                if answer == .accepted { sequence += 2 }
                return answer
            }
            for number in 0..<3 { #expect(submit(number) == .accepted) }
            #expect(eventually { ear.durable == [0, 1, 2] })
            vfs.disk.alone { $0.arm(.failWrites(1, count: .max, code: code)) }
            for number in 3..<23 { #expect(submit(number) == .accepted, "submit \(number)") }
            #expect(eventually { ear.notDurable == Array(3..<23) })
            #expect(ear.degradations == 1)
            #expect(submit(23) == .refused("too many events wait for the disk"))
            #expect(writer.raiseHighWater([HighWaterMark(unit: 3, sequence: 77)]))
            let status = writer.status
            #expect(status.degradedReason != nil && status.waitingEvents == 40 && status.refusedSubmits == 1)
            #expect(status.head == 6)
            vfs.disk.alone { $0.arm(.none) }
            WallClock.sleep(nanoseconds: 20_000_000)
            #expect(ear.healings.isEmpty, "the keys are not durable yet")
            mayHeal.with { $0 = true }
            #expect(eventually { ear.healings == [40] })
            #expect(writer.status.degradedReason == nil && writer.status.waitingEvents == 0)
            #expect(submit(23) == .accepted)
            #expect(eventually { ear.durable == [0, 1, 2, 23] })
            #expect(ear.count == 24, "everyone was answered once")
            #expect(ear.degradations == 1 && ear.healings == [40])
            vfs.disk.alone { $0.pullThePlug() }
            _ = writer.close()
            vfs.disk.reboot(.nothing)
            let reopened = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
            #expect(try reopened.everything() == (0..<48).map { storageBody($0) })
            #expect(try reopened.highWater() == [HighWaterMark(unit: 3, sequence: 77)])
        }
    }

    /// The disk comes back for a moment at a time, at every place of the healing: in order, once each.
    @Test func aHealingThatIsInterruptedAnywhereDoublesNothing() throws {
        for place in 1...24 {
            for kind in 0..<3 {
                let vfs = FaultVFS(seed: UInt64(place))
                let journal = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
                var limits = JournalWriter.Limits()
                limits.retryNanoseconds = 1_000_000
                limits.groupCommitMaximumEvents = 3
                let ear = JournalEar()
                let writer = try JournalWriter(journal, limits: limits) { change in
                    ear.changes.with { $0.append(change) }
                    // The healing begins from here; it is hit at the given place.
                    if case .degraded = change {
                        let faults: [Fault] = [
                            .failSync(place), .failWrites(place, count: 3, code: IOFailure.write),
                            .failSyncAndReads(place, reads: 3),
                        ]
                        vfs.disk.alone { $0.arm(faults[kind]) }
                    }
                }
                vfs.disk.alone { $0.arm(.failWrites(1, count: .max, code: IOFailure.write)) }
                for number in 0..<20 {
                    let body = storageBody(number, extra: number % 5 == 2 ? 4500 : 0)
                    #expect(
                        writer.submit([body], first: Int64(number + 1), completion: ear.completion(number))
                            == .accepted)
                }
                #expect(eventually { writer.status.waitingEvents == 0 && ear.count == 20 })
                vfs.disk.alone { $0.pullThePlug() }
                _ = writer.close()
                vfs.disk.reboot(.anyPart)
                let reopened = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
                let expected = (0..<20).map { storageBody($0, extra: $0 % 5 == 2 ? 4500 : 0) }
                #expect(try reopened.everything() == expected, "place \(place) kind \(kind)")
            }
        }
    }

    @Test func aDiskThatNeverComesBackIsReportedAtTheEnd() throws {
        let vfs = FaultVFS(seed: 4)
        let journal = try Journal(path: "journal", centre: "HCM", vfs: vfs.name)
        let ear = JournalEar()
        let writer = try JournalWriter(journal) { change in ear.changes.with { $0.append(change) } }
        #expect(writer.submit([storageBody(0)], first: 1, completion: ear.completion(0)) == .accepted)
        #expect(eventually { ear.durable == [0] })
        vfs.disk.alone { $0.arm(.failWrites(1, count: .max, code: SQLITE_FULL)) }
        #expect(
            writer.submit([storageBody(1), storageBody(2)], first: 2, completion: ear.completion(1))
                == .accepted)
        #expect(writer.close() == 2)
        #expect(ear.notDurable == [1])
        let answer = writer.submit([storageBody(3)], first: 4) { _ in }
        #expect(answer == .refused("the journal's box is full or closed"))
    }

    @Test func readingVerifyingAndMarksGoThroughTheSameThread() throws {
        let folder = try StorageFolder()
        let path = folder.file("journal")
        let journal = try Journal(path: path, centre: "HCM")
        let writer = try JournalWriter(journal) { _ in }
        let bodies = (0..<3500).map { storageBody($0) }
        #expect(writer.submit(bodies, first: 1) { _ in } == .accepted)
        let pages = Locked<[[JournalRow]]>([])
        let reports = Locked<[JournalVerification]>([])
        let marked = Locked<[JournalOutcome]>([])
        for range in [1...10, 2500...9999] as [ClosedRange<Int64>] {
            #expect(
                writer.read(range) { result in
                    if case .success(let rows) = result { pages.with { $0.append(rows) } }
                })
        }
        #expect(writer.verify { report in reports.with { $0.append(report) } })
        let marks = [HighWaterMark(unit: 4, sequence: 10), HighWaterMark(unit: 4, sequence: 8)]
        #expect(writer.raiseHighWater(marks) { outcome in marked.with { $0.append(outcome) } })
        #expect(eventually { reports.with { $0.count } == 4 })
        #expect(pages.with { $0.map(\.count) } == [10, 1000])
        #expect(pages.with { $0[1][0].body } == bodies[2499])
        let head = JournalHead(sequence: writer.status.head, hash: writer.status.headHash)
        #expect(head.sequence == 3500)
        #expect(
            reports.with { $0 } == [
                .progress(checked: 1000, of: 3500), .progress(checked: 2000, of: 3500),
                .progress(checked: 3000, of: 3500), .sound(head),
            ])
        #expect(marked.with { $0 } == [.durable(3500)])
        let checkpointed = Locked(false)
        #expect(writer.checkpoint { error in checkpointed.with { $0 = error == nil } })
        #expect(eventually { checkpointed.with { $0 } })
        #expect(writer.close() == 0)
        #expect(try Journal(path: path, centre: "HCM").highWater() == [HighWaterMark(unit: 4, sequence: 10)])
    }

    @Test func verifyingALivingJournalFindsTheBrokenRow() throws {
        let folder = try StorageFolder()
        let path = folder.file("journal")
        do { try Journal(path: path, centre: "HCM").appendNext((0..<2500).map { storageBody($0) }) }
        do {
            try SQLiteConnection(path: path).execute("UPDATE events SET body = x'00' WHERE sequence = 1777")
        }
        let writer = try JournalWriter(try Journal(path: path, centre: "HCM")) { _ in }
        let reports = Locked<[JournalVerification]>([])
        #expect(writer.verify { report in reports.with { $0.append(report) } })
        #expect(eventually { reports.with { $0.count } == 2 })
        #expect(reports.with { $0.last } == .broken(JournalBroken(1777, .wrongHash)))
        #expect(writer.close() == 0)
    }

    @Test func theLogIsCarriedOverUnderLoadAndAtRest() throws {
        let folder = try StorageFolder()
        var limits = JournalWriter.Limits()
        limits.logMaximumFrames = 40
        limits.idleNanoseconds = 1_000_000
        let journal = try Journal(path: folder.file("journal"), centre: "HCM")
        let ear = JournalEar()
        let writer = try JournalWriter(journal, limits: limits) { _ in }
        for number in 0..<200 {
            #expect(
                writer.submit(
                    [storageBody(number)], first: Int64(number + 1), completion: ear.completion(number))
                    == .accepted)
            #expect(eventually { ear.count == number + 1 })
        }
        #expect(eventually { writer.status.checkpoints >= 200 * 2 / 41 })
        #expect(writer.close() == 0 && writer.status.failedCheckpoints == 0)
    }
}
