import Foundation
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
        // Enough that are over for the oldest to leave memory, whatever the walk leaves open.
        for _ in 0..<12 {
            desk.expectDone(.close(desk.open(), .nuisance))
            desk.expectDone(.tick)
        }
        // One patient's whole course, which a walk seldom makes.
        let carried = desk.open()
        desk.expectDone(.dispatch([unit1], carried, .unknown))
        for button in [Button.transport, .handOver, .available] { desk.step(unit1, button) }
        let declined = desk.open()
        let asked = StationID(index: 0)
        desk.expectDone(.offer(.ask(declined, [asked], chosen: true, .unknown)))
        desk.expectDone(
            .offer(.decline(asked, declined, .other, until: .none, words: "xe bận", byPhone: true)))
        for _ in 0..<1_800 {
            desk.pass(seconds: Int64.random(in: 0...60, using: &random))
            do {
                let actor = Actor(.console, UInt32.random(in: 1000...1001, using: &random))
                _ = try desk.submit(
                    CentreWalkTests.command(for: desk, &random), actor: actor, client: random.next())
            } catch {}
            desk.expectDone(.tick)
        }
        // Whatever the walk left open ends, so that the oldest leave memory.
        for incident in desk.centre.openIncidents {
            for assignment in desk.centre.assignments(of: incident)
            where desk.centre[assignment].state.isLive {
                let unit = desk.centre[assignment].unit
                let none = HospitalID.none
                for command in [
                    Command.standDown(unit), .step(unit, .handOver, occurredAt: .none, destination: none),
                    .step(unit, .available, occurredAt: .none, destination: none),
                ] { do { _ = try desk.submit(command) } catch {} }
            }
            do { _ = try desk.submit(.close(incident, .nuisance)) } catch {}
        }
        desk.expectDone(.tick)
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
        desk.pass(seconds: 60)
        for unit in desk.centre.units.indices where !desk.centre.units[unit].live.isSet {
            desk.expectDone(
                .shift(
                    .enterRun(
                        [UnitID(index: Int32(unit))], incident, sentAt: desk.now,
                        steps: [LateStep(.onScene, at: desk.now), LateStep(.available, at: desk.now)],
                        destination: .none)))
        }
        return desk.events
    }

    /// What a walk seldom or never makes: a triage, a linked pair, a close of the past, a station that says yes,
    /// an erasure.
    static func scripted() -> [Event] {
        var desk = CentreFixture()
        let incident = desk.open(.p1)
        desk.expectDone(
            .triage(
                .answer(
                    incident,
                    TriageReport(
                        version: 202_611_230_001, answers: "tinh=k", reason: "bất tỉnh || unconscious",
                        priority: .p2, need: Need(skills: .doctor), isComplete: false))))
        desk.expectDone(
            .triage(
                .instruct(
                    incident,
                    InstructionShown(
                        version: 202_611_230_001, instruction: "cpr", title: "Ép tim || CPR", steps: 9,
                        isCompressions: true))))
        desk.expectDone(.dispatch([unit1, unit4], incident, .unknown))
        desk.step(unit1, .onScene)
        desk.step(unit1, .available)
        desk.step(unit4, .onScene)
        desk.step(unit4, .available)
        desk.pass(seconds: 600)
        desk.expectDone(.shift(.closeLate(incident, .treatedOnScene, at: desk.now.adding(seconds: -300))))
        desk.expectDone(
            .privacy(.erase(TextRange(first: TextID(index: 4), end: TextID(index: 5)))))
        let hospital = HospitalID(index: 0)
        for command in [
            HospitalCommand.report(hospital, BedReport(.burns, free: 3, baseline: 9)),
            .receive(hospital, ReceptionReport(offloadMinutes: 20)),
            .divert(hospital, DiversionReport(.closed, reason: "mất điện")),
        ] {
            desk.pass(seconds: 1)
            desk.expectDone(.hospital(command))
            desk.pass(seconds: 1)
            desk.expectDone(.course(.undo(desk.line(at: desk.events.count - 1), anybodys: false)))
        }
        desk.pass(seconds: 1)
        let asked = desk.open()
        let station = StationID(index: 0)
        desk.expectDone(.offer(.ask(asked, [station], chosen: true, .unknown)))
        desk.expectDone(.offer(.accept(unit1, asked, from: station, crew: "bs Lan", .unknown)))
        desk.step(unit1, .onScene)
        let plan = [PlannedPatient(patient: .none, need: .emergency, hospital: HospitalID(index: 0))]
        desk.expectDone(
            .destination(.propose(asked, HospitalProposal(basis: .unknown, plan: plan), units: nil)))
        for reason in ["", "người nhà xin"] {
            desk.expectDone(
                .destination(
                    .transport(TransportWish(unit: unit1, hospital: HospitalID(index: 1), reason: reason))))
        }
        return desk.events
    }

    /// The type numbers that docs/SPEC.md lists.
    static func documentedTypes() throws -> Set<UInt16> {
        let page = try String(contentsOfFile: ServiceFixture.root + "/docs/SPEC.md", encoding: .utf8)
        let tables = page.components(separatedBy: "| type | event | fields |").dropFirst()
        let rows = tables.flatMap { ($0.components(separatedBy: "\n\n").first ?? "").split(separator: "\n") }
        return Set(
            rows.compactMap { row in row.split(separator: "|").first.flatMap { UInt16($0.trimmingSpaces) } })
    }

    @Test func everyEventComesBackAsItWas() throws {
        let events =
            EventCodecTests.events(seed: 7) + DeskScript.everyEvent() + EventCodecTests.scripted()
            + NoticeTests.everyEvent() + ReferralTests.everyEvent()
            + CentreCallsTests.walk(seed: 11, steps: 1_500).desk.events
        var types: Set<UInt16> = []
        for event in events {
            let bytes = EventCodec.encode(event, vault: OpenTexts())
            let back = try bytes.withUnsafeBytes {
                try EventCodec.decode($0, sequence: event.sequence, vault: OpenTexts())
            }
            #expect(back == event)
            types.insert(EventCodec.type(of: event.body))
        }
        let documented = try EventCodecTests.documentedTypes()
        #expect(types.subtracting(documented).isEmpty, "docs/SPEC.md does not list these types")
        #expect(documented.subtracting(types).isEmpty, "the walk made no event of these types")
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
