import Geo
import Testing

@testable import Dispatch115

/// Three stations with units 1, 2 and 5, 6 at station 1, 3 at station 2, 4 (a motorbike) at station 3.
struct OfferDesk {
    var desk: CentreFixture
    let one = StationID(index: 0)
    let two = StationID(index: 1)
    let three = StationID(index: 2)

    init(rules: CentreRules = CentreRules()) {
        desk = CentreFixture(units: 4, rules: rules)
        for (number, kind, station, skills) in [
            (5, .car, 0, .nurse), (3, .car, 1, .doctor), (4, .motorbike, 2, .doctor), (7, .car, 2, .nurse),
        ] as [(Int32, UnitKind, Int32, Skills)] {
            desk.expectDone(
                .defineUnit(
                    number: number, kind: kind, station: StationID(index: station), skills: skills,
                    equipment: .oxygen))
        }
    }

    func unit(_ number: Int32) -> UnitID { desk.centre.unit(numbered: number) }

    mutating func ask(_ stations: [StationID], _ incident: IncidentID, chosen: Bool = true) {
        desk.expectDone(.offer(.ask(incident, stations, chosen: chosen, .unknown)))
    }

    func yes(_ number: Int32, _ incident: IncidentID, from: StationID = .none) -> Command {
        .offer(.accept(unit(number), incident, from: from, crew: "", .unknown))
    }

    func no(
        _ station: StationID, _ incident: IncidentID, _ reason: DeclineReason = .vehicleBusy,
        until: Timestamp = .none
    ) -> Command {
        .offer(.decline(station, incident, reason, until: until, words: "", byPhone: true))
    }

    mutating func tick() {
        desk.expectDone(.tick)
        desk.centre.forgetFiredDeadlines(desk.now)
    }

    /// The states of an incident's offers, in the order of asking.
    func states(_ incident: IncidentID) -> [OfferState] {
        desk.centre.offers(of: incident).map { desk.centre.offers[$0.index].state }
    }

    func isRaised(_ kind: AlertKind, _ subject: Int32) -> Bool {
        desk.centre.openAlert(of: kind, about: subject) >= 0
    }
}

@Suite struct OfferTests {
    @Test func aCascadeAsksOneAfterTheOther() {
        var f = OfferDesk()
        let incident = f.desk.open(.p2)
        f.ask([f.one, f.two, f.three], incident)
        #expect(f.states(incident) == [.asked, .planned, .planned])
        f.desk.expectDone(f.no(f.one, incident))
        #expect(f.states(incident) == [.declined, .asked, .planned], "the next is asked at once")
        f.desk.pass(seconds: 46)
        f.tick()
        #expect(f.states(incident) == [.declined, .silent, .asked], "silence is as good as a no")
        #expect(f.isRaised(.offerSilent, 1) && !f.isRaised(.offersExhausted, incident.index))
        f.desk.expectDone(f.yes(7, incident))
        #expect(f.states(incident) == [.declined, .silent, .accepted])
        #expect(f.desk.centre[f.unit(7)].live.isSet && f.desk.centre[incident].phase == .underway)
        #expect(!f.isRaised(.offerSilent, 1), "somebody goes: nobody need phone the silent one")
        #expect(f.desk.centre.ringToAccepted(incident) == 46)
        let counts = f.desk.centre.stations.map(\.offers)
        #expect(counts.map(\.asked) == [1, 1, 1] && counts.map(\.accepted) == [0, 0, 1])
        #expect(counts.map(\.silent) == [0, 1, 0] && counts[0].declined[.vehicleBusy] == 1)
    }

