// Lines about hospitals: what is there, what they report, whether they divert: their rows of the table of
// commands, what they ask for, and the words for beds and abilities. Pure, never traps.

/// What a line of capacity counts.
enum CapacityTopic: Equatable, Sendable {
    case bed(BedKind)
    case offloadMinutes, redPlaces, yellowPlaces
}

/// "4", "4/12" or "?/12": nil for what was not said.
struct FreeBeds: Equatable, Sendable {
    var free: Int32?
    var baseline: Int32?

    init(free: Int32?, baseline: Int32?) {
        self.free = free
        self.baseline = baseline
    }

    init?(_ text: Substring) {
        let pieces = text.split(separator: "/", omittingEmptySubsequences: false)
        guard (1...2).contains(pieces.count) else { return nil }
        if pieces.count == 2 {
            guard let number = ArgumentReader.number(pieces[1], from: 0, to: 99_999) else { return nil }
            baseline = number
        }
        if pieces[0] == "?" {
            guard baseline != nil else { return nil }
        } else {
            guard let number = ArgumentReader.number(pieces[0], from: 0, to: 99_999) else { return nil }
            free = number
        }
    }
}

/// Which hospitals a list shows.
enum HospitalFilter: Equatable, Sendable {
    case all
    /// One, whole.
    case number(Int32)
    /// Those that ask not to be sent to.
    case diverting
    /// Those with this kind of bed, the emptiest first.
    case beds(BedKind)
    case capable(HospitalCapabilities)
}

/// One parsed line.
enum HospitalRequest: Equatable, Sendable {
    case list(HospitalFilter)
    case report(
        hospital: Int32, CapacityTopic, FreeBeds, asOf: Timestamp?, until: Timestamp?, reporter: String)
    case divert(
        hospital: Int32, DiversionStatus, asOf: Timestamp?, until: Timestamp?, reason: String)

    var changesSomething: Bool {
        if case .list = self { return false }
        return true
    }
}

extension CommandTable {
    private static let hospital = ArgumentSpec(.hospital, names: ["H", "BV"])
    private static let time = ArgumentSpec(.time, .signed, required: false)
    private static let until = ArgumentSpec(.plannedTime, .named, required: false, names: ["UNTIL", "DEN"])

