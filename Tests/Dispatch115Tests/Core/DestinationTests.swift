import Geo
import Testing

@testable import Dispatch115

/// Hospitals proposed, meant, passed over and explained.
@Suite struct DestinationTests {
    private static let first = HospitalID(index: 0)
    private static let second = HospitalID(index: 1)

    /// A unit on scene, and hospital `proposed` first for whoever waits there.
    private struct Scene {
        var desk = CentreFixture()
        var incident = IncidentID.none

        init() {
            incident = desk.open()
            desk.expectDone(.dispatch([unit1, unit2], incident, .unknown))
            desk.step(unit1, .onScene)
            desk.step(unit2, .onScene)
        }

        static func basis(_ first: HospitalID, need: HospitalNeed = .emergency) -> HospitalBasis {
            let others = [first, HospitalID(index: (first.index + 1) % 3)]
            return HospitalBasis(
                place: CentreFixture.place(1), method: .straightLine, need: need,
                candidates: others.map {
                    HospitalCandidate(
                        hospital: $0, diversion: .advisory, diversionReason: "CT hỏng", reported: 3,
                        inbound: 1,
                        tagPlaces: -1, travelSeconds: 60, handoverSeconds: 900, handoverSource: .learnt)
                }, considered: 3)
        }

        mutating func propose(
            _ hospital: HospitalID, for patients: [PatientID] = [.none], need: HospitalNeed = .emergency,
            standing: HospitalStanding = .farther
        ) {
            let plan = patients.map {
                PlannedPatient(
                    patient: $0, need: need, hospital: hospital, travelSeconds: 60, handoverSeconds: 900,
                    standing: standing)
            }
            desk.expectDone(
                .destination(
                    .propose(
                        incident, HospitalProposal(basis: Scene.basis(hospital, need: need), plan: plan),
                        units: nil)))
        }

        static func transport(
            _ unit: UnitID, _ hospital: HospitalID = .none, patients: [Int32] = [], _ reason: String = ""
        ) -> Command {
            .destination(
                .transport(
                    TransportWish(
                        unit: unit, patients: patients, hospital: hospital, reason: reason,
                        basis: basis(first))))
        }

        var choices: [EventBody] {
            desk.events.map(\.body).filter {
                if case .destination(.chosen) = $0 { true } else { false }
            }
        }
    }

