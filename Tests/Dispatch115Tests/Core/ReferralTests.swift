import Testing

@testable import Dispatch115

@Suite struct ReferralTests {
    /// A P0 that was handed over.
    struct Desk {
        var desk = CentreFixture()
        let incident: IncidentID
        let id = ReferralID(index: 0)

        init(words: String = "", due: Timestamp = .none) {
            incident = desk.open(.p0)
            desk.pass(seconds: 20)
            desk.expectDone(.referral(.refer(incident, due: due, words: words)))
        }

        var row: Referral { desk.centre[id] }
        var isInQueue: Bool { desk.centre[incident].isOpen && !desk.centre.isReferred(incident) }
        var isReturned: Bool { desk.centre.openAlert(of: .referralReturned, about: id.index) >= 0 }

        func said(_ status: TaskStatus, _ words: String = "", byPhone: Bool = false) -> Command {
            .referral(.answer(id, status, words: words, at: .none, byPhone: byPhone))
        }

        mutating func tick() {
            desk.expectDone(.tick)
            desk.centre.forgetFiredDeadlines(desk.now)
        }
    }

    /// A story with every event of referrals.
    static func everyEvent() -> [Event] {
        var f = Desk(words: "sốt nhẹ")
        f.desk.expectDone(f.said(.accepted, "tôi nghe"))
        f.desk.expectDone(
            .locate(f.incident, PlaceReport(coordinate: CentreFixture.place(7), certainty: .exact)))
        f.desk.expectDone(.referral(.takeBack(f.incident)))
        f.desk.expectDone(f.said(.completed, "xong"))
        f.desk.expectDone(.referral(.refer(f.incident, due: .none, words: "")))
        f.desk.pass(seconds: 300)
        f.tick()
        return f.desk.events
    }

    @Test func itIsOfferedDeliveredAcceptedAndCompleted() {
        var f = Desk(words: "sốt nhẹ")
        #expect(f.row.state == .offered && !f.isInQueue)
        #expect(f.row.dueAt == f.desk.now.adding(seconds: 300))
        f.desk.pass(seconds: 2)
        f.desk.expectDone(f.said(.delivered))
        f.desk.pass(seconds: 30)
        f.desk.expectDone(f.said(.accepted))
        #expect(f.row.state == .accepted && f.row.dueAt == f.desk.now.adding(seconds: 3600))
        f.desk.pass(seconds: 900)
        f.tick()
        #expect(f.row.state == .accepted, "the first deadline was for the answer")
        f.desk.expectDone(f.said(.completed, "đã dặn uống nước"))
        #expect(f.row.state == .completed)
        #expect(f.desk.centre[f.incident].disposition == .noVehicleNeeded)
        #expect(f.desk.centre.text(f.row.answer) == "đã dặn uống nước")
        #expect(!f.isReturned)
    }

    @Test func rejectedIsBackInTheQueueWithItsAge() {
        var f = Desk()
        let rang = f.desk.centre[f.incident].openedAt
        f.desk.pass(seconds: 40)
        f.desk.expectDone(f.said(.rejected, "không phải tư vấn"))
        #expect(f.isInQueue && f.isReturned)
        #expect(f.desk.centre[f.incident].openedAt == rang, "its age is since the ring")
        #expect(f.desk.centre[f.incident].waitingSince == rang)
        f.desk.expectDone(.referral(.refer(f.incident, due: .none, words: "")))
        #expect(!f.isReturned && !f.isInQueue)
    }

    /// Neither courier nor telehealth says anything at all.
    @Test func nobodyAnswersAndTheDeadlineGivesItBack() {
        var f = Desk()
        f.desk.pass(seconds: 299)
        f.tick()
        #expect(!f.isInQueue)
        f.desk.pass(seconds: 1)
        f.tick()
        #expect(f.row.state == .late && f.isInQueue && f.isReturned)
        f.desk.pass(seconds: 4_000)
        f.tick()
        #expect(f.desk.centre[f.incident].waitingAlert >= 0, "and it waits like any other")
    }

