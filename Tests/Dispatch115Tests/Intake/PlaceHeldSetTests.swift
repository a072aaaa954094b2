import Foundation
import Geo
import Testing

@testable import Dispatch115

/// 300 addresses of a made-up city as callers say them: right within 50 m, or asked, and never silently wrong.
@Suite struct PlaceHeldSetTests {
    struct Tally {
        var right = 0
        var asked = 0
        /// Asked, and the true place is among the candidates within 50 m.
        var askedWithTruth = 0
        /// Found, not within 50 m, but within the precision that was said.
        var coarse = 0
        var unknown = 0
        var wrong: [String] = []
    }

    static let seed =
        ProcessInfo.processInfo.environment["DISPATCH115_SEED"].flatMap { UInt64($0) } ?? 20_251_122

    private func run(seed: UInt64, known: Bool, count: Int) throws -> Tally {
        var synthetic = SyntheticCity(seed: seed)
        let finder = try synthetic.city.placeFinder()
        let again = try SyntheticCity(seed: seed).city.placeFinder()
        let truths = synthetic.truths.filter { $0.isKnown == known && (!known || $0.path.parts.count > 1) }
        var tally = Tally()
        for _ in 0..<count {
            let truth = truths[synthetic.below(truths.count)]
            let saying = synthetic.say(truth)
            let answer = finder.resolve(saying.words)
            #expect(answer == again.resolve(saying.words), "\(saying.words) is not answered alike twice")
            switch answer {
            case .unknown: tally.unknown += 1
            case .ambiguous(let places, _):
                tally.asked += 1
                if places.contains(where: { $0.coordinate.distanceMetres(to: truth.coordinate) <= 50 }) {
                    tally.askedWithTruth += 1
                }
            case .found(let place):
                let apart = place.coordinate.distanceMetres(to: truth.coordinate)
                if apart <= 50 {
                    tally.right += 1
                } else if apart <= Double(place.precisionMetres) {
                    tally.coarse += 1
                } else {
                    let street = synthetic.city.places.streets[truth.street].name
                    tally.wrong.append(
                        "\(saying.words) [\(truth.path.text) \(street), \(truth.ward)] -> \(place)")
                }
            }
        }
        return tally
    }

    @Test func threeHundredAlleyAddresses() throws {
        let tally = try run(seed: Self.seed, known: true, count: 300)
        print(
            "held set of 300, seed \(Self.seed): right unasked \(tally.right), asked \(tally.asked) (true place "
                + "listed \(tally.askedWithTruth)), coarse \(tally.coarse), unknown \(tally.unknown), silently "
                + "wrong \(tally.wrong.count)")
        #expect(tally.right + tally.asked >= 285, "right or asked \(tally.right + tally.asked) of 300")
        #expect(tally.wrong.isEmpty, "\(tally.wrong)")
        // Asking for everything would be right too, and useless.
        #expect(tally.right >= 100, "only \(tally.right) unasked")
        #expect(tally.askedWithTruth * 100 >= tally.asked * 80, "\(tally.askedWithTruth) of \(tally.asked)")
    }

    /// What the map lacks is found only as well as it is known, or asked.
    @Test func addressesTheMapLacksAreNeverSilentlyWrong() throws {
        let tally = try run(seed: Self.seed &+ 1, known: false, count: 300)
        print(
            "300 unmapped, seed \(Self.seed &+ 1): within 50 m \(tally.right), coarse \(tally.coarse), asked "
                + "\(tally.asked), unknown \(tally.unknown), silently wrong \(tally.wrong.count)")
        #expect(tally.wrong.isEmpty, "\(tally.wrong)")
        #expect(tally.coarse + tally.right > 0)
    }

    @Test(.enabled(if: isCampaign)) func manySeeds() throws {
        for seed in 1...50 as ClosedRange<UInt64> {
            let tally = try run(seed: seed, known: true, count: 300)
            #expect(tally.right + tally.asked >= 285, "seed \(seed)")
            #expect(tally.wrong.isEmpty, "seed \(seed): \(tally.wrong)")
        }
    }
}
