// Lines about patients: added, tagged, taken on board, each with an outcome and a destination: their rows
// of the table of commands and what they ask for.

/// Which patients of the incident a line speaks of.
enum PatientReference: Equatable, Sendable {
    case new(count: Int32)
    case number(Int32)
}

/// What a line says of a patient, in the numbers people say.
struct PatientAsk: Equatable, Sendable {
    var outcome: PatientOutcome?
    var tag: TriageTag?
    /// Answers that give the tag.
    var start: StartTriage?
    var jumpStart: StartTriage?
    var hospital: Int32?
    var unit: Int32?
    var bed: BedKind?
    var words = ""

    var isEmpty: Bool {
        words.isEmpty && outcome == nil && tag == nil && start == nil && jumpStart == nil && hospital == nil
            && unit == nil && bed == nil
    }
}

/// One parsed line.
enum PatientRequest: Equatable, Sendable {
    case list(incident: Int32)
    case add(incident: Int32, count: Int32, PatientAsk)
    case change(incident: Int32, patient: Int32, PatientAsk)
    /// TR with patients named, or with their kind of bed.
    case transport(unit: Int32, patients: [Int32], hospital: Int32?, at: Timestamp?, bed: BedKind? = nil)

    var changesSomething: Bool {
        if case .list = self { return false }
        return true
    }
}

extension CommandTable {
    static let patientRows: [CommandSpec] = [
        CommandSpec(
            .patients, "PT", "BN", .records,
            [
                ArgumentSpec(.incident, names: ["I", "CA"]), ArgumentSpec(.patient, required: false),
                ArgumentSpec(.tag, .named, required: false, names: ["TAG", "MAU"]),
                ArgumentSpec(.start, .named, required: false, names: ["START"]),
                ArgumentSpec(.jumpStart, .named, required: false, names: ["JUMPSTART", "JUMP"]),
                ArgumentSpec(.hospital, .named, required: false, names: ["H", "BV"]),
                ArgumentSpec(.unit, .named, required: false, names: ["U", "XE"]),
                ArgumentSpec(.bedKind, .named, required: false, names: ["BED", "GIUONG"]),
                ArgumentSpec(.outcome, .rest, required: false),
                ArgumentSpec(.person, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "bệnh nhân của ca: + thêm, số là người thứ mấy; kết cục, viện, giường, xe chở, màu, "
                    + "hay lời đáp START (người lớn), JUMPSTART (trẻ em) ra màu; chỉ có số ca thì liệt kê",
                en:
                    "patients of an incident: + adds, a number is which of them; outcome, hospital, bed, unit, tag, "
                    + "or answers to START (adults), JUMPSTART (children) that give it; the incident alone lists them"
            ),
            examples: [
                Phrase(vi: "BN 1 + ; nam 60t, ngã xe", en: "PT 1 + ; man of 60, fell off a bike"),
                Phrase(vi: "BN 1 +5 MAU=vang", en: "PT 1 +5 TAG=yellow"),
                Phrase(vi: "BN 1 2 START=k,24,c,k", en: "PT 1 2 START=n,24,y,n"),
                Phrase(vi: "BN 1 2 JUMPSTART=k,0,k,c,k", en: "PT 1 2 JUMPSTART=n,0,n,y,n"),
                Phrase(vi: "BN 1 2 xu tri tai cho", en: "PT 1 2 treated"),
                Phrase(vi: "BN 1 2 BV=3 XE=12", en: "PT 1 2 H=3 U=12"),
                Phrase(vi: "BN 1 2 ; nữ 20t, đau bụng", en: "PT 1 2 ; woman of 20, pain in the belly"),
            ])
    ]
}

/// Words for outcomes and tags, written without spaces and accents.
enum PatientWords {
    static let outcomes: [(outcome: PatientOutcome, vietnamese: [String], english: [String])] = [
        (.handedOver, ["bangiao", "dabangiao"], ["handedover", "ho"]),
        (.treatedOnScene, ["xutritaicho", "taicho", "tc"], ["treated", "treatedonscene", "tx"]),
        (.refused, ["tuchoi"], ["refused", "rf"]),
        (.dead, ["tuvong", "tv"], ["dead"]),
        (.left, ["tudi", "xekhac"], ["left", "leftbyothermeans"]),
        (.notFound, ["khongthay", "khongtimthay", "kt"], ["notfound", "nf"]),
        (.mistaken, ["ghinham", "nham"], ["mistake", "mistaken"]),
    ]

    static let tags: [(tag: TriageTag, words: [String])] = [
        (.red, ["DO", "RED", "R"]), (.yellow, ["VANG", "YELLOW", "Y"]), (.green, ["XANH", "GREEN", "G"]),
        (.black, ["DEN", "BLACK", "B"]), (.none, ["KHONG", "NONE", "-"]),
    ]

    /// "n,24,y,?" as typed; a lone "?" asks for the first question. Nil where a piece is no answer at all.
    static func answers(_ text: Substring) -> [StartAnswer]? {
        if text == "?" { return [] }
        let pieces = text.split(separator: ",", omittingEmptySubsequences: false)
        guard pieces.count <= StartQuestion.allCases.count else { return nil }
        var answers: [StartAnswer] = []
        for piece in pieces {
            switch LetterFolding.fold(piece) {
            case "Y", "YES", "C", "CO": answers.append(.yes)
            case "N", "NO", "K", "KHONG", "KO": answers.append(.no)
            case "?", "KR": answers.append(.unknown)
            default:
                guard let number = ArgumentReader.number(piece, from: 0, to: 999) else { return nil }
                answers.append(.number(number))
            }
        }
        return answers
    }

    /// Takes a folded word without spaces.
    static func outcome(_ word: String) -> PatientOutcome? {
        let lower = word.lowercased()
        return outcomes.first { $0.vietnamese.contains(lower) || $0.english.contains(lower) }?.outcome
    }

    /// Takes a folded word.
    static func tag(_ word: String) -> TriageTag? { tags.first { $0.words.contains(word) }?.tag }
}
