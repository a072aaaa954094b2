import Testing

@testable import Dispatch115

@Suite struct NoticeTests {
    /// Hospitals 1 and 3 take notices, hospital 2 is phoned; unit 1 is with a patient.
    struct Desk {
        var desk: CentreFixture
        let incident: IncidentID
        let one = HospitalID(index: 0)
        let two = HospitalID(index: 1)
        let three = HospitalID(index: 2)
        let first = NoticeID(index: 0)
        let assignment = AssignmentID(index: 0)

        init(rules: CentreRules = CentreRules()) {
            desk = CentreFixture(units: 4, rules: rules)
            for number in [1, 3] as [Int32] {
                desk.expectDone(
                    .hospital(
                        .define(
                            HospitalDefinition(
                                number: number, facilityCode: "7900\(number)", name: "Viện \(number)",
                                coordinate: CentreFixture.place(number),
                                capabilities: [.emergencyDepartment, .notices]))))
            }
            incident = desk.open(.p1)
            desk.expectDone(.dispatch([unit1], incident, .unknown))
            desk.pass(seconds: 300)
            desk.step(unit1, .onScene)
            desk.pass(seconds: 300)
        }

        mutating func go(_ hospital: HospitalID) {
            desk.expectDone(.step(unit1, .transport, occurredAt: .none, destination: hospital))
        }

        func row(_ id: NoticeID) -> Notice { desk.centre[id] }
        var live: NoticeID { desk.centre.liveNotice(of: assignment) }
        func isRaised(_ kind: AlertKind, _ id: NoticeID) -> Bool {
            desk.centre.openAlert(of: kind, about: id.index) >= 0
        }

        func said(
            _ status: TaskStatus, _ words: String = "", _ id: NoticeID? = nil,
            next: HospitalAlternative = .none
        ) -> Command {
            .notice(
                .answer(id ?? first, status, words: words, at: .none, byPhone: false, next: next))
        }

        mutating func tick() {
            desk.expectDone(.tick)
            desk.centre.forgetFiredDeadlines(desk.now)
        }

        func messages() -> [TaskMessage] {
            var centre = Centre(rules: desk.centre.rules)
            return desk.events.compactMap { event in
                centre.apply(event)
                return TaskMessage(event, centre)
            }
        }
    }

    /// A story with every event of notices.
    static func everyEvent() -> [Event] {
        var f = Desk()
        f.go(f.three)
        f.desk.pass(seconds: 200)
        f.tick()
        f.desk.expectDone(f.said(.rejected, "hết giường", next: HospitalAlternative(f.one)))
        f.desk.expectDone(.notice(.keepGoing(f.first, words: "gần nhất")))
        f.desk.expectDone(.prioritise(f.incident, .p2))
        f.go(f.one)
        f.desk.expectDone(f.said(.accepted, "cửa B"))
        return f.desk.events
    }

    @Test func aTransportIsToldToItsHospitalAndArrives() {
        var f = Desk()
        f.go(f.three)
        #expect(f.live == f.first && f.row(f.first).hospital == f.three && f.row(f.first).isElectronic)
        #expect(f.row(f.first).dueAt == f.desk.now.adding(seconds: 180))
        f.desk.expectDone(f.said(.delivered))
        f.desk.expectDone(f.said(.accepted, "phòng 2"))
        #expect(f.row(f.first).state == .accepted)
        f.desk.pass(seconds: 600)
        f.tick()
        #expect(!f.isRaised(.noticeSilent, f.first))
        f.desk.step(unit1, .atHospital)
        #expect(f.row(f.first).end == .arrived && f.row(f.first).lastAnswer == .accepted)
        f.desk.step(unit1, .handOver)
        f.desk.step(unit1, .available)
        #expect(f.messages().map(\.act) == [.open, .update, .update, .update])
        #expect(f.messages().map(\.version) == [1, 2, 3, 4], "the last time points go to the same notice")
        #expect(Set(f.messages().map(\.task.text)) == ["notice-1"])
    }

