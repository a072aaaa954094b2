// How often something may happen: so many at once, so many a second. Integers only; a clock that stands or
// steps gives nothing away and never traps.

/// A token bucket that counts in nanoseconds.
struct TokenBucket: Sendable {
    private var level: Int64
    private var lastNanoseconds: Int64 = 0
    private let costNanoseconds: Int64
    private let fullNanoseconds: Int64

    /// Full at the start. `perSecond` 1...1_000_000, `burst` 1...1_000_000.
    init(perSecond: Int, burst: Int) {
        precondition((1...1_000_000).contains(perSecond) && (1...1_000_000).contains(burst))
        costNanoseconds = 1_000_000_000 / Int64(perSecond)
        fullNanoseconds = costNanoseconds * Int64(burst)
        level = fullNanoseconds
    }

    /// Takes a token at `now` (monotonic nanoseconds); false where none is there.
    @inline(__always)
    mutating func take(_ now: Int64) -> Bool {
        if now > lastNanoseconds {
            let (elapsed, over) = now.subtractingReportingOverflow(lastNanoseconds)
            let isFull = over || elapsed >= fullNanoseconds
            level = isFull ? fullNanoseconds : min(fullNanoseconds, level + elapsed)
            lastNanoseconds = now
        }
        guard level >= costNanoseconds else { return false }
        level -= costNanoseconds
        return true
    }

    /// Gives the last token back.
    @inline(__always)
    mutating func giveBack() { level = min(fullNanoseconds, level + costNanoseconds) }
}
