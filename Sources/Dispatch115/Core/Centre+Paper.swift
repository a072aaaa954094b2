// Entries made late: what was written on paper while the service was away comes in with its own times, is
// marked late, and cannot double what is there. Times are never in the future and never run backwards; a
// time typed to the minute may mean any second of that minute. Cost: one look at what is in memory.

import Geo

/// What is taken for the same call told twice.
enum PaperRules {
    static let doubleSeconds: Int64 = 1_800
    static let doubleMetres = 200.0
    static let largestForm: Int32 = 999_999
    static let mostFormsAtOnce: Int32 = 500
    /// A time is typed to the minute.
    static let typedSeconds: Int64 = 60
}

extension Centre {
    func enterIncident(_ entry: PaperEntry, _ draft: inout Draft) throws(Rejection) {
        let now = draft.submission.now
        guard entry.receivedAt.isSet else { throw .shift(.timeMissing) }
        guard entry.receivedAt <= now else { throw .timeInFuture(entry.receivedAt) }
        guard entry.form >= 0, entry.form <= PaperRules.largestForm else {
            throw .shift(.formNumberWrong(entry.form))
        }
        if entry.form > 0, let used = form(numbered: entry.form) {
            throw .shift(.formUsed(entry.form, used.incident))
        }
        if !entry.insists, let double = possibleDouble(of: entry) {
            throw .shift(.possibleDouble(double, form: entry.form))
        }
        let id = IncidentID(index: incidents.end)
        try openIncident(
            entry.phone, entry.priority, entry.place, entry.words, takesCall: false, &draft)
        draft.add(.shift(.incidentBackdated(id, form: entry.form, receivedAt: entry.receivedAt)))
    }

    /// The form of this number, if it has been entered.
    public func form(numbered number: Int32) -> PaperForm? {
        let position = forms.lowerBound(of: number)
        return position < forms.count && forms[position].number == number ? forms[position] : nil
    }

    /// The forms of a range that have been entered, ascending.
    public func forms(in range: ClosedRange<Int32>) -> ArraySlice<PaperForm> {
        let from = forms.lowerBound(of: range.lowerBound)
        return forms[from..<max(from, forms.lowerBound(of: range.upperBound &+ 1))]
    }

    /// The first form number that nobody has: neither given to a desk nor entered.
    public var nextFreeForm: Int32 {
        let reserved = formRanges.last.map { $0.first + $0.count } ?? 1
        return max(reserved, (forms.last?.number ?? 0) + 1)
    }

    func reserveForms(_ count: Int32, _ draft: inout Draft) throws(Rejection) {
        guard count >= 1, count <= PaperRules.mostFormsAtOnce,
            nextFreeForm <= PaperRules.largestForm - count
        else { throw .shift(.formCountWrong(count)) }
        draft.add(.shift(.formsReserved(first: nextFreeForm, count: count)))
    }

    /// An incident within half an hour with the same phone, the same words for its place, or a place as near.
    private func possibleDouble(of entry: PaperEntry) -> IncidentID? {
        let said = entry.place.said.lowercased()
        for index in incidents.base..<incidents.end {
            let row = incidents[index]
            let apart = row.openedAt.nanoseconds &- entry.receivedAt.nanoseconds
            guard apart.magnitude <= UInt64(PaperRules.doubleSeconds) * 1_000_000_000 else { continue }
            let id = IncidentID(index: index)
            if !entry.phone.isEmpty, calls.contains(row.call.index),
                let phone = text(calls[row.call.index].phone),
                Centre.subscriber(phone) == Centre.subscriber(entry.phone)
            {
                return id
            }
            if !said.isEmpty, text(row.placeSaid)?.lowercased() == said { return id }
            if let here = entry.place.coordinate, let there = row.coordinate,
                row.certainty == .exact, entry.place.certainty == .exact,
                here.distanceMetres(to: there) <= PaperRules.doubleMetres
            {
                return id
            }
        }
        return nil
    }

    /// The last nine digits: the same with 0 and with +84 before them.
    private static func subscriber(_ phone: String) -> Substring { phone.suffix(9) }

    // MARK: - Runs

    func enterRun(
        _ units: [UnitID], _ incident: IncidentID, _ sentAt: Timestamp, _ steps: [LateStep],
        _ destination: HospitalID, _ draft: inout Draft
    ) throws(Rejection) {
        guard !units.isEmpty else { throw .noUnitNamed }
        try requireOpen(incident)
        let now = draft.submission.now
        guard sentAt.isSet else { throw .shift(.timeMissing) }
        guard sentAt <= now else { throw .timeInFuture(sentAt) }
        let opened = self[incident].openedAt
        guard let sent = settled(sentAt, notBefore: opened) else {
            throw .shift(.beforeIncident(incident, sentAt, opened: opened))
        }
        guard assignments.end < .max - Int32(units.count) else { throw .centreFull }
        for (position, unit) in units.enumerated() {
            try requireUnit(unit)
            guard !units[..<position].contains(unit) else { throw .unitNamedTwice(unit) }
            let (state, times) = try run(of: unit, sent, steps, destination, now)
            if state.isLive {
                try requireFree(unit, for: incident)
                // Planned work gives way to an order, not to an entry.
                let live = self[unit].live
                if live.isSet { throw .unitBusy(unit, live, self[live].incident) }
            }
            try requireNowhereElse(unit, from: sent, until: times.backInService)
            let told = steps.contains { $0.button == .transport } ? destination : .none
            draft.add(
                .shift(
                    .runEntered(
                        AssignmentID(index: assignments.end + Int32(position)), incident, unit, state: state,
                        times: times, destination: told)))
        }
        clearWaiting(incident, &draft)
        settleOffers(incident, sending: units, &draft)
    }

