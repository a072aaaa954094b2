// Looks over the fleet every few seconds for what no event says, since fixes are no events: a unit under an
// order that is not heard, a fleet without usable positions, many units that lost their position together.
// Gives commands for the centre, which decides; keeps a byte and a time a unit. Pure: told the time.
//
// Cost of a look: one sighting a unit. The first looks after a start find nothing, until boxes have had time
// to speak.

import Geo

/// When to alert. Percentages are of the units on duty.
struct FleetWatchRules: Equatable, Sendable {
    var silentSeconds: Int64 = 90
    var stalePercent = 50
    /// Below the threshold by so much, and the alert is over.
    var hysteresisPercent = 10
    var lossUnits = 10
    var lossPercent = 20
    var lossWindowSeconds: Int64 = 60
    /// After the start.
    var graceSeconds: Int64 = 120
    /// Fewer units say nothing about a fleet.
    var leastUnits = 3
}

struct FleetWatch: Sendable {
    let rules: FleetWatchRules
    private let startedAt: Timestamp
    /// By unit: whether its box said that it has no position.
    private var isWithoutPosition: [Bool] = []
    private var wasUsable: [Bool] = []
    /// When its position was lost; `.none` while it has one, or was never seen with one.
    private var lostAt: [Timestamp] = []
    private var hasLookedAfterGrace = false

    init(_ rules: FleetWatchRules, startedAt: Timestamp) {
        self.rules = rules
        self.startedAt = startedAt
    }

    /// The box reports without a position, or with one again.
    mutating func note(_ unit: UnitID, hasPosition: Bool) {
        grow(to: Int(unit.index) + 1)
        isWithoutPosition[Int(unit.index)] = !hasPosition
    }

    private mutating func grow(to count: Int) {
        let missing = count - wasUsable.count
        guard missing > 0 else { return }
        isWithoutPosition.append(contentsOf: repeatElement(false, count: missing))
        wasUsable.append(contentsOf: repeatElement(false, count: missing))
        lostAt.append(contentsOf: repeatElement(.none, count: missing))
    }

    /// What the centre should be told now. Each kind of alert once an episode.
    mutating func look(
        _ centre: Centre, now: Timestamp, sighting: (UnitID) -> Sighting, heardAt: (UnitID) -> Timestamp
    ) -> [AlertCommand] {
        grow(to: centre.units.count)
        var commands = silent(centre, now, heardAt)
        var onDuty = 0
        var stale = 0
        var lost = 0
        var lately = 0
        let isSettled = now.seconds(since: startedAt) >= rules.graceSeconds
        let stands = centre.openAlert(of: .massFixLoss, about: 0) >= 0
        for index in centre.units.indices {
            guard centre.units[index].isOnDuty else {
                wasUsable[index] = false
                lostAt[index] = .none
                continue
            }
            onDuty += 1
            let seen = sighting(UnitID(index: Int32(index)))
            let isStale = seen.freshness == .stale || seen.freshness == .none
            if isStale { stale += 1 }
            let isUsable = !isStale && !isWithoutPosition[index]
            if isUsable {
                lostAt[index] = .none
            } else if wasUsable[index] || isSettled && stands && !hasLookedAfterGrace {
                // An alert that is older than this process: whoever is not back has lost it then.
                lostAt[index] = now
            }
            wasUsable[index] = isUsable
            guard lostAt[index].isSet else { continue }
            lost += 1
            if now.seconds(since: lostAt[index]) <= rules.lossWindowSeconds { lately += 1 }
        }
        guard isSettled, onDuty >= rules.leastUnits else { return commands }
        hasLookedAfterGrace = true
        commands += fleetStale(centre, stale, of: onDuty)
        commands += massFixLoss(centre, lost: lost, lately: lately, of: onDuty)
        return commands
    }

    // MARK: - One unit

    private func silent(
        _ centre: Centre, _ now: Timestamp, _ heardAt: (UnitID) -> Timestamp
    ) -> [AlertCommand] {
        var commands: [AlertCommand] = []
        for index in centre.units.indices where centre.units[index].live.isSet {
            let unit = UnitID(index: Int32(index))
            let row = centre[centre.units[index].live]
            let heard = heardAt(unit)
            // A box that was never heard is no silence: its order's own alert tells of it.
            guard heard.isSet || row.times.unitNotified.isSet else { continue }
            let since = max(max(heard, row.times.dispatchNotified), startedAt)
            let isSilent = now.seconds(since: since) >= rules.silentSeconds
            let stands = centre.openAlert(of: .unitSilent, about: unit.index) >= 0
            if isSilent != stands {
                commands.append(
                    .watch(.unitSilent, subject: unit.index, stands: isSilent ? AlertMeasure() : nil))
            }
        }
        for alert in centre.openAlerts where centre.alerts[alert].kind == .unitSilent {
            let subject = centre.alerts[alert].subject
            if !centre.units[Int(subject)].live.isSet {
                commands.append(.watch(.unitSilent, subject: subject, stands: nil))
            }
        }
        return commands
    }

    // MARK: - All of them

    private func fleetStale(_ centre: Centre, _ stale: Int, of onDuty: Int) -> [AlertCommand] {
        let open = centre.openAlert(of: .fleetStale, about: 0)
        let measure = AlertMeasure(count: Int32(clamping: stale), of: Int32(clamping: onDuty))
        let share = stale * 100
        guard open >= 0 else {
            return share >= rules.stalePercent * onDuty
                ? [.watch(.fleetStale, subject: 0, stands: measure)] : []
        }
        if share < (rules.stalePercent - rules.hysteresisPercent) * onDuty || stale == 0 {
            return [.watch(.fleetStale, subject: 0, stands: nil)]
        }
        return hasGrown(measure, from: centre.alerts[open].measure)
            ? [.watch(.fleetStale, subject: 0, stands: measure)] : []
    }

    private func massFixLoss(
        _ centre: Centre, lost: Int, lately: Int, of onDuty: Int
    ) -> [AlertCommand] {
        let open = centre.openAlert(of: .massFixLoss, about: 0)
        let needed = max(rules.leastUnits, min(rules.lossUnits, onDuty * rules.lossPercent / 100))
        let measure = AlertMeasure(count: Int32(clamping: lost), of: Int32(clamping: onDuty))
        guard open >= 0 else {
            return lately >= needed
                ? [
                    .watch(
                        .massFixLoss, subject: 0,
                        stands: AlertMeasure(count: Int32(clamping: lately), of: measure.of))
                ] : []
        }
        if lost * 2 <= needed { return [.watch(.massFixLoss, subject: 0, stands: nil)] }
        return hasGrown(measure, from: centre.alerts[open].measure)
            ? [.watch(.massFixLoss, subject: 0, stands: measure)] : []
    }

    /// A fifth more than was said is worth a new word.
    private func hasGrown(_ now: AlertMeasure, from said: AlertMeasure) -> Bool {
        now.count >= said.count + max(3, said.count / 5)
    }
}
