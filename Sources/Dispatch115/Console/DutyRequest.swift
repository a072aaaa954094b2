// Lines about duty: crews logging on and off, units out of service, returning, at their station, odometer
// readings: their rows of the table of commands and what they ask for.

/// One parsed line.
enum DutyRequest: Equatable, Sendable {
    /// `crew` may be empty; nil where a list was not given.
    case logOn(unit: Int32, crew: String, skills: Skills?, equipment: Equipment?, kilometres: Int32?)
    case logOff(unit: Int32)
    case outOfService(unit: Int32, OutOfServiceReason, until: Timestamp?, note: String)
    case whereabouts(unit: Int32, Whereabouts)
    case odometer(unit: Int32, kilometres: Int32)

    var changesSomething: Bool { true }
}

extension CommandTable {
    private static let unit = ArgumentSpec(.unit, names: ["U", "XE"])

    static let dutyRows: [CommandSpec] = [
        CommandSpec(
            .returning, "RT", "VE", .duty, [unit],
            does: Phrase(
                vi: "xe đang về trạm; vẫn rảnh, điều được",
                en: "the unit is on its way back; free, and may be sent"),
            examples: [Phrase(vi: "VE 12", en: "RT 12")]),
        CommandSpec(
            .atStation, "AS", "TAITRAM", .duty, [unit],
            does: Phrase(vi: "xe đã về tại trạm", en: "the unit is at its station"),
            examples: [Phrase(vi: "TAITRAM 12", en: "AS 12")]),
        CommandSpec(
            .logOn, "ON", "LENCA", .duty,
            [
                unit, ArgumentSpec(.skills, .named, required: false, names: ["SK", "TD"]),
                ArgumentSpec(.equipment, .named, required: false, names: ["EQ", "TB"]),
                ArgumentSpec(.kilometres, .named, required: false, names: ["ODO", "KM"]),
                ArgumentSpec(.crew, .rest, required: false),
            ],
            does: Phrase(
                vi: "xe lên ca với kíp này; xe đang tạm nghỉ thì trở lại làm việc",
                en: "the unit goes on duty with this crew; one out of service is back in service"),
            examples: [
                Phrase(vi: "LENCA 12 ; BS Nam, ĐD Lan", en: "ON 12 ; Dr Nam, nurse Lan"),
                Phrase(
                    vi: "LENCA 12 TD=bacsi,dieuduong TB=oxy,maysoc KM=45120 Nam, Lan",
                    en: "ON 12 SK=doctor,nurse EQ=oxygen,defibrillator ODO=45120 Nam, Lan"),
                Phrase(vi: "LENCA 12", en: "ON 12"),
            ]),
        CommandSpec(
            .logOff, "OFF", "XUONGCA", .duty, [unit],
            does: Phrase(
                vi: "xe xuống ca; xe đang có lệnh thì không",
                en: "the unit goes off duty; not while it has an assignment"),
            examples: [Phrase(vi: "XUONGCA 12", en: "OFF 12")]),
        CommandSpec(
            .outOfService, "OOS", "TN", .duty,
            [
                unit, ArgumentSpec(.outReason, names: ["WHY", "LYDO"]),
                ArgumentSpec(.plannedTime, .named, required: false, names: ["AT", "LUC"]),
                ArgumentSpec(.remark, .afterSemicolon, required: false),
            ],
            does: Phrase(
                vi: "xe rảnh tạm nghỉ vì lý do này, đến giờ LUC=; LENCA đưa trở lại",
                en: "a free unit is out of service for this reason, until AT=; ON brings it back"),
            examples: [
                Phrase(vi: "TN 12 ancom LUC=15:30", en: "OOS 12 meal AT=15:30"),
                Phrase(vi: "TN 12 hong ; thủng lốp", en: "OOS 12 broken ; flat tyre"),
            ]),
        CommandSpec(
            .odometer, "ODO", "SOKM", .duty, [unit, ArgumentSpec(.kilometres, names: ["KM"])],
            does: Phrase(
                vi: "số km lúc đi, rồi lúc xong chuyến",
                en: "kilometres at the start, then at the end of a trip"),
            examples: [Phrase(vi: "SOKM 12 45120", en: "ODO 12 45120")]),
    ]
}

/// The words of duty in both languages, written without spaces and accents.
enum DutyWords {
    static let reasons: [(reason: OutOfServiceReason, vietnamese: [String], english: [String])] = [
        (.broken, ["hong", "hongxe", "suaxe"], ["broken", "brokendown", "repair"]),
        (.meal, ["ancom", "an", "nghian"], ["meal", "break"]),
        (.cleaning, ["vesinh", "ruaxe", "khukhuan"], ["cleaning", "clean"]),
        (.crew, ["kip", "thieukip"], ["crew"]),
        (.fuel, ["xang", "doxang", "nhienlieu"], ["fuel"]),
        (.other, ["khac"], ["other"]),
    ]

    static let nothing = ["NONE", "KHONG"]

    static let skills: [(skill: Skills, words: [String])] = [
        (.doctor, ["BACSI", "BS", "DOCTOR", "DR"]), (.nurse, ["DIEUDUONG", "DD", "YTA", "NURSE"]),
    ]

    static let equipment: [(item: Equipment, words: [String])] = [
        (.oxygen, ["OXY", "OXYGEN"]), (.defibrillator, ["MAYSOC", "SOCDIEN", "DEFIBRILLATOR", "DEFIB"]),
        (.ventilator, ["MAYTHO", "VENTILATOR"]), (.incubator, ["LONGAP", "INCUBATOR"]),
        (.stretcher, ["CANG", "BANGCA", "STRETCHER"]),
    ]

    /// Takes a folded word without spaces.
    static func reason(_ word: String) -> OutOfServiceReason? {
        let lower = word.lowercased()
        return reasons.first { $0.vietnamese.contains(lower) || $0.english.contains(lower) }?.reason
    }

    /// "doctor,nurse"; "none" for none of them.
    static func skills(_ text: String) -> Skills? {
        var found: Skills = []
        guard !nothing.contains(text) else { return found }
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let row = skills.first(where: { $0.words.contains(String(word)) }) else { return nil }
            found.insert(row.skill)
        }
        return found
    }

    static func equipment(_ text: String) -> Equipment? {
        var found: Equipment = []
        guard !nothing.contains(text) else { return found }
        for word in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let row = equipment.first(where: { $0.words.contains(String(word)) }) else { return nil }
            found.insert(row.item)
        }
        return found
    }
}
