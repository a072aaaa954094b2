// FHIR's dates and times as moments. Strict: what R4 does not allow is nil, and so is what no clock shows. Linear.

extension FHIRReader {
    /// "2026-11-22T10:31:04.123+07:00", with or without a fraction, zone Z or +hh:mm; a date alone is its beginning
    /// in UTC. Nil for anything else.
    public static func moment(_ text: String) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard (10...40).contains(bytes.count) else { return nil }
        let date = String(decoding: bytes[..<10], as: UTF8.self)
        let utc = LocalTime(zoneOffsetSeconds: 0)
        guard let day = utc.day(named: date), day < 84_000 else { return nil }
        let midnight = utc.start(ofDay: day)
        if bytes.count == 10 { return midnight }
        guard bytes.count >= 20, bytes[10] == UInt8(ascii: "T"), bytes[13] == colon, bytes[16] == colon,
            let hour = number(bytes[11..<13], 0...23), let minute = number(bytes[14..<16], 0...59),
            let second = number(bytes[17..<19], 0...60)
        else { return nil }
        var rest = bytes[19...]
        var nanoseconds: Int64 = 0
        if rest.first == UInt8(ascii: ".") {
            rest = rest.dropFirst()
            let digits = rest.prefix { (0x30...0x39).contains($0) }
            guard !digits.isEmpty, digits.count <= 12 else { return nil }
            var unit: Int64 = 100_000_000
            for digit in digits {
                nanoseconds += Int64(digit - 0x30) * unit
                unit /= 10
            }
            rest = rest.dropFirst(digits.count)
        }
        guard let offset = zone(rest) else { return nil }
        let seconds = hour * 3600 + minute * 60 + second - offset
        return Timestamp(nanoseconds: midnight.adding(seconds: seconds).nanoseconds &+ nanoseconds)
    }

    private static let colon = UInt8(ascii: ":")

    /// Seconds east of UTC.
    private static func zone(_ bytes: ArraySlice<UInt8>) -> Int64? {
        let zone = Array(bytes)
        if zone == [UInt8(ascii: "Z")] { return 0 }
        guard zone.count == 6, zone[3] == colon, let hours = number(zone[1..<3], 0...14),
            let minutes = number(zone[4..<6], 0...59)
        else { return nil }
        switch zone[0] {
        case UInt8(ascii: "+"): return hours * 3600 + minutes * 60
        case UInt8(ascii: "-"): return -(hours * 3600 + minutes * 60)
        default: return nil
        }
    }

    private static func number(_ digits: ArraySlice<UInt8>, _ range: ClosedRange<Int64>) -> Int64? {
        var value: Int64 = 0
        for digit in digits {
            guard (0x30...0x39).contains(digit) else { return nil }
            value = value * 10 + Int64(digit) - 0x30
        }
        return range.contains(value) ? value : nil
    }
}
