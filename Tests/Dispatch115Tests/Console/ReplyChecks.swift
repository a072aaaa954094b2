import Glibc
import Testing

@testable import Dispatch115

/// What holds for every reply: something is said, no empty line, nothing that acts on a terminal.
func expectReply(_ reply: String, _ place: SourceLocation = #_sourceLocation) {
    #expect(!reply.isEmpty, sourceLocation: place)
    for line in reply.split(separator: "\n", omittingEmptySubsequences: false) {
        #expect(line.contains { $0 != " " }, "an empty line in: \(reply)", sourceLocation: place)
    }
    let bad = reply.unicodeScalars.filter { SafeText.isDangerous($0) && $0 != "\n" }
    #expect(bad.isEmpty, "control characters in: \(reply)", sourceLocation: place)
}

/// Both languages say something, and each says these words.
func check(
    _ reply: (Renderer) -> String, vi vietnamese: [String], en english: [String],
    _ place: SourceLocation = #_sourceLocation
) {
    let (vi, en) = (Renderer(.vi), Renderer(.en))
    for (renderer, words) in [(vi, vietnamese), (en, english)] {
        let text = reply(renderer)
        expectReply(text, place)
        for word in words {
            #expect(text.contains(word), "no \"\(word)\" in: \(text)", sourceLocation: place)
        }
    }
    #expect(reply(vi) != reply(en), sourceLocation: place)
}

/// Seeded randomness of tests: the seed is printed and taken back from DISPATCH115_SEED.
struct TestRandom: RandomNumberGenerator {
    private var state: UInt64

    static func make(_ what: String) -> TestRandom {
        let given = getenv("DISPATCH115_SEED").flatMap { UInt64(String(cString: $0)) }
        let seed = given ?? UInt64.random(in: 0 ... .max)
        print("\(what): DISPATCH115_SEED=\(seed)")
        return TestRandom(state: seed)
    }

    /// SplitMix64 (Steele, Lea and Flood 2014).
    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
        return mixed ^ (mixed >> 31)
    }
}
