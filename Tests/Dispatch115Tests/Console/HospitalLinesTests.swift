import Testing

@testable import Dispatch115

/// 2026-11-22 14:40:00 local.
private let afternoon = Timestamp(nanoseconds: 1_795_333_200_000_000_000)

@Suite struct HospitalLinesTests {
    private func parsed(_ line: String) -> Result<Request, LineError> {
        LineParser().parse(line, now: afternoon).request
    }

    @Test func everyLineInBothLanguages() {
        let evening = afternoon.adding(seconds: 320 * 60)
        let before = afternoon.adding(seconds: -20 * 60)
        func report(_ topic: CapacityTopic, _ free: Int32?, _ baseline: Int32? = nil) -> Request {
            .hospital(
                .report(
                    hospital: 3, topic, FreeBeds(free: free, baseline: baseline), asOf: nil, until: nil,
                    reporter: ""))
        }
        let rows: [(String, String, Request)] = [
            ("HS", "BV", .hospital(.list(.all))), ("HS 3", "bv 3", .hospital(.list(.number(3)))),
            ("HS icu", "BV hồi sức", .hospital(.list(.beds(.adultICU)))),
            ("HS stroke", "BV đột quỵ", .hospital(.list(.capable(.stroke)))),
            ("HS diverting", "BV ngừng nhận", .hospital(.list(.diverting))),
            ("CAP 3 icu 4/12", "SC 3 hồisức 4/12", report(.bed(.adultICU), 4, 12)),
            ("CAP 3 ed 0", "SC 3 capcuu 0", report(.bed(.emergency), 0)),
            ("CAP 3 nicu ?/8", "SC 3 sosinh ?/8", report(.bed(.neonatalICU), nil, 8)),
            ("CAP 3 offload 25", "SC 3 chonhan 25", report(.offloadMinutes, 25)),
            ("CAP 3 red 4", "SC 3 do 4", report(.redPlaces, 4)),
            (
                "CAP 3 burns 2 @14:20 UNTIL=20:00 ; nurse Hoa", "SC 3 bỏng 2 @14h20 ĐẾN=20h00 ; nurse Hoa",
                .hospital(
                    .report(
                        hospital: 3, .bed(.burns), FreeBeds(free: 2, baseline: nil), asOf: before,
                        until: evening, reporter: "nurse Hoa"))
            ),
            (
                "DIVERT 3", "NGỪNG 3",
                .hospital(.divert(hospital: 3, .closed, asOf: nil, until: nil, reason: ""))
            ),
            (
                "DIVERT 3 advisory UNTIL=20:00 ; full", "NGUNG 3 hanche DEN=20:00 ; full",
                .hospital(.divert(hospital: 3, .advisory, asOf: nil, until: evening, reason: "full"))
            ),
            (
                "DIVERT 3 open", "NGUNG 3 nhậnlại",
                .hospital(.divert(hospital: 3, .open, asOf: nil, until: nil, reason: ""))
            ),
            (
                "TR 12 3 BED=icu", "VC 12 3 GIUONG=hoisuc",
                .patient(.transport(unit: 12, patients: [], hospital: 3, at: nil, bed: .adultICU))
            ),
        ]
        for (english, vietnamese, request) in rows {
            #expect(parsed(english) == .success(request), "\(english)")
            #expect(parsed(vietnamese) == .success(request), "\(vietnamese)")
        }
        for wrong in [
            "CAP 3 icu", "CAP 3 icu ?", "CAP 3 icu 4/", "CAP 3 bunk 4", "DIVERT 3 perhaps", "HS xyz",
        ] {
            guard case .failure = parsed(wrong) else {
                Issue.record("\(wrong) is taken")
                continue
            }
        }
    }

    /// Three numbers, their age, and "?" for what is unknown.
    @Test func theListTellsReportedInboundAndEffective() throws {
        var f = try ConsoleFixture()
        let ray = f.centre.hospital(numbered: 3)
        try f.run(.hospital(.report(ray, BedReport(.emergency, free: 4, baseline: 12))))
        try f.open()
        try f.run(.dispatch([f.unit(12)], IncidentID(index: 0), .unknown))
        try f.run(.step(f.unit(12), .onScene, occurredAt: .none, destination: .none))
        try f.run(.step(f.unit(12), .transport, occurredAt: .none, destination: ray))
        let english = Renderer(.en)
        var list = english.hospitals(.all, f.centre, now: f.now)
        #expect(list.contains("4 - 1 = 3") && list.contains("2 hospitals, 0 closed"))
        var whole = english.hospital(whole: ray, f.centre, now: f.now)
        #expect(whole.contains("4/12  - 1  = 3") && whole.contains("bound for it: unit 12"))
        try f.run(
            .hospital(
                .divert(
                    ray,
                    DiversionReport(
                        .closed, reason: "no ventilators",
                        ReportOrigin(validUntil: f.now.adding(seconds: 3_600))))))
        list = english.hospitals(.diverting, f.centre, now: f.now)
        #expect(list.contains("1 hospitals, 1 closed") && list.contains("CLOSED until"))
        f.now = f.now.adding(seconds: f.centre.rules.capacityValidSeconds)
        list = Renderer(.vi).hospitals(.beds(.emergency), f.centre, now: f.now)
        #expect(list.contains("? - 1") && list.contains("hết hạn") && !list.contains("= 0"))
        whole = english.hospital(whole: ray, f.centre, now: f.now)
        #expect(whole.contains("?/12  - 1  = ?") && whole.contains("open"))
    }

    /// What changed, and which of two reports is newer.
    @Test func aReplySaysWhatBecameOfTheReport() throws {
        var f = try ConsoleFixture()
        let ray = f.centre.hospital(numbered: 3)
        let first = f.now
        try f.run(.hospital(.report(ray, BedReport(.burns, free: 4, baseline: 12))))
        let older = try f.run(
            .hospital(.report(ray, BedReport(.burns, free: 9, ReportOrigin(asOf: first)))))
        let text = Renderer(.en).what(older[0], f.centre)
        #expect(text.contains("4/12 -> 9") && text.contains("older than what is known as of"))
        let refusal = f.rejection(.hospital(.report(ray, BedReport(.burns, free: 13))))
        let why = Renderer(.en).refused(try #require(refusal), f.centre)
        #expect(why.contains("13 free of only 12") && why.contains("0 to 12 free, or 13/13"))
        // Sent where it is closed: said with the next steps.
        try f.run(.hospital(.divert(ray, DiversionReport(.closed, reason: "flood"))))
        try f.open()
        try f.run(.dispatch([f.unit(12)], IncidentID(index: 0), .unknown))
        try f.run(.step(f.unit(12), .onScene, occurredAt: .none, destination: .none))
        let sent = try f.run(.step(f.unit(12), .transport, occurredAt: .none, destination: ray))
        #expect(Renderer(.en).accepted(sent, f.centre).contains("note: hospital 3 BV Chợ Rẫy: CLOSED, flood"))
    }
}
