// Lines about the shift's hand-over, and entries made late from paper forms: their rows of the
// table of commands and what they ask for.

/// One parsed line.
enum ShiftRequest: Equatable, Sendable {
    /// `N F=17 @14:05 ...`; `at` is nil where no time was said, which is refused.
    case enterIncident(
        form: FormWord?, at: Timestamp?, phone: String, priority: Priority?, place: String, words: String)
    /// `DSP 12 7 @14:10`, or a whole run with its steps.
    case enterRun(units: [Int32], incident: Int32, at: Timestamp, steps: [LateStep], hospital: Int32?)
    case closeLate(incident: Int32, Disposition, at: Timestamp)
    case readBack
    case handOver(code: UInt32, note: String)
    /// Nil: all that were given to a desk.
    case forms(ClosedRange<Int32>?)
    case reserveForms(count: Int32)

    var changesSomething: Bool {
        switch self {
        case .enterIncident, .enterRun, .closeLate, .readBack, .handOver, .reserveForms: true
        case .forms: false
        }
    }
}

/// A paper form's number as it is typed: `17`, `17!` where it is no double, `0` without a form.
struct FormWord: Equatable, Sendable {
    var number: Int32
    var insists: Bool

    init(_ number: Int32, insists: Bool = false) {
        self.number = number
        self.insists = insists || number == 0
    }

    init?(_ text: Substring) {
        let insists = text.hasSuffix("!")
        let digits = insists ? text.dropLast() : text
        guard let number = ArgumentReader.number(digits, from: 0, to: 999_999) else { return nil }
        self.init(number, insists: insists)
    }
}

/// The steps of a run as they are typed: `AR=14:25 AV=14:50 H=3`, each step by its verb in either language.
struct StepWords: Equatable, Sendable {
    struct Step: Equatable, Sendable {
        var button: Button
        var time: TimeOfDay
    }

    var steps: [Step] = []
    var hospital: Int32?
    static let hospitalNames = ["H", "BV"]

    init?(_ text: Substring) {
        for word in text.split(whereSeparator: LineWords.parts) {
            guard let sign = word.firstIndex(of: "=") else { return nil }
            let name = LetterFolding.fold(word[..<sign])
            let value = word[word.index(after: sign)...]
            if StepWords.hospitalNames.contains(name) {
                guard hospital == nil, let number = ArgumentReader.number(value, from: 0, to: 65_535) else {
                    return nil
                }
                hospital = number
                continue
            }
            guard let verb = CommandTable.verb(named: name),
                let button = Button.allCases.first(where: { $0.verb == verb }),
                !steps.contains(where: { $0.button == button }),
                let time = TimeOfDay(value)
            else { return nil }
            steps.append(Step(button: button, time: time))
        }
    }
}

extension CommandTable {
    static let shiftRows: [CommandSpec] = [
        CommandSpec(
            .enterRun, "LATE", "NHAPTRE", .commits,
            [
                ArgumentSpec(.units, names: ["U", "XE"]), ArgumentSpec(.incident, names: ["I", "CA"]),
                ArgumentSpec(.time, .signed), ArgumentSpec(.steps, .rest, required: false),
            ],
            does: Phrase(
                vi: "nhập trễ một chuyến xe từ phiếu giấy, với giờ thật; máy trên xe không nhận lệnh nào",
                en: "enters a run late, from a paper form, at its own times; no order goes to the unit's box"),
            examples: [
                Phrase(
                    vi: "NHAPTRE 12 1 @14h10 HT=14h25 VC=14h40 BV=3 BG=15h05 SS=15h10",
                    en: "LATE 12 1 @14:10 AR=14:25 TR=14:40 H=3 HO=15:05 AV=15:10"),
                Phrase(vi: "NHAPTRE 12 1 @14h10", en: "LATE 12 1 @14:10"),
            ]),
        CommandSpec(
            .forms, "FORMS", "PHIEU", .reads, [ArgumentSpec(.formRange, required: false)],
            does: Phrase(
                vi: "phiếu giấy nào đã nhập, phiếu nào chưa",
                en: "which paper forms are in, and which are not"),
            examples: [Phrase(vi: "PHIEU", en: "FORMS"), Phrase(vi: "PHIEU 1-40", en: "FORMS 1-40")]),
        CommandSpec(
            .reserveForms, "NEWFORMS", "CAPPHIEU", .records, [ArgumentSpec(.formCount)],
            does: Phrase(
                vi: "cấp cho bàn này một dải số phiếu giấy, không bàn nào khác có",
                en: "gives this desk a range of paper form numbers that no other desk has"),
            examples: [Phrase(vi: "CAPPHIEU 20", en: "NEWFORMS 20")]),
        CommandSpec(
            .shift, "SHIFT", "GIAOCA", .records,
            [
                ArgumentSpec(.shiftCode, required: false),
                ArgumentSpec(.text, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "giao ca: đọc lại mọi việc đang mở, cho một mã; người nhận ca gõ mã đó để ký",
                en:
                    "hands the shift over: everything open is read back under a code, which the next person signs"
            ),
            examples: [
                Phrase(vi: "GIAOCA", en: "SHIFT"),
                Phrase(vi: "GIAOCA 4711 ; xe 12 hong phanh", en: "SHIFT 4711 ; unit 12 has bad brakes"),
            ]),
    ]
}
