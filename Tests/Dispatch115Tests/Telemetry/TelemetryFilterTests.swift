import Geo
import Testing

@testable import Dispatch115

@Suite struct TelemetryFilterTests {
    @Test func refusalsInTheirOrder() {
        let stand = TelemetryStand()
        let good = stand.genuine(1)
        func changed(_ change: (inout [UInt8]) -> Void) -> [UInt8] {
            var bytes = good
            change(&bytes)
            return bytes
        }
        let cases: [([UInt8], TelemetryCounter)] = [
            (Array(good.dropLast()), .wrongLength),
            (changed { $0[0] = 0 }, .wrongMagic),
            (changed { $0[2] = 2 }, .wrongVersion),
            (changed { $0[3] = 0x81 }, .wrongType),
            (changed { $0[7] = 4 }, .unknownUnit),
            (changed { $0[4] = 255 }, .unknownUnit),
            (changed { $0[7] = 0 }, .unknownUnit),
            (changed { $0[9] = 2 }, .unknownKeyEpoch),
            (changed { $0[7] = 2 }, .proofFailed),
            (changed { $0[79] ^= 1 }, .proofFailed),
            (good, .fixTaken),
            (good, .replayed),
        ]
        for (bytes, expected) in cases { #expect(stand.check(bytes) == expected) }
    }

    @Test func aKeyOfAnotherEpochOrDirectionProvesNothing() {
        let stand = TelemetryStand()
        let report = UnitReport(
            unitNumber: 1, keyEpoch: 1, sequence: 1,
            measuredAt: Timestamp(nanoseconds: stand.now.wallNanoseconds), latitudeE7: 107_769_000,
            longitudeE7: 1_067_009_000)
        let other = TelemetryStand.keys(1, epoch: 2)[0]
        #expect(stand.check(report.frame(key: KeyPurpose.live.upKey(other.secret))) == .proofFailed)
        #expect(stand.check(report.frame(key: KeyPurpose.drill.upKey(stand.keys[0].secret))) == .proofFailed)
        #expect(
            stand.check(report.frame(key: KeyPurpose.live.downKeys(stand.keys[0].secret).tag)) == .proofFailed
        )
        #expect(stand.check(report.frame(key: KeyPurpose.live.upKey(stand.keys[0].secret))) == .fixTaken)
    }

    @Test func twoEpochsServeSideBySide() {
        let keys = TelemetryStand.keys(2) + TelemetryStand.keys(2, epoch: 2)
        let table = KeyTable(unitNumbers: [1, 2], keys: keys, purpose: .live)
        for unit in 0..<2 {
            for epoch: UInt16 in [1, 2] {
                let at = table.find(unit: unit, epoch: epoch)
                #expect(at >= 0 && table.epochs[at] == epoch)
            }
            #expect(table.find(unit: unit, epoch: 3) == -1)
        }
        #expect(KeyTable(unitNumbers: [1, 9], keys: keys, purpose: .live).hasKey(unit: 1) == false)
    }

    /// However many forgeries and repeats come, the genuine unit's frame passes.
    @Test func forgersAndRepeatersDoNotStarveTheGenuine() {
        let stand = TelemetryStand()
        var forged = stand.genuine(1)
        forged[70] ^= 0xFF
        var taken = 0
        var told = 0
        for second in 1...50 {
            stand.wait(seconds: 1)
            let old = stand.genuine(UInt64(second))
            if stand.check(old) == .fixTaken { taken += 1 }
            for _ in 0..<500 {
                let finding = forged.withUnsafeBytes {
                    stand.filter.check($0, now: stand.now, report: &stand.report)
                }
                #expect(finding.outcome == .proofFailed)
                if finding.isReported { told += 1 }
                #expect(stand.check(old) == .replayed)
            }
        }
        #expect(taken == 50)
        #expect(told >= 50 && told <= 60)
    }

    @Test func theGenuineUnitItselfIsLimited() {
        let stand = TelemetryStand()
        let outcomes = (1...100).map { stand.check(stand.genuine(UInt64($0))) }
        #expect(outcomes.count { $0 == .tooMany } == 60)
        #expect(stand.check(stand.genuine(1, unit: 2)) == .fixTaken)
        stand.wait(seconds: 1)
        #expect(stand.check(stand.genuine(101)) == .fixTaken)
    }