    @Test func anotherHospitalTakesBackTheOldNotice() {
        var f = Desk()
        f.go(f.three)
        f.desk.expectDone(
            f.said(.rejected, "hết giường", next: HospitalAlternative(f.one, travelSeconds: 300)))
        #expect(f.isRaised(.noticeRejected, f.first) && f.row(f.first).next.hospital == f.one)
        f.go(f.one)
        #expect(f.row(f.first).end == .otherHospital && !f.isRaised(.noticeRejected, f.first))
        #expect(f.live == NoticeID(index: 1) && f.row(f.live).hospital == f.one)
        #expect(f.messages().map(\.act) == [.open, .cancel, .open])
        #expect(f.desk.centre.notices(of: f.assignment) == [NoticeID(index: 1), f.first])
    }

    @Test func silenceIsAnAlertAndALateYesCounts() {
        var f = Desk()
        f.go(f.three)
        f.desk.pass(seconds: 180)
        #expect(f.desk.centre.noticesDue(f.desk.now) == [f.first])
        f.desk.expectDone(.notice(.lapse(f.first, next: HospitalAlternative(f.one, travelSeconds: 240))))
        #expect(f.isRaised(.noticeSilent, f.first) && f.row(f.first).next.travelSeconds == 240)
        f.tick()
        #expect(f.desk.centre.openAlerts.filter { f.desk.centre.alerts[$0].kind == .noticeSilent }.count == 1)
        f.desk.expectDone(f.said(.accepted))
        #expect(f.row(f.first).state == .accepted && !f.isRaised(.noticeSilent, f.first))
    }

    /// The clock alone does it too, without another hospital.
    @Test func theClockNeedsNobody() {
        var f = Desk()
        f.go(f.three)
        f.desk.pass(seconds: 181)
        f.tick()
        #expect(f.row(f.first).state == .silent && f.row(f.first).next == .none)
    }

    @Test func aHospitalWithoutMessagesIsPhoned() {
        var f = Desk()
        f.go(f.two)
        #expect(f.isRaised(.noticePhone, f.first) && !f.row(f.first).dueAt.isSet)
        #expect(f.messages().isEmpty, "the courier has nothing to take there")
        f.desk.pass(seconds: 4_000)
        f.tick()
        #expect(f.isRaised(.noticePhone, f.first))
        f.desk.expectDone(
            .notice(.answer(f.first, .accepted, words: "", at: .none, byPhone: true, next: .none)))
        #expect(!f.isRaised(.noticePhone, f.first) && f.row(f.first).isByPhone)
    }

    @Test func goingOnInSpiteOfANoNeedsAReason() {
        var f = Desk()
        f.go(f.three)
        f.desk.expectRefused(
            .notice(.keepGoing(f.first, words: "gần")), .notice(.nothingAgainst(f.first)))
        f.desk.expectDone(f.said(.rejected))
        f.desk.expectRefused(.notice(.keepGoing(f.first, words: "")), .notice(.reasonMissing(f.first)))
        f.desk.expectDone(.notice(.keepGoing(f.first, words: "ngừng thở, gần nhất")))
        #expect(!f.isRaised(.noticeRejected, f.first) && f.live == f.first)
        f.desk.expectDone(f.said(.rejected, "đã nói rồi"))
        #expect(!f.isRaised(.noticeRejected, f.first), "a no that was heard alarms nobody again")
        f.desk.expectDone(f.said(.accepted))
        f.desk.expectDone(f.said(.rejected, "mất điện"))
        #expect(f.isRaised(.noticeRejected, f.first), "another no is another matter")
    }

    @Test func theSameAnswerTwiceChangesNothing() {
        var f = Desk()
        f.go(f.three)
        for status in [TaskStatus.delivered, .accepted, .rejected] {
            f.desk.expectDone(f.said(status, "một"))
            f.desk.expectRefused(f.said(status, "một"), .nothingChanges)
        }
        f.desk.expectRefused(f.said(.delivered), .nothingChanges)
        f.desk.expectRefused(f.said(.completed), .notice(.notItsAnswer(f.first, .completed)))
        f.desk.expectRefused(
            f.said(.accepted, "", NoticeID(index: 9)), .notice(.unknown(NoticeID(index: 9))))
    }

