import Foundation
import Geo
import Testing

@testable import Dispatch115

/// Seeds for randomised tests: DISPATCH115_SEED repeats one.
func seedsForTests(_ count: Int) -> [UInt64] {
    if let given = ProcessInfo.processInfo.environment["DISPATCH115_SEED"], let seed = UInt64(given) {
        return [seed]
    }
    return (0..<count).map { _ in UInt64.random(in: 1 ... .max) }
}

@Suite struct CentreWalkTests {
    /// Random commands, sensible and not: nothing traps, every invariant holds after every event, and the
    /// events alone rebuild the same centre.
    @Test(arguments: seedsForTests(12))
    func randomCommandsBreakNothing(seed: UInt64) {
        var random = SplitMix64(seed: seed)
        var rules = CentreRules()
        rules.keptIncidents = 6
        var desk = CentreFixture(units: 6, rules: rules)
        var refused = 0
        for _ in 0..<700 {
            desk.pass(seconds: Int64.random(in: -5...40, using: &random))
            let actor = Actor(.console, UInt32.random(in: 1000...1001, using: &random))
            do {
                _ = try desk.submit(CentreWalkTests.command(for: desk, &random), actor: actor)
            } catch { refused += 1 }
            if Int.random(in: 0..<4, using: &random) == 0 {
                desk.expectDone(.tick)
                desk.centre.forgetFiredDeadlines(desk.now)
            }
        }
        #expect(refused > 50 && desk.events.count > 300, "seed \(seed): the walk must do both")
        var again = Centre(rules: rules)
        for event in desk.events { again.apply(event) }
        #expect(CentreCodec.encode(again) == CentreCodec.encode(desk.centre), "seed \(seed)")
    }

    static func command(for desk: CentreFixture, _ random: inout SplitMix64) -> Command {
        let unit = UnitID(index: Int32.random(in: -1...6, using: &random))
        let newest = desk.centre.incidents.end
        let incident = IncidentID(index: Int32.random(in: max(-1, newest - 8)...newest, using: &random))
        let button = Button.allCases.randomElement(using: &random) ?? .enRoute
        let station = StationID(index: Int32.random(in: -1...3, using: &random))
        let hospital = HospitalID(index: station.index)
        let moment = desk.now.adding(seconds: Int64.random(in: -300...10, using: &random))
        // Each noun gets its share beside the trunk's commands.
        switch Int.random(in: 0..<36, using: &random) {
        case 25, 26, 27: return hospitalCommand(hospital, moment, &random)
        case 28, 29, 30: return referral(for: desk, incident, moment, &random)
        case 31, 32, 33: return notice(for: desk, &random)
        case 24:
            return .triage(
                .instruct(
                    incident,
                    InstructionShown(
                        version: 202_611_230_001, instruction: "cpr", title: "Ép tim || CPR", steps: 9,
                        isCompressions: Bool.random(using: &random))))
        case 0: return .alert(AlertActsTests.command(for: desk, &random))
        case 1, 2, 3: return offer(for: desk, unit, incident, station, &random)
        case 4, 5: return late(for: desk, unit, incident, station, moment, &random)
        case 6, 7: return dutyCommand(unit, moment, &random)
        case 8, 9, 10: return patientCommand(incident, unit, hospital, &random)
        case 11, 12, 13: return courseCommand(for: desk, incident, &random)
        case 14: return privacyCommand(for: desk, &random)
        case 34, 35: return destinationCommand(for: desk, incident, unit, hospital, &random)
        default: break
        }
        switch Int.random(in: 0..<18, using: &random) {
        case 0, 1:
            return .openIncident(
                phone: "09", priority: Priority.allCases.randomElement(using: &random) ?? .p2,
                place: PlaceReport(coordinate: nil, certainty: .unknown, said: "ở đâu đó"), words: "ngã")
        case 2: return .locate(incident, PlaceReport(coordinate: CentreFixture.place(7), certainty: .exact))
        case 3: return .prioritise(incident, Priority.allCases.randomElement(using: &random) ?? .p2)
        case 4: return .note(incident, "ghi chú")
        case 5: return .recommend(incident, .unknown)
        case 6, 7: return .dispatch([unit], incident, .unknown)
        case 8: return .dispatch([unit, UnitID(index: (unit.index + 2) % 6)], incident, .unknown)
        case 9: return .standDown(unit)
        case 10, 11, 12:
            let late = Bool.random(using: &random) ? Timestamp.none : moment
            return .step(unit, button, occurredAt: late, destination: hospital)
        case 13, 14:
            let press = UInt32.random(in: 1...400, using: &random)
            return .press(unit, button, press: press, pressedAt: moment, destination: hospital)
        case 15:
            let order = unit.index >= 0 && unit.index < 6 ? desk.centre[unit].order : 1
            return .confirmOrder(unit, order)
        case 16: return .divert(unit, incident, .unknown)
        default: return .close(incident, Disposition.allCases.randomElement(using: &random) ?? .nuisance)
        }
    }

