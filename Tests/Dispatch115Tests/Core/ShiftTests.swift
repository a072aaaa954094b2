import Testing

@testable import Dispatch115

/// The shift's hand-over: read back, and signed by somebody else while it is still so.
@Suite struct ShiftTests {
    private let leaving = Actor(.console, 1000)
    private let coming = Actor(.console, 1001)

    private func code(_ desk: CentreFixture) -> UInt32 {
        ShiftCode.code(of: desk.centre.shift.readBack?.items ?? [], by: desk.centre.shift.readBack?.by ?? 0)
    }

    private func refusal(_ desk: inout CentreFixture, _ command: Command, _ actor: Actor) -> Rejection? {
        do throws(Rejection) {
            _ = try desk.submit(command, actor: actor)
            return nil
        } catch { return error }
    }

    @Test func theNextPersonSignsWhatWasReadBack() throws {
        var desk = CentreFixture()
        _ = desk.open(.p1)
        _ = try desk.submit(.shift(.readBack), actor: leaving)
        let code = code(desk)
        #expect((1000...9999).contains(code))
        #expect(refusal(&desk, .shift(.handOver(code: code, note: "")), leaving) == .shift(.samePerson(1000)))
        #expect(
            refusal(&desk, .shift(.handOver(code: code == 9999 ? 1000 : code + 1, note: "")), coming)
                == .shift(.codeWrong(code == 9999 ? 1000 : code + 1)))
        let events = try desk.submit(.shift(.handOver(code: code, note: "xe 2 hỏng phanh")), actor: coming)
        guard case .shift(.handedOver(let from, let to, _, let counts, let note)) = events.last?.body else {
            Issue.record("\(events)")
            return
        }
        #expect(from == 1000 && to == 1001 && counts[.incident] == 1 && note.content == "xe 2 hỏng phanh")
        #expect(desk.centre.shift.holder == 1001 && desk.centre.shift.since == desk.now)
        #expect(desk.centre.shift.readBack == nil)
        #expect(
            refusal(&desk, .shift(.handOver(code: code, note: "")), coming) == .shift(.nothingReadBack))
    }

    @Test func whatChangedIsSaidAndGetsANewCode() throws {
        var desk = CentreFixture()
        let first = desk.open(.p1)
        let second = desk.open(.p3)
        _ = try desk.submit(.shift(.readBack), actor: leaving)
        let old = code(desk)
        desk.expectDone(.dispatch([unit1], first, .unknown))
        desk.expectDone(.close(second, .nuisance))
        let third = desk.open(.p2)
        guard
            case .shift(.changedSince(let changes, let new)) = refusal(
                &desk, .shift(.handOver(code: old, note: "")), coming)
        else {
            Issue.record("it was signed")
            return
        }
        #expect(changes.map(\.kind) == [.changed, .gone, .added])
        #expect(changes.map(\.item.subject) == [first.index, second.index, third.index])
        #expect(new != old)
        #expect(refusal(&desk, .shift(.handOver(code: new, note: "")), leaving) == .shift(.samePerson(1000)))
        _ = try desk.submit(.shift(.handOver(code: new, note: "")), actor: coming)
        #expect(desk.centre.shift.holder == 1001)
    }

    /// A box that confirms its order or a press that is repeated is nothing a person must be told.
    @Test func whatIsNotOfSubstanceChangesNoCode() throws {
        var desk = CentreFixture()
        let id = desk.open(.p1)
        desk.expectDone(.dispatch([unit1], id, .unknown))
        _ = try desk.submit(.shift(.readBack), actor: leaving)
        let code = code(desk)
        desk.expectDone(.confirmOrder(unit1, desk.centre[unit1].order))
        desk.expectDone(.recommend(id, .unknown))
        _ = try desk.submit(.shift(.handOver(code: code, note: "")), actor: coming)
    }

    @Test func theHandOverComesBackFromASnapshot() throws {
        var desk = CentreFixture()
        _ = desk.open(.p1)
        desk.expectDone(PaperEntryTests.entry(desk, form: 12, minutesAgo: 200))
        desk.expectDone(.shift(.reserveForms(count: 30)))
        _ = try desk.submit(.shift(.readBack), actor: leaving)
        let code = code(desk)
        let bytes = CentreCodec.encode(desk.centre)
        desk.centre = try bytes.withUnsafeBytes { try CentreCodec.decode($0, rules: CentreRules()) }
        #expect(CentreCodec.encode(desk.centre) == bytes)
        #expect(desk.centre.form(numbered: 12) != nil && desk.centre.formRanges.count == 1)
        _ = try desk.submit(.shift(.handOver(code: code, note: "")), actor: coming)
        #expect(desk.centre.shift.holder == 1001)
    }
}
