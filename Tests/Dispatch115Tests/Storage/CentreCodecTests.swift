import Geo
import Testing

@testable import Dispatch115

@Suite struct CentreCodecTests {
    /// From a snapshot taken anywhere, the rest of the events lead to the same centre.
    @Test(arguments: seedsForTests(3))
    func aSnapshotAnywhereLeadsToTheSameCentre(seed: UInt64) throws {
        let events = EventCodecTests.events(seed: seed)
        var rules = CentreRules()
        rules.keptIncidents = 5
        var whole = Centre(rules: rules)
        for event in events { whole.apply(event) }
        let expected = CentreCodec.encode(whole)
        var centre = Centre(rules: rules)
        for (index, event) in events.enumerated() {
            centre.apply(event)
            guard index % 97 == 0 else { continue }
            let bytes = CentreCodec.encode(centre)
            var back = try bytes.withUnsafeBytes { try CentreCodec.decode($0, rules: rules) }
            #expect(CentreCodec.encode(back) == bytes, "seed \(seed) at \(index)")
            #expect(back.brokenInvariants(withinDecision: true).isEmpty)
            for later in events[(index + 1)...] { back.apply(later) }
            #expect(CentreCodec.encode(back) == expected, "seed \(seed) at \(index)")
        }
    }

    /// Deadlines are not in the bytes: what the state implies must fire all the same.
    @Test func deadlinesComeBack() throws {
        var desk = CentreFixture()
        let waiting = desk.open(.p1)
        let sent = desk.open(.p1)
        desk.expectDone(.dispatch([unit1], sent, .unknown))
        let bytes = CentreCodec.encode(desk.centre)
        desk.centre = try bytes.withUnsafeBytes { try CentreCodec.decode($0, rules: CentreRules()) }
        desk.pass(seconds: 61)
        desk.expectDone(.tick)
        #expect(
            desk.centre.openAlerts.map { desk.centre.alerts[$0].kind } == [
                .orderUndelivered, .crewSilent, .incidentWaiting,
            ])
        #expect(desk.centre[waiting].waitingAlert >= 0)
    }

    @Test func noBytesTrapTheReader() {
        var random = SplitMix64(seed: 11)
        var desk = CentreFixture()
        _ = desk.open()
        let genuine = CentreCodec.encode(desk.centre)
        for _ in 0..<3_000 {
            var bytes = genuine
            for _ in 0..<3 {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                bytes[position] = UInt8.random(in: 0...255, using: &random)
            }
            if Bool.random(using: &random) {
                bytes.removeLast(Int.random(in: 0..<bytes.count, using: &random))
            }
            _ = bytes.withUnsafeBytes { raw in Result { try CentreCodec.decode(raw, rules: CentreRules()) } }
        }
    }
}
