// From what happened to the lines that a person reads, in one language. Pure: the centre, the events and
// the time come in, text goes out. No colour, no screen control, no empty line inside a reply (an empty line
// ends a reply on the wire), 80 columns where words allow it. Personal text passes through `SafeText`.
// Never traps on numbers that the centre no longer knows: they are shown as numbers.

/// Makes replies in one language.
struct Renderer: Sendable {
    let language: Language
    /// Local time minus UTC.
    let zoneOffsetSeconds: Int64
    /// Whose names are shown in place of user ids.
    let people: People

    init(_ language: Language, zoneOffsetSeconds: Int64 = 7 * 3600, people: People = .none) {
        self.language = language
        self.people = people
        self.zoneOffsetSeconds = zoneOffsetSeconds
    }

    /// How many rows a list shows before it says how many more there are.
    static let queueRows = 40
    static let unitRows = 40
    static let candidateRows = 5
    static let nearestLosers = 3

    func say(vi: @autoclosure () -> String, en: @autoclosure () -> String) -> String {
        switch language {
        case .vi: vi()
        case .en: en()
        }
    }

    func verb(_ verb: Verb) -> String { CommandTable.name(verb, language) }

    // MARK: - Time

    private var time: LocalTime { LocalTime(zoneOffsetSeconds: zoneOffsetSeconds) }

    /// "14:32:10", local.
    func clock(_ moment: Timestamp) -> String { time.clock(moment) }

    /// "2026-11-22 14:32:10", local.
    func dateAndClock(_ moment: Timestamp) -> String { time.dateAndClock(moment) }

    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    /// "3:20" or "1:03:20"; "?" where it is not known (negative).
    func duration(_ seconds: Int64) -> String {
        guard seconds >= 0 else { return "?" }
        let hours = seconds / 3600
        let rest = Int(seconds % 3600)
        return hours > 0
            ? "\(hours):" + two(rest / 60) + ":" + two(rest % 60) : "\(rest / 60):" + two(rest % 60)
    }

    /// "7 s", "4 min", "3 h", "2 d": how old something is.
    func age(_ seconds: Int64) -> String {
        switch seconds {
        case ..<120: say(vi: "\(seconds) giây", en: "\(seconds) s")
        case ..<7200: say(vi: "\(seconds / 60) phút", en: "\(seconds / 60) min")
        case ..<172_800: say(vi: "\(seconds / 3600) giờ", en: "\(seconds / 3600) h")
        default: say(vi: "\(seconds / 86_400) ngày", en: "\(seconds / 86_400) d")
        }
    }

    // MARK: - The names of things

    func unit(_ id: UnitID, _ centre: Centre) -> String {
        let number = unitNumber(id, centre)
        return say(vi: "xe \(number)", en: "unit \(number)")
    }

    func unitNumber(_ id: UnitID, _ centre: Centre) -> String {
        id.isSet && id.index < centre.units.count ? "\(centre[id].number)" : "?"
    }

    func incident(_ id: IncidentID) -> String { say(vi: "ca \(id.number)", en: "incident \(id.number)") }

    /// "3-17": the seventeenth order of epoch 3.
    func order(_ id: OrderID) -> String { "\(id >> 32)-\(id & 0xFFFF_FFFF)" }

    func hospital(_ id: HospitalID, _ centre: Centre) -> String {
        guard id.isSet, id.index < centre.hospitals.count else { return say(vi: "viện ?", en: "hospital ?") }
        let name = SafeText.visible(centre.hospitalName(id))
        let number = centre[id].number
        return say(vi: "viện \(number)", en: "hospital \(number)") + (name.isEmpty ? "" : " " + name)
    }

    func actor(_ actor: Actor) -> String {
        switch actor.kind {
        case .configuration, .clock, .exchange, .inbox, .module: actor.kind.phrase[language]
        case .console: person(actor.number)
        case .unit: actor.kind.phrase[language] + " \(actor.number)"
        }
    }

