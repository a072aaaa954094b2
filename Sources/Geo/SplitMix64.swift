// Seeded pseudo-random numbers for tests, benchmarks and drills: the same seed gives the same numbers on
// every machine. Never a source of keys or nonces.
//
// Source: Steele, Lea, Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014 (the 64-bit
// finaliser with the golden-ratio increment). Cost: a few multiplications a number, no allocation.

/// A deterministic generator; usable wherever the standard library takes a `RandomNumberGenerator`.
public struct SplitMix64: RandomNumberGenerator, Sendable {
    @usableFromInline var state: UInt64

    @inlinable
    public init(seed: UInt64) { state = seed }

    @inlinable
    public mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }

    /// Uniform in 0..<1, from the upper 53 bits.
    @inlinable
    public mutating func unitInterval() -> Double { Double(next() >> 11) * 0x1p-53 }

    /// Uniform in 0..<bound (bound > 0), by the upper half of a 128-bit product; its bias is below bound /
    /// 2^64.
    @inlinable
    public mutating func below(_ bound: Int) -> Int {
        precondition(bound > 0)
        return Int(next().multipliedFullWidth(by: UInt64(bound)).high)
    }
}
