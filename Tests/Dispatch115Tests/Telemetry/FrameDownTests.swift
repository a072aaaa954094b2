import Geo
import Testing

@testable import Dispatch115

@Suite struct FrameDownTests {
    private let keys = KeyPurpose.live.downKeys(TelemetryStand.keys(1)[0].secret)
    private let sealer = Sealer()
    private let header = DownHeader(
        unitNumber: 1, keyEpoch: 1, leaderEpoch: 3, counter: 8, acknowledgedPressID: 5)

    private func bytes(_ frame: DownFrame) -> [UInt8] {
        frame.bytes(keys: keys, sealer: sealer, counter: SystemRandomBytes().bytes(16))
    }

    private func open(_ bytes: [UInt8]) throws -> DownFrame {
        try bytes.withUnsafeBytes { try DownFrame($0, keys: keys, sealer: sealer) }
    }

    private func order(place: String = "chợ Bến Thành", text: String = "khó thở", at: Coordinate? = .city())
        -> OrderContent
    {
        OrderContent(
            orderID: 77, kind: .dispatch, incidentNumber: 12, coordinate: at, priority: 2, place: place,
            text: text)
    }

    @Test func everyKindGoesBothWays() throws {
        let frames: [DownFrame] = [
            .order(header, order()), .order(header, order(place: "", text: "", at: nil)),
            .acknowledgement(header), .resync(header, highWater: .max),
        ]
        for frame in frames { #expect(try open(bytes(frame)) == frame) }
    }

    @Test func everyFlippedBitIsRefused() {
        for frame in [
            DownFrame.order(header, order()), .acknowledgement(header), .resync(header, highWater: 9),
        ] {
            let genuine = bytes(frame)
            for bit in 0..<(genuine.count * 8) {
                var changed = genuine
                changed[bit / 8] ^= 1 << (bit % 8)
                #expect(throws: FrameError.self) { try open(changed) }
            }
            for count in 0..<genuine.count {
                #expect(throws: FrameError.self) { try open(Array(genuine.prefix(count))) }
            }
        }
    }

    @Test func nothingPersonalIsReadable() {
        let text = "Nguyễn Văn An"
        let sent = bytes(.order(header, order(text: text)))
        let plain = Array(text.utf8)
        #expect(!sent.indices.contains { sent[$0...].starts(with: plain) })
        #expect(bytes(.order(header, order(text: text))) != sent)
    }

    /// A drill's keys open nothing live, the up key nothing down.
    @Test func keysOfAnotherPurposeOpenNothing() {
        let secret = TelemetryStand.keys(1)[0].secret
        let drill = KeyPurpose.drill.downKeys(secret)
        let sent = bytes(.acknowledgement(header))
        #expect(throws: FrameError.proof) {
            try sent.withUnsafeBytes { try DownFrame($0, keys: drill, sealer: sealer) }
        }
        #expect(secret.derived(for: "dispatch115 up") != secret.derived(for: "dispatch115 down"))
    }

    /// Letters of one, two and three bytes, letters with loose accents, and one of many bytes.
    @Test(arguments: ["a", "é", "ễ", "e\u{302}\u{303}", "👨‍👩‍👧‍👦", "ab ễ e\u{302}\u{303} "])
    func longTextIsCutBetweenCharacters(_ unit: String) throws {
        for extra in 0..<8 {
            let text = String(repeating: "x", count: extra) + String(repeating: unit, count: 1_200)
            let sent = bytes(.order(header, order(place: text, text: text)))
            #expect(sent.count <= Frame.downByteLimit)
            guard case .order(_, let got) = try open(sent) else {
                Issue.record("not an order")
                continue
            }
            for part in [got.place, got.text] {
                #expect(part.hasSuffix("…"))
                let kept = part.dropLast()
                #expect(Array(text.prefix(kept.count)) == Array(kept))
            }
            let widest = unit.map { $0.utf8.count }.max() ?? 0
            #expect(sent.count > Frame.downByteLimit - widest)
        }
    }

    @Test func textThatFitsIsNotCut() throws {
        let place = String(repeating: "p", count: 400)
        let text = String(repeating: "t", count: DownFrame.bodyByteLimit - 13 - 400)
        for (more, isCut) in [("", false), ("t", true)] {
            let frame = DownFrame.order(header, order(place: place, text: text + more))
            let sent = bytes(frame)
            #expect(sent.count <= Frame.downByteLimit)
            #expect((try open(sent) == frame) == !isCut)
        }
        #expect(bytes(.order(header, order(place: place, text: text))).count == Frame.downByteLimit)
    }

    /// A character of more bytes than there is room: nothing of it is sent, and it is said.
    @Test func aCharacterWithoutEndIsLeftOut() throws {
        let monster = "e" + String(repeating: "\u{302}", count: 2_000)
        guard case .order(_, let got) = try open(bytes(.order(header, order(text: monster)))) else {
            Issue.record("not an order")
            return
        }
        #expect(got.text == "…")
    }

    @Test func brokenBodiesAreRefused() {
        let good = order().body(limit: DownFrame.bodyByteLimit)
        var badText = good
        badText[badText.count - 1] = 0xFF
        let bodies: [[UInt8]] = [[], Array(good.dropLast()), good + [0], badText]
        for body in bodies {
            #expect(throws: FrameError.self) {
                try OrderContent(orderID: 1, kind: .dispatch, incidentNumber: 1, body: body)
            }
        }
    }
}
