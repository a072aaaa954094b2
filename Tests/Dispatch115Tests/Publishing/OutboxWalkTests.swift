import Foundation
import Geo
import Testing

@testable import Dispatch115

/// Random lives of an outbox beside a receiver that fails in every way: nothing is lost, nothing overtakes, nothing
/// is under way twice; also when what was kept is read again at any moment.
@Suite struct OutboxWalkTests {
    private struct World {
        var box: Outbox
        var random: SplitMix64
        var now: Int64 = 1_700_000_000_000_000_000
        var sequence: Int64 = 0
        var newest: [OutboxSubject: Int64] = [:]
        var taskEvents: [OutboxSubject: [Int64]] = [:]
        var heard: [OutboxSubject: [Int64]] = [:]
        var underWay: [OutboxOrder] = []

        var time: Timestamp { Timestamp(nanoseconds: now) }
    }

    static let seeds: [UInt64] = {
        if let text = ProcessInfo.processInfo.environment["DISPATCH115_SEED"], let seed = UInt64(text) {
            return [seed]
        }
        return isCampaign ? Array(1...2_000) : Array(1...60)
    }()

    private func step(_ world: inout World, _ file: inout OutboxFile?, _ path: String) throws {
        world.now += Int64(world.random.below(900_000_000))
        switch world.random.below(12) {
        case 0...3:
            world.sequence += 1
            let subject: OutboxSubject =
                world.random.below(4) == 0
                ? .notice(Int32(1 + world.random.below(5))) : .hospital(Int32(1 + world.random.below(6)))
            world.newest[subject] = world.sequence
            if subject.isTask { world.taskEvents[subject, default: []].append(world.sequence) }
            world.box.changed(
                subject, at: 0, sequence: world.sequence, asOf: world.time, now: world.time)
        case 4...6:
            if let order = world.box.next(0, now: world.time) { take(order, &world) }
        case 7...9:
            guard !world.underWay.isEmpty else { return }
            let order = world.underWay.remove(at: world.random.below(world.underWay.count))
            answer(order, &world)
        case 10: keep(&world.box, file)
        default:
            guard world.random.below(8) == 0 else { return }
            // The process dies: what was kept comes back, what was under way may have been heard.
            keep(&world.box, file)
            for order in world.underWay where world.random.below(2) == 0 { hear(order, &world) }
            world.underWay = []
            file = nil
            file = try OutboxFile(path: path, centre: "HCM")
            world.box = Outbox([("ehr", OutboxRules(atOnce: 3))], seed: world.random.next())
            let kept = try #require(try file?.load())
            #expect(!kept.isClean)
            for row in kept.slots {
                #expect(row.slot.sentHash == nil, "a hash of a file that was not closed in order")
                world.box.restore(row.slot, at: 0)
            }
        }
    }

