// Time in the core: what the edge read from the wall clock, as an integer. The core never asks for the time.

/// Nanoseconds since 1970-01-01T00:00Z. `.none` stands for a time point that has not happened.
public struct Timestamp: Equatable, Hashable, Comparable, Sendable {
    public var nanoseconds: Int64

    @inlinable public init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Not yet, or never.
    public static let none = Timestamp(nanoseconds: .min)
    @inlinable public var isSet: Bool { nanoseconds != .min }

    @inlinable public static func < (left: Timestamp, right: Timestamp) -> Bool {
        left.nanoseconds < right.nanoseconds
    }

    @inlinable public func adding(seconds: Int64) -> Timestamp {
        Timestamp(nanoseconds: nanoseconds &+ seconds &* 1_000_000_000)
    }

    /// Whole seconds from `earlier` to this, never negative: a clock that stepped back gives 0.
    @inlinable public func seconds(since earlier: Timestamp) -> Int64 {
        guard isSet, earlier.isSet else { return 0 }
        return max(0, (nanoseconds &- earlier.nanoseconds) / 1_000_000_000)
    }
}
