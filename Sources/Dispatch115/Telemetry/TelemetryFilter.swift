// The checks that a datagram passes before anything in it is believed, in this order: length and shape, unit
// known, key epoch known, tag (constant time), the unit's token bucket, replay window and high-water mark,
// values, plausibility. Everything is in memory, nothing is allocated, no clock is read.
//
// A wrong tag takes nothing from the unit's bucket, and a replay gives its token back: neither forgers nor
// repeaters can use up what the genuine unit may send. A tag is checked for every datagram of a known unit,
// since that costs less than receiving it did; the bucket of failed proofs bounds what a failure may cause
// beyond its count (a line to people).

import Geo

/// A unit as the receiver knows it; its place in the roster is its `UnitID`.
public struct TelemetryUnit: Equatable, Sendable {
    /// 1...999_999, the number on the vehicle.
    public var number: UInt32
    /// The highest mark that was made durable, 0 where none was.
    public var highWaterMark: UInt64
    /// The highest press id that is durable, 0 where none is.
    public var durablePressID: UInt32

    public init(number: UInt32, highWaterMark: UInt64 = 0, durablePressID: UInt32 = 0) {
        self.number = number
        self.highWaterMark = highWaterMark
        self.durablePressID = durablePressID
    }
}

/// How much a unit may send.
public struct TelemetryLimits: Equatable, Sendable {
    public var reportsPerSecond = 10
    public var reportBurst = 40
    /// Failed proofs that are told singly, over all units.
    public var proofFailuresPerSecond = 1
    public var proofFailureBurst = 10
    /// A position that would need a higher speed is held until others agree.
    public var maximumMetresPerSecond = MovementGate.limitMetresPerSecond
    /// The waits between transmissions of an order are so many times the usual ones.
    public var orderWaitFactor: Int64 = 1

    public init() {}
}

final class TelemetryFilter {
    /// A box may be ahead of us by this much.
    static let futureNanoseconds: Int64 = 300 * 1_000_000_000
    /// What is older is no late batch but a broken clock.
    static let pastNanoseconds: Int64 = 7 * 86_400 * 1_000_000_000
    /// Boxes without a position like to say 0/0: nothing within about 100 m of it is believed.
    static let nullIslandE7: Int32 = 10_000

    struct Slot {
        var bucket: TokenBucket
        var window: ReplayWindow
        var mark: ReservedMark
        var movement: MovementGate
    }

    /// What one datagram came to.
    struct Finding {
        var outcome: TelemetryCounter
        /// The unit, -1 where it is not known.
        var unit = -1
        /// The key that proved it, -1 where none did.
        var key = -1
        /// Its sequence is the unit's highest: the source address is the newest.
        var isNewest = false
        /// A failed proof that may be told to people.
        var isReported = false
        /// A mark to be made durable, 0 none.
        var markWanted: UInt64 = 0
    }

    let slots: UnsafeMutablePointer<Slot>
    let unitCount: Int
    let keys: KeyTable
    private let places: UnsafeMutablePointer<Int32>
    private let placeCount: Int
    private var proofFailures: TokenBucket

    /// Unit numbers are 1...999_999 and each is there once: the caller has checked it.
    init(units: [TelemetryUnit], keys: KeyTable, limits: TelemetryLimits) {
        self.keys = keys
        unitCount = units.count
        placeCount = Int(units.reduce(0) { max($0, $1.number) }) + 1
        places = .allocate(capacity: placeCount)
        places.initialize(repeating: -1, count: placeCount)
        slots = .allocate(capacity: max(1, units.count))
        for (index, unit) in units.enumerated() {
            places[Int(unit.number)] = Int32(index)
            (slots + index).initialize(
                to: Slot(
                    bucket: TokenBucket(perSecond: limits.reportsPerSecond, burst: limits.reportBurst),
                    window: ReplayWindow(floor: unit.highWaterMark),
                    mark: ReservedMark(floor: unit.highWaterMark),
                    movement: MovementGate(limitMetresPerSecond: limits.maximumMetresPerSecond)))
        }
        proofFailures = TokenBucket(
            perSecond: limits.proofFailuresPerSecond, burst: limits.proofFailureBurst)
    }

