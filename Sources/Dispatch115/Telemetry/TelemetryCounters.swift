// What the receiver has seen, as numbers that any thread may read at any time: every datagram ends in exactly
// one of the outcomes, so that sent = accepted + refused + dropped by the kernel. One table gives the names
// and the words that `status` shows.

import Synchronization

/// One number of the receiver's account.
public enum TelemetryCounter: Int, CaseIterable, Sendable {
    // Accepted: proven, new, and what the crew said in it was taken.
    case fixTaken
    case jumpBelieved
    case noPosition
    case sameFix
    case lateFix
    case timeInFuture
    case timeTooOld
    case placeImpossible
    case jumpHeld
    case ringFull
    // Refused: nothing in the datagram was taken.
    case wrongLength
    case wrongMagic
    case wrongVersion
    case wrongType
    case unknownUnit
    case unknownKeyEpoch
    case proofFailed
    case tooMany
    case replayed
    case belowMark
    case markPending
    case badValue
    // Beside the datagrams.
    case kernelDropped
    case receiveFailed
    case proofFailureUnreported
    case marksAsked
    case marksDurable
    case pressPassed
    case pressPassedAgain
    case signalNotTaken
    case orderAcknowledged
    case addressChanged
    // Down.
    case orderTaken
    case orderSuperseded
    case orderWithdrawn
    case orderWithoutAddress
    case orderSent
    case orderSentAgain
    case orderGivenUp
    case commandRefused
    case acknowledgementSent
    case resyncSent
    case resyncPutOff
    case sendFailed

    public enum Group: String, Sendable {
        case accepted, refused, other, down
    }
}

extension TelemetryCounter {
    /// One line of the account.
    public struct Entry: Sendable {
        public let counter: TelemetryCounter
        public let group: Group
        /// Stable, for machines: `status` and figures print it.
        public let name: String
        /// For people.
        public let meaning: String
    }

    public var entry: Entry { TelemetryCounter.table[rawValue] }
    public var group: Group { entry.group }
    /// Whether a datagram with this outcome was proven and new, so that what the crew said in it counts.
    @inline(__always)
    public var isAccepted: Bool { rawValue <= TelemetryCounter.ringFull.rawValue }

