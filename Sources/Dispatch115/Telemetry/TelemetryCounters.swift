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
        /// In English and in Vietnamese.
        public let meaning: String
        public let vietnamese: String
    }

    public var entry: Entry { TelemetryCounter.table[rawValue] }
    public var group: Group { entry.group }
    /// Whether a datagram with this outcome was proven and new, so that what the crew said in it counts.
    @inline(__always)
    public var isAccepted: Bool { rawValue <= TelemetryCounter.ringFull.rawValue }

    /// In the order of the cases; a test holds it to that.
    public static let table: [Entry] = [
        row(
            .fixTaken, .accepted, "fix-taken", "position taken",
            "vị trí đã nhận"),
        row(
            .jumpBelieved, .accepted, "jump-believed", "position taken: third consistent one after a jump",
            "vị trí đã nhận: lần thứ ba khớp sau một bước nhảy"),
        row(
            .noPosition, .accepted, "no-position",
            "the box had no position; buttons and acknowledgements taken",
            "máy không có vị trí; nút bấm và xác nhận vẫn nhận"),
        row(
            .sameFix, .accepted, "same-fix", "the position of the datagram before, sent again",
            "vị trí của gói trước, gửi lại"),
        row(
            .lateFix, .accepted, "late-fix", "older than the newest, or from the box's store: history only",
            "cũ hơn cái mới nhất, hoặc gửi bù: chỉ để lưu"),
        row(
            .timeInFuture, .accepted, "time-in-future",
            "measured over 5 minutes ahead of us: position not used",
            "đo trước giờ ta hơn 5 phút: không dùng vị trí"),
        row(
            .timeTooOld, .accepted, "time-too-old", "measured over 7 days ago: position not used",
            "đo từ hơn 7 ngày trước: không dùng vị trí"),
        row(
            .placeImpossible, .accepted, "place-impossible", "0/0 or off the globe: position not used",
            "0/0 hoặc ngoài địa cầu: không dùng vị trí"),
        row(
            .jumpHeld, .accepted, "jump-held", "over 200 km/h from the last position: held till three agree",
            "nhanh hơn mức cho phép: giữ lại đến khi ba lần khớp"),
        row(
            .ringFull, .accepted, "ring-full", "the engine was behind: position lost, the next one counts",
            "bộ điều xử lý không kịp: mất vị trí này, cái sau sẽ tính"),
        row(
            .wrongLength, .refused, "wrong-length", "not the length of a report",
            "không đúng độ dài bản tin"),
        row(
            .wrongMagic, .refused, "wrong-magic", "not our frames",
            "không phải bản tin của ta"),
        row(
            .wrongVersion, .refused, "wrong-version", "a frame version that we do not speak",
            "phiên bản bản tin không hỗ trợ"),
        row(
            .wrongType, .refused, "wrong-type", "no report: another type or the other direction",
            "không phải bản tin vị trí, hoặc sai chiều"),
        row(
            .unknownUnit, .refused, "unknown-unit", "a unit number that is not on the roster",
            "số xe không có trong danh sách"),
        row(
            .unknownKeyEpoch, .refused, "unknown-key-epoch", "no key of this unit has this epoch",
            "xe không có khóa của kỳ này"),
        row(
            .proofFailed, .refused, "proof-failed", "the tag is wrong: forged, damaged, or another key",
            "sai chữ ký: giả mạo, hỏng, hoặc khóa khác"),
        row(
            .tooMany, .refused, "too-many", "the unit sends faster than it may",
            "xe gửi dày hơn mức cho phép"),
        row(
            .replayed, .refused, "replayed", "this transmission was here before, or is too old to know",
            "gói này đã nhận, hoặc quá cũ để biết"),
        row(
            .belowMark, .refused, "below-mark",
            "possibly accepted before the last restart: answered by resync",
            "có thể đã nhận trước lần khởi động: trả lời bằng đồng bộ lại"),
        row(
            .markPending, .refused, "mark-pending",
            "its high-water mark is not durable yet: the unit repeats",
            "mốc chống phát lại chưa lưu bền: xe sẽ gửi lại"),
        row(
            .badValue, .refused, "bad-value", "proven, but a field holds what it may not",
            "chữ ký đúng nhưng có trường không hợp lệ"),
        row(
            .kernelDropped, .other, "kernel-dropped", "the receive queue was full: dropped by the kernel",
            "hàng đợi nhận đầy: nhân hệ điều hành bỏ"),
        row(
            .receiveFailed, .other, "receive-failed", "the receive call failed",
            "lệnh nhận bị lỗi"),
        row(
            .proofFailureUnreported, .other, "proof-failure-unreported",
            "wrong tags beyond those reported singly",
            "sai chữ ký ngoài số đã báo riêng"),
        row(
            .marksAsked, .other, "marks-asked", "high-water marks handed out to be made durable",
            "mốc chống phát lại đã gửi đi lưu"),
        row(
            .marksDurable, .other, "marks-durable", "high-water marks that became durable",
            "mốc chống phát lại đã lưu bền"),
        row(
            .pressPassed, .other, "press-passed", "button presses passed on",
            "nút bấm đã chuyển đi"),
        row(
            .pressPassedAgain, .other, "press-passed-again",
            "presses passed on again, since not durable in a second",
            "nút bấm chuyển lại vì chưa lưu bền sau một giây"),
        row(
            .signalNotTaken, .other, "signal-not-taken",
            "the engine could not take a signal: the unit repeats it",
            "bộ điều không nhận được tín hiệu: xe sẽ lặp lại"),
        row(
            .orderAcknowledged, .other, "order-acknowledged", "orders acknowledged by their unit",
            "lệnh được xe xác nhận"),
        row(
            .addressChanged, .other, "address-changed", "a unit came from a new address, with proof",
            "xe đến từ địa chỉ mới, có chữ ký"),
        row(
            .orderTaken, .down, "order-taken", "orders to be sent",
            "lệnh cần gửi"),
        row(
            .orderSuperseded, .down, "order-superseded", "unacknowledged orders replaced by a newer one",
            "lệnh chưa xác nhận bị lệnh mới thay"),
        row(
            .orderWithdrawn, .down, "order-withdrawn", "unacknowledged orders taken back",
            "lệnh chưa xác nhận được rút"),
        row(
            .orderWithoutAddress, .down, "order-without-address",
            "orders that wait for the unit's first datagram",
            "lệnh chờ gói tin đầu tiên của xe"),
        row(
            .orderSent, .down, "order-sent", "orders sent for the first time",
            "lệnh gửi lần đầu"),
        row(
            .orderSentAgain, .down, "order-sent-again", "orders sent again",
            "lệnh gửi lại"),
        row(
            .orderGivenUp, .down, "order-given-up", "orders without acknowledgement after the last try",
            "lệnh không được xác nhận sau lần cuối"),
        row(
            .commandRefused, .down, "command-refused", "orders or acknowledgements refused: too many waited",
            "hàng lệnh gửi đi đã đầy"),
        row(
            .acknowledgementSent, .down, "acknowledgement-sent", "acknowledgements of presses sent",
            "xác nhận nút bấm đã gửi"),
        row(
            .resyncSent, .down, "resync-sent", "units told where to continue their sequence",
            "xe được báo số thứ tự để tiếp tục"),
        row(
            .resyncPutOff, .down, "resync-put-off", "resyncs put off: at most one a second and unit",
            "đồng bộ lại bị hoãn: mỗi xe mỗi giây một lần"),
        row(
            .sendFailed, .down, "send-failed", "the kernel did not take a datagram; orders are sent again",
            "nhân hệ điều hành không nhận gói gửi; lệnh sẽ gửi lại"),
    ]

    private static func row(
        _ counter: TelemetryCounter, _ group: Group, _ name: String, _ meaning: String, _ vietnamese: String
    ) -> Entry {
        Entry(counter: counter, group: group, name: name, meaning: meaning, vietnamese: vietnamese)
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
