// Decisions and their fold around duty: crews logging on and off, units out of service, returning,
// at their station, odometer readings.

extension Centre {
    /// More kilometres than this since the last reading are a slip of the hand.
    static let mostKilometres: Int32 = 2_000

    func decide(_ command: DutyCommand, _ draft: inout Draft) throws(Rejection) {
        switch command {
        case .logOn(let unit, let crew, let skills, let equipment, let kilometres):
            try logOn(unit, crew, skills, equipment, kilometres, &draft)
        case .logOff(let unit):
            try requireUnbound(unit)
            guard self[unit].isOnDuty else { throw .nothingChanges }
            draft.add(.duty(.loggedOff(unit, .crewLeft)))
        case .outOfService(let unit, let reason, let until, let note):
            try outOfService(unit, reason, until, note, &draft)
        case .whereabouts(let unit, let whereabouts):
            try requireUnbound(unit)
            guard self[unit].isOnDuty else { throw .duty(.offDuty(unit)) }
            guard self[unit].duty.whereabouts != whereabouts else { throw .nothingChanges }
            draft.add(.duty(.whereabouts(unit, whereabouts)))
        case .odometer(let unit, let kilometres):
            try requireUnit(unit)
            try readOdometer(unit, kilometres, &draft)
        case .withdraw(let unit):
            try requireUnbound(unit)
            guard self[unit].isOnDuty else { throw .nothingChanges }
            draft.add(.duty(.loggedOff(unit, .withdrawn)))
        case .restore(let unit):
            try requireUnit(unit)
            guard self[unit].duty.isWithdrawn else { throw .nothingChanges }
            draft.add(
                .duty(
                    .loggedOn(
                        unit, crew: .none, skills: self[unit].duty.definedSkills,
                        equipment: self[unit].duty.definedEquipment)))
        }
    }

    /// Whether the unit's assignment may be ended for an emergency: planned work, and nobody on board.
    public func isInterruptible(_ unit: UnitID) -> Bool {
        let live = self[unit].live
        guard live.isSet else { return false }
        let row = self[live]
        return self[row.incident].course.kind != .emergency && row.state < .transporting
            && row.openPatients == 0
    }

    private func requireUnbound(_ unit: UnitID) throws(Rejection) {
        try requireUnit(unit)
        guard !self[unit].live.isSet else { throw .duty(.bound(unit, self[unit].live)) }
    }

    private func logOn(
        _ unit: UnitID, _ crew: String, _ skills: Skills?, _ equipment: Equipment?, _ kilometres: Int32,
        _ draft: inout Draft
    ) throws(Rejection) {
        try requireUnit(unit)
        try requireShort(crew)
        let row = self[unit]
        let isNamed = !crew.isEmpty || skills != nil || equipment != nil
        if row.isOnDuty, !isNamed {
            guard row.duty.reason != .none || kilometres >= 0 else { throw .nothingChanges }
            if row.duty.reason != .none { draft.add(.duty(.backInService(unit))) }
        } else {
            // A line that names no crew leaves the crew of a unit that is on duty as it is: none is invented.
            draft.add(
                .duty(
                    .loggedOn(
                        unit, crew: draft.text(crew), skills: skills ?? row.duty.definedSkills,
                        equipment: equipment ?? row.duty.definedEquipment)))
        }
        if kilometres >= 0 { try readOdometer(unit, kilometres, &draft) }
    }

    private func outOfService(
        _ unit: UnitID, _ reason: OutOfServiceReason, _ until: Timestamp, _ note: String,
        _ draft: inout Draft
    ) throws(Rejection) {
        try requireUnbound(unit)
        try requireShort(note)
        let row = self[unit]
        guard row.isOnDuty else { throw .duty(.offDuty(unit)) }
        guard !until.isSet || until > draft.submission.now else { throw .duty(.untilPassed(until)) }
        let same = row.duty.reason == reason && row.duty.until == until && note.isEmpty
        guard !same else { throw .nothingChanges }
        draft.add(.duty(.outOfService(unit, reason, until: until, note: draft.text(note))))
    }

    private func readOdometer(_ unit: UnitID, _ kilometres: Int32, _ draft: inout Draft) throws(Rejection) {
        let row = self[unit]
        let last = row.duty.odometer
        if last >= 0 {
            guard kilometres >= last else { throw .duty(.odometerBackwards(unit, last: last)) }
            guard kilometres - last <= Centre.mostKilometres else {
                throw .duty(.odometerImplausible(unit, last: last, limit: Centre.mostKilometres))
            }
        }
        // The trip under way, or the one that has just ended.
        let trip = row.live.isSet ? row.live : row.orderAssignment
        guard assignments.contains(trip.index) else {
            guard kilometres != last else { throw .nothingChanges }
            draft.add(
                .duty(.odometerRead(unit, kilometres: kilometres, before: last, .none, isEnd: false)))
            return
        }
        let isEnd = self[trip].odometer.start >= 0
        guard kilometres != last || (isEnd ? self[trip].odometer.end < 0 : true) else {
            throw .nothingChanges
        }
        draft.add(.duty(.odometerRead(unit, kilometres: kilometres, before: last, trip, isEnd: isEnd)))
    }