    /// Where the run stands after its steps, and its times; legal as if they had been typed one by one.
    private func run(
        of unit: UnitID, _ sent: Timestamp, _ steps: [LateStep], _ destination: HospitalID, _ now: Timestamp
    ) throws(Rejection) -> (AssignmentState, TimePoints) {
        var state = AssignmentState.dispatched
        var times = TimePoints()
        times.dispatchNotified = sent
        for step in steps {
            if step.button == .transport {
                guard self[unit].kind.canTransport else { throw .kindCannotTransport(unit) }
                guard destination.isSet else { throw .hospitalNeeded(unit) }
                guard destination.index < hospitals.count else { throw .hospitalUnknown(destination) }
            }
            guard let target = LegalMoves.target(of: step.button, from: state), target != state else {
                throw .moveNotLegal(unit, from: state, step.button)
            }
            guard step.at <= now else { throw .timeInFuture(step.at) }
            guard let moment = settled(step.at, notBefore: times.latest) else {
                throw .shift(.stepsOutOfOrder(step.button, step.at, before: times.latest))
            }
            times[LegalMoves.timePoint(of: step.button)] = moment
            state = target
        }
        return (state, times)
    }

    /// A moment typed to the minute; nil where it lies before `first` by more than that.
    private func settled(_ moment: Timestamp, notBefore first: Timestamp) -> Timestamp? {
        if moment >= first { return moment }
        return moment.adding(seconds: PaperRules.typedSeconds) > first ? first : nil
    }

    /// A unit is at one place at a time: its other runs, of paper or not, must not share a moment with this.
    private func requireNowhereElse(_ unit: UnitID, from: Timestamp, until: Timestamp) throws(Rejection) {
        for index in assignments.base..<assignments.end where assignments[index].unit == unit {
            let row = assignments[index]
            let began = row.times.dispatchNotified
            let ended = row.state == .cancelled ? row.times.cancelled : row.times.backInService
            let isBefore = !row.state.isLive && ended <= from
            let isAfter = until.isSet && until <= began
            guard isBefore || isAfter else {
                throw .shift(
                    .unitElsewhere(unit, row.incident, from: began, until: row.state.isLive ? .none : ended))
            }
        }
    }

    // MARK: - Ends

    func closeLate(
        _ incident: IncidentID, _ disposition: Disposition, _ moment: Timestamp, _ draft: inout Draft
    ) throws(Rejection) {
        try requireOpen(incident)
        guard moment.isSet else { throw .shift(.timeMissing) }
        guard moment <= draft.submission.now else { throw .timeInFuture(moment) }
        let opened = self[incident].openedAt
        guard let after = settled(moment, notBefore: opened) else {
            throw .shift(.beforeIncident(incident, moment, opened: opened))
        }
        var last = opened
        for assignment in assignments(of: incident) {
            let row = self[assignment]
            last = max(last, max(row.times.latest, row.times.cancelled))
        }
        guard let closed = settled(after, notBefore: last) else {
            throw .shift(.beforeLastStep(incident, moment, last: last))
        }
        try close(incident, disposition, &draft)
        draft.add(.shift(.closeBackdated(incident, at: closed)))
    }

    // MARK: - Fold

    mutating func enter(
        _ id: AssignmentID, _ incident: IncidentID, _ unit: UnitID, _ state: AssignmentState,
        _ times: TimePoints, _ destination: HospitalID, _ enteredAt: Timestamp
    ) {
        precondition(id.index == assignments.end)
        var row = Assignment(incident: incident, unit: unit, order: 0, orderedAt: enteredAt)
        row.state = state
        row.times = times
        row.times.callReceived = calls[incidents[incident.index].call.index].receivedAt
        row.destination = destination
        // Nothing was sent to its box, and nobody need phone it.
        row.isOrderDelivered = true
        row.hasCrewAnswered = true
        row.enteredAt = enteredAt
        assignments.append(row)
        link(id, to: incident)
        if state.isLive {
            precondition(!units[Int(unit.index)].live.isSet, "a unit has at most one live assignment")
            incidents[incident.index].liveAssignments += 1
            units[Int(unit.index)].live = id
        } else {
            incidents[incident.index].completedAssignments += 1
        }
    }
}

extension Array where Element == PaperForm {
    /// Where a form of this number is or would be: the first that is not smaller.
    func lowerBound(of number: Int32) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if self[middle].number < number { low = middle + 1 } else { high = middle }
        }
        return low
    }

    mutating func insertSorted(_ form: PaperForm) { insert(form, at: lowerBound(of: form.number)) }
}
