import Geo
import Testing

@testable import Dispatch115

@Suite struct EventCodecTests {
    /// A walk makes events of nearly every type; those it cannot are added.
    static func events(seed: UInt64) -> [Event] {
        var random = SplitMix64(seed: seed)
        var rules = CentreRules()
        rules.keptIncidents = 5
        var desk = CentreFixture(units: 6, rules: rules)
        desk.checksInvariants = false
        for _ in 0..<900 {
            desk.pass(seconds: Int64.random(in: 0...60, using: &random))
            do {
                _ = try desk.submit(CentreWalkTests.command(for: desk, &random), client: random.next())
            } catch {}
            desk.expectDone(.tick)
        }
        let incident = desk.open()
        let candidate = Candidate(
            unit: unit1, standing: .stale, coordinate: CentreFixture.place(3), measuredAt: desk.now,
            travelSeconds: 417)
        let nowhere = Candidate(
            unit: unit2, standing: .noFix, coordinate: nil, measuredAt: .none, travelSeconds: -1)
        desk.expectDone(
            .recommend(
                incident,
                Basis(
                    place: CentreFixture.place(9), method: .straightLine, candidates: [candidate, nowhere])))
        return desk.events
    }

    @Test func everyEventComesBackAsItWas() throws {
        let events = EventCodecTests.events(seed: 7) + DeskScript.everyEvent()
        var types: Set<UInt16> = []
        for event in events {
            let bytes = EventCodec.encode(event, vault: OpenTexts())
            let back = try bytes.withUnsafeBytes {
                try EventCodec.decode($0, sequence: event.sequence, vault: OpenTexts())
            }
            #expect(back == event)
            types.insert(EventCodec.type(of: event.body))
        }
        #expect(types.count == 44, "every type is covered; missing from \(types.sorted())")
    }

    @Test(arguments: seedsForTests(4))
    func noBytesTrapTheReader(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        for event in EventCodecTests.events(seed: seed).suffix(400) {
            var bytes = EventCodec.encode(event, vault: OpenTexts())
            for _ in 0..<12 {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                if Bool.random(using: &random) {
                    bytes[position] = UInt8.random(in: 0...255, using: &random)
                } else {
                    bytes.removeSubrange(position...)
                    if bytes.isEmpty { break }
                }
                _ = bytes.withUnsafeBytes { raw in
                    Result { try EventCodec.decode(raw, sequence: 1, vault: OpenTexts()) }
                }
            }
        }
    }

    @Test func anUnknownTypeIsNamed() {
        var bytes = EventCodec.encode(EventCodecTests.events(seed: 1)[0], vault: OpenTexts())
        bytes[0] = 0x7F
        #expect(throws: CodecError.unknownType(0x7F01)) {
            try bytes.withUnsafeBytes { try EventCodec.decode($0, sequence: 1, vault: OpenTexts()) }
        }
        bytes[2] = 9
        #expect(throws: CodecError.unknownVersion(type: 0x7F01, version: 9)) {
            try bytes.withUnsafeBytes { try EventCodec.decode($0, sequence: 1, vault: OpenTexts()) }
        }
    }
}
