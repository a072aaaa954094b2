// One line of the phone exchange's feed: what it may say, and why a line is refused. See docs/SPEC.md,
// "Call feed". Reading never traps and takes time linear in the line, which is bounded.

/// What happened to a call, as the exchange tells it.
struct CallFeedReport: Equatable, Sendable {
    enum Event: String, CaseIterable, Sendable {
        case rang, answered, abandoned, ended
    }

    var event: Event
    /// The exchange's own name of the call, 1 to 64 bytes.
    var call: String
    /// Empty where the caller withholds it.
    var number = ""
    /// Nanoseconds since 1970-01-01T00:00Z; nil where the line does not say.
    var at: Int64?
    var recording = ""
    /// The Unix account of whoever answered.
    var agent = ""
    /// Keys that mean nothing here: told back, so that a misspelt one is seen.
    var passedOver: [String] = []
}

/// Why a line was refused.
struct CallFeedError: Error, Equatable, Sendable {
    var what: String
    init(_ what: String) { self.what = what }
}

extension CallFeedReport {
    static let longestName = 64
    static let longestText = 128
    private static let limits = JSON5Limits(maximumDepth: 4, maximumBytes: 1 << 16)

    /// Reads a line without its end.
    static func read(_ line: [UInt8]) throws(CallFeedError) -> CallFeedReport {
        var line = line[...]
        if line.last == 13 { line.removeLast() }
        if let position = line.firstIndex(where: { $0 < 0x20 && $0 != 9 || $0 == 0x7F }) {
            throw CallFeedError("control character in column \(position - line.startIndex + 1)")
        }
        let value: JSON5Value
        do { value = try JSON5Reader.read(Array(line), limits: limits) } catch {
            throw CallFeedError("column \(error.column): \(error.what); accepted: \(error.accepted)")
        }
        guard case .object(let members) = value.content else {
            throw CallFeedError("the line is \(value.content.kind); accepted: one object")
        }
        return try read(members)
    }

    private static func read(_ members: [JSON5Member]) throws(CallFeedError) -> CallFeedReport {
        var event: Event?
        var call: String?
        var report = CallFeedReport(event: .rang, call: "")
        for member in members {
            switch member.name {
            case "event":
                let name = try text(member, longest: longestText)
                guard let known = Event(rawValue: name) else {
                    let all = Event.allCases.map(\.rawValue).joined(separator: ", ")
                    throw CallFeedError("event \(JSON5Text.quoted(name)) is not known; accepted: \(all)")
                }
                event = known
            case "call": call = try text(member, longest: longestName)
            case "number": report.number = try optional(member, longest: longestName)
            case "recording": report.recording = try optional(member, longest: longestText)
            case "agent": report.agent = try optional(member, longest: longestName)
            case "at": report.at = try moment(member)
            default: report.passedOver.append(member.name)
            }
        }
        guard let event else { throw CallFeedError("the key \"event\" is missing") }
        guard let call, !call.isEmpty else {
            throw CallFeedError(
                "the key \"call\" is missing or empty; accepted: the exchange's name of the call")
        }
        report.event = event
        report.call = call
        return report
    }

    private static func optional(_ member: JSON5Member, longest: Int) throws(CallFeedError) -> String {
        if member.value.content == .null { return "" }
        return try text(member, longest: longest)
    }

    private static func text(_ member: JSON5Member, longest: Int) throws(CallFeedError) -> String {
        guard case .text(let text) = member.value.content else {
            throw CallFeedError(
                "\"\(member.name)\" is \(member.value.content.kind); accepted: text in quotes")
        }
        guard text.utf8.count <= longest else {
            throw CallFeedError(
                "\"\(member.name)\" has \(text.utf8.count) bytes; accepted: at most \(longest)")
        }
        // Escapes may have made what no raw byte of the line was.
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || (0x7F...0x9F).contains($0.value) })
        else {
            throw CallFeedError("\"\(member.name)\" holds a control character")
        }
        return text
    }

    private static func moment(_ member: JSON5Member) throws(CallFeedError) -> Int64? {
        switch member.value.content {
        case .null: return nil
        case .whole(let milliseconds):
            guard (0...253_402_300_799_999).contains(milliseconds) else { break }
            let (nanoseconds, isOver) = Int64(milliseconds).multipliedReportingOverflow(by: 1_000_000)
            if !isOver { return nanoseconds }
        case .text(let text):
            if let nanoseconds = CallFeedTime.nanoseconds(text) { return nanoseconds }
        case .boolean, .number, .array, .object: break
        }
        throw CallFeedError(
            "\"at\" is \(member.value.content.shown); accepted: a time such as "
                + "\"2026-11-23T01:02:03.123Z\", or milliseconds since 1970")
    }
}

/// Times as RFC 3339 writes them.
enum CallFeedTime {
    /// "2026-11-23T01:02:03.123Z" or with an offset, "+07:00"; nil for anything else, a leap second too. Years
    /// 1970 to 2262.
    static func nanoseconds(_ text: String) -> Int64? {
        var bytes = Array(text.utf8)[...]
        guard let year = digits(&bytes, 4), take(&bytes, "-"), let month = digits(&bytes, 2),
            take(&bytes, "-"),
            let day = digits(&bytes, 2), take(&bytes, "T") || take(&bytes, "t") || take(&bytes, " "),
            let hour = digits(&bytes, 2), take(&bytes, ":"), let minute = digits(&bytes, 2),
            take(&bytes, ":"), let second = digits(&bytes, 2)
        else { return nil }
        var fraction: Int64 = 0
        if take(&bytes, ".") {
            var unit: Int64 = 100_000_000
            var count = 0
            while let byte = bytes.first, byte >= 48, byte <= 57 {
                fraction += Int64(byte - 48) * unit
                unit /= 10
                count += 1
                bytes.removeFirst()
            }
            guard (1...9).contains(count) else { return nil }
        }
        var offset: Int64 = 0
        if !(take(&bytes, "Z") || take(&bytes, "z")) {
            let isEast = take(&bytes, "+")
            guard isEast || take(&bytes, "-"), let hours = digits(&bytes, 2), take(&bytes, ":"),
                let minutes = digits(&bytes, 2), hours <= 23, minutes <= 59
            else { return nil }
            offset = (hours * 3_600 + minutes * 60) * (isEast ? 1 : -1)
        }
        guard bytes.isEmpty, (1970...2261).contains(year), (1...12).contains(month), day >= 1,
            day <= daysIn(month, year), hour <= 23, minute <= 59, second <= 59
        else { return nil }
        let seconds = days(year, month, day) * 86_400 + hour * 3_600 + minute * 60 + second - offset
        guard seconds >= 0 else { return nil }
        return seconds * 1_000_000_000 + fraction
    }

    private static func take(_ bytes: inout ArraySlice<UInt8>, _ sign: Unicode.Scalar) -> Bool {
        guard let first = bytes.first, UInt32(first) == sign.value else { return false }
        bytes.removeFirst()
        return true
    }

    private static func digits(_ bytes: inout ArraySlice<UInt8>, _ count: Int) -> Int64? {
        guard bytes.count >= count else { return nil }
        var value: Int64 = 0
        for _ in 0..<count {
            let byte = bytes.removeFirst()
            guard byte >= 48, byte <= 57 else { return nil }
            value = value * 10 + Int64(byte - 48)
        }
        return value
    }

    private static func daysIn(_ month: Int64, _ year: Int64) -> Int64 {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the Gregorian calendar; years begin in March here.
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = shifted / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}