    deinit {
        // Slots hold plain values only.
        slots.deallocate()
        places.deallocate()
    }

    /// Checks one datagram. `report` is written where the outcome is one of the accepted, else left alone.
    @inline(__always)
    func check(_ bytes: UnsafeRawBufferPointer, now: ClockReading, report: inout UnitReport) -> Finding {
        let claim: ReportClaim
        do throws(FrameError) {
            claim = try ReportClaim(bytes)
        } catch {
            return Finding(outcome: TelemetryFilter.outcome(of: error))
        }
        let number = Int(claim.unitNumber)
        let unit = number < placeCount ? Int(places[number]) : -1
        guard unit >= 0 else { return Finding(outcome: .unknownUnit) }
        let key = keys.find(unit: unit, epoch: claim.keyEpoch)
        guard key >= 0 else { return Finding(outcome: .unknownKeyEpoch, unit: unit) }
        guard UnitReport.isProven(bytes, by: keys.up[key]) else {
            let reported = proofFailures.take(now.monotonicNanoseconds)
            return Finding(outcome: .proofFailed, unit: unit, isReported: reported)
        }
        var finding = Finding(outcome: .fixTaken, unit: unit, key: key)
        let slot = slots + unit
        guard slot.pointee.bucket.take(now.monotonicNanoseconds) else {
            finding.outcome = .tooMany
            return finding
        }
        guard isNew(claim.sequence, slot: slot, now: now, finding: &finding) else { return finding }
        do throws(FrameError) {
            report = try UnitReport(claim: claim, proven: bytes)
        } catch {
            finding.outcome = .badValue
            return finding
        }
        finding.outcome = TelemetryFilter.plausible(report, slot: slot, now: now)
        return finding
    }

    /// Replay window and high-water mark; records the sequence where it is new.
    @inline(__always)
    private func isNew(
        _ sequence: UInt64, slot: UnsafeMutablePointer<Slot>, now: ClockReading, finding: inout Finding
    ) -> Bool {
        if sequence <= slot.pointee.mark.floor {
            finding.outcome = .belowMark
        } else if slot.pointee.window.judge(sequence) != .new {
            finding.outcome = .replayed
        } else {
            if let mark = slot.pointee.mark.wanted(for: sequence, now: now.monotonicNanoseconds) {
                finding.markWanted = mark
            }
            guard sequence <= slot.pointee.mark.durable else {
                finding.outcome = .markPending
                return false
            }
            slot.pointee.window.record(sequence)
            finding.isNewest = sequence == slot.pointee.window.highest
            return true
        }
        slot.pointee.bucket.giveBack()
        return false
    }

    @inline(__always)
    private static func plausible(
        _ report: UnitReport, slot: UnsafeMutablePointer<Slot>, now: ClockReading
    ) -> TelemetryCounter {
        guard report.quality != 0 else { return .noPosition }
        let measured = report.measuredAt.nanoseconds
        guard measured <= now.wallNanoseconds + futureNanoseconds else { return .timeInFuture }
        guard measured >= now.wallNanoseconds - pastNanoseconds else { return .timeTooOld }
        guard Coordinate(latitudeE7: report.latitudeE7, longitudeE7: report.longitudeE7) != nil,
            report.latitudeE7.magnitude > nullIslandE7.magnitude
                || report.longitudeE7.magnitude > nullIslandE7.magnitude
        else { return .placeImpossible }
        let verdict = slot.pointee.movement.judge(
            latitudeE7: report.latitudeE7, longitudeE7: report.longitudeE7, measured: measured,
            isLate: report.isLate, now: now)
        switch verdict {
        case .accepted: return .fixTaken
        case .believed: return .jumpBelieved
        case .held: return .jumpHeld
        case .same: return .sameFix
        case .history: return .lateFix
        }
    }

    private static func outcome(of error: FrameError) -> TelemetryCounter {
        switch error {
        case .length: .wrongLength
        case .magic: .wrongMagic
        case .version: .wrongVersion
        case .type: .wrongType
        case .proof: .proofFailed
        case .value: .badValue
        }
    }
}
