// The newest moment that a FHIR document itself says it is of: the largest `valueDateTime` or `valueInstant` of an
// extension that is called asOf or capacityUpdateDate, `date` of a report, `lastModified` of a task. Both sides of
// a comparison are read by the same eyes. Bounds: those of `JSON5Reader`.

enum DocumentTime {
    private static let keys: Set<String> = ["date", "lastModified", "authoredOn"]

    /// Milliseconds since 1970; nil where it says none, or is no JSON.
    static func newest(in body: [UInt8]) -> Int64? {
        guard let value = try? JSON5Reader.read(body, limits: JSON5Limits(maximumDepth: 64)) else {
            return nil
        }
        return newest(value)
    }

    private static func newest(_ value: JSON5Value) -> Int64? {
        switch value.content {
        case .array(let values): return values.compactMap(newest).max()
        case .object(let members):
            var found: Int64?
            func add(_ text: String?) {
                guard let text, let time = milliseconds(text) else { return }
                found = max(found ?? time, time)
            }
            let url = value["url"]?.text ?? ""
            if url.hasSuffix("asOf") || url.hasSuffix("capacityUpdateDate") || url.hasSuffix("as-of") {
                add(value["valueDateTime"]?.text)
                add(value["valueInstant"]?.text)
            }
            for member in members {
                if keys.contains(member.name) { add(member.value.text) }
                if let inner = newest(member.value) { found = max(found ?? inner, inner) }
            }
            return found
        case .null, .boolean, .whole, .number, .text: return nil
        }
    }

    /// `2026-11-23T14:05:09.250+07:00`; nil for anything less exact.
    static func milliseconds(_ text: String) -> Int64? {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int64? {
            guard range.upperBound <= bytes.count, bytes[range].allSatisfy({ (0x30...0x39).contains($0) })
            else { return nil }
            return bytes[range].reduce(0) { $0 * 10 + Int64($1 - 0x30) }
        }
        guard bytes.count >= 20, bytes[4] == 0x2D, bytes[7] == 0x2D, bytes[10] == 0x54, bytes[13] == 0x3A,
            bytes[16] == 0x3A, let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16), let second = number(17..<19),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var at = 19
        var fraction: Int64 = 0
        if bytes[at] == 0x2E {
            at += 1
            var scale: Int64 = 100
            while at < bytes.count, (0x30...0x39).contains(bytes[at]) {
                fraction += Int64(bytes[at] - 0x30) * scale
                scale /= 10
                at += 1
            }
        }
        guard at < bytes.count else { return nil }
        var offset: Int64 = 0
        if bytes[at] == 0x2B || bytes[at] == 0x2D {
            guard bytes.count == at + 6, let hours = number(at + 1..<at + 3),
                let minutes = number(at + 4..<at + 6)
            else { return nil }
            offset = (hours * 60 + minutes) * (bytes[at] == 0x2B ? 60_000 : -60_000)
        } else if bytes[at] != 0x5A || bytes.count != at + 1 {
            return nil
        }
        let seconds = days(year, month, day) * 86_400 + hour * 3600 + minute * 60 + second
        return seconds * 1000 + fraction - offset
    }

    /// Days since 1970 of a day of the Gregorian calendar (H. Hinnant, days_from_civil).
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        let shifted = month <= 2 ? year - 1 : year
        let era = (shifted >= 0 ? shifted : shifted - 399) / 400
        let ofEra = shifted - era * 400
        let ofYear = (153 * (month + (month > 2 ? -3 : 9)) + 2) / 5 + day - 1
        return era * 146_097 + ofEra * 365 + ofEra / 4 - ofEra / 100 + ofYear - 719_468
    }
}
