import Geo
import Testing

@testable import Dispatch115

/// Small stories and the rows that they leave, a noun a test.
@Suite struct ResultsExampleTests {
    /// The rows of a table after these events, told.
    private func rows(_ table: ResultsTable.Name, _ desk: CentreFixture) throws -> [[String]] {
        var results = MemoryResults(code: JournalOfTest.code)
        try results.follow(JournalOfTest(desk.events))
        return results.rows(table).map { results.told(table, $0) }
    }

    @Test func stationsAreHospitalsAndUnitsHaveHistory() throws {
        var desk = CentreFixture(units: 1)
        desk.pass(seconds: 5)
        desk.expectDone(
            .duty(.logOn(unit1, crew: "BS Nam", skills: .doctor, equipment: nil, kilometres: 40_000)))
        desk.pass(seconds: 5)
        desk.expectDone(.duty(.outOfService(unit1, .meal, until: .none, note: "")))
        desk.pass(seconds: 5)
        desk.expectDone(.duty(.logOn(unit1, crew: "", skills: nil, equipment: nil, kilometres: -1)))
        #expect(
            try rows(.hospital, desk).first == [
                "hospital=1", "name=Trạm 1", "latitude=10.771", "longitude=106.7",
                "capabilities=emergencyDepartment", "is_withdrawn=false", "diversion=open", "changed_at=+0",
                "changed_sequence=3",
            ])
        #expect(
            try rows(.unit, desk) == [
                [
                    "unit=1", "station=1", "kind=car", "skills=doctor", "equipment=oxygen", "is_on_duty=true",
                    "duty_since=+15", "crew=0", "odometer=40000",
                ]
            ])
        #expect(
            try rows(.unitHistory, desk).map { Array($0.dropFirst(2)) } == [
                ["at=+0", "actor=console", "actor_number=1000", "unit=1", "status=onDuty"],
                ["at=+5", "actor=console", "actor_number=1000", "unit=1", "status=onDuty"],
                [
                    "at=+10", "actor=console", "actor_number=1000", "unit=1", "status=outOfService",
                    "reason=meal",
                ],
                ["at=+15", "actor=console", "actor_number=1000", "unit=1", "status=onDuty"],
            ])
    }

    @Test func aRunFromCallToClose() throws {
        var desk = CentreFixture(units: 1)
        let incident = desk.open()
        desk.pass(seconds: 10)
        let candidate = Candidate(
            unit: unit1, standing: .eligible, coordinate: CentreFixture.place(3), measuredAt: desk.now,
            travelSeconds: 417)
        desk.expectDone(
            .dispatch(
                [unit1], incident,
                Basis(place: CentreFixture.place(9), method: .straightLine, candidates: [candidate])))
        for button in [Button.onScene, .transport, .handOver, .available] {
            desk.pass(seconds: 10)
            desk.step(unit1, button)
        }
        desk.expectDone(.close(incident, .transported))
        #expect(
            try rows(.call, desk) == [
                [
                    "call=1", "incident=1", "phase=done", "received_at=+0", "is_from_exchange=false",
                    "callback_tries=0", "phone=0",
                ]
            ])
        #expect(
            try rows(.incident, desk) == [
                [
                    "incident=1", "call=1", "kind=emergency", "priority=2", "received_at=+0", "opened_at=+0",
                    "closed_at=+50", "disposition=transported", "latitude=10.779", "longitude=106.7",
                    "certainty=exact", "precision_metres=10", "units_wanted=1", "estimated_patients=0",
                    "place_said=1", "words=2",
                ]
            ])
        #expect(
            try rows(.assignment, desk) == [
                [
                    "assignment=1", "incident=1", "unit=1", "state=completed", "is_live=false",
                    "order_id=\(desk.centre[unit1].order)", "destination=3", "call_received=+0",
                    "dispatch_notified=+10", "on_scene=+20", "left_scene=+30", "transfer_of_care=+40",
                    "back_in_service=+50",
                ]
            ])
        #expect(
            try rows(.patient, desk) == [
                [
                    "patient=1", "incident=1", "number=1", "assignment=1", "destination=3",
                    "outcome=handedOver",
                ]
            ])
        #expect(
            try rows(.assignmentHistory, desk).map { $0.filter { !$0.hasPrefix("actor") }.dropFirst(2) }
                == [
                    ["at=+10", "assignment=1", "change=dispatched", "after=dispatched", "is_late=false"],
                    move("dispatched", "onScene", 20), move("onScene", "transporting", 30),
                    move("transporting", "handedOver", 40), move("handedOver", "completed", 50),
                ].map { $0[...] })
        #expect(
            try rows(.unitHistory, desk).map { $0.first { $0.hasPrefix("status") } } == [
                "status=onDuty", "status=dispatched", "status=onScene", "status=transporting",
                "status=handedOver", "status=free",
            ])
        let sequence = desk.events.first { $0.body.name == "dispatched" }?.sequence ?? 0
        #expect(
            try rows(.candidate, desk) == [
                [
                    "sequence=\(sequence)", "rank=1", "unit=1", "standing=eligible", "travel_seconds=417",
                    "latitude=10.773", "longitude=106.7", "measured_at=+10",
                ]
            ])
        #expect(try rows(.recommendation, desk).count == 1)
    }

    private func move(_ from: String, _ to: String, _ at: Int) -> [String] {
        [
            "at=+\(at)", "assignment=1", "change=assignmentMoved", "before=\(from)", "after=\(to)",
            "occurred_at=+\(at)", "is_late=false",
        ]
    }

    @Test func offersAndTheirStation() throws {
        var desk = CentreFixture(units: 1)
        let incident = desk.open()
        desk.expectDone(.offer(.ask(incident, [StationID(index: 1)], chosen: true, .unknown)))
        desk.pass(seconds: 7)
        desk.expectDone(
            .offer(
                .decline(
                    StationID(index: 1), incident, .noCrew, until: desk.now.adding(seconds: 60),
                    words: "đi ăn", byPhone: true)))
        #expect(
            try rows(.offer, desk) == [
                [
                    "offer=1", "incident=1", "station=2", "state=declined", "is_chosen=true", "asked_at=+0",
                    "expires_at=+45", "answered_at=+7", "reason=noCrew", "busy_until=+67",
                    "is_by_phone=true", "words=3",
                ]
            ])
        let station = try rows(.station, desk)[1].dropFirst(4)
        #expect(
            station == [
                "offers_asked=1", "offers_accepted=0", "offers_declined=1", "offers_silent=0",
                "busy_until=+67",
            ])
    }

    @Test func notesAlertsAndTheHistoryOfAnIncident() throws {
        var desk = CentreFixture(units: 1)
        let incident = desk.open(.p1)
        desk.pass(seconds: 1)
        desk.expectDone(.note(incident, "nhầm"))
        desk.pass(seconds: 1)
        try desk.undo { if case .noted = $0 { true } else { false } }
        desk.pass(seconds: 60)
        desk.expectDone(.tick)
        desk.expectDone(.alert(.acknowledge([0])))
        desk.expectDone(.prioritise(incident, .p3))
        #expect(
            try rows(.note, desk) == [
                [
                    "note=1", "incident=1", "at=+1", "actor=console", "actor_number=1000",
                    "is_withdrawn=true", "words=3",
                ]
            ])
        #expect(
            try rows(.alert, desk).first == [
                "alert=1", "kind=incidentWaiting", "subject=incident", "subject_number=1", "raised_at=+62",
                "acknowledged_at=+62", "acknowledged_by=1000",
            ])
        let history = try rows(.incidentHistory, desk).map { row in
            row.filter { line in ["change=", "before=", "after="].contains { line.hasPrefix($0) } }
        }
        #expect(
            history == [
                ["change=incidentOpened", "after=p1"], ["change=noted", "after=1"],
                ["change=noteWithdrawn", "before=1"], ["change=priorityChanged", "before=p1", "after=p3"],
            ])
    }

    /// A batch in which rows change and leave memory has their last state all the same.
    @Test func whatLeavesMemoryWithinABatchIsKept() throws {
        var rules = CentreRules()
        rules.keptIncidents = 2
        var desk = CentreFixture(units: 1, rules: rules)
        for _ in 0..<8 {
            desk.expectDone(.close(desk.open(), .nuisance))
            desk.expectDone(.tick)
        }
        #expect(desk.centre.incidents.base > 0, "nothing left memory")
        let incidents = try rows(.incident, desk)
        #expect(incidents.count == 8)
        #expect(incidents.allSatisfy { $0.contains("disposition=nuisance") })
    }
}