    @Test func acceptedAndNeverDoneComesBackToo() {
        var f = Desk()
        f.desk.expectDone(f.said(.accepted))
        f.desk.pass(seconds: 3_600)
        f.tick()
        #expect(f.row.state == .late && f.isReturned)
    }

    @Test func whileAwayItDoesNotWaitHere() {
        var f = Desk(due: .none)
        f.desk.expectDone(f.said(.accepted))
        f.desk.pass(seconds: 3_595)
        f.tick()
        #expect(f.desk.centre[f.incident].waitingAlert < 0)
        f.desk.pass(seconds: 60)
        f.tick()
        f.tick()
        #expect(f.desk.centre[f.incident].waitingAlert >= 0, "the deadline passed while it was away")
    }

    @Test func theSameAnswerTwiceChangesNothing() {
        var f = Desk()
        for status in [TaskStatus.delivered, .accepted, .rejected] {
            f.desk.expectDone(f.said(status, "một"))
            f.desk.expectRefused(f.said(status, "một"), .nothingChanges)
        }
        f.desk.expectRefused(f.said(.delivered), .nothingChanges)
        f.desk.expectRefused(f.said(.accepted), .nothingChanges)
    }

    @Test func aLateAnswerIsKeptAndChangesNothing() {
        var f = Desk()
        f.desk.pass(seconds: 300)
        f.tick()
        f.desk.expectDone(f.said(.accepted, "tôi nhận"))
        #expect(f.row.state == .late && f.row.lateAnswer == .accepted && f.isInQueue && f.isReturned)
        #expect(f.desk.centre.text(f.row.lateWords) == "tôi nhận")
        f.desk.expectRefused(f.said(.accepted, "tôi nhận"), .nothingChanges)
        f.desk.expectDone(f.said(.completed, "xong"))
        #expect(f.row.lateAnswer == .completed && f.desk.centre[f.incident].isOpen)
    }

    @Test func escalationTakesItBackAndSaysSo() {
        var f = Desk()
        f.desk.expectDone(f.said(.accepted))
        f.desk.expectDone(.prioritise(f.incident, .p1))
        #expect(f.row.state == .withdrawn && f.row.withdrawal == .escalated && f.row.version == 2)
        #expect(f.isInQueue)
        f.desk.expectDone(f.said(.completed, "xong"))
        #expect(f.row.lateAnswer == .completed && f.desk.centre[f.incident].isOpen)
    }

    @Test func aUnitAnEndAndTheDeskTakeItBack() {
        var sent = Desk()
        sent.desk.expectDone(.dispatch([unit1], sent.incident, .unknown))
        #expect(sent.row.withdrawal == .unitSent)
        var closed = Desk()
        closed.desk.expectDone(.close(closed.incident, .cancelledByCaller))
        #expect(closed.row.withdrawal == .closed)
        var back = Desk()
        back.desk.expectDone(.referral(.takeBack(back.incident)))
        #expect(back.row.withdrawal == .takenBack && back.isInQueue && !back.isReturned)
        back.desk.expectRefused(.referral(.takeBack(back.incident)), .referral(.notReferred(back.incident)))
    }

    @Test func onlyWhatNeedsAdviceIsHandedOver() {
        var f = Desk()
        f.desk.expectRefused(
            .referral(.refer(f.incident, due: .none, words: "")), .referral(.alreadyReferred(f.id)))
        let red = f.desk.open(.p2)
        f.desk.expectRefused(
            .referral(.refer(red, due: .none, words: "")), .referral(.needsVehicle(red, .p2)))
        let past = f.desk.now.adding(seconds: -1)
        let other = f.desk.open(.p0)
        f.desk.expectRefused(
            .referral(.refer(other, due: past, words: "")), .referral(.dueInPast(past)))
        f.desk.expectDone(
            .openIncident(
                phone: "", priority: .p0, place: PlaceReport(coordinate: nil, certainty: .missing), words: "")
        )
        let mute = IncidentID(index: f.desk.centre.incidents.end - 1)
        f.desk.expectRefused(.referral(.refer(mute, due: .none, words: "")), .referral(.noNumber(mute)))
        f.desk.expectDone(.dispatch([unit1], other, .unknown))
        f.desk.expectRefused(
            .referral(.refer(other, due: .none, words: "")), .incidentHasUnit(other, unit1))
    }