    @Test func whatWasProposedIsMeantByATRWithoutHospital() {
        var scene = Scene()
        scene.desk.expectRefused(Scene.transport(unit1), .hospitalNeeded(unit1))
        scene.propose(Self.second)
        let sequence = scene.desk.centre.sequence
        scene.desk.expectDone(Scene.transport(unit1))
        let live = scene.desk.centre[unit1].live
        #expect(scene.desk.centre[live].destination == Self.second)
        #expect(
            scene.choices == [
                .destination(
                    .chosen(
                        live, Self.second, proposed: Self.second, proposal: sequence, reason: .none,
                        Scene.basis(Self.first)))
            ])
    }

    @Test func anotherIsAllowedAndSaidToBeAnother() {
        var scene = Scene()
        scene.propose(Self.first)
        let sequence = scene.desk.centre.sequence
        scene.desk.expectDone(Scene.transport(unit1, Self.second))
        let live = scene.desk.centre[unit1].live
        guard
            case .destination(.chosen(live, Self.second, Self.first, sequence, let reason, _)) =
                scene.choices[0]
        else { return #expect(Bool(false), "\(scene.choices)") }
        #expect(reason == .none)
        // The same line once more, with the reason that was asked for; without one it changes nothing.
        scene.desk.expectRefused(Scene.transport(unit1, Self.second), .nothingChanges)
        scene.desk.expectDone(Scene.transport(unit1, Self.second, "người nhà xin"))
        guard case .destination(.explained(live, Self.second, let told)) = scene.desk.events.last?.body else {
            return #expect(Bool(false))
        }
        #expect(told.content == "người nhà xin" && scene.desk.centre.text(told.id) == "người nhà xin")
    }

    @Test func aReasonInTheLineIsKeptWithIt() {
        var scene = Scene()
        scene.propose(Self.first)
        scene.desk.expectDone(Scene.transport(unit1, Self.second, "bác sĩ quen"))
        guard case .destination(.chosen(_, _, _, _, let reason, _)) = scene.choices[0] else {
            return #expect(Bool(false))
        }
        #expect(scene.desk.centre.text(reason.id) == "bác sĩ quen")
    }

    @Test func anOldProposalAndOneThatClosedAreNotMeant() {
        var scene = Scene()
        scene.propose(Self.first)
        let at = scene.desk.now
        scene.desk.pass(seconds: Centre.proposalSeconds + 1)
        scene.desk.expectRefused(
            Scene.transport(unit1), .destination(.proposedLongAgo(unit1, Self.first, at: at)))
        scene.propose(Self.first)
        scene.desk.expectDone(.hospital(.divert(Self.first, DiversionReport(.closed, reason: "CT hỏng"))))
        scene.desk.expectRefused(
            Scene.transport(unit1), .destination(.closedSince(unit1, Self.first)))
        // One that was closed when it was shown is meant all the same; and who names one may.
        scene.propose(Self.first, standing: .closed)
        scene.desk.expectDone(Scene.transport(unit1))
        #expect(scene.desk.centre[scene.desk.centre[unit1].live].destination == Self.first)
    }

    @Test func eachPatientHasItsOwn() {
        var scene = Scene()
        scene.desk.expectDone(.patient(.add(scene.incident, count: 2, PatientDetails())))
        let patients = scene.desk.centre.patients(of: scene.incident)
        scene.propose(Self.first, for: [patients[0]])
        scene.propose(Self.second, for: [patients[1]], need: HospitalNeed(saying: .burns))
        scene.desk.expectDone(Scene.transport(unit1, patients: [2]))
        let live = scene.desk.centre[unit1].live
        #expect(scene.desk.centre[live].destination == Self.second)
        // The bed is the one of the need, and it is taken there.
        #expect(scene.desk.centre[patients[1]].bed == .burns)
        #expect(scene.desk.centre.bed(Self.second, .burns).inbound == 1)
        scene.desk.expectDone(Scene.transport(unit2))
        #expect(scene.desk.centre[patients[0]].assignment == scene.desk.centre[unit2].live)
        #expect(scene.desk.centre[patients[0]].destination == Self.first)
        #expect(scene.desk.centre.bed(Self.first, .emergency).inbound == 1)
    }

    @Test func aPressMeansNoProposal() {
        var scene = Scene()
        scene.propose(Self.second)
        _ = try? scene.desk.submit(
            .press(unit1, .transport, press: 9, pressedAt: .none, destination: .none), actor: Actor(.unit, 1))
        #expect(scene.desk.centre[scene.desk.centre[unit1].live].destination == .none)
    }

    @Test func unitsThatAreStillWantedComeWithIt() {
        var scene = Scene()
        let units = UnitProposal(
            basis: .unknown, proposal: Proposal(kind: .several, need: Need(units: 2), stillNeeded: 2))
        let proposal = HospitalProposal(
            basis: Scene.basis(Self.first),
            plan: [PlannedPatient(patient: .none, need: .emergency, hospital: Self.first)])
        let made = try? scene.desk.submit(.destination(.propose(scene.incident, proposal, units: units)))
        #expect(made?.count == 3)
        scene.desk.expectRefused(
            .destination(.propose(scene.incident, HospitalProposal(basis: .unknown, plan: []), units: nil)),
            .nothingChanges)
    }

    @Test func takingTheStepBackWorksWithAChoiceInTheLine() {
        var scene = Scene()
        scene.propose(Self.first)
        scene.desk.pass(seconds: 1)
        scene.desk.expectDone(Scene.transport(unit1, Self.second, "khác"))
        scene.desk.expectDone(
            .course(.undo(scene.desk.line(at: scene.desk.events.count - 1), anybodys: false)))
        #expect(scene.desk.centre[scene.desk.centre[unit1].live].state == .onScene)
    }

    @Test func aSnapshotKeepsWhatWasProposed() throws {
        var scene = Scene()
        scene.propose(Self.second, need: HospitalNeed(saying: [.pci, .pediatrics], tag: .red))
        let bytes = CentreCodec.encode(scene.desk.centre, vault: OpenTexts())
        let back = try bytes.withUnsafeBytes {
            try CentreCodec.decode($0, rules: CentreRules(), vault: OpenTexts())
        }
        #expect(back[scene.incident].proposal == scene.desk.centre[scene.incident].proposal)
        #expect(back[scene.incident].proposal.isSet)
    }
}

/// The centre as the chooser sees it.
@Suite struct HospitalSurveyTests {
    private let survey: HospitalSurvey
    init() throws {
        survey = HospitalSurvey(
            travel: try StraightLineTravel(metresPerSecond: 10, detourFactor: 1), method: .straightLine)
    }

