// The engine's part around alerts as the desk handles them: it looks over the fleet every few seconds for
// what no event says, and lets the consoles hear of alerts a few lines a second.

import Geo

/// What the engine keeps about alerts besides the centre. Lost with the process: what is open is in the centre.
struct AlertDesk {
    var lines: AlertCoalescer
    var fleet: FleetWatch
    /// Monotonic; when to look over the fleet next.
    var nextLook: Int64 = 0

    static let lookNanoseconds: Int64 = 5_000_000_000

    init(_ configuration: Configuration, now: Timestamp) {
        let alerts = configuration.alerts
        lines = AlertCoalescer(
            linesPerSecond: alerts.linesPerSecond, repeatSeconds: Int64(alerts.repeatSeconds))
        var rules = FleetWatchRules()
        rules.silentSeconds = Int64(alerts.unitSilentSeconds)
        rules.stalePercent = alerts.fleetStalePercent
        rules.lossUnits = alerts.fixLossUnits
        rules.lossPercent = alerts.fixLossPercent
        rules.lossWindowSeconds = Int64(alerts.fixLossWindowSeconds)
        fleet = FleetWatch(rules, startedAt: now)
    }
}

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: AlertRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .acknowledge(let numbers): .success(.alert(.acknowledge(numbers.map { $0 - 1 })))
        case .list: preconditionFailure("this changes nothing")
        }
    }

    /// Answers a line that only asks.
    func show(_ request: AlertRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        switch request {
        case .list(let filter): reply(input, renderer.alerts(filter, centre, now: now))
        case .acknowledge: preconditionFailure("this is an act")
        }
    }

    /// What the event causes outside.
    func letOut(_ alert: AlertEvent, _ event: Event) {
        switch alert {
        case .acknowledged(let alert): alertDesk.lines.acknowledge(alert, by: event.actor)
        case .measured(let alert, _): alertDesk.lines.raise(alert)
        }
    }

    /// The incident that it concerns, for the journal's filter.
    func incident(of alert: AlertEvent) -> IncidentID {
        switch alert {
        case .acknowledged(let alert), .measured(let alert, _):
            guard centre.alerts.contains(alert) else { return .none }
            return centre.incident(of: centre.alerts[alert].kind, centre.alerts[alert].subject)
        }
    }

    /// The unit that it concerns.
    func unit(of alert: AlertEvent) -> UnitID {
        switch alert {
        case .acknowledged(let alert), .measured(let alert, _):
            guard centre.alerts.contains(alert), centre.alerts[alert].kind.subjectKind == .unit else {
                return .none
            }
            return UnitID(index: centre.alerts[alert].subject)
        }
    }

    // MARK: - Housekeeping

    /// Looks over the fleet when it is time to.
    func watchAlerts() {
        let monotonic = surroundings.monotonic()
        guard monotonic >= alertDesk.nextLook else { return }
        alertDesk.nextLook = monotonic + AlertDesk.lookNanoseconds
        watchJournal()
        watchResults()
        watchPublishing()
        let now = now
        let commands = alertDesk.fleet.look(
            centre, now: now, sighting: { fleet.sighting(of: $0, in: centre, now: now) },
            heardAt: { fleet.heardAt($0) })
        for command in commands { report(command, now) }
    }

    /// The state of the journal as an alert: raised as soon as the journal takes it, in memory if need be.
    func watchJournal() {
        let stands = centre.openAlert(of: .notDurable, about: 0) >= 0
        guard stands != (degraded != nil) else { return }
        report(.watch(.notDurable, subject: 0, stands: degraded == nil ? nil : AlertMeasure()), now)
    }

    func report(_ command: AlertCommand, _ now: Timestamp) {
        do {
            _ = try submit(Submission(.alert(command), actor: Actor(.clock), now: now))
        } catch .rejected {
            // It stands already, or its unit has become free in between: the next look sees.
        } catch {
            note(error)
        }
    }

    /// Lets the consoles hear what waits, if it is time to.
    func sayAlerts() {
        guard let console = surroundings.console,
            let lines = alertDesk.lines.say(centre, now: surroundings.monotonic())
        else { return }
        let people = surroundings.people
        surroundings.gate.pass(after: centre.sequence) { _ in
            console.broadcast(lines) { people.person($0).hearsAlerts }
        }
    }

    func addAlerts(_ add: (_ key: String, _ value: String, _ vi: String, _ en: String) -> Void) {
        let fresh = centre.openAlerts.filter { !centre.alerts[$0].acknowledgedAt.isSet }
        let red = fresh.filter { centre.isRed($0) }.count
        add("alerts.open", "\(centre.openAlerts.count)", "báo động chưa hết", "open alerts")
        add("alerts.unacknowledged", "\(fresh.count)", "trong đó chưa ai rõ", "of these, not acknowledged")
        add("alerts.unacknowledged-p1", "\(red)", "trong đó thuộc ca P1", "of these, about P1")
        add("alerts.raised", "\(centre.alerts.end)", "báo động từ trước tới nay", "alerts raised so far")
        add("alerts.waiting", "\(alertDesk.lines.waiting)", "chờ hiện lên bàn", "waiting to be shown")
        add("alerts.lines", "\(alertDesk.lines.linesSaid)", "dòng đã hiện", "lines shown on consoles")
    }
}
