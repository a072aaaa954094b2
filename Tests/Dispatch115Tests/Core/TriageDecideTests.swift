import Testing

@testable import Dispatch115

@Suite struct TriageDecideTests {
    static func report(
        _ priority: Priority, _ answers: String = "conscious=no", need: Need = Need(skills: .doctor, units: 2)
    ) -> TriageReport {
        TriageReport(
            version: 202_611_230_001, answers: answers, reason: "lý do || reason", priority: priority,
            need: need, isComplete: false)
    }

    private func answer(_ id: IncidentID, _ priority: Priority, _ answers: String) -> Command {
        .triage(.answer(id, TriageDecideTests.report(priority, answers)))
    }

    @Test func answersChangePriorityAndNeedInOneDecision() throws {
        var desk = CentreFixture()
        let id = desk.open()
        let made = try desk.submit(answer(id, .p1, "conscious=no"))
        #expect(made.count == 2)
        #expect(made[0].body == .priorityChanged(id, from: .p2, to: .p1))
        let row = desk.centre[id]
        #expect(row.priority == .p1 && row.need == Need(skills: .doctor, units: 2))
        #expect(row.triage?.priority == .p1 && row.triage?.version == 202_611_230_001)
        #expect(desk.centre.text(row.triage?.answers ?? .none) == "conscious=no")
        #expect(desk.centre.text(row.triage?.reason ?? .none) == "lý do || reason")
        #expect(!row.isPrioritySetByPerson)
        desk.expectRefused(answer(id, .p1, "conscious=no"), .triage(.sameAnswers(id)))
        // Nobody has set it by hand: a later triage may lower it, and says so with an event.
        let later = try desk.submit(answer(id, .p3, "conscious=yes"))
        #expect(later[0].body == .priorityChanged(id, from: .p1, to: .p3))
    }

    @Test func whatTheCallerIsToldIsKept() throws {
        var desk = CentreFixture()
        let id = desk.open()
        func tell(_ instruction: String, _ isCompressions: Bool) -> Command {
            .triage(
                .instruct(
                    id,
                    InstructionShown(
                        version: 202_611_230_001, instruction: instruction, title: "\(instruction) || x",
                        steps: 9, isCompressions: isCompressions)))
        }
        #expect(desk.centre[id].telling == IncidentTelling())
        desk.expectRefused(tell("", false), .textMissing)
        desk.pass(seconds: 20)
        desk.expectDone(tell("bleeding", false))
        #expect(!desk.centre[id].telling.compressionsAt.isSet)
        desk.pass(seconds: 20)
        desk.expectDone(tell("cpr", true))
        let first = desk.now
        desk.pass(seconds: 20)
        let made = try desk.submit(tell("cprChild", true), actor: Actor(.console, 1001))
        #expect(made.count == 1)
        let row = desk.centre[id].telling
        #expect(row.times == 3 && row.compressionsAt == first && row.at == desk.now)
        #expect(row.by == Actor(.console, 1001) && desk.centre.text(row.title) == "cprChild || x")
        desk.expectDone(.close(id, .notFound))
        desk.expectRefused(tell("cpr", true), .incidentClosed(id))
    }

    @Test func aPersonsPriorityIsNotLowered() throws {
        var desk = CentreFixture()
        let id = desk.open()
        desk.expectDone(answer(id, .p3, "a=1"))
        desk.expectDone(.prioritise(id, .p1))
        #expect(desk.centre[id].isPrioritySetByPerson)
        let made = try desk.submit(answer(id, .p4, "a=2"))
        #expect(made.count == 1 && desk.centre[id].priority == .p1)
        #expect(desk.centre[id].triage?.priority == .p4, "what the cards say is known all the same")
        // A person lowered it: answers that say nothing more urgent than before do not raise it again.
        desk.expectDone(.prioritise(id, .p4))
        desk.expectDone(answer(id, .p4, "a=3"))
        #expect(desk.centre[id].priority == .p4)
        desk.expectDone(answer(id, .p2, "a=4"))
        #expect(desk.centre[id].priority == .p2 && !desk.centre[id].isPrioritySetByPerson)
        desk.expectDone(answer(id, .p0, "a=5"))
        #expect(desk.centre[id].priority == .p0)
        desk.expectDone(.prioritise(id, .p0 == desk.centre[id].priority ? .p3 : .p0))
        desk.expectDone(answer(id, .p0, "a=6"))
        #expect(desk.centre[id].priority == .p3, "no vehicle is less urgent than any")
    }

