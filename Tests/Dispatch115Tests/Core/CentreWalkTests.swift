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
            do { _ = try desk.submit(CentreWalkTests.command(for: desk, &random)) } catch { refused += 1 }
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
        let moment = desk.now.adding(seconds: Int64.random(in: -300...10, using: &random))
        switch Int.random(in: 0..<34, using: &random) {
        case 0, 1:
            return .openIncident(
                phone: "09", priority: Priority.allCases.randomElement(using: &random) ?? .p2,
                place: PlaceReport(coordinate: nil, certainty: .unknown, said: "ở đâu đó"), words: "ngã")
        case 2: return .locate(incident, PlaceReport(coordinate: CentreFixture.place(7), certainty: .exact))
        case 3: return .prioritise(incident, Priority.allCases.randomElement(using: &random) ?? .p2)
        case 4: return .note(incident, "ghi chú")
        case 5: return .recommend(incident, .unknown)
        case 6, 7: return .dispatch([unit], incident, .unknown)
        case 8: return .divert(unit, incident, .unknown)
        case 9: return .standDown(unit)
        case 10, 11, 12:
            let late = Bool.random(using: &random) ? Timestamp.none : moment
            return .step(unit, button, occurredAt: late, destination: station)
        case 13, 14:
            let press = UInt32.random(in: 1...400, using: &random)
            return .press(unit, button, press: press, pressedAt: moment, destination: station)
        case 15:
            let order = unit.index >= 0 && unit.index < 6 ? desk.centre[unit].order : 1
            return .confirmOrder(unit, order)
        case 17...19: return dutyCommand(unit, moment, &random)
        case 20...23: return patientCommand(incident, unit, station, &random)
        case 24...29: return courseCommand(for: desk, incident, &random)
        default: return .close(incident, Disposition.allCases.randomElement(using: &random) ?? .nuisance)
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
        _ incident: IncidentID, _ unit: UnitID, _ station: StationID, _ random: inout SplitMix64
    ) -> Command {
        var details = PatientDetails()
        if Int.random(in: 0..<3, using: &random) == 0 {
            details.tag = TriageTag.allCases.randomElement(using: &random)
        }
        if Int.random(in: 0..<3, using: &random) == 0 { details.destination = station }
        if Int.random(in: 0..<4, using: &random) == 0 { details.unit = unit }
        if Int.random(in: 0..<3, using: &random) == 0 {
            details.outcome = PatientOutcome.allCases.randomElement(using: &random)
        }
        let number = Int32.random(in: 1...4, using: &random)
        switch Int.random(in: 0..<7, using: &random) {
        case 0, 1: return .patient(.add(incident, count: number / 2, details))
        case 2: return .patient(.transport(unit, patients: [number], destination: station, occurredAt: .none))
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
                        from: StationID(index: Int32.random(in: -1...2, using: &random)),
                        to: StationID(index: Int32.random(in: 0...3, using: &random)), fromName: "Trạm",
                        priority: .p3, at: soon, doctor: "BS Lan", bed: "4", escort: "", words: "suy thận")))
        default:
            return .course(
                .undo(
                    desk.line(at: desk.events.count - Int.random(in: 1...20, using: &random)),
                    anybodys: Bool.random(using: &random)))
        }
    }
}