    /// Stations asked and answering, some of them too late, twice, or for another.
    static func offer(
        for desk: CentreFixture, _ unit: UnitID, _ incident: IncidentID, _ station: StationID,
        _ random: inout SplitMix64
    ) -> Command {
        switch Int.random(in: 0..<7, using: &random) {
        case 0, 1:
            let first = Int32.random(in: 0...2, using: &random)
            let stations = (0..<Int32.random(in: 1...3, using: &random)).map {
                StationID(index: (first + $0) % 3)
            }
            return .offer(.ask(incident, stations, chosen: Bool.random(using: &random), .unknown))
        case 2, 3:
            let from = Bool.random(using: &random) ? StationID.none : station
            let named = Bool.random(using: &random) ? incident : .none
            return .offer(.accept(unit, named, from: from, crew: "bs Lan", .unknown))
        case 4, 5:
            let until =
                Bool.random(using: &random)
                ? Timestamp.none : desk.now.adding(seconds: Int64.random(in: -10...900, using: &random))
            return .offer(
                .decline(
                    station, incident, DeclineReason.allCases.randomElement(using: &random) ?? .other,
                    until: until, words: "mổ cấp cứu", byPhone: Bool.random(using: &random)))
        default:
            return .offer(
                .propose(
                    incident, .unknown,
                    Proposal(
                        kind: .linked, need: Need(skills: .doctor, units: 2), stillNeeded: 2,
                        units: [unit4, unit1], careSeconds: 190, transportSeconds: 440,
                        missing: Capability(skills: [], equipment: .ventilator, transport: false))))
        }
    }

