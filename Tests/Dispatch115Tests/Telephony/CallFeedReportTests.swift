import Testing

@testable import Dispatch115

@Suite struct CallFeedReportTests {
    private func read(_ text: String) -> Result<CallFeedReport, CallFeedError> {
        do throws(CallFeedError) { return .success(try CallFeedReport.read(Array(text.utf8))) } catch {
            return .failure(error)
        }
    }

    @Test func whatIsAccepted() {
        let second: Int64 = 1_795_395_723
        let rows: [(String, CallFeedReport)] = [
            (#"{"event":"rang","call":"a"}"#, CallFeedReport(event: .rang, call: "a")),
            (
                #"{"event":"answered","call":"x-1","number":"0903123456","at":"2026-11-23T01:02:03.123Z","#
                    + #""recording":"r/9","agent":"lan"}"# + "\r",
                CallFeedReport(
                    event: .answered, call: "x-1", number: "0903123456",
                    at: second * 1_000_000_000 + 123_000_000, recording: "r/9", agent: "lan")
            ),
            (
                #"{"event":"abandoned","call":"a","at":1795395723000,"number":null,"recording":null}"#,
                CallFeedReport(event: .abandoned, call: "a", at: second * 1_000_000_000)
            ),
            (
                #"{"event":"ended","call":"a","at":"2026-11-23T08:02:03+07:00","colour":"red"}"#,
                CallFeedReport(event: .ended, call: "a", at: second * 1_000_000_000, passedOver: ["colour"])
            ),
        ]
        for (line, report) in rows { #expect(read(line) == .success(report), "\(line)") }
    }

    @Test func whatIsRefusedSaysWhatIsWrong() {
        let rows: [(String, String)] = [
            ("", "the text ends"), ("[]", "a list"), ("7", "a whole number"),
            (#"{"event":"rang"}"#, "\"call\" is missing"),
            (#"{"call":"a"}"#, "\"event\" is missing"),
            (#"{"event":"rang","call":""}"#, "\"call\" is missing"),
            (#"{"event":"hold","call":"a"}"#, "accepted: rang, answered, abandoned, ended"),
            (#"{"event":1,"call":"a"}"#, "a whole number"),
            (#"{"event":"rang","call":12}"#, "text in quotes"),
            (#"{"event":"rang","call":"a","number":903123456}"#, "\"number\" is a whole number"),
            (#"{"event":"rang","call":"a","call":"b"}"#, "given twice"),
            (#"{"event":"rang","call":"a","at":"yesterday"}"#, "milliseconds since 1970"),
            (#"{"event":"rang","call":"a","at":-5}"#, "\"at\" is -5"),
            (#"{"event":"rang","call":"a","at":1.5}"#, "\"at\" is 1.5"),
            (#"{"event":"rang","call":"a","at":"2026-02-29T00:00:00Z"}"#, "\"at\" is"),
            (#"{"event":"rang","call":"a","at":99999999999999999}"#, "\"at\" is"),
            ("{\"event\":\"rang\",\"call\":\"a\u{1B}[2J\"}", "control character in column"),
            (#"{"event":"rang","call":"a\u001b[2J"}"#, "holds a control character"),
            (#"{"event":"rang","call":"a\u0000"}"#, "holds a control character"),
            ("{\"event\":\"rang\",\"call\":\"\(String(repeating: "x", count: 65))\"}", "65 bytes"),
            (
                "{\"event\":\"rang\",\"call\":\"a\",\"recording\":\"\(String(repeating: "x", count: 129))\"}",
                "129"
            ),
            (#"{"event":"rang","call":"a"} {"#, "after the end"),
            (#"{"event":"rang","call":"a""#, "begins here"),
            (String(repeating: "[", count: 60), "nested"),
        ]
        for (line, what) in rows {
            guard case .failure(let error) = read(line) else {
                Issue.record("\(line) was taken")
                continue
            }
            #expect(error.what.contains(what), "\(line): \(error.what)")
            #expect(!error.what.contains { $0.isNewline })
        }
        #expect(throws: CallFeedError.self) { try CallFeedReport.read([0x7B, 0x22, 0xFF, 0xC0, 0x22, 0x7D]) }
    }

    @Test func times() {
        let rows: [(String, Int64?)] = [
            ("1970-01-01T00:00:00Z", 0), ("2000-02-29T12:00:00Z", 951_825_600_000_000_000),
            ("2026-11-23T01:02:03.5Z", 1_795_395_723_500_000_000),
            ("2026-11-23T01:02:03.123456789Z", 1_795_395_723_123_456_789),
            ("2026-11-22T20:02:03-05:00", 1_795_395_723_000_000_000), ("1900-01-01T00:00:00Z", nil),
            ("2026-11-23T24:00:00Z", nil), ("2026-11-31T00:00:00Z", nil), ("2026-11-23T01:02:03", nil),
            ("2026-11-23T01:02:03.Z", nil), ("2026-11-23T01:02:60Z", nil), ("2026-1-23T01:02:03Z", nil),
            ("1970-01-01T00:00:00+07:00", nil), ("", nil), ("2026-11-23T01:02:03Zx", nil),
        ]
        for (text, nanoseconds) in rows { #expect(CallFeedTime.nanoseconds(text) == nanoseconds, "\(text)") }
    }

    @Test func noBytesTrapTheReader() {
        var random = TestRandom.make("call feed")
        let good = Array(
            #"{"event":"answered","call":"x-1","number":"0903","at":"2026-11-23T01:02:03Z","agent":"lan"}"#
                .utf8)
        var taken = 0
        for _ in 0..<20_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 1...4, using: &random) {
                let position = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[position] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: position)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: position)
                }
            }
            if (try? CallFeedReport.read(bytes)) != nil { taken += 1 }
        }
        #expect(taken > 100 && taken < 15_000)
    }
}
