// Local dates and times of day as text. Pure: the zone is a number of seconds, days are counted in the
// Gregorian calendar, and no machine's settings are asked.

/// Moments and days at a fixed distance from UTC.
struct LocalTime: Equatable, Sendable {
    static let daySeconds: Int64 = 86_400

    /// Local time minus UTC.
    let zoneOffsetSeconds: Int64

    init(zoneOffsetSeconds: Int64 = 7 * 3600) { self.zoneOffsetSeconds = zoneOffsetSeconds }

    /// "14:32:10"; "-" where there is no moment.
    func clock(_ moment: Timestamp) -> String {
        guard moment.isSet else { return "-" }
        let seconds = localSeconds(moment)
        let ofDay = Int(
            seconds - LocalTime.floorDivided(seconds, LocalTime.daySeconds) * LocalTime.daySeconds)
        return two(ofDay / 3600) + ":" + two(ofDay / 60 % 60) + ":" + two(ofDay % 60)
    }

    /// "2026-11-22 14:32:10"; "-" where there is no moment.
    func dateAndClock(_ moment: Timestamp) -> String {
        guard moment.isSet else { return "-" }
        return date(day(of: moment)) + " " + clock(moment)
    }

    /// Hour of the day, 0 to 23.
    func hour(of moment: Timestamp) -> Int {
        let seconds = localSeconds(moment)
        return Int((seconds - day(of: moment) * LocalTime.daySeconds) / 3600)
    }

    /// The local day of a moment, counted from 1970-01-01.
    func day(of moment: Timestamp) -> Int64 {
        LocalTime.floorDivided(localSeconds(moment), LocalTime.daySeconds)
    }

    /// When a local day begins.
    func start(ofDay day: Int64) -> Timestamp {
        Timestamp(nanoseconds: (day &* LocalTime.daySeconds &- zoneOffsetSeconds) &* 1_000_000_000)
    }

    private func localSeconds(_ moment: Timestamp) -> Int64 {
        LocalTime.floorDivided(moment.nanoseconds, 1_000_000_000) + zoneOffsetSeconds
    }

    private static func floorDivided(_ value: Int64, _ divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }

    /// "2026-11-22" of a day counted from 1970-01-01 in the Gregorian calendar.
    func date(_ day: Int64) -> String {
        // Years begin in March here, so that the leap day is the last of its year.
        let shifted = day + 719_468
        let era = LocalTime.floorDivided(shifted, 146_097)
        let ofEra = shifted - era * 146_097
        let yearOfEra = (ofEra - ofEra / 1_460 + ofEra / 36_524 - ofEra / 146_096) / 365
        let ofYear = ofEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let shiftedMonth = (5 * ofYear + 2) / 153
        let dayOfMonth = ofYear - (153 * shiftedMonth + 2) / 5 + 1
        let month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
        let year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
        return "\(year)-" + two(Int(month)) + "-" + two(Int(dayOfMonth))
    }

    /// The day of "2026-11-22"; nil for anything that `date` would not write so.
    func day(named text: String) -> Int64? {
        let pieces = text.split(separator: "-", omittingEmptySubsequences: false)
        guard text.utf8.count == 10, pieces.count == 3, let year = Int64(pieces[0]), year >= 1970,
            let month = Int64(pieces[1]), (1...12).contains(month), let dayOfMonth = Int64(pieces[2]),
            (1...31).contains(dayOfMonth)
        else { return nil }
        let shiftedYear = month <= 2 ? year - 1 : year
        let era = LocalTime.floorDivided(shiftedYear, 400)
        let yearOfEra = shiftedYear - era * 400
        let ofYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + dayOfMonth - 1
        let ofEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + ofYear
        let day = era * 146_097 + ofEra - 719_468
        return date(day) == text ? day : nil
    }

    func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
}
