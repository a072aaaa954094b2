// A time of the day as people type it, and the moment that it means: the last such time for what has happened,
// the next for what is to come. Pure: it is told the time and the zone; never traps.

/// "14:32" or "14h32", local.
struct TimeOfDay: Equatable, Sendable {
    private static let day: Int64 = 86_400
    var minutes: Int64

    init?(_ text: Substring) {
        let pieces = text.split(omittingEmptySubsequences: false) { $0 == ":" || $0 == "h" || $0 == "H" }
        guard pieces.count == 2, (1...2).contains(pieces[0].count), pieces[1].count == 2,
            let hour = ArgumentReader.number(pieces[0], from: 0, to: 23),
            let minute = ArgumentReader.number(pieces[1], from: 0, to: 59)
        else { return nil }
        minutes = Int64(hour) * 60 + Int64(minute)
    }

    /// The most recent such time that is not after `now`; nil where no timestamp can hold it.
    func latest(notAfter now: Timestamp, zoneOffsetSeconds: Int64) -> Timestamp? {
        moment(now, zoneOffsetSeconds, daysLater: 0)
    }

    /// The first such time after `now`: today's, or tomorrow's where today's has passed.
    func next(after now: Timestamp, zoneOffsetSeconds: Int64) -> Timestamp? {
        moment(now, zoneOffsetSeconds, daysLater: 1)
    }

    /// The most recent one, so many days later.
    private func moment(_ now: Timestamp, _ zoneOffsetSeconds: Int64, daysLater: Int64) -> Timestamp? {
        let local = TimeOfDay.floorDivided(now.nanoseconds, by: 1_000_000_000) &+ zoneOffsetSeconds
        var moment = TimeOfDay.floorDivided(local, by: TimeOfDay.day) &* TimeOfDay.day &+ minutes * 60
        if moment > local { moment -= TimeOfDay.day }
        let seconds = moment &+ daysLater * TimeOfDay.day &- zoneOffsetSeconds
        let (nanoseconds, overflow) = seconds.multipliedReportingOverflow(by: 1_000_000_000)
        return overflow ? nil : Timestamp(nanoseconds: nanoseconds)
    }

    private static func floorDivided(_ value: Int64, by divisor: Int64) -> Int64 {
        let quotient = value / divisor
        return value % divisor < 0 ? quotient - 1 : quotient
    }
}