    @Test func handOversAreLearntAndWhatIsSaidGoesBefore() {
        var desk = CentreFixture()
        let hospital = HospitalID(index: 1)
        func handover(_ seconds: Int64) {
            let incident = desk.open()
            desk.expectDone(.dispatch([unit1], incident, .unknown))
            desk.step(unit1, .onScene)
            desk.expectDone(.step(unit1, .transport, occurredAt: .none, destination: hospital))
            desk.step(unit1, .atHospital)
            desk.pass(seconds: seconds)
            desk.step(unit1, .handOver)
            desk.step(unit1, .available)
        }
        handover(600)
        handover(1_200)
        #expect(survey.learnt(desk.centre) == [nil, nil, nil], "two are too few")
        handover(9_000)
        handover(Int64(HospitalSurvey.longestHandover) + 60)
        #expect(
            survey.learnt(desk.centre) == [nil, 1_200, nil], "the middle one; a forgotten step does not count"
        )
        let sight = survey.sights(from: CentreFixture.place(1), in: desk.centre, now: desk.now)[1]
        #expect(sight.handoverSeconds == 1_200 && sight.handoverSource == .learnt)
        desk.expectDone(.hospital(.receive(hospital, ReceptionReport(offloadMinutes: 7, redPlaces: 2))))
        let told = survey.sights(from: CentreFixture.place(1), in: desk.centre, now: desk.now)[1]
        #expect(told.handoverSeconds == 420 && told.handoverSource == .reported && told.redPlaces == 2)
        #expect(survey.chooser.rules.handoverSeconds == 900)
    }

    @Test func whatRunsOutIsUnknownAndWhoIsOnTheWayCounts() {
        var desk = CentreFixture()
        let hospital = HospitalID(index: 2)
        desk.expectDone(.hospital(.report(hospital, BedReport(.emergency, free: 4))))
        desk.expectDone(.hospital(.receive(hospital, ReceptionReport(redPlaces: 3))))
        let incident = desk.open()
        var details = PatientDetails()
        details.tag = .red
        desk.expectDone(.patient(.add(incident, count: 1, details)))
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.step(unit1, .onScene)
        desk.expectDone(.step(unit1, .transport, occurredAt: .none, destination: hospital))
        func seen() -> HospitalSight { survey.sights(from: nil, in: desk.centre, now: desk.now)[2] }
        #expect(seen()[.emergency].reported == 4 && seen()[.emergency].inbound == 1)
        #expect(seen().redPlaces == 2 && seen().yellowPlaces == nil && seen().travelSeconds == 0)
        desk.now = desk.now.adding(seconds: 40 * 24 * 3_600)
        #expect(seen()[.emergency].reported == nil && seen().redPlaces == nil)
    }

    @Test func whoIsAskedForAndWhatEachNeeds() {
        var desk = CentreFixture()
        let incident = desk.open()
        let said = HospitalNeed(saying: .burns)
        func demands(_ numbers: [Int32] = [], _ stated: HospitalNeed? = nil) -> [HospitalDemand] {
            survey.demands(incident, numbers: numbers, said: said, stated: stated, in: desk.centre)
        }
        #expect(demands() == [HospitalDemand(patient: .none, need: said)])
        desk.expectDone(.patient(.add(incident, count: 1, PatientDetails())))
        #expect(demands().map(\.need) == [said], "of the only patient triage speaks")
        var red = PatientDetails()
        red.tag = .red
        desk.expectDone(.patient(.add(incident, count: 1, red)))
        #expect(demands().map(\.need.required) == [.emergencyDepartment, .emergencyDepartment])
        #expect(demands().map(\.need.preferred) == [.burns, [.burns, .trauma]])
        #expect(demands([2]).count == 1 && demands([2])[0].need.isRed && demands([9]).isEmpty)
        var pci = HospitalNeed(saying: .pci)
        pci.isStated = true
        #expect(demands([2], pci)[0].need.required == [.pci, .emergencyDepartment])
        #expect(demands([2], pci)[0].need.isRed)
        // What was stated stays until something else is.
        let shown = survey.proposal(
            demands([2], pci), from: nil, isMassCasualty: false, in: desk.centre, now: desk.now)
        desk.expectDone(.destination(.propose(incident, shown, units: nil)))
        #expect(demands([2])[0].need.isStated && demands([1])[0].need.preferred == .burns)
    }
}
