import Geo
import Testing

@testable import Dispatch115

@Suite struct PrivacyTests {
    private static let day: Int64 = 86_400

    private func text(_ index: Int32) -> TextID { TextID(index: index) }
    private func range(_ first: Int32, _ end: Int32) -> TextRange {
        TextRange(first: text(first), end: text(end))
    }

    /// A desk on whose every day an incident was opened and closed: three texts a day.
    private func desk(days: Int) -> CentreFixture {
        var desk = CentreFixture()
        for _ in 0..<days {
            desk.expectDone(.close(desk.open(), .nuisance))
            desk.pass(seconds: PrivacyTests.day)
        }
        return desk
    }

    /// What is left to read of the first texts.
    private func left(_ desk: CentreFixture, _ count: Int32) -> [Int32] {
        (0..<count).filter { desk.centre.text(text($0)) != nil }
    }

    @Test func onlyWhatIsOldEnoughGoes() throws {
        var desk = desk(days: 10)
        #expect(left(desk, 30).count == 30)
        let made = try desk.submit(.privacy(.eraseOlder(days: 4)), actor: Actor(.clock))
        // Ten days are recorded: the four newest stay, and the day that is just four days old.
        #expect(made.map(\.body) == [.privacy(.textsErased(range(0, 18), .age))])
        #expect(left(desk, 30) == Array(18..<30))
        desk.expectDone(.close(desk.open(), .nuisance))
        desk.expectRefused(.privacy(.eraseOlder(days: 4)), .nothingChanges)
        desk.pass(seconds: PrivacyTests.day)
        desk.expectDone(.close(desk.open(), .nuisance))
        desk.expectDone(.privacy(.eraseOlder(days: 4)))
        #expect(left(desk, 33).first == 21)
        desk.expectRefused(.privacy(.eraseOlder(days: 0)), .nothingChanges)
        desk.expectRefused(.privacy(.eraseOlder(days: 4_000)), .nothingChanges)
    }

    @Test func whatIsOpenKeepsItsTexts() {
        var desk = CentreFixture()
        let open = desk.open()
        for _ in 0..<9 {
            desk.pass(seconds: PrivacyTests.day)
            desk.expectDone(.close(desk.open(), .nuisance))
        }
        desk.expectRefused(.privacy(.eraseOlder(days: 2)), .nothingChanges)
        #expect(desk.centre.oldestNeeded?.text == text(0))
        desk.expectRefused(
            .privacy(.erase(range(0, 3))),
            .privacy(.needed(text(0), by: .call(CallID(index: 0)))))
        desk.expectDone(.close(open, .nuisance))
        desk.expectDone(.privacy(.eraseOlder(days: 2)))
        #expect(left(desk, 30).first == 21)
    }

    @Test func aCrewOnDutyKeepsItsNames() {
        var desk = CentreFixture()
        desk.expectDone(
            .duty(.logOn(unit1, crew: "BS Nam", skills: nil, equipment: nil, kilometres: -1)))
        for _ in 0..<6 {
            desk.pass(seconds: PrivacyTests.day)
            desk.expectDone(.close(desk.open(), .nuisance))
        }
        desk.expectRefused(.privacy(.eraseOlder(days: 2)), .nothingChanges)
        desk.expectDone(.duty(.logOff(unit1)))
        desk.expectDone(.privacy(.eraseOlder(days: 2)))
        #expect(desk.centre.text(text(0)) == nil)
    }

    /// A clock that jumps a year ahead for an hour erases nothing: the days in between have not been.
    @Test func aJumpingClockErasesNothingEarly() {
        var desk = desk(days: 5)
        let now = desk.now
        desk.pass(seconds: 365 * PrivacyTests.day)
        desk.expectRefused(.privacy(.eraseOlder(days: 30)), .nothingChanges)
        desk.expectDone(.close(desk.open(), .nuisance))
        desk.expectRefused(.privacy(.eraseOlder(days: 30)), .nothingChanges)
        desk.now = now
        desk.expectDone(.close(desk.open(), .nuisance))
        #expect(left(desk, 21).count == 21)
        #expect(desk.centre.brokenInvariants().isEmpty)
        // And what was recorded under the false date still grows old.
        for _ in 0..<40 {
            desk.pass(seconds: PrivacyTests.day)
            desk.expectDone(.close(desk.open(), .nuisance))
        }
        desk.expectDone(.privacy(.eraseOlder(days: 30)))
        #expect(left(desk, 21).isEmpty)
    }

    @Test func onRequestOnlyWhatIsThere() {
        var desk = desk(days: 2)
        desk.expectRefused(.privacy(.erase(range(5, 7))), .privacy(.unknownText(newest: text(5))))
        desk.expectRefused(.privacy(.erase(range(3, 3))), .privacy(.unknownText(newest: text(5))))
        desk.expectRefused(.privacy(.erase(range(-1, 3))), .privacy(.unknownText(newest: text(5))))
        desk.expectDone(.privacy(.erase(range(4, 6))))
        desk.expectRefused(.privacy(.erase(range(4, 5))), .nothingChanges)
        desk.expectDone(.privacy(.erase(range(1, 2))))
        #expect(left(desk, 6) == [0, 2, 3])
        #expect(desk.centre.erasure.single == [range(1, 2), range(4, 6)])
        // Nothing brings it back, neither a start that opens what is still sealed ...
        desk.centre.restore(text(4), "0903123456")
        #expect(desk.centre.text(text(4)) == nil)
        // ... nor is it remembered apart once its age has taken it in.
        for _ in 0..<6 {
            desk.expectDone(.close(desk.open(), .nuisance))
            desk.pass(seconds: PrivacyTests.day)
        }
        desk.expectDone(.privacy(.eraseOlder(days: 2)))
        #expect(desk.centre.erasure.single.isEmpty && desk.centre.erasure.before > text(6))
    }
}
