// Travel times without a map: great-circle distance, times a detour factor, over a speed. The fallback when
// there are no roads for a place, and the yardstick they are judged by. Rises with distance, so of vehicles
// of one speed the nearest is also the first.
//
// The detour factor 1.3: on a grid of streets the way is |cos| + |sin| of the direction, 4 / pi = 1.273 on
// average over directions (Larson and Odoni, "Urban Operations Research", 1981, chapter 3); measured over 51
// metropolitan areas of the USA it was 1.34 in 2010 (Giacomin and Levinson, "Road network circuity in
// metropolitan areas", Environment and Planning B 42(6), 2015). No figure for Vietnam is known to us: a
// centre should set its own from its trips.

/// What is wrong with the figures a travel model was to be made of.
public enum TravelTimesError: Error, Equatable, Sendable {
    /// Metres a second must be a number above 0, at most 100.
    case speedOutOfRange(metresPerSecond: Double)
    /// The detour factor must be a number from 1 to 10.
    case detourFactorOutOfRange(Double)
}

/// Distance times detour over speed.
public struct StraightLineTravel: TravelTimes, Equatable, Sendable {
    public static let defaultDetourFactor = 1.3

    public let metresPerSecond: Double
    public let detourFactor: Double

    public init(
        metresPerSecond: Double, detourFactor: Double = StraightLineTravel.defaultDetourFactor
    ) throws(TravelTimesError) {
        guard metresPerSecond > 0, metresPerSecond <= 100 else {
            throw .speedOutOfRange(metresPerSecond: metresPerSecond)
        }
        guard detourFactor >= 1, detourFactor <= 10 else { throw .detourFactorOutOfRange(detourFactor) }
        self.metresPerSecond = metresPerSecond
        self.detourFactor = detourFactor
    }

    /// Seconds for a distance as the crow flies, rounded up; unreachable where they do not fit.
    public func travelSeconds(distanceMetres: Double) -> Int32 {
        let seconds = (distanceMetres * detourFactor / metresPerSecond).rounded(.up)
        guard seconds < Double(TravelAnswer.unreachableSeconds)
        else { return TravelAnswer.unreachableSeconds }
        return Int32(seconds)
    }

    public func travelSeconds(from origins: [Coordinate], to place: Coordinate, into seconds: inout [Int32]) {
        seconds.removeAll(keepingCapacity: true)
        seconds.reserveCapacity(origins.count)
        for origin in origins {
            seconds.append(travelSeconds(distanceMetres: origin.distanceMetres(to: place)))
        }
    }

    /// By distance, then lower index: within one second the nearer origin comes first.
    public func nearestByTime(
        _ count: Int, from origins: [Coordinate], to place: Coordinate, into answers: inout [TravelAnswer]
    ) {
        answers.removeAll(keepingCapacity: true)
        guard count > 0 else { return }
        var order: [(metres: Double, index: Int)] = []
        order.reserveCapacity(origins.count)
        for (index, origin) in origins.enumerated() {
            order.append((origin.distanceMetres(to: place), index))
        }
        order.sort { $0.metres != $1.metres ? $0.metres < $1.metres : $0.index < $1.index }
        for entry in order.prefix(count) {
            let seconds = travelSeconds(distanceMetres: entry.metres)
            if seconds == TravelAnswer.unreachableSeconds { break }
            answers.append(TravelAnswer(index: entry.index, travelSeconds: seconds))
        }
    }
}