    /// A patient without outcome keeps it from being closed: then it stands in the queue, and somebody is told.
    @Test func completedWhatCannotBeClosedIsNotLost() {
        var f = Desk()
        f.desk.expectDone(.patient(.add(f.incident, count: 1, PatientDetails())))
        f.desk.expectDone(f.said(.completed, "xong"))
        #expect(f.row.state == .completed && f.isInQueue && f.isReturned)
    }

    @Test func aHandOverIsNotTakenBackByUndo() {
        var f = Desk()
        f.desk.pass(seconds: 1)
        let sequence = f.desk.events.last { if case .referral = $0.body { true } else { false } }?.sequence
        #expect(
            throws: Rejection.course(
                .notUndone(sequence: sequence ?? 0, .referralHasLeft(f.incident)))
        ) {
            try f.desk.undo { if case .referral = $0 { true } else { false } }
        }
    }

    @Test func theHandOverOfTheShiftNamesIt() {
        let f = Desk()
        #expect(f.desk.centre.openItems().contains { $0.kind == .referral && $0.subject == 0 })
    }

    @Test func itsMessagesFollowFromTheEvents() {
        var f = Desk()
        func messages(_ f: Desk) -> [TaskMessage] {
            var centre = Centre(rules: f.desk.centre.rules)
            return f.desk.events.compactMap { event in
                centre.apply(event)
                return TaskMessage(event, centre)
            }
        }
        #expect(messages(f).map(\.act) == [.open])
        f.desk.expectDone(
            .locate(f.incident, PlaceReport(coordinate: CentreFixture.place(7), certainty: .exact)))
        f.desk.expectDone(f.said(.accepted))
        f.desk.expectDone(.prioritise(f.incident, .p2))
        #expect(messages(f).map(\.act) == [.open, .update, .cancel])
        #expect(messages(f).map(\.version) == [1, 2, 3])
        #expect(Set(messages(f).map(\.task)) == [TaskID(.referral, 1)])
    }

    @Test func whatIsHandedOver() throws {
        var f = Desk(words: "bé 3 tuổi")
        f.desk.expectDone(
            .triage(
                .answer(
                    f.incident,
                    TriageReport(
                        version: 202_611_230_001, answers: "conscious=yes", reason: "tỉnh || awake",
                        priority: .p0, need: .unknown, isComplete: true))))
        let face = try #require(
            ReferralFace(
                f.id, in: f.desk.centre, redFlagsExcluded: ["khó thở -> không"], changedAt: f.desk.now))
        #expect(face.key == "referral-1" && face.intent == .requested && face.version == 2)
        #expect(face.callbackNumber == "0903123456" && face.triageVersion == 202_611_230_001)
        #expect(face.complaint == "đau ngực; bé 3 tuổi" && face.triageAnswers == "conscious=yes")
        #expect(face.deadline == f.row.dueAt && face.coordinate == CentreFixture.place(9))
        f.desk.expectDone(.prioritise(f.incident, .p1))
        let taken = try #require(
            ReferralFace(f.id, in: f.desk.centre, redFlagsExcluded: [], changedAt: f.desk.now))
        #expect(taken.intent == .cancelled && !taken.intentReason.isEmpty)
    }

    @Test func taskNamesHaveOneForm() {
        for name in ["notice-1", "referral-12", "notice-2147483647"] {
            #expect(TaskID(text: name)?.text == name)
        }
        for name in ["", "notice", "notice-", "notice-0", "notice-01", "notice-+1", "task-1", "notice-1-2"] {
            #expect(TaskID(text: name) == nil, "\(name)")
        }
    }
}