    @Test func refusals() {
        var desk = CentreFixture()
        let id = desk.open()
        desk.expectRefused(
            answer(IncidentID(index: 9), .p1, "a=1"), .incidentUnknown(IncidentID(index: 9)))
        desk.expectRefused(answer(id, .p1, ""), .textMissing)
        desk.expectRefused(answer(id, .p1, String(repeating: "a", count: 5_000)), .textTooLong(limit: 4_000))
        desk.expectDone(.close(id, .nuisance))
        desk.expectRefused(answer(id, .p1, "a=1"), .incidentClosed(id))
    }

    @Test func eventsAndSnapshotsKeepIt() throws {
        var desk = CentreFixture()
        let first = desk.open()
        let second = desk.open()
        desk.expectDone(answer(first, .p1, "conscious=no breathing=?"))
        desk.expectDone(answer(second, .p4, "conscious=yes"))
        desk.expectDone(.prioritise(second, .p2))
        for event in desk.events {
            let bytes = EventCodec.encode(event, vault: OpenTexts())
            let back = try bytes.withUnsafeBytes {
                try EventCodec.decode($0, sequence: event.sequence, vault: OpenTexts())
            }
            #expect(back == event)
        }
        let triaged = desk.events.filter { EventCodec.type(of: $0.body) == 120 }
        #expect(triaged.count == 2)
        let snapshot = CentreCodec.encode(desk.centre)
        let back = try snapshot.withUnsafeBytes { try CentreCodec.decode($0, rules: desk.centre.rules) }
        #expect(CentreCodec.encode(back) == snapshot)
        #expect(
            back[first].triage == desk.centre[first].triage && back[first].need == desk.centre[first].need)
        #expect(back[second].isPrioritySetByPerson && !back[first].isPrioritySetByPerson)
        var again = Centre(rules: desk.centre.rules)
        for event in desk.events { again.apply(event) }
        #expect(CentreCodec.encode(again) == snapshot)
        // Short bytes are refused, wherever they end.
        for event in triaged {
            let bytes = EventCodec.encode(event, vault: OpenTexts())
            for count in 0..<bytes.count {
                #expect(throws: CodecError.self) {
                    try Array(bytes[..<count]).withUnsafeBytes {
                        try EventCodec.decode($0, sequence: 1, vault: OpenTexts())
                    }
                }
            }
        }
    }

    /// An incident of which nothing but the triage was ever said keeps its texts when others retire.
    @Test func textsStayWithTheIncident() throws {
        var rules = CentreRules()
        rules.keptIncidents = 2
        var desk = CentreFixture(rules: rules)
        for _ in 0..<4 {
            let id = desk.open()
            desk.expectDone(.close(id, .nuisance))
        }
        desk.expectDone(
            .openIncident(
                phone: "", priority: .p2, place: PlaceReport(coordinate: nil, certainty: .missing), words: "")
        )
        let bare = IncidentID(index: desk.centre.incidents.end - 1)
        desk.expectDone(answer(bare, .p1, "conscious=no"))
        _ = desk.open()
        desk.expectDone(.tick)
        #expect(desk.centre.incidents.base > 0)
        #expect(desk.centre.text(desk.centre[bare].triage?.answers ?? .none) == "conscious=no")
    }
}