    @Test func aP1AsksSeveralAtOnceAndTheFirstYesWins() {
        var rules = CentreRules()
        rules.offersAtOnce = 2
        var f = OfferDesk(rules: rules)
        let incident = f.desk.open(.p1)
        f.ask([f.one, f.two, f.three], incident)
        #expect(f.states(incident) == [.asked, .asked, .planned], "no more at once than the rules say")
        f.desk.expectDone(f.yes(3, incident))
        #expect(f.states(incident) == [.withdrawn, .accepted, .withdrawn])
        f.desk.expectRefused(f.yes(1, incident), .offer(.withdrawn(OfferID(index: 0))))
        f.desk.expectRefused(f.yes(3, incident), .offer(.alreadyAccepted(OfferID(index: 1))))
    }

    @Test func whenNobodyIsLeftTheDeskIsTold() {
        var f = OfferDesk()
        let incident = f.desk.open(.p1)
        f.ask([f.one, f.two], incident)
        #expect(f.states(incident) == [.asked, .asked])
        f.desk.expectDone(f.no(f.one, incident, .noCrew))
        #expect(!f.isRaised(.offersExhausted, incident.index), "one is still asked")
        f.desk.pass(seconds: 31)
        f.tick()
        #expect(f.isRaised(.offersExhausted, incident.index) && f.isRaised(.offerSilent, 1))
        f.tick()
        #expect(
            f.desk.centre.openAlerts.filter { f.desk.centre.alerts[$0].kind == .offersExhausted }.count == 1)
        f.ask([f.three], incident)
        #expect(!f.isRaised(.offersExhausted, incident.index), "somebody is asked again")
        f.desk.expectDone(.close(incident, .notFound))
        #expect(f.states(incident) == [.declined, .silent, .withdrawn])
        #expect(f.desk.centre.openAlerts.isEmpty)
    }

    @Test func allSilentAtOnceRaiseOneAlertForTheIncident() {
        var f = OfferDesk()
        let incident = f.desk.open(.p1)
        f.ask([f.one, f.two, f.three], incident)
        f.desk.pass(seconds: 30)
        f.tick()
        #expect(f.states(incident) == [.silent, .silent, .silent])
        let kinds = f.desk.centre.openAlerts.map { f.desk.centre.alerts[$0].kind }
        #expect(kinds == [.offerSilent, .offerSilent, .offerSilent, .offersExhausted])
    }

    @Test func aLateYesCountsWhileTheIncidentWaits() {
        var f = OfferDesk()
        let incident = f.desk.open(.p2)
        f.ask([f.one, f.two], incident)
        f.desk.pass(seconds: 50)
        f.tick()
        #expect(f.states(incident) == [.silent, .asked])
        f.desk.expectDone(f.yes(1, incident))
        #expect(f.states(incident) == [.accepted, .withdrawn])
        guard
            case .offer(.accepted(_, _, _, _, let isLate, _))? = f.desk.events.map(\.body).first(where: {
                if case .offer(.accepted) = $0 { true } else { false }
            })
        else {
            Issue.record("nothing was accepted")
            return
        }
        #expect(isLate)

        let second = f.desk.open(.p2)
        f.ask([f.two, f.three], second)
        f.desk.pass(seconds: 50)
        f.tick()
        f.desk.expectDone(f.yes(7, second))
        f.desk.expectRefused(f.yes(3, second), .offer(.othersHaveIt(OfferID(index: 2))))
    }

    /// What each answer does to an offer in each state.
    @Test(arguments: OfferState.allCases)
    func everyAnswerInEveryState(state: OfferState) {
        for isYes in [true, false] {
            var f = OfferDesk()
            let incident = f.desk.open(.p2)
            f.ask([f.one, f.two], incident)
            let id = OfferID(index: state == .planned ? 1 : 0)
            let station = state == .planned ? f.two : f.one
            let number: Int32 = state == .planned ? 3 : 1
            switch state {
            case .planned, .asked: break
            case .accepted: f.desk.expectDone(f.yes(2, incident))
            case .declined: f.desk.expectDone(f.no(f.one, incident))
            case .silent:
                f.desk.pass(seconds: 60)
                f.tick()
            case .withdrawn: f.desk.expectDone(.dispatch([f.unit(7)], incident, .unknown))
            }
            #expect(f.desk.centre.offers[id.index].state == state)
            let command = isYes ? f.yes(number, incident) : f.no(station, incident)
            switch (state, isYes) {
            case (.planned, _), (.asked, _), (.silent, _), (.declined, true):
                f.desk.expectDone(command)
                #expect(f.desk.centre.offers[id.index].state == (isYes ? .accepted : .declined))
            case (.declined, false): f.desk.expectRefused(command, .nothingChanges)
            case (.accepted, _): f.desk.expectRefused(command, .offer(.alreadyAccepted(id)))
            case (.withdrawn, _): f.desk.expectRefused(command, .offer(.withdrawn(id)))
            }
        }
    }

    @Test func refusalsOfAYesSayWhatIsWrong() {
        var f = OfferDesk()
        let (first, second) = (f.desk.open(.p2), f.desk.open(.p2))
        f.desk.expectRefused(f.yes(1, first), .offer(.notAsked(f.one, first)))
        f.desk.expectRefused(f.yes(1, .none), .offer(.nothingAsked(f.one)))
        f.ask([f.one], first)
        f.ask([f.one], second)
        f.desk.expectRefused(f.yes(1, .none), .offer(.whichIncident(f.one, [first, second])))
        f.desk.expectRefused(f.yes(3, first, from: f.one), .offer(.unitOfOtherStation(f.unit(3), f.one)))
        f.desk.expectDone(.dispatch([f.unit(1)], second, .unknown))
        f.desk.expectRefused(f.yes(1, first), .offer(.unitTaken(f.unit(1), on: second, OfferID(index: 0))))
        f.desk.centre.units[1].isOnDuty = false
        f.desk.expectRefused(f.yes(2, first), .offer(.unitOff(f.unit(2), OfferID(index: 0))))
        f.desk.expectDone(f.yes(5, .none, from: f.one))
        #expect(f.states(first) == [.accepted] && !f.desk.centre.offers[0].isByPhone)
        f.desk.expectDone(.standDown(f.unit(5)))
        f.desk.expectDone(.close(first, .notFound))
        f.desk.expectRefused(f.yes(5, first), .incidentClosed(first))
    }

    @Test func refusalsOfAskingSayWhatIsWrong() {
        var f = OfferDesk()
        let incident = f.desk.open(.p2)
        func ask(_ stations: [StationID], chosen: Bool = true) -> Command {
            .offer(.ask(incident, stations, chosen: chosen, .unknown))
        }
        f.desk.expectRefused(ask([]), .offer(.noStationNamed))
        f.desk.expectRefused(ask([], chosen: false), .offer(.noStationLeft(incident)))
        f.desk.expectRefused(ask([f.one, f.one]), .offer(.stationNamedTwice(f.one)))
        f.desk.expectRefused(ask([StationID(index: 9)]), .stationUnknown(StationID(index: 9)))
        f.ask([f.one, f.two], incident)
        f.desk.expectRefused(ask([f.one]), .offer(.alreadyAsked(OfferID(index: 0))))
        f.desk.expectRefused(ask([f.two]), .offer(.alreadyAsked(OfferID(index: 1))))
        f.desk.expectDone(f.yes(1, incident))
        f.desk.expectRefused(ask([f.one]), .offer(.alreadyAccepted(OfferID(index: 0))))
        f.desk.expectDone(.standDown(f.unit(1)))
        f.ask([f.one], incident)
        #expect(
            f.states(incident) == [.accepted, .withdrawn, .asked], "its unit is gone: it may be asked anew")
    }

    @Test func aStationThatIsBusyIsPassedOverUnlessSomebodyNamesIt() {
        var f = OfferDesk()
        let (first, second, third) = (f.desk.open(.p2), f.desk.open(.p2), f.desk.open(.p2))
        f.ask([f.one], first)
        let until = f.desk.now.adding(seconds: 1800)
        f.desk.expectRefused(f.no(f.one, first, until: f.desk.now), .offer(.untilPast(f.desk.now)))
        f.desk.expectDone(f.no(f.one, first, until: until))
        #expect(f.desk.centre.isBusy(f.one, f.desk.now))
        f.ask([f.one, f.two], second, chosen: false)
        #expect(f.states(second) == [.withdrawn, .asked], "passed over")
        f.ask([f.one], third)
        #expect(f.states(third) == [.asked], "a person knows better")
        f.desk.expectDone(f.yes(1, third))
        #expect(!f.desk.centre.isBusy(f.one, f.desk.now), "a yes ends it")
        f.desk.expectDone(.dispatch([f.unit(3)], second, .unknown))
        let fourth = f.desk.open(.p2)
        f.ask([f.two, f.three], fourth, chosen: false)
        #expect(f.states(fourth) == [.withdrawn, .asked], "station 2 has no free unit")
    }

    @Test func sendingDirectlyWithdrawsWhatIsNoLongerNeeded() {
        var f = OfferDesk()
        let incident = f.desk.open(.p1)
        f.desk.centre.incidents[incident.index].need.units = 2
        f.ask([f.one, f.two], incident)
        f.desk.expectDone(.dispatch([f.unit(7)], incident, .unknown))
        #expect(f.states(incident) == [.asked, .asked], "one of two has gone")
        f.desk.expectDone(f.yes(1, incident))
        #expect(f.states(incident) == [.accepted, .withdrawn])
        let other = f.desk.open(.p2)
        f.ask([f.two], other)
        f.desk.expectDone(.divert(f.unit(7), other, .unknown))
        #expect(f.states(other) == [.withdrawn])
    }

    @Test func aRedderPriorityAsksMoreAtOnce() {
        var f = OfferDesk()
        let incident = f.desk.open(.p3)
        f.ask([f.one, f.two, f.three], incident)
        f.desk.expectDone(.prioritise(incident, .p1))
        #expect(f.states(incident) == [.asked, .asked, .asked])
    }

    @Test func deadlinesOfOffersComeBackFromASnapshot() throws {
        var f = OfferDesk()
        let incident = f.desk.open(.p2)
        f.ask([f.one, f.two], incident)
        let bytes = CentreCodec.encode(f.desk.centre)
        f.desk.centre = try bytes.withUnsafeBytes { try CentreCodec.decode($0, rules: CentreRules()) }
        f.desk.pass(seconds: 45)
        f.tick()
        #expect(f.states(incident) == [.silent, .asked])
    }

    @Test func percentilesAreByNearestRank() {
        #expect(Percentiles(of: []) == nil)
        let ten = Percentiles(of: [10, 1, 9, 2, 8, 3, 7, 4, 6, 5])
        #expect(ten?.count == 10 && ten?.mean == 6 && ten?.p50 == 5 && ten?.p90 == 9 && ten?.p95 == 10)
        let one = Percentiles(of: [42])
        #expect(one?.p50 == 42 && one?.p90 == 42 && one?.p95 == 42 && one?.mean == 42)
        let hundred = Percentiles(of: (1...100).map { Int64($0) })
        #expect(hundred?.p50 == 50 && hundred?.p90 == 90 && hundred?.p95 == 95 && hundred?.mean == 51)
    }
}

