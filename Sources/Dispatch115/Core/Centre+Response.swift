// Everybody who goes to one incident, seen as one response: what is still needed, which units are linked, and
// its two clocks: when care arrived, and when something arrived that can carry.

/// When a response arrived; `.none` where it has not.
public struct ResponseClocks: Equatable, Sendable {
    /// The first unit on scene, whatever it is.
    public var care: Timestamp
    /// The first on scene that can carry a patient.
    public var transport: Timestamp
}

extension Centre {
    /// The units that are on the incident now, in the order in which they were sent.
    public func liveUnits(of incident: IncidentID) -> [UnitID] {
        assignments(of: incident).filter { self[$0].state.isLive }.map { self[$0].unit }
    }

    func capability(of units: [UnitID]) -> Capability {
        units.reduce(.nothing) { $0.with(Capability(of: self[$1])) }
    }

    /// Whether those on it, and these, are enough: as many as are needed, and one that carries where somebody
    /// must be carried. What skills they have is no question here: a person chose them.
    func isCovered(_ incident: IncidentID, with more: [UnitID] = []) -> Bool {
        var need = self[incident].need
        need.units = max(need.units, UInt8(clamping: self[incident].course.unitsWanted))
        let units = liveUnits(of: incident) + more
        guard units.count >= Int(need.units) else { return false }
        return !need.transport || units.contains { self[$0].kind.canTransport }
    }

    /// Whether somebody may still be added because the incident waits for it.
    func stillWants(_ incident: IncidentID) -> Bool {
        switch self[incident].phase {
        case .waiting: true
        case .underway: !isCovered(incident)
        case .served, .closed: false
        }
    }

    /// How many more units are needed: at least one while something is missing that nobody on it brings.
    public func stillNeeded(_ incident: IncidentID) -> Int {
        let need = self[incident].need
        let units = liveUnits(of: incident)
        let count = max(0, Int(need.units) - units.count)
        return count == 0 && !need.isMet(by: capability(of: units)) ? 1 : count
    }

    /// What whoever goes next should bring: what those on it do not. Where they bring everything and only
    /// their number is too small (or somebody wants one more), the whole need but for the skills.
    public func remainingNeed(of incident: IncidentID) -> Need {
        let need = self[incident].need
        let units = liveUnits(of: incident)
        guard !units.isEmpty else { return need }
        let missing = need.missing(from: capability(of: units))
        let left = UInt8(clamping: max(1, Int(need.units) - units.count))
        if missing == .nothing { return Need(transport: need.transport, units: left) }
        // More than one unit is missing: each of them should be able to carry.
        let transport = missing.transport || need.transport && left > 1
        return Need(
            skills: missing.skills, equipment: missing.equipment, transport: transport, units: left)
    }

    public func clocks(of incident: IncidentID) -> ResponseClocks {
        var clocks = ResponseClocks(care: .none, transport: .none)
        for id in assignments(of: incident) {
            let arrived = self[id].times.onScene
            guard arrived.isSet else { continue }
            if !clocks.care.isSet || arrived < clocks.care { clocks.care = arrived }
            if self[self[id].unit].kind.canTransport, !clocks.transport.isSet || arrived < clocks.transport {
                clocks.transport = arrived
            }
        }
        return clocks
    }

    // MARK: - Linking

    /// Links care and transport of one incident, one to one, oldest first: those that are on it without a
    /// living partner, and these that the draft has just sent as assignments `first`, `first + 1` ...
    func link(_ incident: IncidentID, sending units: [UnitID], first: AssignmentID, _ draft: inout Draft) {
        var care: [AssignmentID] = []
        var transport: [AssignmentID] = []
        for id in assignments(of: incident) where self[id].state.isLive && !hasPartner(id) {
            if self[self[id].unit].kind.canTransport { transport.append(id) } else { care.append(id) }
        }
        for (position, unit) in units.enumerated() {
            let id = AssignmentID(index: first.index + Int32(position))
            if self[unit].kind.canTransport { transport.append(id) } else { care.append(id) }
        }
        for (care, transport) in zip(care, transport) {
            draft.add(.offer(.linked(care: care, transport: transport)))
        }
    }

    private func hasPartner(_ id: AssignmentID) -> Bool {
        let partner = self[id].linked
        return assignments.contains(partner.index) && self[partner].state.isLive
    }

    /// What follows when an assignment is taken away: a motorbike that goes on alone must be seen.
    func unlink(_ id: AssignmentID, _ draft: inout Draft) {
        let row = self[id]
        let alert = openAlert(of: .withoutTransport, about: row.incident.index)
        let others = liveUnits(of: row.incident).filter { $0 != row.unit }
        // Nobody is left: that has an alert of its own.
        guard !others.isEmpty else { return draft.clear(alert) }
        guard alert < 0, self[row.incident].need.transport, self[row.unit].kind.canTransport, hasPartner(id),
            !others.contains(where: { self[$0].kind.canTransport })
        else { return }
        draft.raise(.withoutTransport, subject: row.incident.index)
    }

    /// For whoever changes a need: where nobody need be carried any more, nothing is missing.
    func clearWithoutTransport(_ incident: IncidentID, for need: Need, _ draft: inout Draft) {
        if !need.transport { draft.clear(openAlert(of: .withoutTransport, about: incident.index)) }
    }
}