    private func keep(_ box: inout Outbox, _ file: OutboxFile?) {
        let changes = box.takeChanges()
        #expect(throws: Never.self) {
            try file?.keep(
                cursor: nil, changes.kept.map { ("ehr", $0.slot) },
                gone: changes.gone.map { ("ehr", $0.subject) })
        }
    }

    private func take(_ order: OutboxOrder, _ world: inout World) {
        #expect(!world.underWay.contains { $0.subject == order.subject }, "two of one subject under way")
        world.underWay.append(order)
        #expect(world.underWay.count <= 3)
        if !order.subject.isTask { #expect(order.sequence <= world.newest[order.subject] ?? 0) }
    }

    private func hear(_ order: OutboxOrder, _ world: inout World) {
        world.heard[order.subject, default: []].append(order.sequence)
    }

    private func answer(_ order: OutboxOrder, _ world: inout World) {
        let answer: OutboxAnswer
        switch world.random.below(10) {
        case 0: answer = .cut("cut")
        case 1: answer = .status(500, retryAfterSeconds: 0, words: "")
        case 2: answer = .status(429, retryAfterSeconds: Int64(world.random.below(30)), words: "")
        case 3: answer = .interrupted
        case 4: answer = .status(400, retryAfterSeconds: 0, words: "")
        case 5:
            // It heard, and we do not know.
            hear(order, &world)
            answer = .cut("half-way")
        default:
            hear(order, &world)
            answer = .accepted(hash: Digest(hashing: [UInt8(truncatingIfNeeded: order.sequence)]))
        }
        #expect(world.box.answered(order, answer, now: world.time) != nil)
    }

    @Test(arguments: seeds) func nothingIsLostAndNothingOvertakes(seed: UInt64) throws {
        let folder = try Files.makeTemporaryFolder("outbox-walk")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/outbox.sqlite"
        var file: OutboxFile? = try OutboxFile(path: path, centre: "HCM")
        _ = try file?.load()
        var world = World(
            box: Outbox([("ehr", OutboxRules(atOnce: 3))], seed: seed), random: SplitMix64(seed: seed))
        for _ in 0..<600 { try step(&world, &file, path) }
        // Everything gets well.
        for order in world.underWay {
            world.box.answered(order, .interrupted, now: world.time)
        }
        world.underWay = []
        _ = world.box.retry(0, nil)
        for _ in 0..<400 {
            world.now += 100_000_000_000
            while let order = world.box.next(0, now: world.time) {
                hear(order, &world)
                world.box.answered(order, .accepted(hash: Digest()), now: world.time)
            }
        }
        for (subject, sequence) in world.newest {
            let heard = world.heard[subject] ?? []
            #expect(
                heard.last == sequence,
                "seed \(seed): \(subject.text) heard \(heard.last ?? 0) of \(sequence)")
            #expect(
                heard == heard.sorted(), "seed \(seed): \(subject.text) heard an older state after a newer")
        }
        for (subject, events) in world.taskEvents {
            #expect(Set(world.heard[subject] ?? []) == Set(events), "seed \(seed): \(subject.text)")
        }
        #expect(world.box.lanes[0].underWay == 0)
    }

    @Test func whatIsKeptComesBackAndHashesOnlyAfterAnOrderlyEnd() throws {
        let folder = try Files.makeTemporaryFolder("outbox-file")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/outbox.sqlite"
        let now = Timestamp(nanoseconds: 1_700_000_000_000_000_000)
        var slot = OutboxSlot(.hospital(12))
        slot.sentSequence = 4
        slot.sentAt = now
        slot.sentHash = Digest(hashing: [4])
        slot.parts = .max
        var waiting = OutboxSlot(.notice(3))
        waiting.state = .dead
        waiting.attempts = 7
        waiting.nextTry = now
        waiting.failure = "HTTP 400: \u{1F691} 'quote'"
        waiting.messages = [
            OutboxMessage(sequence: 5, asOf: now, since: now),
            OutboxMessage(sequence: 9, asOf: now, since: now),
        ]
        let head = JournalHead(sequence: 9, hash: Digest(hashing: [9]))
        do {
            let file = try OutboxFile(path: path, centre: "HCM")
            let empty = try file.load()
            #expect(empty.cursor == nil && empty.slots.isEmpty && !empty.isClean)
            try file.keep(cursor: head, [("ehr", slot), ("ehr", waiting)], gone: [])
            try file.close()
        }
        do {
            let file = try OutboxFile(path: path, centre: "HCM")
            let kept = try file.load()
            #expect(kept.isClean && kept.cursor == head)
            #expect(kept.slots.map(\.slot) == [slot, waiting])
            try file.keep(cursor: nil, [], gone: [("ehr", .notice(3))])
        }
        do {
            let file = try OutboxFile(path: path, centre: "HCM")
            let kept = try file.load()
            slot.sentHash = nil
            #expect(!kept.isClean && kept.cursor == head && kept.slots.map(\.slot) == [slot])
        }
        #expect(throws: OutboxFileError.self) { try OutboxFile(path: path, centre: "HN") }
    }
}