    /// Calls handed over and answered, some of them too late, twice, or by nobody who was asked.
    static func referral(
        for desk: CentreFixture, _ incident: IncidentID, _ moment: Timestamp, _ random: inout SplitMix64
    ) -> Command {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return .prioritise(incident, .p0)
        case 1, 2:
            let due = Bool.random(using: &random) ? Timestamp.none : moment.adding(seconds: 340)
            return .referral(.refer(incident, due: due, words: Bool.random(using: &random) ? "sốt nhẹ" : ""))
        case 3: return .referral(.takeBack(incident))
        default:
            let newest = desk.centre.referrals.end
            let id = ReferralID(index: Int32.random(in: max(-1, newest - 4)...newest, using: &random))
            return .referral(
                .answer(
                    id, TaskStatus.allCases.randomElement(using: &random) ?? .accepted,
                    words: Bool.random(using: &random) ? "đã dặn" : "", at: moment,
                    byPhone: Bool.random(using: &random)))
        }
    }

    /// What hospitals answer, in time, too late, and to notices that are over.
    static func notice(for desk: CentreFixture, _ random: inout SplitMix64) -> Command {
        let newest = desk.centre.notices.end
        let id = NoticeID(index: Int32.random(in: max(-1, newest - 4)...newest, using: &random))
        let next = HospitalAlternative(
            HospitalID(index: Int32.random(in: -1...3, using: &random)), travelSeconds: 420)
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return .notice(.keepGoing(id, words: Bool.random(using: &random) ? "gần nhất" : ""))
        case 1: return .notice(.lapse(id, next: next))
        default:
            return .notice(
                .answer(
                    id, TaskStatus.allCases.randomElement(using: &random) ?? .accepted,
                    words: Bool.random(using: &random) ? "hết giường" : "", at: desk.now,
                    byPhone: Bool.random(using: &random), next: next))
        }
    }

    /// Entries of the past, and the shift's hand-over.
    static func late(
        for desk: CentreFixture, _ unit: UnitID, _ incident: IncidentID, _ station: StationID,
        _ moment: Timestamp, _ random: inout SplitMix64
    ) -> Command {
        let past = desk.now.adding(seconds: Int64.random(in: -900...5, using: &random))
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1:
            return .shift(
                .enterIncident(
                    PaperEntry(
                        form: Int32.random(in: -1...60, using: &random), insists: Bool.random(using: &random),
                        receivedAt: past, phone: "09\(Int.random(in: 0..<90, using: &random))", priority: .p1,
                        place: PlaceReport(
                            coordinate: nil, certainty: .unknown, said: "\(past.nanoseconds % 7)"),
                        words: "ngã")))
        case 2, 3:
            var steps: [LateStep] = []
            var at = past
            let whole = Bool.random(using: &random)
            for button in Button.allCases
            where whole ? button == .onScene || button == .available : Bool.random(using: &random) {
                at = at.adding(seconds: Int64.random(in: -5...60, using: &random))
                steps.append(LateStep(button, at: at))
            }
            return .shift(
                .enterRun(
                    [unit], incident, sentAt: past, steps: steps,
                    destination: HospitalID(index: station.index)))
        case 4: return .shift(.closeLate(incident, .transported, at: moment))
        case 5: return .shift(.reserveForms(count: Int32.random(in: 0...30, using: &random)))
        case 6: return .shift(.readBack)
        default:
            let by = desk.centre.shift.readBack?.by ?? 0
            let code = ShiftCode.code(of: desk.centre.openItems(), by: by)
            return .shift(.handOver(code: code, note: "bàn giao"))
        }
    }

    /// Texts that are needed, gone, not there yet, or old enough.
    private static func privacyCommand(for desk: CentreFixture, _ random: inout SplitMix64) -> Command {
        if Int.random(in: 0..<3, using: &random) == 0 { return .privacy(.eraseOlder(days: 1)) }
        let first = Int32.random(in: -1...max(0, desk.centre.texts.end), using: &random)
        let end = first + Int32.random(in: 0...3, using: &random)
        return .privacy(.erase(TextRange(first: TextID(index: first), end: TextID(index: end))))
    }

    /// Hospitals proposed for patients that are there and not, and TRs that mean them or another.
    static func destinationCommand(
        for desk: CentreFixture, _ incident: IncidentID, _ unit: UnitID, _ hospital: HospitalID,
        _ random: inout SplitMix64
    ) -> Command {
        let need = HospitalNeed(
            saying: Bool.random(using: &random) ? [] : .burns, isUnstable: Bool.random(using: &random),
            tag: TriageTag.allCases.randomElement(using: &random) ?? .none)
        let basis = HospitalBasis(
            place: Bool.random(using: &random) ? nil : CentreFixture.place(2), method: .straightLine,
            need: need,
            candidates: [
                HospitalCandidate(
                    hospital: hospital, missing: .pci, diversion: .closed, diversionUntil: desk.now,
                    diversionReason: "CT hỏng", reported: Bool.random(using: &random) ? nil : 0, inbound: 2,
                    asOf: desk.now, tagPlaces: Bool.random(using: &random) ? nil : -1, travelSeconds: 61,
                    handoverSeconds: 900, handoverSource: .learnt)
            ], considered: 3)
        guard Bool.random(using: &random) else {
            return .destination(
                .transport(
                    TransportWish(
                        unit: unit, hospital: Bool.random(using: &random) ? .none : hospital,
                        reason: Bool.random(using: &random) ? "" : "người nhà xin", basis: basis)))
        }
        var plan = [PlannedPatient(patient: .none, need: need, hospital: hospital, travelSeconds: 61)]
        if desk.centre.incidents.contains(incident.index) {
            plan += desk.centre.patients(of: incident).prefix(3).map {
                PlannedPatient(patient: $0, need: need, hospital: hospital, standing: .full)
            }
        }
        return .destination(.propose(incident, HospitalProposal(basis: basis, plan: plan), units: nil))
    }

    /// Reports old, new and impossible; hospitals that close, open, go and come back.
    static func hospitalCommand(
        _ hospital: HospitalID, _ moment: Timestamp, _ random: inout SplitMix64
    ) -> Command {
        let until =
            Bool.random(using: &random)
            ? Timestamp.none : moment.adding(seconds: Int64.random(in: -60...900, using: &random))
        let origin = ReportOrigin(
            asOf: Bool.random(using: &random) ? .none : moment, validUntil: until,
            source: CapacitySource.allCases.randomElement(using: &random) ?? .console,
            reporter: Bool.random(using: &random) ? "" : "đd Hoa")
        func number(_ most: Int32) -> Int32? {
            Bool.random(using: &random) ? nil : Int32.random(in: -1...most, using: &random)
        }
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .hospital(.withdraw(hospital))
        case 1:
            var baselines = [Int32](repeating: -1, count: BedKind.allCases.count)
            baselines[0] = Int32.random(in: -1...20, using: &random)
            return .hospital(
                .define(
                    HospitalDefinition(
                        number: Int32.random(in: 1...4, using: &random), facilityCode: "79024",
                        name: "Bệnh viện", coordinate: CentreFixture.place(3),
                        capabilities: [.emergencyDepartment, .stroke], baselines: baselines)))
        case 2, 3:
            return .hospital(
                .receive(
                    hospital,
                    ReceptionReport(
                        offloadMinutes: number(700), redPlaces: number(9), yellowPlaces: number(9), origin)))
        case 4, 5, 6, 7:
            let kind = Bool.random(using: &random) ? BedKind.emergency : .adultICU
            return .hospital(
                .report(hospital, BedReport(kind, free: number(12), baseline: number(10), origin)))
        default:
            var ends = origin
            let status = DiversionStatus.allCases.randomElement(using: &random) ?? .open
            if status == .open, Int.random(in: 0..<4, using: &random) > 0 { ends.validUntil = .none }
            return .hospital(.divert(hospital, DiversionReport(status, reason: "quá tải", ends)))
        }
    }

    private static func dutyCommand(_ unit: UnitID, _ moment: Timestamp, _ random: inout SplitMix64)
        -> Command
    {
        switch Int.random(in: 0..<9, using: &random) {
        case 0:
            return .duty(
                .logOn(
                    unit, crew: Bool.random(using: &random) ? "BS Nam" : "",
                    skills: Bool.random(using: &random) ? .doctor : nil, equipment: nil,
                    kilometres: Int32.random(in: -1...3_000, using: &random)))
        case 1: return .duty(.logOff(unit))
        case 2:
            return .duty(
                .outOfService(
                    unit, OutOfServiceReason.allCases.dropFirst().randomElement(using: &random) ?? .meal,
                    until: Bool.random(using: &random) ? .none : moment.adding(seconds: 400), note: "nổ lốp"))
        case 3: return .duty(.whereabouts(unit, .returning))
        case 4: return .duty(.whereabouts(unit, .atStation))
        case 5, 6:
            return .duty(.odometer(unit, kilometres: Int32.random(in: 0...3_000, using: &random)))
        case 7: return .duty(.withdraw(unit))
        default: return .duty(.restore(unit))
        }
    }

    private static func patientCommand(
        _ incident: IncidentID, _ unit: UnitID, _ hospital: HospitalID, _ random: inout SplitMix64
    ) -> Command {
        var details = PatientDetails()
        if Int.random(in: 0..<3, using: &random) == 0 {
            details.tag = TriageTag.allCases.randomElement(using: &random)
        }
        if Int.random(in: 0..<3, using: &random) == 0 { details.destination = hospital }
        if Int.random(in: 0..<4, using: &random) == 0 {
            details.bed = BedKind.allCases.randomElement(using: &random)
        }
        if Int.random(in: 0..<4, using: &random) == 0 { details.unit = unit }
        if Int.random(in: 0..<3, using: &random) == 0 {
            details.outcome = PatientOutcome.allCases.randomElement(using: &random)
        }
        let number = Int32.random(in: 1...4, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0, 1: return .patient(.add(incident, count: number / 2, details))
        case 2:
            return .patient(
                .transport(
                    unit, patients: [number], destination: hospital, occurredAt: .none,
                    bed: Bool.random(using: &random) ? nil : .adultICU))
        default:
            if Bool.random(using: &random) { details.words = "nam 60t" }
            return .patient(.change(incident, patient: number, details))
        }
    }

    private static func courseCommand(
        for desk: CentreFixture, _ incident: IncidentID, _ random: inout SplitMix64
    ) -> Command {
        let soon = desk.now.adding(seconds: Int64.random(in: -60...600, using: &random))
        switch Int.random(in: 0..<12, using: &random) {
        case 0: return .course(.reopen(incident))
        case 1: return .course(.massCasualty(incident, estimate: Int32.random(in: 0...9, using: &random)))
        case 2:
            return .course(
                .standby(
                    place: PlaceReport(coordinate: CentreFixture.place(8), certainty: .exact, said: "sân"),
                    words: "giải chạy", priority: .p4, at: soon, to: soon.adding(seconds: 3600)))
        case 3:
            return .course(
                .transfer(
                    TransferPlan(
                        from: HospitalID(index: Int32.random(in: -1...2, using: &random)),
                        to: HospitalID(index: Int32.random(in: 0...3, using: &random)), fromName: "Trạm",
                        priority: .p3, at: soon, doctor: "BS Lan", bed: "4", escort: "", words: "suy thận")))
        default:
            return .course(
                .undo(
                    desk.line(at: desk.events.count - Int.random(in: 1...20, using: &random)),
                    anybodys: Bool.random(using: &random)))
        }
    }
}
