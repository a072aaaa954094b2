// What goes to the units: one outstanding order a unit, sent again after 1, 1, 2, 4, 8 and then every 15
// seconds until the unit says that it has it, at most 60 times (14 minutes); acknowledgements of presses;
// resyncs, at most one a second and unit. A newer order takes the place of the older one.
//
// Orders and acknowledgements go only to an address from which the unit's newest proven frame came. A resync
// answers the datagram that asked for it and holds nothing personal; of several in a second the highest
// sequence is answered, so that old captured frames cannot use up the genuine unit's turn. Lives on the
// receiver's thread; its clock (monotonic) and its way out are given to it.

/// One unit's line.
private struct UnitLine {
    let number: UInt32
    /// The key of its newest proven frame, -1 before.
    var key = -1
    var address = SocketAddress.none
    var counter: UInt32 = 0
    var durablePressID: UInt32
    var order: OrderContent?
    /// The order's id, 0 none: looked at for every report.
    var orderID: UInt64 = 0
    var tries = 0
    var dueAt: Int64 = 0
    var resyncedAt = Int64.min / 2
    var resync: ResyncQuestion?
}

/// A proven frame that came with a sequence that was used before.
struct ResyncQuestion: Equatable {
    var sequence: UInt64
    /// Where the unit shall continue.
    var highWater: UInt64
    var key: Int
    var address: SocketAddress
}

final class Downlink {
    static let second: Int64 = 1_000_000_000
    static let waitsSeconds: [Int64] = [1, 1, 2, 4, 8, 15]
    static let tryLimit = 60

    private let lines: UnsafeMutablePointer<UnitLine>
    private let count: Int
    private let keys: KeyTable
    private let leaderEpoch: UInt32
    private let counters: TelemetryCounters
    private let random: any RandomBytes
    private let sealer = Sealer()
    private let transmit: ([UInt8], SocketAddress) -> Bool
    /// Units with an outstanding order, and those whose resync waits.
    private let waitFactor: Int64
    private var ordered: [Int] = []
    private var resyncing: [Int] = []

    init(
        units: [TelemetryUnit], keys: KeyTable, leaderEpoch: UInt32, counters: TelemetryCounters,
        random: any RandomBytes, waitFactor: Int64 = 1,
        transmit: @escaping ([UInt8], SocketAddress) -> Bool
    ) {
        self.waitFactor = waitFactor
        self.keys = keys
        self.leaderEpoch = leaderEpoch
        self.counters = counters
        self.random = random
        self.transmit = transmit
        count = units.count
        lines = .allocate(capacity: max(1, units.count))
        for (index, unit) in units.enumerated() {
            (lines + index).initialize(
                to: UnitLine(number: unit.number, durablePressID: unit.durablePressID))
        }
    }

    deinit {
        lines.deinitialize(count: count)
        lines.deallocate()
    }

    @inline(__always)
    func durablePressID(_ unit: Int) -> UInt32 { lines[unit].durablePressID }

    /// A proven frame with the unit's highest sequence came from `address`. True where the address is another
    /// than before.
    @inline(__always)
    func heard(_ unit: Int, key: Int, from address: SocketAddress, now: Int64) -> Bool {
        if lines[unit].resync != nil { lines[unit].resync = nil }
        guard lines[unit].address != address || lines[unit].key != key else { return false }
        return moved(unit, key: key, to: address, now: now)
    }

    private func moved(_ unit: Int, key: Int, to address: SocketAddress, now: Int64) -> Bool {
        let isNew = lines[unit].address.isSet && lines[unit].address != address
        lines[unit].address = address
        lines[unit].key = key
        if lines[unit].order != nil { lines[unit].dueAt = now }
        return isNew
    }

    // MARK: Orders

    @inline(__always)
    func isOutstanding(_ unit: Int, orderID: UInt64) -> Bool { lines[unit].orderID == orderID }

    func take(_ order: UnitOrder, now: Int64) {
        let unit = Int(order.unit.index)
        counters.add(.orderTaken)
        if lines[unit].order != nil {
            counters.add(.orderSuperseded)
        } else {
            ordered.append(unit)
        }
        lines[unit].order = order.content
        lines[unit].orderID = order.content.orderID
        lines[unit].tries = 0
        lines[unit].dueAt = now
        if !lines[unit].address.isSet { counters.add(.orderWithoutAddress) }
    }