    /// "Lan (lan)", or "desk 1000" for an account that people.csv does not name.
    func person(_ userID: UInt32) -> String {
        people.displayName(userID).map(SafeText.visible) ?? ActorKind.console.phrase[language] + " \(userID)"
    }

    /// Text as it was kept; an erased one says so.
    func text(_ id: TextID, _ centre: Centre) -> String? {
        guard id.isSet else { return nil }
        return centre.text(id).map(SafeText.visible) ?? erased
    }

    func text(_ text: Text) -> String? {
        guard text.id.isSet else { return nil }
        return text.content.map(SafeText.visible) ?? erased
    }

    private var erased: String { say(vi: "(đã xóa)", en: "(erased)") }

    /// The shortest name of an incident's place.
    func place(of id: IncidentID, _ centre: Centre) -> String {
        guard centre.incidents.contains(id.index) else { return "?" }
        let row = centre[id]
        return text(row.placeName, centre) ?? text(row.placeSaid, centre) ?? row.certainty.phrase[language]
    }

    /// A place with how sure it is: "chợ Bến Thành (gần đúng, ±800 m)".
    func place(_ record: PlaceRecord) -> String {
        let sure = certainty(record.certainty, record.precisionMetres)
        guard let name = text(record.name) ?? text(record.said) else { return sure }
        return "\(name) (\(sure))"
    }

    func certainty(_ certainty: PlaceCertainty, _ precisionMetres: Int32) -> String {
        let phrase = certainty.phrase[language]
        return precisionMetres > 0 ? "\(phrase), ±\(precisionMetres) m" : phrase
    }

    /// Unit and incident of an assignment that may have left memory.
    func assignment(_ id: AssignmentID, _ centre: Centre) -> String {
        guard centre.assignments.contains(id.index) else {
            return say(vi: "lệnh điều \(id.number)", en: "assignment \(id.number)")
        }
        let row = centre[id]
        return unit(row.unit, centre) + " " + incident(row.incident)
    }

    // MARK: - Whole replies

    func reply(_ lines: [String]) -> String { lines.filter { !$0.isEmpty }.joined(separator: "\n") }

    /// Puts the mark of degraded mode before a reply.
    func notDurable(_ reply: String) -> String { notDurableMark + "\n" + reply }

    var notDurableMark: String {
        say(
            vi: "CHƯA LƯU BỀN: nhật ký không ghi được; mất điện là mất dòng này",
            en: "NOT DURABLE: the journal cannot be written; a crash loses this line")
    }

    /// Puts the mark of results that are away before a reply, where both were promised.
    func journalAlone(_ reply: String) -> String { journalAloneMark + "\n" + reply }

    var journalAloneMark: String {
        say(
            vi: "CHỈ CÓ TRONG NHẬT KÝ: kho kết quả chưa có dòng này; hỏng cả máy là mất",
            en: "IN THE JOURNAL ALONE: not yet in the results; losing this machine loses this line")
    }

    func status(_ lines: [StatusLine]) -> String {
        var table = TextTable([.left, .right, .left])
        for line in lines {
            table.add([
                SafeText.visible(line.key), SafeText.visible(line.value),
                SafeText.visible(line.meaning[language]),
            ])
        }
        // What is wrong stands at the end of a line: better wrapped by the terminal than cut off.
        let shown = table.lines(600)
        return reply(shown.isEmpty ? [say(vi: "không có gì để báo", en: "nothing to report")] : shown)
    }

    func languageSet() -> String { say(vi: "ngôn ngữ: tiếng Việt", en: "language: English") }

    func goodbye() -> String { say(vi: "tạm biệt", en: "goodbye") }

    /// For reasons that are the service's own.
    func failed(_ reason: Phrase) -> String {
        say(vi: "KHÔNG LÀM: ", en: "NOT DONE: ") + SafeText.visible(reason[language])
    }
}

/// One line of `status`.
struct StatusLine: Equatable, Sendable {
    var key: String
    var value: String
    var meaning: Phrase
}
