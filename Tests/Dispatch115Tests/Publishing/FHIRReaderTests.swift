import Foundation
import Geo
import Testing

@testable import Dispatch115

/// What receivers answer, well and badly.
@Suite struct FHIRReaderTests {
    private static func task(_ text: String, id: String = "t1") throws(FHIRReadError) -> FHIRTaskReport {
        try FHIRReader.task(Array(text.utf8), id: id)
    }

    private static func task(status: String, _ more: String = "") throws(FHIRReadError) -> FHIRTaskReport {
        try task(#"{"resourceType":"Task","id":"t1","status":"\#(status)"\#(more)}"#)
    }

    @Test func anAnswerIsReadWithItsReasonAndTime() throws {
        let report = try Self.task(
            status: "rejected",
            """
            ,"meta":{"versionId":"3"},"statusReason":{"coding":[{"code":"full","display":"Hết giường"}]},
            "lastModified":"2026-11-23T03:33:04.250Z","note":[{"text":"gọi  lại\\nsau\\u0007"}]
            """)
        #expect(
            report
                == FHIRTaskReport(
                    id: "t1", status: .rejected, reason: "Hết giường; gọi lại sau",
                    lastModified: Timestamp(nanoseconds: 1_795_404_784_250_000_000), versionID: "3"))
        #expect(report.status.standing == .rejected)
        let done = try Self.task(
            status: "completed",
            #","output":[{"type":{"text":"x"},"valueString":"uống nước, theo dõi"}],"lastModified":"hôm qua""#
        )
        #expect(done.reason == "uống nước, theo dõi" && done.lastModified == .none)
        #expect(done.status.standing == .completed)
        for status in FHIRTaskStatus.allCases {
            #expect(try Self.task(status: status.rawValue).status == status)
        }
    }