    /// In the order of the cases; a test holds it to that.
    public static let table: [Entry] = [
        row(.fixTaken, .accepted, "fix-taken", "position taken"),
        row(.jumpBelieved, .accepted, "jump-believed", "position taken: third consistent one after a jump"),
        row(
            .noPosition, .accepted, "no-position",
            "the box had no position; buttons and acknowledgements taken"),
        row(.sameFix, .accepted, "same-fix", "the position of the datagram before, sent again"),
        row(.lateFix, .accepted, "late-fix", "older than the newest, or from the box's store: history only"),
        row(
            .timeInFuture, .accepted, "time-in-future",
            "measured over 5 minutes ahead of us: position not used"),
        row(.timeTooOld, .accepted, "time-too-old", "measured over 7 days ago: position not used"),
        row(.placeImpossible, .accepted, "place-impossible", "0/0 or off the globe: position not used"),
        row(
            .jumpHeld, .accepted, "jump-held", "over 200 km/h from the last position: held till three agree"),
        row(.ringFull, .accepted, "ring-full", "the engine was behind: position lost, the next one counts"),
        row(.wrongLength, .refused, "wrong-length", "not the length of a report"),
        row(.wrongMagic, .refused, "wrong-magic", "not our frames"),
        row(.wrongVersion, .refused, "wrong-version", "a frame version that we do not speak"),
        row(.wrongType, .refused, "wrong-type", "no report: another type or the other direction"),
        row(.unknownUnit, .refused, "unknown-unit", "a unit number that is not on the roster"),
        row(.unknownKeyEpoch, .refused, "unknown-key-epoch", "no key of this unit has this epoch"),
        row(.proofFailed, .refused, "proof-failed", "the tag is wrong: forged, damaged, or another key"),
        row(.tooMany, .refused, "too-many", "the unit sends faster than it may"),
        row(.replayed, .refused, "replayed", "this transmission was here before, or is too old to know"),
        row(
            .belowMark, .refused, "below-mark",
            "possibly accepted before the last restart: answered by resync"),
        row(
            .markPending, .refused, "mark-pending", "its high-water mark is not durable yet: the unit repeats"
        ),
        row(.badValue, .refused, "bad-value", "proven, but a field holds what it may not"),
        row(.kernelDropped, .other, "kernel-dropped", "the receive queue was full: dropped by the kernel"),
        row(.receiveFailed, .other, "receive-failed", "the receive call failed"),
        row(
            .proofFailureUnreported, .other, "proof-failure-unreported",
            "wrong tags beyond those reported singly"),
        row(.marksAsked, .other, "marks-asked", "high-water marks handed out to be made durable"),
        row(.marksDurable, .other, "marks-durable", "high-water marks that became durable"),
        row(.pressPassed, .other, "press-passed", "button presses passed on"),
        row(
            .pressPassedAgain, .other, "press-passed-again",
            "presses passed on again, since not durable in a second"),
        row(
            .signalNotTaken, .other, "signal-not-taken",
            "the engine could not take a signal: the unit repeats it"),
        row(.orderAcknowledged, .other, "order-acknowledged", "orders acknowledged by their unit"),
        row(.addressChanged, .other, "address-changed", "a unit came from a new address, with proof"),
        row(.orderTaken, .down, "order-taken", "orders to be sent"),
        row(.orderSuperseded, .down, "order-superseded", "unacknowledged orders replaced by a newer one"),
        row(.orderWithdrawn, .down, "order-withdrawn", "unacknowledged orders taken back"),
        row(
            .orderWithoutAddress, .down, "order-without-address",
            "orders that wait for the unit's first datagram"),
        row(.orderSent, .down, "order-sent", "orders sent for the first time"),
        row(.orderSentAgain, .down, "order-sent-again", "orders sent again"),
        row(.orderGivenUp, .down, "order-given-up", "orders without acknowledgement after the last try"),
        row(
            .commandRefused, .down, "command-refused",
            "orders or acknowledgements refused: too many waited"),
        row(.acknowledgementSent, .down, "acknowledgement-sent", "acknowledgements of presses sent"),
        row(.resyncSent, .down, "resync-sent", "units told where to continue their sequence"),
        row(.resyncPutOff, .down, "resync-put-off", "resyncs put off: at most one a second and unit"),
        row(.sendFailed, .down, "send-failed", "the kernel did not take a datagram; orders are sent again"),
    ]

    private static func row(_ counter: TelemetryCounter, _ group: Group, _ name: String, _ meaning: String)
        -> Entry
    {
        Entry(counter: counter, group: group, name: name, meaning: meaning)
    }
}

/// The account itself. Any thread reads; adding costs a few nanoseconds and takes no lock.
public final class TelemetryCounters: @unchecked Sendable {
    private let values: UnsafeMutablePointer<Atomic<UInt64>>

    public init() {
        values = .allocate(capacity: TelemetryCounter.allCases.count)
        for i in 0..<TelemetryCounter.allCases.count { (values + i).initialize(to: Atomic(0)) }
    }

    deinit {
        values.deinitialize(count: TelemetryCounter.allCases.count)
        values.deallocate()
    }

    @inline(__always)
    public func add(_ counter: TelemetryCounter, _ count: UInt64 = 1) {
        values[counter.rawValue].wrappingAdd(count, ordering: .relaxed)
    }

    /// For counts that somebody else keeps.
    func set(_ counter: TelemetryCounter, _ value: UInt64) {
        values[counter.rawValue].store(value, ordering: .relaxed)
    }

    public subscript(_ counter: TelemetryCounter) -> UInt64 {
        values[counter.rawValue].load(ordering: .relaxed)
    }

    /// The sum over a group: of `accepted` and `refused`, every datagram is in exactly one.
    public func sum(_ group: TelemetryCounter.Group) -> UInt64 {
        TelemetryCounter.table.reduce(0) { $1.group == group ? $0 &+ self[$1.counter] : $0 }
    }

    /// The whole account, in the table's order.
    public var snapshot: [(entry: TelemetryCounter.Entry, value: UInt64)] {
        TelemetryCounter.table.map { ($0, self[$0.counter]) }
    }
}