    @Test func theWindowMovesOnlyAfterProof() {
        let stand = TelemetryStand()
        #expect(stand.check(stand.genuine(10)) == .fixTaken)
        var forged = stand.genuine(1_000_000)
        forged[79] ^= 1
        #expect(stand.check(forged) == .proofFailed)
        stand.wait(seconds: 1)
        #expect(stand.check(stand.genuine(11)) == .fixTaken)
    }

    @Test func windowEdges() {
        let stand = TelemetryStand()
        #expect(stand.check(stand.genuine(5_000)) == .fixTaken)
        #expect(stand.check(stand.genuine(5_000 - 1_024)) == .replayed)
        #expect(stand.check(stand.genuine(5_000 - 1_023)) == .sameFix)
        #expect(stand.check(stand.genuine(5_000 - 1_023)) == .replayed)
        stand.wait(seconds: 1)
        #expect(stand.check(stand.genuine(.max - 1)) == .fixTaken)
        stand.wait(seconds: 1)
        #expect(stand.check(stand.genuine(.max)) == .fixTaken)
        #expect(stand.check(stand.genuine(.max)) == .replayed)
        #expect(stand.check(stand.genuine(0)) == .belowMark)
    }

    @Test func nothingAboveTheDurableMarkIsAccepted() {
        let stand = TelemetryStand(durable: 65)
        #expect(stand.check(stand.genuine(66)) == .markPending)
        #expect(stand.check(stand.genuine(66)) == .markPending)
        #expect(stand.check(stand.genuine(65)) == .fixTaken)
        stand.filter.slots[0].mark.becameDurable(130)
        stand.wait(seconds: 1)
        #expect(stand.check(stand.genuine(66)) == .fixTaken)
    }

    /// Whatever the first life accepted, the second one refuses, if it starts with the marks that were
    /// durable.
    @Test func nothingIsAcceptedTwiceAcrossARestart() {
        var random = SplitMix64(seed: TelemetrySeed.value("nothingIsAcceptedTwiceAcrossARestart"))
        let first = TelemetryStand(durable: nil)
        var accepted: [[UInt8]] = []
        var durable: UInt64 = 0
        var sequence: UInt64 = 0
        for _ in 0..<2_000 {
            first.wait(seconds: 0.2)
            sequence += random.next() % 20 == 0 ? random.next() % 200 : 1
            let frame = first.genuine(sequence)
            let finding = frame.withUnsafeBytes {
                first.filter.check($0, now: first.now, report: &first.report)
            }
            if finding.outcome.isAccepted { accepted.append(frame) }
            if finding.markWanted != 0, random.next() % 3 != 0 {
                durable = finding.markWanted
                first.filter.slots[0].mark.becameDurable(durable)
            }
        }
        #expect(accepted.count > 500)
        let second = TelemetryStand(mark: durable)
        second.now = first.now
        for frame in accepted { #expect(second.check(frame) == .belowMark) }
        second.wait(seconds: 1)
        #expect(second.check(second.genuine(durable + 1)) == .fixTaken)
    }

    @Test func positionsThatCannotBe() {
        let stand = TelemetryStand()
        let day: Int64 = 86_400_000_000_000
        let cases: [(TelemetryCounter, (inout UnitReport) -> Void)] = [
            (.noPosition, { $0.quality = 0 }),
            (
                .placeImpossible,
                {
                    $0.latitudeE7 = 0
                    $0.longitudeE7 = 0
                }
            ),
            (
                .placeImpossible,
                {
                    $0.latitudeE7 = 9_999
                    $0.longitudeE7 = -9_999
                }
            ),
            (.placeImpossible, { $0.latitudeE7 = 900_000_001 }),
            (.placeImpossible, { $0.longitudeE7 = .min }),
            (
                .placeImpossible,
                {
                    $0.latitudeE7 = .min
                    $0.longitudeE7 = .min
                }
            ),
            (.timeInFuture, { $0.measuredAt.nanoseconds += 300_000_000_001 }),
            (.timeInFuture, { $0.measuredAt.nanoseconds = .max }),
            (.timeTooOld, { $0.measuredAt.nanoseconds -= 7 * day + 1 }),
            (.timeTooOld, { $0.measuredAt.nanoseconds = .min }),
            (.lateFix, { $0.flags = UnitReport.lateFlag }),
            (.fixTaken, { _ in }),
            (.lateFix, { $0.measuredAt.nanoseconds -= 1 }),
            (.sameFix, { _ in }),
        ]
        for (index, (expected, change)) in cases.enumerated() {
            #expect(stand.check(stand.genuine(UInt64(index) + 1, change)) == expected)
        }
    }
}
