import Geo
import Testing

@testable import Dispatch115

@Suite struct AlertActsTests {
    /// Commands about alerts for the random walk.
    static func command(for desk: CentreFixture, _ random: inout SplitMix64) -> AlertCommand {
        let newest = desk.centre.alerts.end
        if Bool.random(using: &random) {
            return .acknowledge([
                Int32.random(in: max(-1, newest - 5)...newest, using: &random),
                desk.centre.openAlerts.randomElement(using: &random) ?? newest,
            ])
        }
        let kinds: [AlertKind] = [.unitSilent, .fleetStale, .massFixLoss, .notDurable, .crewSilent]
        let kind = kinds.randomElement(using: &random) ?? .unitSilent
        let subject = kind == .unitSilent ? Int32.random(in: -1...6, using: &random) : 0
        let count = Int32.random(in: 0...3, using: &random)
        let stands = Bool.random(using: &random) ? AlertMeasure(count: count, of: count) : nil
        return .watch(kind, subject: subject, stands: stands)
    }

    private func kinds(_ desk: CentreFixture) -> [AlertKind] {
        desk.centre.openAlerts.map { desk.centre.alerts[$0].kind }
    }

    @Test func acknowledgingNamesWhoAndWhenAndClearsNothing() throws {
        var desk = CentreFixture()
        let incident = desk.open(.p1)
        desk.pass(seconds: 61)
        desk.expectDone(.tick)
        #expect(kinds(desk) == [.incidentWaiting])
        desk.pass(seconds: 5)
        _ = try desk.submit(.alert(.acknowledge([0])), actor: Actor(.console, 1007))
        #expect(desk.centre.alerts[0].acknowledgedAt == desk.now)
        #expect(desk.centre.alerts[0].acknowledgedBy == Actor(.console, 1007))
        #expect(kinds(desk) == [.incidentWaiting], "acknowledged is not over")
        desk.expectRefused(.alert(.acknowledge([0])), .alert(.acknowledgedAlready(0)))
        desk.expectRefused(.alert(.acknowledge([0, 1])), .alert(.unknown(1)))
        desk.expectRefused(.alert(.acknowledge([-1])), .alert(.unknown(-1)))
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        #expect(kinds(desk).isEmpty)
        desk.expectRefused(.alert(.acknowledge([0])), .alert(.over(0)))
    }

    /// Of several, those that somebody has seen already are passed over; one that is over refuses them all.
    @Test func severalAreAcknowledgedTogether() {
        var desk = CentreFixture()
        for _ in 0..<3 { _ = desk.open(.p1) }
        desk.pass(seconds: 61)
        desk.expectDone(.tick)
        #expect(desk.centre.openAlerts == [0, 1, 2])
        desk.expectDone(.alert(.acknowledge([1])))
        desk.expectDone(.alert(.acknowledge([0, 1, 2, 2])))
        #expect(desk.events.suffix(2).map(\.body) == [0, 2].map { .alert(.acknowledged(alert: $0)) })
        desk.expectDone(.close(IncidentID(index: 0), .nuisance))
        desk.expectDone(.tick)
        desk.expectRefused(.alert(.acknowledge([0, 1])), .alert(.over(0)))
    }

    @Test(arguments: [(Priority.p1, 480), (.p2, 900), (.p3, 2400), (.p4, 7200)] as [(Priority, Int64)])
    func nobodyOnSceneInTimeIsSaidUntilSomebodyIs(priority: Priority, target: Int64) {
        var desk = CentreFixture()
        let incident = desk.open(priority)
        desk.expectDone(.dispatch([unit1], incident, .unknown))
        desk.step(unit1, .acknowledge)
        desk.step(unit1, .enRoute)
        desk.pass(seconds: target - 1)
        desk.expectDone(.tick)
        #expect(!kinds(desk).contains(.incidentOverdue))
        desk.pass(seconds: 1)
        desk.expectDone(.tick)
        #expect(kinds(desk).contains(.incidentOverdue))
        desk.expectDone(.tick)
        #expect(kinds(desk).filter { $0 == .incidentOverdue }.count == 1, "once")
        desk.step(unit1, .onScene)
        #expect(!kinds(desk).contains(.incidentOverdue))
    }

