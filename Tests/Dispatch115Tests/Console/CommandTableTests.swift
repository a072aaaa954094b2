import Testing

@testable import Dispatch115

@Suite struct CommandTableTests {
    private var names: [String] { CommandTable.rows.flatMap { [$0.english, $0.vietnamese] } }

    @Test func everyVerbHasOneRowAndTwoNames() {
        #expect(CommandTable.rows.count == Verb.allCases.count)
        for verb in Verb.allCases { #expect(CommandTable.spec(verb).verb == verb) }
        #expect(Set(names).count == names.count)
        for name in names {
            #expect(name.utf8.allSatisfy { (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains($0) }, "\(name)")
        }
        for button in Button.allCases { #expect(CommandTable.spec(button.verb).effect == .steps) }
    }

    @Test func everyRowIsSaidWholeInBothLanguages() {
        for spec in CommandTable.rows {
            for language in Language.allCases {
                #expect(!spec.does[language].isEmpty && !spec.examples.isEmpty)
                #expect(!spec.usage(language).contains("  "))
                for example in spec.examples {
                    let parsed = LineParser().parse(example[language], now: Timestamp(nanoseconds: 1))
                    guard case .success(let request) = parsed.request else {
                        Issue.record("\(example[language]): \(parsed.request)")
                        continue
                    }
                    #expect(example[language].hasPrefix(spec.name(language)))
                    #expect(request.changesSomething == (spec.effect != .reads), "\(example[language])")
                }
                guard spec.isShown else { continue }
                expectReply(Renderer(language).help(spec.verb))
                #expect(Renderer(language).help(nil).contains(spec.usage(language)))
            }
        }
    }

    @Test func machineVerbsAreNotShown() {
        for language in Language.allCases {
            let help = Renderer(language).help(nil)
            #expect(!help.contains("JRNRAW") && !help.contains("NKTHO"))
            #expect(Renderer(language).help(.rawJournal) == help)
        }
        #expect(!CommandTable.nearest(to: "JRNRAV").contains("JRNRAW"))
        #expect(!ConsoleReference.markdown().contains("JRNRAW"))
    }

    /// No verb, and no word that once was one, is one slip from a verb that binds or frees a unit. There are
    /// no exceptions.
    @Test func noVerbIsOneSlipFromOneThatCommits() {
        var committing = 0
        for spec in CommandTable.rows where spec.effect == .commits {
            for name in [spec.english, spec.vietnamese] {
                committing += 1
                for other in self.names where other != name {
                    #expect(EditDistance.between(name, other) >= 2, "\(other) is one slip from \(name)")
                }
            }
        }
        #expect(committing >= 6)
    }

    /// Words of former versions are answered with today's verb and change nothing; none is a verb again.
    @Test func formerWordsAreAnsweredWithTodays() {
        #expect(CommandTable.renamed.count >= 6)
        for (word, verb) in CommandTable.renamed {
            #expect(CommandTable.verb(named: word) == nil)
            let request = LineParser().parse(word.lowercased() + " 12 1", now: Timestamp(nanoseconds: 1))
                .request
            #expect(request == .failure(.renamedVerb(word, verb, column: 1)))
        }
    }

    /// DSP takes free units only, REROUTE bound ones only: one taken for the other is refused by the centre.
    @Test func dispatchAndDivertExcludeEachOther() throws {
        var fixture = try ConsoleFixture()
        try fixture.open()
        try fixture.open()
        let (unit, one, two) = (fixture.unit(12), IncidentID(number: 1), IncidentID(number: 2))
        #expect(fixture.rejection(.divert(unit, one, .unknown)) == .unitHasNoAssignment(unit))
        try fixture.run(.dispatch([unit], one, .unknown))
        #expect(
            fixture.rejection(.dispatch([unit], two, .unknown))
                == .unitBusy(unit, AssignmentID(index: 0), one))
    }

    @Test func editDistances() {
        let rows: [(String, String, Int)] = [
            ("", "", 0), ("A", "", 1), ("DV", "AV", 1), ("CA", "CAN", 1), ("RE", "ER", 1),
            ("HELP", "HLEP", 1),
            ("DSP", "DX", 2), ("KITTEN", "SITTING", 3),
        ]
        for (left, right, distance) in rows {
            #expect(EditDistance.between(left, right) == distance)
            #expect(EditDistance.between(right, left) == distance)
        }
    }

    @Test func referencePageIsTheTable() throws {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let path = "/" + root + "/docs/CONSOLE.md"
        if WriteReference.isAsked { try Files.writeAtomically(path, Array(ConsoleReference.markdown().utf8)) }
        #expect(try Files.readText(path) == ConsoleReference.markdown(), "run with DISPATCH115_WRITE_DOCS=1")
    }

    @Test func priorityAndDispositionWordsAreUnambiguous() {
        let priorities = PriorityWords.rows.flatMap(\.words)
        #expect(Set(priorities).count == priorities.count)
        #expect(Set(PriorityWords.rows.map(\.priority)) == Set(Priority.allCases))
        for language in Language.allCases {
            let outcomes = PatientWords.outcomes.flatMap { language == .vi ? $0.vietnamese : $0.english }
            #expect(Set(outcomes).count == outcomes.count)
            let reasons = DutyWords.reasons.flatMap { language == .vi ? $0.vietnamese : $0.english }
            #expect(Set(reasons).count == reasons.count)
            let downs = CourseWords.standDown.flatMap { language == .vi ? $0.vietnamese : $0.english }
            #expect(Set(downs).count == downs.count)
        }
        #expect(
            Set(PatientWords.outcomes.map(\.outcome)) == Set(PatientOutcome.allCases).subtracting([.open]))
        #expect(Set(PatientWords.tags.map(\.tag)) == Set(TriageTag.allCases))
        #expect(
            Set(DutyWords.reasons.map(\.reason)) == Set(OutOfServiceReason.allCases).subtracting([.none]))
        #expect(
            Set(CourseWords.standDown.map(\.reason))
                == Set(EndReason.allCases).subtracting([.none, .stoodDown, .diverted]))
        let words = DispositionWords.rows.flatMap { $0.vietnamese + $0.english }
        #expect(Set(words).count == words.count)
        #expect(DispositionWords.rows.map(\.disposition) == Disposition.allCases)
        for row in DispositionWords.rows {
            #expect(DispositionWords.disposition(LetterFolding.fold(row.vietnamese[0])) == row.disposition)
            #expect(DispositionWords.disposition(LetterFolding.fold(row.english[0])) == row.disposition)
        }
    }
}
