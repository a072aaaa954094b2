import Testing

@testable import Dispatch115

/// Files of capacity as hospitals write them, well and badly.
@Suite struct CapacityFileTests {
    private func rows(_ text: String, _ name: String = "a.csv") throws -> CapacityRows {
        try CapacityFile.rows(Array(text.utf8), name: name)
    }

    private func reading(_ row: CapacityRow) throws -> CapacityReport {
        try CapacityReading(source: .file, writtenAt: Timestamp(nanoseconds: 5)).report(row)
    }

    /// The one report of a file of one row.
    private func report(_ text: String, _ name: String = "a.csv") throws -> CapacityReport {
        let found = try rows(text, name)
        #expect(found.rows.count == 1 && found.faults.isEmpty)
        return try reading(found.rows[0])
    }

    private func fault(_ text: String, _ name: String = "a.csv", line: Int64, _ words: String) {
        do {
            let found = try rows(text, name)
            if let first = found.faults.first { throw first }
            for row in found.rows { _ = try reading(row) }
            Issue.record("taken: \(text)")
        } catch let fault as CapacityFault {
            #expect(fault.line == line, "\(fault)")
            #expect(fault.reason.en.contains(words), "\(fault.reason.en) of \(text)")
            #expect(!fault.reason.vi.isEmpty && fault.reason.vi != fault.reason.en)
        } catch { Issue.record("\(error)") }
    }

