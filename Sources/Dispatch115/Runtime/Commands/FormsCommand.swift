// `dispatch115 forms`: numbered paper forms to print and keep at the desks. Needs no service. Which numbers are
// whose is the centre's to say: NEWFORMS at a console gives a range that no other desk has. Cards that cannot be
// read keep no form from being printed: their questions are left to be written, and it is said.

enum FormsCommand {
    static func run(_ arguments: Arguments.Forms, _ configuration: Configuration) -> Int32 {
        let language: Language = (arguments.language ?? configuration.centre.language) == .vi ? .vi : .en
        let from = Int32(clamping: arguments.from)
        let last = from + Int32(clamping: arguments.count) - 1
        guard last <= PaperRules.largestForm else {
            Output.error(
                "dispatch115: forms: the last number would be \(last); accepted: up to \(PaperRules.largestForm)"
            )
            return ArgumentsError.exitStatus
        }
        var cards: TriageCards?
        do { cards = try TriageDesk.load(configuration.triage.cards).cards } catch {
            Output.error("dispatch115: forms: printed without the questions of triage: \(error)")
        }
        let forms = PaperForms(
            language: language, centre: configuration.centre.name, numbers: from...last,
            vocabulary: vocabulary(language, cards))
        Output.line(arguments.isText ? forms.text : forms.html)
        return 0
    }

    /// The console's own words, so that what is ticked is what will be typed.
    static func vocabulary(_ language: Language, _ cards: TriageCards?) -> PaperForms.Vocabulary {
        let steps: [Button] = [
            .acknowledge, .enRoute, .onScene, .atPatient, .transport, .atHospital, .handOver, .available,
        ]
        func name(_ verb: Verb) -> String { CommandTable.name(verb, language) }
        let phone = ArgumentKind.phone.placeholder[language]
        let place = ArgumentKind.place.placeholder[language]
        let words = ArgumentKind.words.placeholder[language]
        let (unit, incident) = (
            ArgumentKind.unit.placeholder[language], ArgumentKind.incident.placeholder[language]
        )
        return PaperForms.Vocabulary(
            priorities: [Priority.p1, .p2, .p3, .p4, .p0].map { $0.phrase[language] },
            questions: cards.map { questions($0, language) } ?? [],
            steps: steps.map { (name($0.verb), $0.phrase[language]) },
            dispositions: DispositionWords.rows.map { row in
                (
                    (language == .vi ? row.vietnamese.first : row.english.first) ?? "",
                    row.disposition.phrase[language]
                )
            },
            lines: [
                "\(name(.open)) F=# @14:05 P=1 \(phone) \(place) ; \(words)",
                "\(name(.triage)) \(incident) \(ArgumentKind.answers.placeholder[language])",
                "\(name(.enterRun)) \(unit) \(incident) @14:10 \(name(.onScene))=14:25 \(name(.available))=14:50",
                "\(name(.close)) \(incident) \(ArgumentKind.disposition.placeholder[language]) @15:02",
            ])
    }

    /// The opening questions, each answer with the letter that types it; what happened is written.
    private static func questions(_ cards: TriageCards, _ language: Language) -> [PaperForms.Question] {
        cards.questions.prefix(TriageCards.openingCount).map { question in
            guard case .yesNo = question.kind else {
                return PaperForms.Question(ask: question.ask[language], answers: [])
            }
            let answers =
                language == .vi
                ? ["có (c)", "không (k)", "không rõ (?)"] : ["yes (y)", "no (n)", "not known (?)"]
            return PaperForms.Question(ask: question.ask[language], answers: answers)
        }
    }
}
