// The engine's part around duty: crews logging on and off, units out of service, returning, at their
// station: numbers looked up, and what leaves the process.

extension Engine {
    /// From the numbers people say to the centre's own.
    func resolve(_ request: DutyRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp)
        -> Result<Command, Unresolved>
    {
        switch request {
        case .logOn(let number, let crew, let skills, let equipment, let kilometres):
            return units([number], renderer).map {
                .duty(
                    .logOn(
                        $0[0], crew: crew, skills: skills, equipment: equipment, kilometres: kilometres ?? -1)
                )
            }
        case .logOff(let number): return units([number], renderer).map { .duty(.logOff($0[0])) }
        case .outOfService(let number, let reason, let until, let note):
            return units([number], renderer).map {
                .duty(.outOfService($0[0], reason, until: until ?? .none, note: note))
            }
        case .whereabouts(let number, let whereabouts):
            return units([number], renderer).map { .duty(.whereabouts($0[0], whereabouts)) }
        case .odometer(let number, let kilometres):
            return units([number], renderer).map { .duty(.odometer($0[0], kilometres: kilometres)) }
        }
    }

    /// Answers a line that only asks: there is none.
    func show(_ request: DutyRequest, _ input: ConsoleInput, _ renderer: Renderer, _ now: Timestamp) {
        preconditionFailure("these are acts")
    }

    /// What the event causes outside.
    func letOut(_ duty: DutyEvent, _ event: Event) { noteFree(Centre.unit(of: duty)) }

    /// The incident that it concerns, for the journal's filter.
    func incident(of duty: DutyEvent) -> IncidentID {
        switch duty {
        case .odometerRead(_, _, _, let trip, _), .odometerWithdrawn(_, _, _, let trip):
            incident(of: trip)
        case .loggedOn, .loggedOff, .outOfService, .backInService, .whereabouts, .restored: .none
        }
    }

    /// The unit that it concerns.
    func unit(of duty: DutyEvent) -> UnitID { Centre.unit(of: duty) }

    /// The units that the city's file names no more go off duty; those that it names again come back. A unit
    /// under an assignment keeps it, and goes at a later start.
    func dutyOfDefinedUnits(_ numbers: Set<Int32>) -> [Command] {
        var commands: [Command] = []
        for index in centre.units.indices {
            let row = centre.units[index]
            let id = UnitID(index: Int32(index))
            if numbers.contains(row.number) {
                if row.duty.isWithdrawn { commands.append(.duty(.restore(id))) }
            } else if row.isOnDuty, !row.live.isSet {
                commands.append(.duty(.withdraw(id)))
            }
        }
        return commands
    }
}