    func withdraw(_ unit: Int, orderID: UInt64) {
        guard lines[unit].orderID == orderID, orderID != 0 else { return }
        counters.add(.orderWithdrawn)
        drop(unit)
    }

    /// The unit says that it has this order.
    func acknowledged(_ unit: Int, orderID: UInt64) {
        guard lines[unit].orderID == orderID, orderID != 0 else { return }
        drop(unit)
    }

    private func drop(_ unit: Int) {
        lines[unit].order = nil
        lines[unit].orderID = 0
        ordered.removeAll { $0 == unit }
    }

    // MARK: Presses

    /// Every press up to `pressID` is durable: the unit is told now and in each later frame.
    func pressDurable(_ unit: Int, pressID: UInt32) {
        lines[unit].durablePressID = max(lines[unit].durablePressID, pressID)
        acknowledgePress(unit)
    }

    func acknowledgePress(_ unit: Int) {
        guard lines[unit].address.isSet else { return }
        if send(unit, to: lines[unit].address, key: lines[unit].key, { .acknowledgement($0) }) {
            counters.add(.acknowledgementSent)
        }
    }

    // MARK: Resync

    func ask(_ unit: Int, _ question: ResyncQuestion, now: Int64) {
        if now - lines[unit].resyncedAt >= Downlink.second {
            answer(unit, question, now: now)
            return
        }
        counters.add(.resyncPutOff)
        if let waiting = lines[unit].resync {
            if waiting.sequence <= question.sequence { lines[unit].resync = question }
        } else {
            lines[unit].resync = question
            if !resyncing.contains(unit) { resyncing.append(unit) }
        }
    }

    private func answer(_ unit: Int, _ question: ResyncQuestion, now: Int64) {
        lines[unit].resync = nil
        lines[unit].resyncedAt = now
        if send(
            unit, to: question.address, key: question.key, { .resync($0, highWater: question.highWater) })
        {
            counters.add(.resyncSent)
        }
    }

    // MARK: Time

    /// Sends what is due; hands the orders that are given up to `givenUp`.
    func run(now: Int64, givenUp: (_ unit: Int, _ orderID: UInt64) -> Void) {
        for unit in resyncing {
            guard let question = lines[unit].resync, now - lines[unit].resyncedAt >= Downlink.second
            else { continue }
            answer(unit, question, now: now)
        }
        resyncing.removeAll { lines[$0].resync == nil }
        var lost: [(unit: Int, orderID: UInt64)] = []
        for unit in ordered {
            guard let order = lines[unit].order, lines[unit].address.isSet, lines[unit].dueAt <= now
            else { continue }
            if lines[unit].tries >= Downlink.tryLimit {
                lost.append((unit, order.orderID))
                continue
            }
            let wait = Downlink.waitsSeconds[min(lines[unit].tries, Downlink.waitsSeconds.count - 1)]
            let again = lines[unit].tries > 0
            lines[unit].tries += 1
            lines[unit].dueAt = now + wait * waitFactor * Downlink.second
            if send(unit, to: lines[unit].address, key: lines[unit].key, { .order($0, order) }) {
                counters.add(again ? .orderSentAgain : .orderSent)
            }
        }
        for (unit, orderID) in lost {
            drop(unit)
            counters.add(.orderGivenUp)
            givenUp(unit, orderID)
        }
    }

    /// When `run` has something to do next, or nil.
    var nextDueAt: Int64? {
        var due: Int64?
        for unit in ordered where lines[unit].address.isSet {
            due = min(due ?? .max, lines[unit].dueAt)
        }
        for unit in resyncing where lines[unit].resync != nil {
            due = min(due ?? .max, lines[unit].resyncedAt + Downlink.second)
        }
        return due
    }

    private func send(
        _ unit: Int, to address: SocketAddress, key: Int, _ frame: (DownHeader) -> DownFrame
    ) -> Bool {
        // A unit's counter ends after four billion frames of one leader: the next start goes on.
        guard lines[unit].counter < .max else { return false }
        lines[unit].counter += 1
        let header = DownHeader(
            unitNumber: lines[unit].number, keyEpoch: keys.epochs[key], leaderEpoch: leaderEpoch,
            counter: lines[unit].counter, acknowledgedPressID: lines[unit].durablePressID)
        let bytes = frame(header).bytes(
            keys: keys.down[key], sealer: sealer, counter: random.bytes(DownFrame.counterByteCount))
        let sent = transmit(bytes, address)
        if !sent { counters.add(.sendFailed) }
        return sent
    }
}