    // MARK: - The fold

    /// `event` carries the time and the actor.
    mutating func apply(_ duty: DutyEvent, _ event: Event) {
        switch duty {
        case .loggedOn(let unit, let crew, let skills, let equipment):
            rememberDuty(unit, event.at)
            keep(crew)
            let index = Int(unit.index)
            if crew.id.isSet || !units[index].isOnDuty { units[index].duty.crew = crew.id }
            units[index].isOnDuty = true
            units[index].skills = skills
            units[index].equipment = equipment
            units[index].duty.reason = .none
            units[index].duty.until = .none
            units[index].duty.note = .none
            units[index].duty.isWithdrawn = false
        case .loggedOff(let unit, let reason):
            rememberDuty(unit, event.at)
            let index = Int(unit.index)
            units[index].isOnDuty = false
            units[index].duty.crew = .none
            units[index].skills = units[index].duty.definedSkills
            units[index].equipment = units[index].duty.definedEquipment
            units[index].duty.reason = .none
            units[index].duty.until = .none
            units[index].duty.note = .none
            units[index].duty.whereabouts = .unknown
            units[index].duty.isWithdrawn = reason == .withdrawn
        case .outOfService(let unit, let reason, let until, let note):
            rememberDuty(unit, event.at)
            keep(note)
            units[Int(unit.index)].duty.reason = reason
            units[Int(unit.index)].duty.until = until
            units[Int(unit.index)].duty.note = note.id
        case .backInService(let unit):
            rememberDuty(unit, event.at)
            units[Int(unit.index)].duty.reason = .none
            units[Int(unit.index)].duty.until = .none
            units[Int(unit.index)].duty.note = .none
        case .whereabouts(let unit, let whereabouts):
            units[Int(unit.index)].duty.whereabouts = whereabouts
        case .odometerRead(let unit, let kilometres, _, let trip, let isEnd):
            units[Int(unit.index)].duty.odometer = kilometres
            guard assignments.contains(trip.index) else { break }
            if isEnd {
                assignments[trip.index].odometer.end = kilometres
            } else {
                assignments[trip.index].odometer.start = kilometres
            }
        case .odometerWithdrawn(let unit, let kilometres, let earlier, let trip):
            units[Int(unit.index)].duty.odometer = earlier
            guard assignments.contains(trip.index) else { break }
            if assignments[trip.index].odometer.end == kilometres {
                assignments[trip.index].odometer.end = -1
            } else if assignments[trip.index].odometer.start == kilometres {
                assignments[trip.index].odometer.start = -1
            }
        case .restored(let unit): restoreDuty(unit)
        }
    }

    private mutating func rememberDuty(_ unit: UnitID, _ at: Timestamp) {
        let row = units[Int(unit.index)]
        var before = DutyBefore()
        before.isKnown = true
        before.isOnDuty = row.isOnDuty
        before.skills = row.skills
        before.equipment = row.equipment
        before.crew = row.duty.crew
        before.reason = row.duty.reason
        before.until = row.duty.until
        before.note = row.duty.note
        before.since = row.duty.since
        before.isWithdrawn = row.duty.isWithdrawn
        units[Int(unit.index)].duty.before = before
        units[Int(unit.index)].duty.since = at
    }

    private mutating func restoreDuty(_ unit: UnitID) {
        let index = Int(unit.index)
        let before = units[index].duty.before
        units[index].isOnDuty = before.isOnDuty
        units[index].skills = before.skills
        units[index].equipment = before.equipment
        units[index].duty.crew = before.crew
        units[index].duty.reason = before.reason
        units[index].duty.until = before.until
        units[index].duty.note = before.note
        units[index].duty.since = before.since
        units[index].duty.isWithdrawn = before.isWithdrawn
        units[index].duty.before = DutyBefore()
    }

    /// Names of a crew are not worth keeping all younger texts for: where they have left memory, the journal
    /// has them.
    mutating func forgetRetiredDutyTexts() {
        for index in units.indices {
            for path in [\Unit.duty.crew, \Unit.duty.note, \Unit.duty.before.crew, \Unit.duty.before.note]
            where units[index][keyPath: path].isSet && !texts.contains(units[index][keyPath: path].index) {
                units[index][keyPath: path] = .none
            }
        }
    }
}
