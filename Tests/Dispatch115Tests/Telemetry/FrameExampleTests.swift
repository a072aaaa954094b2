import Foundation
import Geo
import Testing

@testable import Dispatch115

/// The bytes in docs/SPEC-FRAME.md were made with another program (Python's hmac, openssl enc): ours must be
/// the same.
@Suite struct FrameExampleTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent()
    private let secret = SecretKey(bytes: Array(0..<32))
    private let orderID: UInt64 = 0x1_0000_0005

    private func block(_ name: String) throws -> [UInt8] {
        let path = FrameExampleTests.root.appendingPathComponent("docs/SPEC-FRAME.md").path
        let text = try Files.readText(path)
        let start = try #require(text.range(of: "```hex \(name)\n"))
        let end = try #require(text.range(of: "```", range: start.upperBound..<text.endIndex))
        let digits = text[start.upperBound..<end.lowerBound].filter { !$0.isWhitespace }
        return try #require(Hexadecimal.bytes(digits))
    }

    private func header(_ counter: UInt32) -> DownHeader {
        DownHeader(
            unitNumber: 31, keyEpoch: 1, leaderEpoch: 4, counter: counter, acknowledgedPressID: 6)
    }

    @Test func keys() throws {
        let secret = try #require(secret)
        #expect(secret.derived(for: "dispatch115 up").bytes == (try block("up key")))
        #expect(secret.derived(for: "dispatch115 down").bytes == (try block("down key")))
        #expect(KeyPurpose.live.downKeys(secret).body.bytes == (try block("down body key")))
    }

    @Test func report() throws {
        let secret = try #require(secret)
        let measured: Int64 = 1_768_465_800_000_000_000
        let report = UnitReport(
            unitNumber: 31, keyEpoch: 1, sequence: 1_000, measuredAt: Timestamp(nanoseconds: measured),
            latitudeE7: 107_769_000, longitudeE7: 1_067_009_000, speedCentimetresPerSecond: 1_250,
            headingCentidegrees: 27_050, quality: 1, accuracyMetres: 8, button: .onScene, pressID: 7,
            pressedAt: Timestamp(nanoseconds: measured - 250_000_000), acknowledgedOrderID: orderID)
        let key = KeyPurpose.live.upKey(secret)
        let written = try block("report")
        #expect(report.frame(key: key) == written)
        #expect(try written.withUnsafeBytes { try UnitReport($0, key: key) } == report)
    }

    @Test func down() throws {
        let keys = KeyPurpose.live.downKeys(try #require(secret))
        let sealer = Sealer()
        let content = OrderContent(
            orderID: orderID, kind: .dispatch, incidentNumber: 42, coordinate: .city(), priority: 1,
            place: "36/45 Điện Biên Phủ", text: "đau ngực, khó thở")
        #expect(content.body(limit: DownFrame.bodyByteLimit) == (try block("order body in plain")))
        let cases: [(String, DownFrame)] = [
            ("order", .order(header(9), content)),
            ("acknowledgement", .acknowledgement(header(10))),
            ("resync", .resync(header(11), highWater: 1_064)),
        ]
        for (name, frame) in cases {
            let written = try block(name)
            #expect(frame.bytes(keys: keys, sealer: sealer, counter: Array(0xa0..<0xb0)) == written)
            let read = try written.withUnsafeBytes { try DownFrame($0, keys: keys, sealer: sealer) }
            #expect(read == frame)
        }
    }
}
