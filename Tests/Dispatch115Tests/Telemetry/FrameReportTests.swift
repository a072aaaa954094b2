import Geo
import Testing

@testable import Dispatch115

@Suite struct FrameReportTests {
    private let stand = TelemetryStand()
    private var key: AuthenticationKey { KeyPurpose.live.upKey(stand.keys[0].secret) }

    @Test func everyFlippedBitIsRefused() {
        let genuine = stand.genuine(7) {
            $0.button = .enRoute
            $0.pressID = 1
        }
        for bit in 0..<(genuine.count * 8) {
            var bytes = genuine
            bytes[bit / 8] ^= 1 << (bit % 8)
            #expect(throws: FrameError.self) { try bytes.withUnsafeBytes { try UnitReport($0, key: key) } }
            #expect(stand.check(bytes).group == .refused)
        }
        #expect(stand.check(genuine) == .fixTaken)
    }

    @Test func everyLengthButTheRightOneIsRefused() {
        let genuine = stand.genuine(1)
        for count in 0...128 where count != Frame.reportByteCount {
            let bytes = Array((genuine + genuine).prefix(count))
            #expect(throws: FrameError.length(count)) {
                try bytes.withUnsafeBytes { try UnitReport($0, key: key) }
            }
            #expect(stand.check(bytes) == .wrongLength)
        }
    }

    /// Random bytes of every length, half of them with our first bytes, so that they come further.
    @Test func randomBytesNeverTrap() {
        var random = SplitMix64(seed: TelemetrySeed.value("randomBytesNeverTrap"))
        let downKeys = KeyPurpose.live.downKeys(stand.keys[0].secret)
        let sealer = Sealer()
        var taken = 0
        for round in 0..<100_000 {
            var bytes = (0..<Int(random.next() % 130)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            if round % 2 == 0, bytes.count >= 12 {
                if round % 4 == 0 { bytes = Array((bytes + bytes + bytes).prefix(80)) }
                let type: UInt8 = [0x01, 0x81, 0x82, 0x83][Int(random.next() % 4)]
                bytes.replaceSubrange(0..<10, with: [0xD1, 0x15, 1, type, 0, 0, 0, 1, 0, 1])
            }
            if stand.check(bytes).isAccepted { taken += 1 }
            let opened = bytes.withUnsafeBytes { raw in
                (try? UnitReport(raw, key: key)) != nil
                    || (try? DownFrame(raw, keys: downKeys, sealer: sealer)) != nil
            }
            if opened { taken += 1 }
        }
        #expect(taken == 0)
    }

    /// Proven, but with values that no box may send.
    @Test func valuesOutOfRangeAreRefused() {
        let cases: [(FrameError.Field, (inout [UInt8]) -> Void)] = [
            (
                .button,
                {
                    $0[40] = 9
                    $0[45] = 1
                }
            ),
            (.press, { $0[40] = 1 }),
            (.press, { $0[45] = 1 }),
            (
                .heading,
                {
                    $0[36] = 0x8C
                    $0[37] = 0xA0
                }
            ),
            (.quality, { $0[38] = 4 }),
        ]
        for (index, (field, change)) in cases.enumerated() {
            var body = Array(stand.genuine(UInt64(index) + 1).prefix(64))
            change(&body)
            let bytes = body + key.tag(over: body).bytes.prefix(16)
            #expect(throws: FrameError.value(field)) {
                try bytes.withUnsafeBytes { try UnitReport($0, key: key) }
            }
            #expect(stand.check(bytes) == .badValue)
        }
        #expect(stand.check(stand.genuine(9) { $0.headingCentidegrees = 35_999 }) == .fixTaken)
    }
}
