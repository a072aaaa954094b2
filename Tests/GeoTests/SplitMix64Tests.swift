import Geo
import Testing

@Suite struct SplitMix64Tests {
    /// The first outputs for seed 1234567, as published with the reference implementation.
    @Test func givesThePublishedNumbers() {
        var random = SplitMix64(seed: 1_234_567)
        let published: [UInt64] = [
            6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423,
            4_593_380_528_125_082_431, 16_408_922_859_458_223_821,
        ]
        for expected in published { #expect(random.next() == expected) }
    }

    @Test func staysWithinItsBounds() {
        var random = SplitMix64(seed: 1)
        var seen: Set<Int> = []
        for _ in 0..<10_000 {
            let unit = random.unitInterval()
            #expect(unit >= 0 && unit < 1)
            let number = random.below(7)
            #expect(number >= 0 && number < 7)
            seen.insert(number)
        }
        #expect(seen.count == 7)
    }
}
