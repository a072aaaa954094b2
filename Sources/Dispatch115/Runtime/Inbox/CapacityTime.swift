// Times in reports of capacity: ISO 8601, "2026-11-23T14:05:00+07:00", with a blank in place of the T, with
// or without seconds, with Z; without a zone it is Vietnam's (+07:00), as spreadsheets write it. Anything
// else is refused rather than guessed.

enum CapacityTime {
    /// Nil where it is no such time, or no day that there is.
    static func read(_ text: String) -> Timestamp? {
        var rest = Substring(text)
        let date = String(rest.prefix(10))
        rest = rest.dropFirst(10)
        let utc = LocalTime(zoneOffsetSeconds: 0)
        guard let day = utc.day(named: date), rest.first == "T" || rest.first == " " || rest.first == "t"
        else {
            return nil
        }
        rest.removeFirst()
        guard let hour = two(&rest), hour <= 23, take(&rest, ":"), let minute = two(&rest), minute <= 59
        else {
            return nil
        }
        var second: Int64 = 0
        var nanoseconds: Int64 = 0
        if take(&rest, ":") {
            guard let read = two(&rest), read <= 59 else { return nil }
            second = read
            if take(&rest, ".") {
                let digits = rest.prefix { $0.isASCII && $0.isNumber }
                guard (1...9).contains(digits.count), let number = Int64(digits) else { return nil }
                rest = rest.dropFirst(digits.count)
                nanoseconds = (digits.count..<9).reduce(number) { value, _ in value * 10 }
            }
        }
        guard let zone = zone(&rest), rest.isEmpty else { return nil }
        let seconds = day * LocalTime.daySeconds + hour * 3600 + minute * 60 + second - zone
        return Timestamp(nanoseconds: seconds * 1_000_000_000 + nanoseconds)
    }

    /// Seconds east of UTC.
    private static func zone(_ rest: inout Substring) -> Int64? {
        guard let sign = rest.first else { return 7 * 3600 }
        rest.removeFirst()
        if sign == "Z" || sign == "z" { return 0 }
        guard sign == "+" || sign == "-", let hours = two(&rest), hours <= 14 else { return nil }
        var minutes: Int64 = 0
        if !rest.isEmpty {
            _ = take(&rest, ":")
            guard let read = two(&rest), read <= 59 else { return nil }
            minutes = read
        }
        return (sign == "-" ? -1 : 1) * (hours * 3600 + minutes * 60)
    }

    private static func two(_ rest: inout Substring) -> Int64? {
        let digits = rest.prefix(2)
        guard digits.count == 2, digits.allSatisfy({ $0.isASCII && $0.isNumber }) else { return nil }
        rest = rest.dropFirst(2)
        return Int64(digits)
    }

    private static func take(_ rest: inout Substring, _ sign: Character) -> Bool {
        guard rest.first == sign else { return false }
        rest.removeFirst()
        return true
    }
}
