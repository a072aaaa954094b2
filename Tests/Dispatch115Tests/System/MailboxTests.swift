import Testing

@testable import Dispatch115

@Suite struct MailboxTests {
    @Test func everyMessageArrivesOnceAndInOrderPerSender() throws {
        let box = Mailbox<(sender: Int, number: Int)>(capacity: 1000)
        let perSender = 20_000
        let senders = try (0..<4).map { sender in
            try NamedThread("sender") {
                for number in 0..<perSender {
                    while !box.put((sender, number)) { WallClock.sleep(nanoseconds: 10_000) }
                }
            }
        }
        var next = [0, 0, 0, 0]
        var batch: [(sender: Int, number: Int)] = []
        while next.reduce(0, +) < 4 * perSender {
            _ = box.takeAll(into: &batch, until: nil)
            #expect(batch.count <= 1000)
            for message in batch {
                #expect(message.number == next[message.sender])
                next[message.sender] += 1
            }
        }
        senders.forEach { $0.join() }
        box.close()
        #expect(!box.takeAll(into: &batch, until: nil))
        #expect(!box.put((0, 0)))
    }

    @Test func waitingTakesNothing() {
        let box = Mailbox<Int>(capacity: 2)
        #expect(box.isEmpty)
        box.wait(until: WallClock.monotonicNanoseconds() + 1_000_000)
        #expect(box.put(3) && !box.isEmpty)
        box.wait(until: nil)
        var batch: [Int] = []
        #expect(box.takeAll(into: &batch, until: nil) && batch == [3] && box.isEmpty)
    }

    @Test func aDeadlineEndsTheWait() {
        let box = Mailbox<Int>(capacity: 1)
        var batch: [Int] = [7]
        let open = box.takeAll(into: &batch, until: WallClock.monotonicNanoseconds() + 2_000_000)
        #expect(open && batch.isEmpty)
        #expect(box.put(1) && !box.put(2))
    }
}
