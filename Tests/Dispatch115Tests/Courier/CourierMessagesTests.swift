import Foundation
import Geo
import Testing

@testable import Dispatch115

@Suite struct CourierMessagesTests {
    private static let messages: [CourierMessage] = [
        .destination(
            CourierDestination(
                number: 3, timeoutSeconds: 10, silenceSeconds: 5, atOnce: 4,
                authentication: .smart(tokenURL: "https://a/t", clientID: "dé \"1\"", keyFile: "/k"))),
        .destination(
            CourierDestination(
                number: 0, timeoutSeconds: 1, silenceSeconds: 1, atOnce: 1,
                authentication: .headers([PublishingHeader(name: "AppName", file: "/a b")]))),
        .destination(
            CourierDestination(
                number: 1, timeoutSeconds: 1, silenceSeconds: 1, atOnce: 1,
                authentication: .hmac(keyFile: "/k"))),
        .destination(
            CourierDestination(
                number: 1, timeoutSeconds: 1, silenceSeconds: 1, atOnce: 1,
                authentication: .bearer(tokenFile: "/k"))),
        .job(
            CourierJob(
                number: 17, destination: 2, keepsBody: true,
                requests: [
                    CourierRequest(
                        method: "PUT", url: "https://a/Location/1", type: "application/fhir+json",
                        body: "{\"a\":\"\n\t\u{0}Bệnh viện \u{1F691}\\\"}"),
                    CourierRequest(method: "GET", url: "http://b", type: "", body: ""),
                ])),
        .reply(
            CourierReply(job: 1, outcome: .status(429, retryAfterSeconds: 30, words: "\"x\""), body: "{}")),
        .reply(CourierReply(job: 2, outcome: .cut("silent"))),
        .reply(CourierReply(job: 3, outcome: .superseded)),
        .reply(CourierReply(job: 4, outcome: .unfit("no URL"))),
    ]

    @Test func everyMessageIsReadAsItWasWritten() throws {
        for message in Self.messages {
            let line = message.line
            #expect(line.last == 10 && line.dropLast().allSatisfy { $0 != 10 })
            #expect(try CourierMessage.read(Array(line.dropLast())) == message)
        }
    }

    @Test func damagedLinesAreRefusedAndTrapNothing() {
        var random = SplitMix64(seed: 115)
        for _ in 0..<3_000 {
            var line = Self.messages[random.below(Self.messages.count)].line
            for _ in 0...random.below(4) {
                let place = random.below(line.count)
                switch random.below(3) {
                case 0: line[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: line.remove(at: place)
                default: line.insert(UInt8(truncatingIfNeeded: random.next()), at: place)
                }
            }
            _ = try? CourierMessage.read(line)
        }
    }

    @Test(arguments: [
        ("2026-11-23T14:05:09+07:00", Int64(1_795_417_509_000)), ("2026-11-23T07:05:09Z", 1_795_417_509_000),
        ("2026-11-23T14:05:09.250+07:00", 1_795_417_509_250), ("1970-01-01T00:00:00Z", 0),
        ("1969-12-31T23:59:59Z", -1_000), ("2024-02-29T00:00:00.1234Z", 1_709_164_800_123),
    ])
    func momentsAreRead(_ text: String, _ milliseconds: Int64) {
        #expect(DocumentTime.milliseconds(text) == milliseconds)
    }

    @Test(arguments: [
        "", "2026-11-23", "2026-11-23T14:05:09", "2026-13-01T00:00:00Z", "2026-11-23T25:00:00Z",
        "2026-11-23T14:05:09+7", "x026-11-23T14:05:09Z", "2026-11-23T14:05:09Zx",
    ])
    func whatIsNoMomentIsNone(_ text: String) { #expect(DocumentTime.milliseconds(text) == nil) }

    @Test func theNewestMomentOfADocumentIsFound() {
        let body = """
            {"resourceType":"Location","meta":{"lastUpdated":"2030-01-01T00:00:00Z"},
            "extension":[{"url":"x/supported-capacity",
            "extension":[{"url":"capacityUpdateDate","valueDateTime":"2026-11-23T07:05:09Z"}]},
            {"url":"asOf","valueDateTime":"2026-11-23T14:05:08+07:00"}]}
            """
        #expect(DocumentTime.newest(in: Array(body.utf8)) == 1_795_417_509_000)
        #expect(DocumentTime.newest(in: Array("<html>".utf8)) == nil)
        #expect(DocumentTime.newest(in: Array("{\"a\":[1,2]}".utf8)) == nil)
    }
}