@Suite struct ResponseTests {
    @Test func aMotorbikeAndACarBehindAreOneResponseWithTwoClocks() {
        var f = OfferDesk()
        let incident = f.desk.open(.p1)
        let (bike, car) = (f.unit(4), f.unit(1))
        f.desk.expectDone(.dispatch([bike, car], incident, .unknown))
        let rows = f.desk.centre.assignments(of: incident)
        #expect(f.desk.centre[rows[0]].linked == rows[1] && f.desk.centre[rows[1]].linked == rows[0])
        f.desk.pass(seconds: 200)
        f.desk.step(bike, .onScene)
        var clocks = f.desk.centre.clocks(of: incident)
        #expect(clocks.care == f.desk.now && !clocks.transport.isSet)
        let care = clocks.care
        f.desk.pass(seconds: 300)
        f.desk.step(car, .onScene)
        clocks = f.desk.centre.clocks(of: incident)
        #expect(clocks.care == care && clocks.transport == f.desk.now)
    }

    @Test func aMotorbikeLeftAloneIsSeenUntilSomethingCarries() {
        var f = OfferDesk()
        let incident = f.desk.open(.p1)
        f.desk.expectDone(.dispatch([f.unit(4), f.unit(1)], incident, .unknown))
        f.desk.expectDone(.standDown(f.unit(1)))
        #expect(f.isRaised(.withoutTransport, incident.index))
        f.desk.expectDone(.dispatch([f.unit(2)], incident, .unknown))
        #expect(!f.isRaised(.withoutTransport, incident.index))
        let rows = f.desk.centre.assignments(of: incident)
        #expect(f.desk.centre[rows[0]].linked == rows[2], "the new car goes behind it")
        let other = f.desk.open(.p1)
        f.desk.expectDone(.divert(f.unit(2), other, .unknown))
        #expect(f.isRaised(.withoutTransport, incident.index), "diverting leaves it alone too")
        f.desk.expectDone(.standDown(f.unit(4)))
        #expect(
            !f.isRaised(.withoutTransport, incident.index) && f.isRaised(.incidentWithoutUnit, incident.index)
        )
    }

    @Test func nobodyToCarryIsNoAlertWhereNobodyNeedBeCarried() {
        var f = OfferDesk()
        let incident = f.desk.open(.p3)
        f.desk.centre.incidents[incident.index].need.transport = false
        f.desk.expectDone(.dispatch([f.unit(4), f.unit(1)], incident, .unknown))
        f.desk.expectDone(.standDown(f.unit(1)))
        #expect(!f.isRaised(.withoutTransport, incident.index))
        let carried = f.desk.open(.p3)
        f.desk.expectDone(.dispatch([f.unit(2)], carried, .unknown))
        f.desk.expectDone(.dispatch([f.unit(3), f.unit(1)], carried, .unknown))
        f.desk.expectDone(.standDown(f.unit(2)))
        #expect(!f.isRaised(.withoutTransport, carried.index), "other cars still go")
    }

    @Test func closingEndsTheAlert() {
        var f = OfferDesk()
        let incident = f.desk.open(.p1)
        f.desk.expectDone(.dispatch([f.unit(4), f.unit(1)], incident, .unknown))
        f.desk.expectDone(.standDown(f.unit(1)))
        for button in [Button.onScene, .available] { f.desk.step(f.unit(4), button) }
        #expect(f.isRaised(.withoutTransport, incident.index))
        f.desk.expectDone(.close(incident, .treatedOnScene))
        #expect(f.desk.centre.openAlerts.isEmpty)
    }

    @Test func whatIsStillNeededFollowsFromWhoGoes() {
        var f = OfferDesk()
        let incident = f.desk.open(.p1)
        f.desk.centre.incidents[incident.index].need = Need(
            skills: .doctor, equipment: .oxygen, transport: true, units: 2)
        #expect(f.desk.centre.stillNeeded(incident) == 2)
        f.desk.expectDone(.dispatch([f.unit(1)], incident, .unknown))
        #expect(f.desk.centre.stillNeeded(incident) == 1)
        #expect(
            f.desk.centre.remainingNeed(of: incident)
                == Need(skills: .doctor, equipment: [], transport: false, units: 1))
        f.desk.expectDone(.dispatch([f.unit(2)], incident, .unknown))
        #expect(f.desk.centre.stillNeeded(incident) == 1, "two cars, and still no doctor")
        f.desk.expectDone(.dispatch([f.unit(4)], incident, .unknown))
        #expect(f.desk.centre.stillNeeded(incident) == 0)
        #expect(f.desk.centre.remainingNeed(of: incident) == Need(transport: true, units: 1))
    }
}
