import Foundation
import Geo
import Synchronization
import Testing

@testable import Dispatch115

/// The seed of randomised tests: printed, and taken back from DISPATCH115_SEED.
enum TelemetrySeed {
    static func value(_ test: String) -> UInt64 {
        let given = ProcessInfo.processInfo.environment["DISPATCH115_SEED"].flatMap { UInt64($0) }
        let seed = given ?? UInt64.random(in: 0 ... .max)
        print("\(test): DISPATCH115_SEED=\(seed)")
        return seed
    }
}

/// Keys, frames and a filter for units 1...n, with a clock that the test turns.
final class TelemetryStand {
    static let start: Int64 = 1_768_465_800_000_000_000
    let keys: [UnitKey]
    let filter: TelemetryFilter
    var now = ClockReading(wallNanoseconds: TelemetryStand.start, monotonicNanoseconds: 1_000_000_000)
    var report = UnitReport(
        unitNumber: 0, keyEpoch: 0, sequence: 0, measuredAt: Timestamp(nanoseconds: 0))

    init(units: Int = 3, mark: UInt64 = 0, durable: UInt64? = .max) {
        keys = TelemetryStand.keys(units)
        let roster = (0..<units).map { TelemetryUnit(number: UInt32($0 + 1), highWaterMark: mark) }
        let table = KeyTable(unitNumbers: roster.map(\.number), keys: keys, purpose: .live)
        filter = TelemetryFilter(units: roster, keys: table, limits: TelemetryLimits())
        if let durable {
            for unit in 0..<units { filter.slots[unit].mark.becameDurable(durable) }
        }
    }

    static func keys(_ count: Int, epoch: UInt16 = 1) -> [UnitKey] {
        (1...count).map { number in
            var bytes = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: 32)
            bytes[0] = UInt8(truncatingIfNeeded: number >> 8)
            bytes[1] = UInt8(truncatingIfNeeded: epoch)
            guard let secret = SecretKey(bytes: bytes) else { preconditionFailure("32 bytes") }
            return UnitKey(unitNumber: UInt32(number), epoch: epoch, secret: secret)
        }
    }

    func wait(seconds: Double) {
        now.wallNanoseconds += Int64(seconds * 1e9)
        now.monotonicNanoseconds += Int64(seconds * 1e9)
    }

    /// A genuine report of unit 1 measured now at a place `north` and `east` metres from a corner.
    func genuine(
        _ sequence: UInt64, unit: UInt32 = 1, north: Double = 0, east: Double = 0,
        _ change: (inout UnitReport) -> Void = { _ in }
    ) -> [UInt8] {
        var report = UnitReport(
            unitNumber: unit, keyEpoch: 1, sequence: sequence,
            measuredAt: Timestamp(nanoseconds: now.wallNanoseconds),
            latitudeE7: 107_769_000 + Int32(north * 89.932), longitudeE7: 1_067_009_000 + Int32(east * 91.5))
        change(&report)
        return report.frame(key: KeyPurpose.live.upKey(keys[Int(unit) - 1].secret))
    }

    @discardableResult
    func check(_ bytes: [UInt8]) -> TelemetryCounter {
        bytes.withUnsafeBytes { filter.check($0, now: now, report: &report).outcome }
    }
}

/// Signals as the engine would collect them.
final class SignalLog: Sendable {
    let signals = Locked<[UnitSignal]>([])

    var presses: [UnitPress] {
        signals.with { all in
            all.compactMap { signal in
                if case .press(let press) = signal { press } else { nil }
            }
        }
    }

    func acknowledged(_ orderID: UInt64) -> Int {
        signals.with { all in
            all.count { signal in
                if case .orderAcknowledged(_, let id, _) = signal { id == orderID } else { false }
            }
        }
    }
}

/// Waits for a condition; false when the (generous) time is over: a guard against hanging, not a measure.
func waits(seconds: Int = 60, until condition: () -> Bool) -> Bool {
    let end = WallClock.monotonicNanoseconds() + Int64(seconds) * 1_000_000_000
    while !condition() {
        if WallClock.monotonicNanoseconds() > end { return false }
        WallClock.sleep(nanoseconds: 5_000_000)
    }
    return true
}

extension Coordinate {
    /// A place in the city, moved by so many metres.
    static func city(north: Double = 0, east: Double = 0) -> Coordinate {
        guard
            let out = Coordinate(
                latitudeE7: 107_769_000 + Int32(north * 89.932),
                longitudeE7: 1_067_009_000 + Int32(east * 91.5))
        else { preconditionFailure("on the globe") }
        return out
    }
}