    static let hospitalRows: [CommandSpec] = [
        CommandSpec(
            .hospitals, "HS", "BV", .reads, [ArgumentSpec(.hospitalFilter, .rest, required: false)],
            does: Phrase(
                vi: "các bệnh viện: giường báo còn, xe đang đến, còn thực; số viện xem cả một viện",
                en: "hospitals: beds reported, inbound, effective; with a number, one hospital whole"),
            examples: [
                Phrase(vi: "BV", en: "HS"), Phrase(vi: "BV 3", en: "HS 3"),
                Phrase(vi: "BV hoi suc", en: "HS icu"), Phrase(vi: "BV dot quy", en: "HS stroke"),
                Phrase(vi: "BV ngung nhan", en: "HS diverting"),
            ]),
        CommandSpec(
            .capacity, "CAP", "SC", .records,
            [
                hospital, ArgumentSpec(.capacityTopic), ArgumentSpec(.freeBeds), time, until,
                ArgumentSpec(.remark, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "ghi bệnh viện báo còn mấy giường (còn/có), từ giờ @ đến giờ DEN=; ai báo, sau dấu ;",
                en:
                    "what a hospital reports: free beds (free/all), as of @, until UNTIL=; who says so, after ;"
            ),
            examples: [
                Phrase(vi: "SC 5 hoisuc 4/12", en: "CAP 5 icu 4/12"),
                Phrase(
                    vi: "SC 5 capcuu 6 @14h20 DEN=20:00 ; ĐD Hoa",
                    en: "CAP 5 ed 6 @14:20 UNTIL=20:00 ; nurse Hoa"),
                Phrase(vi: "SC 5 chonhan 25", en: "CAP 5 offload 25"),
                Phrase(vi: "SC 5 do 4", en: "CAP 5 red 4"),
            ]),
        CommandSpec(
            .diversion, "DIVERT", "NGUNG", .records,
            [
                hospital, ArgumentSpec(.diversionStatus, required: false), time, until,
                ArgumentSpec(.remark, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi:
                    "bệnh viện ngừng nhận (hay xin hạn chế, hay nhận lại); lý do được gửi đi, đừng ghi tên ai",
                en:
                    "a hospital takes nobody (or would rather not, or is open again); the reason is published: "
                    + "no names"),
            examples: [
                Phrase(
                    vi: "NGUNG 5 DEN=18:00 ; hết máy thở", en: "DIVERT 5 UNTIL=18:00 ; out of ventilators"),
                Phrase(vi: "NGUNG 5 hanche", en: "DIVERT 5 advisory"),
                Phrase(vi: "NGUNG 5 nhanlai", en: "DIVERT 5 open"),
            ]),
    ]
}

/// The words of hospitals in both languages, folded, without spaces.
enum HospitalWords {
    static let beds: [(kind: BedKind, vietnamese: [String], english: [String])] = [
        (.emergency, ["capcuu", "cc"], ["ed", "er", "emergency"]),
        (.adultICU, ["hoisuc", "hstc", "icu"], ["icu", "adulticu"]),
        (.pediatricICU, ["hoisucnhi", "picu"], ["picu", "pediatricicu"]),
        (.neonatalICU, ["hoisucsosinh", "sosinh", "nicu"], ["nicu", "neonatalicu"]),
        (.burns, ["bong"], ["burns", "burn"]),
        (.isolation, ["cachly"], ["isolation", "iso"]),
        (.general, ["noingoai", "giuongthuong"], ["ward", "general"]),
        (.pediatric, ["nhi", "giuongnhi"], ["pediatric", "ped"]),
        (.obstetric, ["san", "giuongsan"], ["obstetric", "ob"]),
        (.psychiatric, ["tamthan"], ["psychiatric", "psych"]),
        (.rehabilitation, ["phuchoi", "phcn"], ["rehab", "rehabilitation"]),
        (.operatingRoom, ["phongmo"], ["or", "operatingroom"]),
    ]

    static let capabilities: [(capability: HospitalCapabilities, words: [String])] = [
        (.pci, ["machvanh", "canthiepmachvanh", "dsa", "pci"]), (.stroke, ["dotquy", "stroke"]),
        (.trauma, ["chanthuong", "trauma"]), (.dialysis, ["locmau", "thannhantao", "dialysis"]),
        (.obstetrics, ["sankhoa", "obstetrics"]), (.pediatrics, ["nhikhoa", "pediatrics"]),
        (.psychiatry, ["khoatamthan", "psychiatry"]),
        (.teleconsultation, ["hoichan", "hoichantuxa", "tele", "teleconsultation"]),
    ]

    static let diverting = ["ngung", "ngungnhan", "dangngung", "diverting", "divert", "closed"]

    static let statuses: [(status: DiversionStatus, vietnamese: [String], english: [String])] = [
        (.closed, ["ngung", "ngungnhan", "dong"], ["closed", "close"]),
        (.advisory, ["hanche", "canhbao"], ["advisory", "rather"]),
        (.open, ["nhanlai", "mo", "nhan"], ["open", "reopen"]),
    ]

    static let others: [(topic: CapacityTopic, vietnamese: [String], english: [String])] = [
        (.offloadMinutes, ["chonhan", "cho"], ["offload", "wait"]),
        (.redPlaces, ["do"], ["red"]),
        (.yellowPlaces, ["vang"], ["yellow"]),
    ]

    /// Takes a folded word without spaces, as do all below.
    static func bed(_ word: String) -> BedKind? {
        let lower = word.lowercased()
        return beds.first { $0.vietnamese.contains(lower) || $0.english.contains(lower) }?.kind
    }

    static func topic(_ word: String) -> CapacityTopic? {
        if let kind = bed(word) { return .bed(kind) }
        let lower = word.lowercased()
        return others.first { $0.vietnamese.contains(lower) || $0.english.contains(lower) }?.topic
    }

    static func status(_ word: String) -> DiversionStatus? {
        let lower = word.lowercased()
        return statuses.first { $0.vietnamese.contains(lower) || $0.english.contains(lower) }?.status
    }

    static func filter(_ word: String) -> HospitalFilter? {
        if let number = ArgumentReader.number(word[...], from: 0, to: 65_535) { return .number(number) }
        let lower = word.lowercased()
        if diverting.contains(lower) { return .diverting }
        if let kind = bed(word) { return .beds(kind) }
        return capabilities.first { $0.words.contains(lower) }.map { .capable($0.capability) }
    }
}