    @Test func aRowOfEachKind() throws {
        let all = try report(
            """
            \u{FEFF}# kho giường\r
            hospital,bed,free,baseline,as_of,valid_until,\
            diversion,reason,offload_minutes,red_places,yellow_places,reporter\r
            79001,Adult-ICU,3,12,2026-11-23T14:05:00+07:00,2026-11-23T16:05:00+07:00,\
            closed,"CT hỏng, chờ thợ",25,2,4,BS Lan\r
            """)
        let asOf = Timestamp(nanoseconds: 1_795_417_500_000_000_000)
        let origin = ReportOrigin(
            asOf: asOf, validUntil: asOf.adding(seconds: 7_200), source: .file, reporter: "BS Lan")
        #expect(all.hospital == .facilityCode("79001") && all.line == 3)
        #expect(all.bed == BedReport(.adultICU, free: 3, baseline: 12, origin))
        #expect(
            all.reception == ReceptionReport(offloadMinutes: 25, redPlaces: 2, yellowPlaces: 4, origin))
        #expect(all.diversion == DiversionReport(.closed, reason: "CT hỏng, chờ thợ", origin))
    }

    @Test func jsonSaysTheSame() throws {
        let one = try report(
            #"{"as_of":"2026-11-23T07:05:00Z","reporter":"feed","#
                + #""reports":[{"hospital":"3","bed":"emergency","free":0}]}"#,
            "a.JSON")
        #expect(one.hospital == .number(3) && one.line == 1)
        #expect(
            one.bed?.free == 0 && one.bed?.baseline == nil && one.diversion == nil && one.reception == nil)
        #expect(one.bed?.origin.asOf == Timestamp(nanoseconds: 1_795_417_500_000_000_000))
        #expect(one.bed?.origin.reporter == "feed")
        let plain = try report(#"[{"hospital":"79001","diversion":"open","valid_until":null}]"#, "b.json")
        // Without as_of: when the file was written.
        #expect(plain.diversion?.origin.asOf == Timestamp(nanoseconds: 5))
    }

    @Test func timesInTheirForms() {
        let noon = Timestamp(nanoseconds: 1_795_417_500_000_000_000)
        for text in [
            "2026-11-23T07:05:00Z", "2026-11-23 14:05", "2026-11-23T14:05:00", "2026-11-23T14:05+0700",
            "2026-11-23T14:05:00+07", "2026-11-23t02:05:00.000-05:00",
        ] {
            #expect(CapacityTime.read(text) == noon, "\(text)")
        }
        #expect(
            CapacityTime.read("2026-11-23T07:05:00.25Z") == Timestamp(nanoseconds: 1_795_417_500_250_000_000))
        for text in [
            "", "14:05", "2026-11-23", "2026-02-30T10:00", "2026-11-23T24:00", "2026-11-23T14:60",
            "2026-11-23T14:05:00+7", "2026-11-23T14:05:00+07:00x", "23/11/2026 14:05", "2026-11-23T14:05:00.",
            "2026-11-23T14:05:00+15:00", "２０２６-11-23T14:05",
        ] {
            #expect(CapacityTime.read(text) == nil, "\(text)")
        }
    }

    @Test func whatIsWrongIsNamed() {
        let head = "hospital,bed,free\n"
        fault(head + "79001,emergency,-1", line: 2, "free \"-1\"")
        fault(head + "79001,emergency,2.5", line: 2, "whole number")
        fault(head + "79001,emergency,", line: 2, "without free")
        fault(head + "79001,,4", line: 2, "which kind of bed")
        fault(head + "79001,cot,4", line: 2, "is no kind of bed")
        fault(head + "790,emergency,4\n123456,emergency,4", line: 3, "no facility code")
        fault(head + "79001,emergency", line: 2, "has 2 fields, wants 3")
        fault(head + "79001,\"emergency,4", line: 2, "a quote is not closed")
        fault("hospital,bed,fre\n1,emergency,4", line: 1, "nearest: free")
        fault("bed,free\nemergency,4", line: 1, "hospital is missing")
        fault("hospital,Hospital,bed\n1,1,burns", line: 1, "twice")
        fault("", line: 1, "empty")
        fault("# nothing\n", line: 1, "no line of column names")
        fault(head, line: 1, "no row")
        fault("hospital,diversion\n1,shut", line: 2, "open, advisory or closed")
        fault("hospital,reason\n1,x", line: 2, "without diversion")
        fault("hospital,bed,free,as_of\n1,burns,1,yesterday", line: 2, "2026-11-23T14:05:00+07:00")
        fault(
            "hospital,bed,free,as_of,valid_until\n1,burns,1,2026-11-23 10:00,2026-11-23 09:00", line: 2,
            "not after as_of")
        fault("[{\"hospital\":\"1\",\"bed\":true}]", "a.json", line: 1, "whole number or a text")
        fault("[{\"hospital\":\"1\"},7]", "a.json", line: 2, "an object")
        fault("{\"rows\":[]}", "a.json", line: 1, "reports")
        fault("[{\"hospital\":", "a.json", line: 1, "no JSON")
        fault(
            "hospital,reporter,bed,free\n1,\(String(repeating: "x", count: 201)),burns,1", line: 2, "longer")
    }

    @Test func badBytesAndTooMuch() throws {
        #expect(throws: CapacityFault.self) {
            try CapacityFile.rows(Array("hospital,bed\n1,".utf8) + [0xC3, 0x28], name: "a.csv")
        }
        let many = "hospital,bed,free\n" + String(repeating: "1,burns,1\n", count: CapacityFile.mostRows + 1)
        fault(many, line: 1, "at most 20000")
    }

    @Test func oneBadRowHindersNoOther() throws {
        let found = try rows("hospital,bed,free\n1,burns,1\n2,burns\n3,burns,3\n")
        #expect(found.rows.map(\.line) == [2, 4] && found.faults.map(\.line) == [3])
        let json = try rows(
            #"[{"hospital":"1","bed":"burns","free":1},{"x":1},{"hospital":"2","free":"1"}]"#, "a.json")
        #expect(json.rows.map(\.line) == [1, 3] && json.faults.map(\.line) == [2])
    }

    @Test func doublesAreTheSecondOnes() throws {
        let found = try rows(
            """
            hospital,bed,free,diversion,offload_minutes
            1,adult_icu,1,,
            1,AdultICU,2,,
            1,burns,2,,
            1,,,open,
            1,,,,20
            2,adult_icu,1,,
            1,,,closed,
            """)
        var doubles = CapacityDoubles()
        let faults = found.rows.map { doubles.fault($0, found.noun)?.en }
        #expect(faults.map { $0 == nil } == [true, false, true, true, true, true, false])
        #expect(faults[1]?.contains("doubles line 2") == true)
    }

    /// Any bytes: a fault or rows, never a trap.
    @Test func anyBytes() {
        var random = TestRandom.make("capacity files")
        let seeds = [
            "hospital,bed,free,as_of\n79001,emergency,4,2026-11-23T14:05:00+07:00\n\"1\",burns,0,\n",
            #"{"reporter":"a","reports":[{"hospital":"79001","bed":"burns","free":3,"diversion":"open"}]}"#,
        ].map { Array($0.utf8) }
        for turn in 0..<2_000 {
            var bytes = seeds[turn % 2]
            for _ in 0..<Int.random(in: 1...6, using: &random) {
                let place = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &random)
                case 1: bytes.remove(at: place)
                default: bytes.insert(UInt8.random(in: 0...255, using: &random), at: place)
                }
            }
            if let found = try? CapacityFile.rows(bytes, name: turn % 2 == 0 ? "a.csv" : "a.json") {
                for row in found.rows { _ = try? reading(row) }
            }
        }
    }
}
