import Testing

@testable import Dispatch115

@Suite struct MovementGateTests {
    /// Metres north at a second by the box's clock -> outcome; our clock shows the same unless said.
    private func run(_ steps: [(Double, Double, TelemetryCounter)]) {
        let stand = TelemetryStand()
        let start = stand.now
        for (index, (second, north, expected)) in steps.enumerated() {
            stand.now = start
            stand.wait(seconds: second)
            let frame = stand.genuine(UInt64(index) + 1, north: north)
            #expect(stand.check(frame) == expected, "step \(index)")
        }
    }

    @Test func twoHundredPass() {
        run([(0, 0, .fixTaken), (1, 55, .fixTaken), (2, 110, .fixTaken), (12, 660, .fixTaken)])
    }

    @Test func aJumpIsHeldUntilThreeAgree() {
        run([
            (0, 0, .fixTaken), (1, 5_000, .jumpHeld), (2, 5_050, .jumpHeld), (3, 5_100, .jumpBelieved),
            (4, 5_150, .fixTaken),
        ])
    }

    @Test func aSingleOutlierMovesNothing() {
        run([(0, 0, .fixTaken), (1, 9_000, .jumpHeld), (2, 10, .fixTaken), (3, 9_000, .jumpHeld)])
    }

    @Test func jumpsThatDoNotAgreeAreNeverBelieved() {
        run([(0, 0, .fixTaken)] + (1...40).map { (Double($0), $0 % 2 == 0 ? 90_000 : -90_000, .jumpHeld) })
    }

    @Test func fourHundredKilometresAnHourNeverPassAsOne() {
        let stand = TelemetryStand()
        var outcomes: [TelemetryCounter] = []
        for second in 0..<30 {
            outcomes.append(stand.check(stand.genuine(UInt64(second) + 1, north: Double(second) * 111.2)))
            stand.wait(seconds: 1)
        }
        #expect(outcomes.dropFirst().allSatisfy { $0 == .jumpHeld })
    }

    @Test func acrossTheDateLineIsNotAroundTheWorld() {
        let stand = TelemetryStand()
        let west = stand.genuine(1) { $0.longitudeE7 = 1_799_999_900 }
        #expect(stand.check(west) == .fixTaken)
        stand.wait(seconds: 1)
        #expect(stand.check(stand.genuine(2) { $0.longitudeE7 = -1_799_999_900 }) == .fixTaken)
    }

    /// A box four minutes ahead whose clock is then set right: it may not stand still for four minutes.
    @Test func aClockThatIsCorrectedDoesNotFreezeTheUnit() {
        let stand = TelemetryStand()
        let ahead: Int64 = 240_000_000_000
        #expect(stand.check(stand.genuine(1) { $0.measuredAt.nanoseconds += ahead }) == .fixTaken)
        stand.wait(seconds: 1)
        #expect(
            stand.check(stand.genuine(2, north: 20) { $0.measuredAt.nanoseconds += ahead }) == .fixTaken)
        stand.wait(seconds: 1)
        #expect(stand.check(stand.genuine(3, north: 40)) == .fixTaken)
        stand.wait(seconds: 1)
        #expect(stand.check(stand.genuine(4, north: 9_000)) == .jumpHeld)
    }

    /// Our own clock steps back five minutes, then an hour forward.
    @Test func ourClockMayStep() {
        let stand = TelemetryStand()
        #expect(stand.check(stand.genuine(1)) == .fixTaken)
        let boxAhead: Int64 = 299_000_000_000
        stand.wait(seconds: 1)
        stand.now.wallNanoseconds -= boxAhead
        #expect(
            stand.check(stand.genuine(2, north: 20) { $0.measuredAt.nanoseconds += boxAhead }) == .fixTaken)
        stand.wait(seconds: 1)
        stand.now.wallNanoseconds += boxAhead + 3_600_000_000_000
        let frame = stand.genuine(3, north: 40) { $0.measuredAt.nanoseconds -= 3_600_000_000_000 }
        #expect(stand.check(frame) == .fixTaken)
    }
}
