import Geo
import Testing

@testable import Dispatch115

/// Hospitals: what they say has a time and an end; who is on the way takes a place, and nobody takes two.
@Suite struct HospitalTests {
    private let one = HospitalID(index: 0)
    private let two = HospitalID(index: 1)
    private let three = HospitalID(index: 2)

    private func face(_ desk: CentreFixture, _ id: HospitalID) -> HospitalFace {
        HospitalFace(desk.centre, id, desk.now)
    }

    private func bed(_ desk: CentreFixture, _ id: HospitalID, _ kind: BedKind = .emergency) -> BedFace? {
        face(desk, id).beds.first { $0.kind == kind }
    }

    private func report(
        _ id: HospitalID, _ free: Int32?, of baseline: Int32? = nil, kind: BedKind = .emergency,
        asOf: Timestamp = .none, until: Timestamp = .none
    ) -> Command {
        .hospital(
            .report(
                id,
                BedReport(
                    kind, free: free, baseline: baseline,
                    ReportOrigin(asOf: asOf, validUntil: until, reporter: "đd Hoa"))))
    }

    private func tick(_ desk: inout CentreFixture) {
        desk.expectDone(.tick)
        desk.centre.forgetFiredDeadlines(desk.now)
    }

    // MARK: - Reports

    @Test func aReportHoldsUntilItsEndAndIsUnknownThen() throws {
        var desk = CentreFixture()
        #expect(face(desk, one).beds.isEmpty)
        desk.expectDone(report(one, 4, of: 12, until: desk.now.adding(seconds: 600)))
        let told = try #require(bed(desk, one))
        #expect(told.reported == 4 && told.baseline == 12 && told.inbound == 0 && told.effective == 4)
        let sequence = face(desk, one).sequence
        #expect(desk.centre.nextDeadline == desk.now.adding(seconds: 600))
        desk.pass(seconds: 600)
        // Unknown by the clock alone, and the tick says so to whoever follows the journal.
        #expect(bed(desk, one)?.reported == nil && bed(desk, one)?.effective == nil)
        #expect(bed(desk, one)?.baseline == 12)
        tick(&desk)
        #expect(desk.events.last?.body == .hospital(.bedsRanOut(one, .emergency)))
        #expect(face(desk, one).sequence > sequence)
        let events = desk.events.count
        tick(&desk)
        #expect(desk.events.count == events, "told once")
        // Without an end it gets the one of the rules.
        desk.expectDone(report(one, 0))
        #expect(bed(desk, one)?.reported == 0)
        #expect(
            bed(desk, one)?.validUntil == desk.now.adding(seconds: desk.centre.rules.capacityValidSeconds))
    }

    @Test func olderIsHistoryAndImpossibleIsRefused() {
        var desk = CentreFixture()
        desk.expectDone(report(one, 4, of: 12))
        let newest = desk.now
        desk.pass(seconds: 300)
        desk.expectDone(report(one, 9, asOf: newest.adding(seconds: -60)))
        #expect(bed(desk, one)?.reported == 4, "what is older changes nothing")
        guard case .hospital(.reported(_, _, let from, let to, _, false)) = desk.events.last?.body else {
            Issue.record("it is kept as history: \(desk.events.last.debugDescription)")
            return
        }
        #expect(from.asOf == newest && to.free == 9)
        // As of the same moment it corrects.
        desk.expectDone(report(one, 5, asOf: newest))
        #expect(bed(desk, one)?.reported == 5)
        desk.expectRefused(report(one, 5, asOf: newest), .nothingChanges)
        let future = desk.now.adding(seconds: 121)
        desk.expectRefused(report(one, 5, asOf: future), .hospital(.asOfInFuture(future)))
        desk.expectDone(report(one, 6, asOf: desk.now.adding(seconds: 120)))
        #expect(bed(desk, one)?.asOf == desk.now, "a clock a little ahead is now")
        desk.expectRefused(
            report(one, 13),
            .hospital(.freeAboveBaseline(one, .emergency, free: 13, baseline: 12)))
        desk.expectRefused(
            report(one, nil, of: 5),
            .hospital(.freeAboveBaseline(one, .emergency, free: 6, baseline: 5)))
        desk.expectRefused(report(one, -1), .hospital(.outOfRange(.free, -1, most: 5_000)))
        desk.expectRefused(report(one, 5_001), .hospital(.outOfRange(.free, 5_001, most: 5_000)))
        desk.expectRefused(report(one, nil), .hospital(.nothingSaid))
        desk.expectRefused(report(one, 1, until: desk.now), .hospital(.ranOut(desk.now)))
        let far = desk.now.adding(seconds: 31 * 86_400)
        desk.expectRefused(report(one, 1, until: far), .hospital(.validTooLong(far, hours: 720)))
        let long = desk.now.adding(seconds: -desk.centre.rules.capacityValidSeconds)
        desk.expectRefused(report(two, 1, asOf: long), .hospital(.ranOut(desk.now)))
        desk.expectRefused(report(HospitalID(index: 7), 1), .hospitalUnknown(HospitalID(index: 7)))
    }

    @Test func howPatientsAreTakenInHasAnEndToo() {
        var desk = CentreFixture()
        desk.expectDone(
            .hospital(.receive(one, ReceptionReport(offloadMinutes: 25, redPlaces: 4))))
        desk.expectDone(.hospital(.receive(one, ReceptionReport(yellowPlaces: 10))))
        var now = face(desk, one)
        #expect(now.offloadMinutes == 25 && now.redPlaces == 4 && now.yellowPlaces == 10)
        desk.expectRefused(
            .hospital(.receive(one, ReceptionReport(offloadMinutes: 601))),
            .hospital(.outOfRange(.offloadMinutes, 601, most: 600)))
        desk.pass(seconds: desk.centre.rules.capacityValidSeconds)
        now = face(desk, one)
        #expect(now.offloadMinutes == nil && now.redPlaces == nil)
        tick(&desk)
        #expect(desk.events.last?.body == .hospital(.receptionRanOut(one)))
        // What has run out does not come back with another number.
        desk.expectDone(.hospital(.receive(one, ReceptionReport(redPlaces: 2))))
        #expect(face(desk, one).offloadMinutes == nil && face(desk, one).redPlaces == 2)
    }

    // MARK: - Diversion

    @Test func aDiversionEndsByItselfAndIsToldOf() {
        var desk = CentreFixture()
        let end = desk.now.adding(seconds: 900)
        let closing = DiversionReport(.closed, reason: "hết máy thở", ReportOrigin(validUntil: end))
        desk.expectDone(.hospital(.divert(one, closing)))
        #expect(face(desk, one).diversion.status == .closed)
        #expect(face(desk, one).diversion.reason == "hết máy thở")
        desk.pass(seconds: 10)
        desk.expectRefused(.hospital(.divert(one, closing)), .nothingChanges)
        desk.expectRefused(
            .hospital(.divert(two, DiversionReport(.open))), .nothingChanges)
        desk.expectRefused(
            .hospital(.divert(one, DiversionReport(.open, ReportOrigin(validUntil: end)))),
            .hospital(.openHasNoEnd))
        // Said of a time before: kept, and the hospital stays closed.
        desk.expectDone(
            .hospital(
                .divert(one, DiversionReport(.open, ReportOrigin(asOf: desk.now.adding(seconds: -60))))))
        #expect(face(desk, one).diversion.status == .closed)
        desk.now = end
        #expect(face(desk, one).diversion.status == .open)
        tick(&desk)
        #expect(desk.events.last?.body == .hospital(.diversionRanOut(one, was: .closed)))
        #expect(desk.centre[one].diversion.status == .open && face(desk, one).diversion.reason.isEmpty)
    }

    /// On the way to a hospital that closes: an alert, until the unit goes elsewhere.
    @Test func closingUnderWayIsAnAlert() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.step(unit1, .onScene)
        desk.step(unit1, .transport)
        func isOpen() -> Bool { desk.centre.openAlert(of: .hospitalClosed, about: three.index) >= 0 }
        tick(&desk)
        #expect(!isOpen())
        desk.expectDone(.hospital(.divert(three, DiversionReport(.closed))))
        #expect(desk.centre.nextDeadline == desk.now, "at once")
        tick(&desk)
        #expect(isOpen())
        desk.expectDone(.step(unit1, .transport, occurredAt: .none, destination: two))
        tick(&desk)
        #expect(!isOpen())
        // Sent there although it is closed, and it opens.
        desk.expectDone(.step(unit1, .transport, occurredAt: .none, destination: three))
        tick(&desk)
        #expect(isOpen())
        desk.expectDone(.hospital(.divert(three, DiversionReport(.open))))
        tick(&desk)
        #expect(!isOpen())
    }

    // MARK: - Places

    private func inbound(_ desk: CentreFixture, _ kind: BedKind = .emergency) -> [Int32] {
        desk.centre.hospitalIDs.map { desk.centre.bed($0, kind).inbound }
    }

    @Test func aPlaceIsTakenFromTransportToHandOver() {
        var desk = CentreFixture()
        desk.expectDone(report(three, 1))
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.step(unit1, .onScene)
        #expect(inbound(desk) == [0, 0, 0])
        desk.step(unit1, .transport)
        #expect(inbound(desk) == [0, 0, 1])
        #expect(bed(desk, three)?.reported == 1 && bed(desk, three)?.effective == 0)
        desk.expectDone(.step(unit1, .transport, occurredAt: .none, destination: two))
        #expect(inbound(desk) == [0, 1, 0])
        desk.step(unit1, .atHospital)
        #expect(inbound(desk) == [0, 1, 0], "at the door, not yet in a bed")
        desk.pass(seconds: 1)
        desk.step(unit1, .handOver)
        #expect(inbound(desk) == [0, 0, 0])
        // Taken back: at the door again.
        desk.pass(seconds: 1)
        try? desk.undo { if case .assignmentMoved = $0 { true } else { false } }
        #expect(inbound(desk) == [0, 1, 0])
        desk.pass(seconds: 1)
        desk.step(unit1, .handOver)
        desk.step(unit1, .available)
        #expect(inbound(desk) == [0, 0, 0])
    }

    @Test func everyOtherWayOutReleasesIt() throws {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1, unit2], incident, .unknown))
        for unit in [unit1, unit2] { desk.step(unit, .onScene) }
        desk.pass(seconds: 1)
        var two = PatientDetails()
        two.unit = unit1
        desk.expectDone(.patient(.add(incident, count: 2, two)))
        desk.step(unit1, .transport)
        #expect(inbound(desk) == [0, 0, 2])
        // Dead on the way.
        var dead = PatientDetails()
        dead.outcome = .dead
        desk.pass(seconds: 1)
        desk.expectDone(.patient(.change(incident, patient: 1, dead)))
        #expect(inbound(desk) == [0, 0, 1])
        // Over to another unit, which stands on scene.
        var other = PatientDetails()
        other.unit = unit2
        desk.pass(seconds: 1)
        desk.expectDone(.patient(.change(incident, patient: 2, other)))
        #expect(inbound(desk) == [0, 0, 0])
        desk.pass(seconds: 1)
        desk.step(unit2, .transport)
        #expect(inbound(desk) == [0, 0, 1])
        desk.pass(seconds: 1)
        try desk.undo { if case .assignmentMoved = $0 { true } else { false } }
        #expect(inbound(desk) == [0, 0, 0])
        // Entered late from paper, nobody named: one of the emergency department.
        desk.pass(seconds: 600)
        let past = desk.now.adding(seconds: -300)
        desk.expectDone(
            .shift(
                .enterRun(
                    [unit3], incident, sentAt: past,
                    steps: [
                        LateStep(.onScene, at: past.adding(seconds: 60)),
                        LateStep(.transport, at: past.adding(seconds: 100)),
                    ], destination: one)))
        #expect(inbound(desk) == [1, 0, 0])
    }

    @Test func theKindIsWhatWasSaidElseWhatIsLikely() {
        var desk = CentreFixture()
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.step(unit1, .onScene)
        desk.expectDone(
            .patient(
                .transport(unit1, patients: [], destination: three, occurredAt: .none, bed: .adultICU)))
        #expect(inbound(desk) == [0, 0, 0] && inbound(desk, .adultICU) == [0, 0, 1])
        desk.expectDone(
            .patient(.transport(unit1, patients: [], destination: three, occurredAt: .none, bed: .burns)))
        #expect(inbound(desk, .adultICU) == [0, 0, 0] && inbound(desk, .burns) == [0, 0, 1])
        desk.expectRefused(
            .patient(.transport(unit1, patients: [], destination: three, occurredAt: .none, bed: .burns)),
            .nothingChanges)
        desk.expectDone(
            .course(.transfer(TransferPlan(from: one, to: two, fromName: "Trạm 1", priority: .p3))))
        let transfer = IncidentID(index: desk.centre.incidents.end - 1)
        desk.expectDone(.dispatch([unit2], transfer, .unknown))
        desk.step(unit2, .onScene)
        desk.expectDone(.step(unit2, .transport, occurredAt: .none, destination: .none))
        #expect(inbound(desk, .general) == [0, 1, 0], "a planned transfer goes to a ward")
    }

    /// After a day at the desk nobody is on the way, and somebody was.
    @Test func nobodyIsOnTheWayWhenEveryUnitIsFree() throws {
        var most: Int32 = 0
        var lives = try BenchLives(.day) { _ in }
        for _ in 0..<400 {
            var shadow = lives.centre
            try lives.live { event in
                shadow.apply(event)
                most = max(most, shadow.beds.reduce(0) { $0 + $1.inbound })
            }
        }
        #expect(most > 0)
        #expect(lives.centre.units.allSatisfy { !$0.live.isSet })
        #expect(lives.centre.beds.allSatisfy { $0.inbound == 0 })
        #expect(lives.centre.brokenInvariants().isEmpty)
    }

    // MARK: - Who they are

    @Test func theFileComesLaterAndChanges() {
        var desk = CentreFixture()
        var baselines = [Int32](repeating: -1, count: BedKind.allCases.count)
        baselines[BedKind.burns.place] = 40
        let defined = HospitalDefinition(
            number: 3, facilityCode: "79024", name: "Chợ Rẫy", coordinate: CentreFixture.place(3),
            capabilities: [.emergencyDepartment, .burns], baselines: baselines)
        desk.expectDone(.hospital(.define(defined)))
        #expect(desk.centre.hospitals.count == 3, "the one that the station stood for")
        desk.expectRefused(.hospital(.define(defined)), .nothingChanges)
        let now = face(desk, three)
        #expect(now.facilityCode == "79024" && now.name == "Chợ Rẫy" && now.beds.map(\.kind) == [.burns])
        #expect(now.beds.first?.baseline == 40 && now.beds.first?.reported == nil)
        // What a hospital says of its beds outlasts the file.
        desk.expectDone(report(three, 30, of: 45, kind: .burns))
        baselines[BedKind.burns.place] = 41
        var again = defined
        again.baselines = baselines
        desk.expectDone(.hospital(.define(again)))
        #expect(bed(desk, three, .burns)?.baseline == 45)
        var wrong = defined
        wrong.facilityCode = "7902"
        desk.expectRefused(.hospital(.define(wrong)), .hospital(.codeUnfit("7902")))
        desk.expectDone(.hospital(.withdraw(three)))
        desk.expectRefused(.hospital(.withdraw(three)), .hospital(.withdrawn(three)))
        let incident = desk.open()
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.step(unit1, .onScene)
        desk.expectRefused(
            .step(unit1, .transport, occurredAt: .none, destination: three), .hospital(.withdrawn(three)))
        desk.expectDone(.hospital(.define(again)))
        desk.step(unit1, .transport)
        // With a file of hospitals a station is a station.
        let hospitals = desk.centre.hospitals.count
        desk.expectDone(
            .defineStation(
                number: 9, coordinate: CentreFixture.place(5), name: "Trạm 9", isHospital: false))
        #expect(desk.centre.hospitals.count == hospitals)
    }

    // MARK: - Taken back, and read back

    @Test func whatWasSaidIsTakenBack() throws {
        var desk = CentreFixture()
        desk.expectDone(report(one, 4, of: 12))
        desk.pass(seconds: 5)
        desk.expectDone(report(one, 40, of: 50))
        desk.pass(seconds: 5)
        try desk.undo { if case .hospital(.reported) = $0 { true } else { false } }
        #expect(bed(desk, one)?.reported == 4 && bed(desk, one)?.baseline == 12)
        desk.pass(seconds: 5)
        desk.expectDone(.hospital(.divert(one, DiversionReport(.closed, reason: "quá tải"))))
        desk.pass(seconds: 5)
        try desk.undo { if case .hospital(.diverted) = $0 { true } else { false } }
        #expect(face(desk, one).diversion.status == .open)
        // Something newer was said of the same beds.
        desk.pass(seconds: 5)
        desk.expectDone(report(one, 3))
        desk.pass(seconds: 5)
        desk.expectDone(report(one, 2))
        let first = desk.events.count - 2
        #expect(throws: Rejection.self) {
            _ = try desk.submit(.course(.undo(desk.line(at: first), anybodys: false)))
        }
        #expect(bed(desk, one)?.reported == 2)
    }

    @Test func aSnapshotKeepsWhatWillRunOut() throws {
        var desk = CentreFixture()
        desk.expectDone(report(one, 4, of: 12, until: desk.now.adding(seconds: 600)))
        desk.expectDone(
            .hospital(
                .divert(
                    two,
                    DiversionReport(.advisory, ReportOrigin(validUntil: desk.now.adding(seconds: 300))))))
        let bytes = CentreCodec.encode(desk.centre)
        let back = try bytes.withUnsafeBytes { try CentreCodec.decode($0, rules: desk.centre.rules) }
        #expect(back.nextDeadline == desk.now.adding(seconds: 300))
        let later = desk.now.adding(seconds: 700)
        func fired(_ centre: Centre) throws -> [EventBody] {
            try centre.decide(Submission(.tick, actor: Actor(.clock), now: later)).map(\.body)
        }
        #expect(try fired(back) == fired(desk.centre))
        #expect(
            try fired(back) == [
                .hospital(.diversionRanOut(two, was: .advisory)), .hospital(.bedsRanOut(one, .emergency)),
            ])
    }
}
