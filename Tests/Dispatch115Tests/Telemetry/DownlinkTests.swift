import Geo
import Testing

@testable import Dispatch115

/// The lines to the units, without a socket: what is sent, to whom, when.
@Suite struct DownlinkTests {
    final class Air {
        var sent: [(frame: DownFrame, to: SocketAddress)] = []
        var isOpen = true
    }

    private let keys = TelemetryStand.keys(2)
    private let counters = TelemetryCounters()
    private let air = Air()
    private let second = Downlink.second
    private let here = SocketAddress.loopback(4_000)

    private func line(durablePressID: UInt32 = 0) -> Downlink {
        let table = KeyTable(unitNumbers: [1, 2], keys: keys, purpose: .live)
        let roster = [
            TelemetryUnit(number: 1, durablePressID: durablePressID), TelemetryUnit(number: 2),
        ]
        return Downlink(
            units: roster, keys: table, leaderEpoch: 6, counters: counters, random: SystemRandomBytes(),
            transmit: { [air, keys] bytes, address in
                guard air.isOpen else { return false }
                let unit = Int(bytes[7]) - 1
                let frame = bytes.withUnsafeBytes {
                    try? DownFrame(
                        $0, keys: KeyPurpose.live.downKeys(keys[unit].secret), sealer: Sealer())
                }
                guard let frame else { return false }
                air.sent.append((frame, address))
                return true
            })
    }

    private func order(_ id: UInt64, unit: Int32 = 0) -> UnitOrder {
        UnitOrder(
            unit: UnitID(index: unit),
            content: OrderContent(
                orderID: id, kind: .dispatch, incidentNumber: 1, coordinate: .city(), text: "x"))
    }

    private var orderIDs: [UInt64] {
        air.sent.compactMap { sent in
            if case .order(_, let content) = sent.frame { content.orderID } else { nil }
        }
    }

    @Test func sentAgainUntilAcknowledged() {
        let line = line()
        _ = line.heard(0, key: 0, from: here, now: 0)
        line.take(order(9), now: 0)
        var at: [Int64] = []
        for tenth in 0...600 {
            let before = air.sent.count
            line.run(now: Int64(tenth) * second / 10) { _, _ in Issue.record("given up") }
            if air.sent.count > before { at.append(Int64(tenth)) }
        }
        #expect(at == [0, 10, 20, 40, 80, 160, 310, 460])
        let sequences = air.sent.map(\.frame.header.sequence)
        #expect(sequences == (1...8).map { 6 << 32 | UInt64($0) })
        line.acknowledged(0, orderID: 8)
        #expect(line.nextDueAt != nil)
        line.acknowledged(0, orderID: 9)
        #expect(line.nextDueAt == nil)
    }

    @Test func givenUpAfterTheLastTry() {
        let line = line()
        _ = line.heard(0, key: 0, from: here, now: 0)
        line.take(order(9), now: 0)
        var lost: [UInt64] = []
        for second in 0..<2_000 {
            line.run(now: Int64(second) * self.second) { _, id in lost.append(id) }
        }
        #expect(orderIDs.count == Downlink.tryLimit && lost == [9])
        #expect(counters[.orderGivenUp] == 1 && counters[.orderSentAgain] == 59)
    }

    @Test func waitsForAProvenAddressAndFollowsIt() {
        let line = line()
        line.take(order(9), now: 0)
        line.run(now: 5 * second) { _, _ in }
        #expect(air.sent.isEmpty && counters[.orderWithoutAddress] == 1 && line.nextDueAt == nil)
        #expect(!line.heard(0, key: 0, from: here, now: 6 * second))
        line.run(now: 6 * second) { _, _ in }
        #expect(orderIDs == [9])
        #expect(line.heard(0, key: 0, from: .loopback(5_000), now: 6 * second + 1))
        line.run(now: 6 * second + 2) { _, _ in }
        #expect(orderIDs == [9, 9] && air.sent[1].to.port == 5_000)
    }

    @Test func theNewestOrderCountsAndOneCanBeTakenBack() {
        let line = line()
        _ = line.heard(0, key: 0, from: here, now: 0)
        line.take(order(1), now: 0)
        line.take(order(2), now: 0)
        line.withdraw(0, orderID: 1)
        line.run(now: 0) { _, _ in }
        #expect(orderIDs == [2] && counters[.orderSuperseded] == 1)
        line.withdraw(0, orderID: 2)
        line.run(now: 100 * second) { _, _ in }
        #expect(orderIDs == [2] && counters[.orderWithdrawn] == 1)
    }

    @Test func pressesAreAcknowledgedAtOnceAndInEveryFrame() {
        let line = line(durablePressID: 3)
        line.pressDurable(0, pressID: 4)
        #expect(air.sent.isEmpty)
        _ = line.heard(0, key: 0, from: here, now: 0)
        line.pressDurable(0, pressID: 5)
        line.pressDurable(0, pressID: 2)
        line.take(order(1), now: 0)
        line.run(now: 0) { _, _ in }
        #expect(air.sent.map(\.frame.header.acknowledgedPressID) == [5, 5, 5])
        #expect(line.durablePressID(1) == 0)
    }

    /// Of many replays in one second the highest sequence is answered, at its own address.
    @Test func resyncAtMostOnceASecondForTheHighest() {
        let line = line()
        func ask(_ sequence: UInt64, _ port: UInt16, _ now: Int64) {
            let question = ResyncQuestion(
                sequence: sequence, highWater: 500, key: 0, address: .loopback(port))
            line.ask(0, question, now: now)
        }
        ask(3, 1, 0)
        for number in 0..<100 { ask(UInt64(number % 7), 1, Int64(number) * 1_000) }
        ask(400, 2, 500_000)
        ask(5, 1, 600_000)
        line.run(now: second - 1) { _, _ in }
        #expect(air.sent.count == 1)
        line.run(now: second) { _, _ in }
        line.run(now: 9 * second) { _, _ in }
        #expect(air.sent.map(\.to.port) == [1, 2])
        #expect(air.sent.allSatisfy { $0.frame == .resync($0.frame.header, highWater: 500) })
        ask(6, 1, 9 * second)
        ask(7, 1, 9 * second + 1)
        _ = line.heard(0, key: 0, from: here, now: 9 * second + 2)
        line.run(now: 20 * second) { _, _ in }
        #expect(air.sent.count == 3, "the unit was heard: nobody waits for a resync any more")
    }

    @Test func aSendThatFailsIsTriedAgain() {
        let line = line()
        _ = line.heard(0, key: 0, from: here, now: 0)
        air.isOpen = false
        line.take(order(1), now: 0)
        line.run(now: 0) { _, _ in }
        air.isOpen = true
        line.run(now: second) { _, _ in }
        #expect(orderIDs == [1] && counters[.sendFailed] == 1)
    }
}