    @Test func anAnswerToANoticeThatIsOverIsKept() {
        var f = Desk()
        f.go(f.three)
        f.go(f.one)
        f.desk.expectDone(f.said(.accepted, "chờ ở cửa B"))
        #expect(f.row(f.first).state == .closed && f.row(f.first).lateAnswer == .accepted)
        #expect(f.desk.centre.text(f.row(f.first).lateWords) == "chờ ở cửa B")
        f.desk.expectRefused(f.said(.accepted, "chờ ở cửa B"), .nothingChanges)
        #expect(f.row(f.live).state == .asked, "the one that stands is not answered by it")
    }

    @Test func whatChangesIsToldAnew() {
        var f = Desk()
        f.go(f.three)
        var details = PatientDetails()
        details.words = "nam 60t, yếu nửa người"
        details.tag = .red
        f.desk.expectDone(.patient(.change(f.incident, patient: 1, details)))
        f.desk.expectDone(.prioritise(f.incident, .p2))
        #expect(f.row(f.first).version == 3 && f.live == f.first)
        f.desk.expectDone(.note(f.incident, "cổng sau"))
        #expect(f.row(f.first).version == 3, "a note of the desk's is none of its business")
    }

    @Test func takingTheStepBackCancels() throws {
        var f = Desk()
        f.desk.pass(seconds: 1)
        f.go(f.three)
        f.desk.pass(seconds: 1)
        try f.desk.undo { if case .assignmentMoved = $0 { true } else { false } }
        #expect(f.row(f.first).end == .cancelled && !f.live.isSet)
        f.go(f.three)
        #expect(f.live == NoticeID(index: 1))
        f.desk.pass(seconds: 1)
        f.desk.step(unit1, .atHospital)
        f.desk.pass(seconds: 1)
        try f.desk.undo { if case .assignmentMoved = $0 { true } else { false } }
        #expect(f.live == NoticeID(index: 2), "under way again")
    }

    @Test func theButtonInTheVehicleOpensOneToo() {
        var f = Desk()
        f.desk.expectDone(
            .press(unit1, .transport, press: 1, pressedAt: f.desk.now, destination: f.three))
        #expect(f.live == f.first)
    }

    @Test func whereItGoesIsNotKnownThereIsNone() {
        var f = Desk()
        f.desk.expectDone(.press(unit1, .transport, press: 1, pressedAt: f.desk.now, destination: .none))
        #expect(f.desk.centre[f.assignment].state == .transporting && !f.live.isSet)
        f.go(f.one)
        #expect(f.live == f.first)
    }

    @Test func whatIsTold() throws {
        var f = Desk()
        f.go(f.three)
        let face = try #require(
            PreArrivalNoticeFace(f.first, in: f.desk.centre, expectedSeconds: 300, changedAt: f.desk.now))
        #expect(face.key == "notice-1" && face.hospital.code == "79003" && face.hospital.number == 3)
        #expect(face.unitNumber == 1 && face.patientCount == 1 && face.priority == .p1)
        #expect(face.times.leftScene == f.desk.now && face.deadline == f.row(f.first).dueAt)
        #expect(face.expectedAt == f.desk.now.adding(seconds: 300) && face.intent == .requested)
        f.go(f.one)
        let old = try #require(
            PreArrivalNoticeFace(f.first, in: f.desk.centre, changedAt: f.desk.now))
        #expect(old.intent == .cancelled && old.version == 2)
    }

    @Test func theHandOverOfTheShiftNamesThem() {
        var f = Desk()
        f.go(f.three)
        #expect(f.desk.centre.openItems().contains { $0.kind == .notice && $0.subject == 0 })
    }
}
