// The two clocks of the machine. Read at the edge only: the pure rooms are told the time.

import Glibc

/// One reading of both clocks, taken together.
public struct ClockReading: Equatable, Sendable {
    /// Nanoseconds since 1970-01-01T00:00Z. May step, forwards and backwards.
    public var wallNanoseconds: Int64
    /// Nanoseconds since some start. Never steps back while the machine runs.
    public var monotonicNanoseconds: Int64

    public init(wallNanoseconds: Int64, monotonicNanoseconds: Int64) {
        self.wallNanoseconds = wallNanoseconds
        self.monotonicNanoseconds = monotonicNanoseconds
    }
}

public enum WallClock {
    public static func wallNanoseconds() -> Int64 { read(CLOCK_REALTIME) }
    public static func monotonicNanoseconds() -> Int64 { read(CLOCK_MONOTONIC) }
    /// Processor time of the whole process.
    public static func processorNanoseconds() -> Int64 { read(CLOCK_PROCESS_CPUTIME_ID) }

    public static func reading() -> ClockReading {
        ClockReading(wallNanoseconds: wallNanoseconds(), monotonicNanoseconds: monotonicNanoseconds())
    }

    /// Sleeps at least this long, whatever signals come.
    public static func sleep(nanoseconds: Int64) {
        let end = monotonicNanoseconds() + nanoseconds
        var until = timespec(tv_sec: Int(end / 1_000_000_000), tv_nsec: Int(end % 1_000_000_000))
        while clock_nanosleep(CLOCK_MONOTONIC, Int32(TIMER_ABSTIME), &until, nil) == EINTR {}
    }

    private static func read(_ clock: clockid_t) -> Int64 {
        var time = timespec()
        clock_gettime(clock, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}
