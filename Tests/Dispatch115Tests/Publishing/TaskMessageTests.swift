import Foundation
import Geo
import Testing

@testable import Dispatch115

/// What notices and referrals say, read by another reader.
@Suite struct TaskMessageTests {
    private static func read(_ resources: [FHIRResource]) throws -> [String: [String: Any]] {
        var found: [String: [String: Any]] = [:]
        for resource in resources {
            found[resource.key.path] = try CapacityReaders.object(resource.json)
        }
        return found
    }

    private static func inputs(_ task: [String: Any]?) -> [String: [[String: Any]]] {
        Dictionary(grouping: CapacityReaders.objects(task?["input"])) {
            CapacityReaders.code($0["type"], "/task-input") ?? ""
        }
    }

    @Test func aNoticeHasOneObservationForEachTimePointThatHappened() throws {
        let face = MessageExamples.notice("notice-12")
        let read = try Self.read(PreArrivalDocuments.fhirResources(of: face, for: MessageExamples.ehr))
        var times: [String: String] = [:]
        for (path, resource) in read where path.hasPrefix("Observation/") {
            let swiss = CapacityReaders.code(resource["code"], "/IVR")
            let nemsis = try #require(CapacityReaders.code(resource["code"], "/nemsis-etimes"))
            times[nemsis + " " + (swiss ?? "-")] = resource["valueDateTime"] as? String
        }
        #expect(
            times == [
                "eTimes.01 1000033": "2026-11-23T10:12:04+07:00",
                "eTimes.02 1000034": "2026-11-23T10:13:04+07:00",
                "eTimes.03 -": "2026-11-23T10:13:04+07:00", "eTimes.04 -": "2026-11-23T10:14:04+07:00",
                "eTimes.05 1000035": "2026-11-23T10:14:04+07:00",
                "eTimes.06 1000036": "2026-11-23T10:22:04+07:00",
                "eTimes.07 1000037": "2026-11-23T10:23:04+07:00",
                "eTimes.09 1000038": "2026-11-23T10:31:04+07:00",
            ])
        let task = try #require(read["Task/115.example.vn-notice-12-task"])
        let restriction = task["restriction"] as? [String: Any]
        #expect((restriction?["period"] as? [String: Any])?["end"] as? String == "2026-11-23T10:34:04+07:00")
        #expect(task["status"] as? String == "requested" && task["priority"] as? String == "stat")
        let encounter = try #require(read["Encounter/115.example.vn-notice-12-enc"])
        #expect((encounter["class"] as? [String: Any])?["code"] as? String == "FLD")
        #expect((encounter["meta"] as? [String: Any])?["profile"] == nil)
    }

    /// The other side's answer stands in the task: what is told later may not put it back to "requested".
    @Test func laterMessagesLeaveTheTaskAlone() {
        var face = MessageExamples.notice("notice-12")
        func types() -> [String] {
            PreArrivalDocuments.fhirResources(of: face, for: MessageExamples.ehr).map(\.type)
        }
        #expect(types().last == "Task", "whoever sees the task finds all the rest")
        face.version = 2
        #expect(!types().contains("Task"))
        face.intent = .cancelled
        #expect(types().last == "Task" && !types().contains("Observation"))
    }

    @Test func aReferralSaysAllThatTelehealthNeeds() throws {
        let face = MessageExamples.referral("referral-3")
        let read = try Self.read(ReferralDocuments.fhirResources(of: face, for: MessageExamples.telehealth))
        let task = read["Task/115.example.vn-referral-3-task"]
        let inputs = Self.inputs(task)
        func text(_ name: String) -> [String] {
            (inputs[name] ?? []).compactMap { $0["valueString"] as? String ?? $0["valueUri"] as? String }
        }
        let phone = inputs["callback-number"]?.first?["valueContactPoint"] as? [String: Any]
        #expect(phone?["value"] as? String == "0903 000 000")
        #expect(text("triage-version") == ["2026-11-23.1"])
        #expect(text("red-flag-excluded") == ["không tỉnh", "khó thở", "co giật"])
        #expect(text("escalation-place") == ["12 Nguyễn Trãi, phường Bến Thành"])
        #expect(text("escalation-position") == ["geo:10.7701,106.6901"])
        #expect(inputs["triage-complete"]?.first?["valueBoolean"] as? Bool == true)
        let encounter = read["Encounter/115.example.vn-referral-3-enc"]
        #expect((encounter?["class"] as? [String: Any])?["code"] as? String == "VR")
    }

    // MARK: - Identifiers of patients

    @Test func onlyNumbersThatCanBeOnesAreSent() {
        #expect(NationalID("079090001234").map { ($0.birthYear, $0.sex) } ?? (0, .unknown) == (1990, .male))
        #expect(
            NationalID("001 315 000 001").map { ($0.birthYear, $0.sex) } ?? (0, .unknown) == (2015, .female))
        for wrong in ["", "07909000123", "0790900012345", "07909000123x", "000090001234", "٠٧٩٠٩٠٠٠١٢٣٤"] {
            #expect(NationalID(wrong) == nil, "\(wrong)")
        }
        #expect(InsuranceNumber("dn 4 79 0123456789")?.text == "DN4790123456789")
        #expect(InsuranceNumber("0123456789")?.text == "0123456789")
        for wrong in ["", "DN9790123456789", "D14790123456789", "DN479012345678", "012345678", "01234567890"]
        {
            #expect(InsuranceNumber(wrong) == nil, "\(wrong)")
        }
        var face = MessageExamples.notice("notice-12")
        face.patient.nationalID = "12345"
        face.patient.insuranceNumber = "BHYT"
        let patient = PreArrivalDocuments.fhirResources(of: face, for: MessageExamples.ehr)[0]
        #expect(!String(decoding: patient.json, as: UTF8.self).contains("core/sid/"))
    }

    // MARK: - Texts, times, names

    @Test func textsTimesAndNamesAreLegal() {
        #expect(PublishedText.line(" a\t\u{0}b\n\u{202E}c ") == "a b c")
        #expect(PublishedText.line("\u{0}\u{2028} ") == nil)
        #expect(PublishedText.line(String(repeating: "ờ", count: 5000))?.count == 1001)
        #expect(
            (PublishedText.line("a" + String(repeating: "\u{300}", count: 99_999)) ?? "").utf8.count < 20_000)
        #expect(PublishedText.xml("<&\"'>") == "&lt;&amp;&quot;&apos;&gt;")
        #expect(PublishedText.percentEncoded("http://x/y|Đ") == "http%3A%2F%2Fx%2Fy%7C%C4%90")
        let moment = Timestamp(nanoseconds: 1_795_404_664_007_000_000)
        #expect(PublishedText.dateTime(moment, 7 * 3600) == "2026-11-23T10:31:04.007+07:00")
        #expect(PublishedText.dateTime(moment, -12_600) == "2026-11-23T00:01:04.007-03:30")
        #expect(PublishedText.dateTime(Timestamp(nanoseconds: -1), 0) == "1969-12-31T23:59:59.999+00:00")
        #expect(PublishedText.dateTime(.none, 0) == nil)
        #expect(
            [0, 1, -1, 1_800_000_000, 107_572_000].map { PublishedText.degrees($0) }
                == ["0", "0.0000001", "-0.0000001", "180", "10.7572"])
        #expect(TriageVersion.text(202_611_230_001) == "2026-11-23.1" && TriageVersion.text(7) == "7")
        for canonical in [
            "https://a.b/fhir/", "", "///", "x", "https://" + String(repeating: "y", count: 300),
        ] {
            let context = PublishingContext(canonical: canonical)
            for key in ["79024", "notice-2147483647", String(repeating: "k", count: 64)] {
                #expect(
                    PublishedText.isIdentifier(context.id(key, "svc-emergency-department")), "\(canonical)")
            }
        }
        #expect(
            PublishingContext(canonical: "https://a.very.long.name.of.a.centre.example.vn").id("1")
                != PublishingContext(canonical: "https://a.very.long.name.of.another.example.vn").id("1"))
    }
}
