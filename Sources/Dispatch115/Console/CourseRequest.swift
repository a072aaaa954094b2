// Lines about the course of an incident beyond its units: stood down for a reason, reopened, mass
// casualty, standby, transfer, lines taken back: their rows of the table of commands and what they ask for.

/// Which incidents the queue shall show.
enum QueueFilter: Equatable, Sendable {
    case emergencies, standbys, transfers
}

/// One parsed line.
enum CourseRequest: Equatable, Sendable {
    case standDown(unit: Int32, EndReason, note: String)
    case reopen(incident: Int32)
    case massCasualty(incident: Int32, estimate: Int32)
    /// `place` as it was typed, may be empty; times nil where they were not given.
    case standby(place: String, words: String, priority: Priority?, at: Timestamp?, to: Timestamp?)
    case transfer(TransferRequest)
    case undo(sequence: Int64)
    case queue(QueueFilter)

    var changesSomething: Bool {
        if case .queue = self { return false }
        return true
    }
}

/// XFER in the numbers people say.
struct TransferRequest: Equatable, Sendable {
    var from: Int32
    var to: Int32
    var priority: Priority?
    var at: Timestamp?
    var doctor = ""
    var bed = ""
    var escort = ""
    var words = ""
}

extension CommandTable {
    private static let incident = ArgumentSpec(.incident, names: ["I", "CA"])
    private static let at = ArgumentSpec(.plannedTime, .named, required: false, names: ["AT", "LUC"])
    private static let priority = ArgumentSpec(.priority, .named, required: false, names: ["P", "UT"])

    static let courseRows: [CommandSpec] = [
        CommandSpec(
            .reopen, "REOPEN", "MOLAI", .records, [incident],
            does: Phrase(
                vi: "mở lại ca vừa đóng; giờ chờ tính lại từ đầu",
                en: "opens an incident again that was closed; it waits anew"),
            examples: [Phrase(vi: "MOLAI 1", en: "REOPEN 1")]),
        CommandSpec(
            .massCasualty, "MCI", "THAMHOA", .records, [incident, ArgumentSpec(.estimate)],
            does: Phrase(
                vi: "ca nhiều nạn nhân: ước chừng bao nhiêu người; lên P1, cần nhiều xe",
                en: "mass casualty: how many patients are thought to be there; P1, and several units"),
            examples: [Phrase(vi: "THAMHOA 1 12", en: "MCI 1 12")]),
        CommandSpec(
            .standby, "STANDBY", "TRUC", .records,
            [
                priority, at, ArgumentSpec(.plannedEnd, .named, required: false, names: ["TO", "DEN"]),
                ArgumentSpec(.place, .rest, required: false),
                ArgumentSpec(.words, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "mở ca trực sự kiện; xe đang trực vẫn điều đi cấp cứu được",
                en: "opens a standby at an event; its units may still be sent to an emergency"),
            examples: [
                Phrase(
                    vi: "TRUC LUC=15:30 DEN=18:00 cho ben thanh ; giải chạy",
                    en: "STANDBY AT=15:30 TO=18:00 cho ben thanh ; a race")
            ]),
        CommandSpec(
            .transfer, "XFER", "CHUYEN", .records,
            [
                ArgumentSpec(.fromHospital, names: ["FROM", "TU"]),
                ArgumentSpec(.hospital, names: ["H", "BV"]),
                at, priority, ArgumentSpec(.doctor, .named, required: false, names: ["DR", "BS"]),
                ArgumentSpec(.bed, .named, required: false, names: ["BED", "GIUONG"]),
                ArgumentSpec(.escort, .named, required: false, names: ["ESC", "KEM"]),
                ArgumentSpec(.words, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "hẹn chuyển bệnh nhân từ viện này sang viện kia",
                en: "plans the transfer of a patient from one hospital to another"),
            examples: [
                Phrase(
                    vi: "CHUYEN 1 3 LUC=15:30 BS=Lan GIUONG=ICU_4 KEM=dieu_duong ; nữ 45t, suy thận",
                    en: "XFER 1 3 AT=15:30 DR=Lan BED=ICU_4 ESC=nurse ; woman of 45, renal failure")
            ]),
        CommandSpec(
            .undo, "UNDO", "HOANTAC", .records, [ArgumentSpec(.sequence)],
            does: Phrase(
                vi: "lấy lại dòng có số này, khi chưa có gì dựa trên nó",
                en: "takes back the line with this number, while nothing was built on it"),
            examples: [Phrase(vi: "HOANTAC 15", en: "UNDO 15")]),
    ]

    /// Words of former versions: answered with the verb of today, changing nothing. They were one slip from
    /// others that commit.
    static let renamed: [(word: String, verb: Verb)] = [
        ("CAN", .standDown), ("DX", .dispatch), ("DV", .divert), ("DN", .offer), ("OF", .offer),
        ("DONGY", .acceptOffer), ("DUP", .bindCall),
    ]

    static func renamedVerb(_ word: String) -> Verb? { renamed.first { $0.word == word }?.verb }
}

/// Words of the course in both languages, written without spaces and accents.
enum CourseWords {
    static let standDown: [(reason: EndReason, vietnamese: [String], english: [String])] = [
        (.calledOff, ["baohuy", "huy", "nguoigoibaohuy"], ["calledoff", "cancelled", "off"]),
        (.nearerUnit, ["xegan", "xeganhon"], ["nearer", "nearerunit"]),
        (.brokenDown, ["hong", "hongxe"], ["broken", "brokendown"]),
        (.wrongPlace, ["sainoi", "saidiachi"], ["wrongplace", "wrong"]),
        (.otherService, ["donvikhac", "khac"], ["otherservice", "other"]),
    ]

    /// Takes a folded word without spaces.
    static func standDown(_ word: String) -> EndReason? {
        let lower = word.lowercased()
        return standDown.first { $0.vietnamese.contains(lower) || $0.english.contains(lower) }?.reason
    }

    static func queue(_ word: String) -> QueueFilter? {
        switch word {
        case "CAPCUU", "EMERGENCY", "EMERGENCIES": .emergencies
        case "TRUC", "STANDBY", "STANDBYS": .standbys
        case "CHUYEN", "CHUYENVIEN", "TRANSFER", "TRANSFERS", "XFER": .transfers
        default: nil
        }
    }
}