    @Test func everyWrongAnswerHasItsError() {
        func error(_ text: String) -> FHIRReadError? {
            do {
                _ = try Self.task(text)
                return nil
            } catch { return error }
        }
        #expect(error("{}") == .notAResource)
        #expect(error("[1]") == .notAResource)
        #expect(error(#"{"resourceType":7}"#) == .notAResource)
        #expect(
            error(#"{"resourceType":"OperationOutcome"}"#)
                == .otherResource(wanted: "Task", found: "OperationOutcome"))
        #expect(error(#"{"resourceType":"Task","status":"accepted"}"#) == .missing("Task.id"))
        #expect(error(#"{"resourceType":"Task","id":"t1"}"#) == .missing("Task.status"))
        #expect(
            error(#"{"resourceType":"Task","id":"t2","status":"accepted"}"#)
                == .otherTask(wanted: "t1", found: "t2"))
        #expect(
            error(#"{"resourceType":"Task","id":"t1","status":"maybe"}"#)
                == .unknownValue(element: "Task.status", value: "maybe"))
        for rubbish in ["", "<html>", "{", "\u{0}", "{\"resourceType\":\"Task\"", "nul"] {
            guard case .notJSON = error(rubbish) else {
                Issue.record("\(rubbish) is taken for JSON")
                continue
            }
        }
        #expect(
            error(String(repeating: " ", count: FHIRReader.maximumBytes + 1))
                == .tooLarge(bytes: FHIRReader.maximumBytes + 1, limit: FHIRReader.maximumBytes))
        let deep = String(repeating: "[", count: 100_000)
        if case .notJSON = error(deep) {} else { Issue.record("too deep, and taken") }
    }

    /// Any bytes: an error or a report, never a trap.
    @Test func noBytesBringTheReadersDown() throws {
        print("bytes of receivers: DISPATCH115_SEED=\(StorageSeed.value)")
        var random = SplitMix64(seed: StorageSeed.value)
        var seeds = MessageExamples.files().filter(\.isFHIR).map(\.bytes).filter { $0.count < 30_000 }
        seeds.append(Array(#"{"resourceType":"OperationOutcome","issue":[{"diagnostics":"x"}]}"#.utf8))
        seeds.append(Array(#"{"resourceType":"Task","id":"t1","status":"accepted","note":[{}]}"#.utf8))
        seeds.append(
            Array(#"{"resourceType":"CapabilityStatement","rest":[{"resource":[{"type":"Task"}]}]}"#.utf8))
        var refused = 0
        for round in 0..<(isCampaign ? 100_000 : 1_500) {
            var bytes = seeds[round % seeds.count]
            for _ in 0..<(1 + random.below(6)) where !bytes.isEmpty {
                let place = random.below(bytes.count)
                switch random.below(3) {
                case 0: bytes[place] = UInt8(truncatingIfNeeded: random.next())
                case 1: bytes.remove(at: place)
                default: bytes.removeLast(random.below(bytes.count))
                }
            }
            do { _ = try FHIRReader.task(bytes, id: "t1") } catch { refused += 1 }
            _ = try? FHIRReader.receiver(bytes)
            #expect(FHIRReader.refusal(bytes).count <= 201)
            _ = FHIRReader.moment(String(decoding: bytes.prefix(40), as: UTF8.self))
        }
        #expect(refused > 1_000)
    }

    @Test func whatAReceiverCanDoIsRead() throws {
        let facts = try FHIRReader.receiver(
            Array(
                """
                {"resourceType":"CapabilityStatement","fhirVersion":"4.0.1","rest":[{"mode":"client",
                "interaction":[{"code":"transaction"}]},{"mode":"server","interaction":[{"code":"batch"}],
                "resource":[{"type":"Task","interaction":[{"code":"read"},{"code":"update"}]},
                {"type":"Location","conditionalUpdate":true,"updateCreate":true,"interaction":[]},
                {"type":"Task","conditionalUpdate":"true"},{"type":"no type"},7]}]}
                """.utf8))
        #expect(!facts.takesTransactions && facts.fhirVersion == "4.0.1")
        #expect(facts.canPut("Task") && facts.canPut("Location") && !facts.canPut("Patient"))
        #expect(facts.canPutConditionally("Location") && !facts.canPutConditionally("Task"))
    }

    @Test func aRefusalIsOneShortLine() {
        func refusal(_ text: String) -> String { FHIRReader.refusal(Array(text.utf8)) }
        #expect(
            refusal(
                """
                {"resourceType":"OperationOutcome","issue":[{"severity":"error","code":"invalid",
                "diagnostics":"Location.name:\\nminimum required = 1","expression":["Location.name"]},
                {"code":"processing","details":{"text":"hết chỗ"}},{"code":"lock-error"}]}
                """)
                == "Location.name: minimum required = 1 (Location.name); hết chỗ; lock-error")
        #expect(refusal("<html>\u{1B}[2J\n 502  Bad Gateway") == "<html>[2J 502 Bad Gateway")
        #expect(refusal("") == "")
        #expect(refusal(String(repeating: "x", count: 100_000)).count == 201)
    }

    @Test func momentsAreThoseOfR4() {
        func moment(_ text: String) -> Int64? { FHIRReader.moment(text)?.nanoseconds }
        #expect(moment("2026-11-23T10:31:04+07:00") == 1_795_404_664_000_000_000)
        #expect(moment("2026-11-23T03:31:04.5Z") == 1_795_404_664_500_000_000)
        #expect(moment("2026-11-22T23:01:04-04:30") == 1_795_404_664_000_000_000)
        #expect(moment("2026-11-23") == 1_795_392_000_000_000_000)
        for wrong in [
            "", "2026", "2026-11-23T10:31:04", "2026-11-23 10:31:04Z", "2026-13-01", "2026-02-30",
            "2026-11-23T24:00:00Z", "2026-11-23T10:31:04.Z", "2026-11-23T10:31:04+7:00",
            "9999-12-31T00:00:00Z",
            "2026-11-23T10:31:04+15:00", "٢٠٢٦-11-23T10:31:04Z",
        ] {
            #expect(FHIRReader.moment(wrong) == nil, "\(wrong)")
        }
        for text in ["2026-11-23T10:31:04.007+07:00", "1999-12-31T23:59:59+07:00"] {
            #expect(FHIRReader.moment(text).flatMap { PublishedText.dateTime($0, 7 * 3600) } == text)
        }
    }
}