    @Test func targetsFollowThePriorityAndEndWithTheIncident() {
        var desk = CentreFixture()
        let paler = desk.open(.p1)
        let redder = desk.open(.p4)
        let advice = desk.open(.p0)
        desk.pass(seconds: 490)
        desk.expectDone(.tick)
        #expect(desk.centre[paler].overdueAlert >= 0 && desk.centre[redder].overdueAlert < 0)
        desk.expectDone(.prioritise(paler, .p2))
        #expect(desk.centre[paler].overdueAlert < 0, "it has 15 minutes now")
        desk.expectDone(.prioritise(redder, .p1))
        desk.expectDone(.tick)
        #expect(desk.centre[redder].overdueAlert >= 0, "its 8 minutes are over")
        desk.expectDone(.close(redder, .notFound))
        #expect(!kinds(desk).contains(.incidentOverdue))
        desk.pass(seconds: 8000)
        desk.expectDone(.tick)
        #expect(desk.centre[paler].overdueAlert >= 0 && desk.centre[advice].overdueAlert < 0)
    }

    /// A snapshot holds who has seen what, and the targets run on after it was read.
    @Test func aSnapshotKeepsThem() throws {
        var desk = CentreFixture()
        let late = desk.open(.p1)
        let later = desk.open(.p2)
        desk.pass(seconds: 481)
        desk.expectDone(.tick)
        let overdue = desk.centre[late].overdueAlert
        desk.expectDone(.alert(.acknowledge([overdue])))
        desk.expectDone(
            .alert(.watch(.massFixLoss, subject: 0, stands: AlertMeasure(count: 37, of: 126))))
        let bytes = CentreCodec.encode(desk.centre)
        desk.centre = try bytes.withUnsafeBytes { try CentreCodec.decode($0, rules: CentreRules()) }
        #expect(CentreCodec.encode(desk.centre) == bytes)
        #expect(desk.centre.alerts[overdue].acknowledgedBy == Actor(.console, 1000))
        #expect(desk.centre.alerts[desk.centre.alerts.end - 1].measure.count == 37)
        desk.pass(seconds: 500)
        desk.expectDone(.tick)
        #expect(desk.centre[later].overdueAlert >= 0)
    }

    @Test func theServicesOwnAlertsAreRaisedOnceMeasuredAndCleared() {
        var desk = CentreFixture()
        let few = AlertMeasure(count: 10, of: 20)
        desk.expectRefused(.alert(.watch(.massFixLoss, subject: 0, stands: nil)), .nothingChanges)
        desk.expectDone(.alert(.watch(.massFixLoss, subject: 0, stands: few)))
        desk.expectRefused(.alert(.watch(.massFixLoss, subject: 0, stands: few)), .nothingChanges)
        desk.expectDone(
            .alert(.watch(.massFixLoss, subject: 0, stands: AlertMeasure(count: 15, of: 20))))
        #expect(desk.centre.openAlerts == [0] && desk.centre.alerts[0].measure.count == 15)
        desk.expectDone(.alert(.watch(.massFixLoss, subject: 0, stands: nil)))
        #expect(desk.centre.openAlerts.isEmpty)
        desk.expectRefused(
            .alert(.watch(.unitSilent, subject: 0, stands: AlertMeasure())), .unitHasNoAssignment(unit1))
        desk.expectRefused(
            .alert(.watch(.unitSilent, subject: 99, stands: AlertMeasure())),
            .unitUnknown(UnitID(index: 99)))
        // What events raise is not raised by looking.
        desk.expectRefused(
            .alert(.watch(.incidentWaiting, subject: 0, stands: AlertMeasure())), .nothingChanges)
        desk.expectDone(.dispatch([unit1], desk.open(), .unknown))
        desk.expectDone(.alert(.watch(.unitSilent, subject: 0, stands: AlertMeasure())))
        #expect(kinds(desk) == [.unitSilent])
    }

    /// The newest alerts stay when the oldest incidents go, and all that are open.
    @Test func retiringLosesNoOpenAlert() {
        var rules = CentreRules()
        rules.keptIncidents = 2
        var desk = CentreFixture(rules: rules)
        desk.expectDone(.alert(.watch(.notDurable, subject: 0, stands: AlertMeasure())))
        for _ in 0..<400 {
            let incident = desk.open(.p1)
            desk.checksInvariants = false
            desk.pass(seconds: 61)
            desk.expectDone(.tick)
            desk.expectDone(.close(incident, .nuisance))
        }
        desk.expectDone(.tick)
        #expect(desk.centre.incidents.base > 300 && desk.centre.alerts.base == 0)
        desk.expectDone(.alert(.watch(.notDurable, subject: 0, stands: nil)))
        for _ in 0..<5 {
            desk.expectDone(.close(desk.open(.p1), .nuisance))
            desk.expectDone(.tick)
        }
        let held = desk.centre.alerts.end - desk.centre.alerts.base
        #expect(held >= Centre.keptAlerts && held < 300, "\(held)")
        #expect(desk.centre.brokenInvariants().isEmpty)
        desk.expectRefused(.alert(.acknowledge([0])), .alert(.retired(0)))
    }
}
