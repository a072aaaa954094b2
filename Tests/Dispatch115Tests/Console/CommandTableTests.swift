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

    @Test func laterVerbsHideNothing() {
        for later in CommandTable.later {
            for name in [later.english, later.vietnamese] {
                #expect(CommandTable.verb(named: name) == nil)
                let request = LineParser().parse(name + " 1", now: Timestamp(nanoseconds: 1)).request
                #expect(request == .failure(.laterVerb(name, column: 1)))
            }
        }
    }

    /// Verbs that are one slip from one that binds or frees a unit, with what stands between. The contract's
    /// own names make them; a pair that is not listed, or a listed one that is gone, fails.
    @Test func noVerbIsOneSlipFromOneThatCommits() {
        enum Guard { case arguments, unitState, nothing, notYetAVerb }
        let known: [String: Guard] = [
            "DX DV": .unitState, "DV DX": .unitState, "DV AV": .arguments, "CAN CA": .nothing,
            "DSP DUP": .arguments, "CAN CAP": .notYetAVerb, "DONGY DONG": .arguments,
            "DV BV": .notYetAVerb,
        ]
        var found: Set<String> = []
        let later = CommandTable.later.flatMap { [$0.english, $0.vietnamese] }
        for spec in CommandTable.rows where spec.effect == .commits {
            for name in [spec.english, spec.vietnamese] {
                for other in self.names + later
                where other != spec.english && other != spec.vietnamese
                    && EditDistance.between(name, other) <= 1
                {
                    found.insert("\(name) \(other)")
                    // The slip turns `other` into `name`: what was meant for `other` must not be taken.
                    guard known["\(name) \(other)"] == .arguments, let verb = CommandTable.verb(named: other)
                    else { continue }
                    for example in CommandTable.spec(verb).examples {
                        let fields = example.en.split(separator: " ").dropFirst().joined(separator: " ")
                        let slipped = LineParser().parse("\(name) \(fields)", now: Timestamp(nanoseconds: 1))
                        #expect(throws: LineError.self, "\(name) \(fields)") { try slipped.request.get() }
                    }
                }
            }
        }
        #expect(found == Set(known.keys))
    }

    /// DX takes free units only, DV bound ones only: a slip between the two is refused by the centre.
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
        let words = DispositionWords.rows.flatMap { $0.vietnamese + $0.english }
        #expect(Set(words).count == words.count)
        #expect(DispositionWords.rows.map(\.disposition) == Disposition.allCases)
        for row in DispositionWords.rows {
            #expect(DispositionWords.disposition(LetterFolding.fold(row.vietnamese[0])) == row.disposition)
            #expect(DispositionWords.disposition(LetterFolding.fold(row.english[0])) == row.disposition)
        }
    }
}
