// Which days an event changes in reports: the day of the ring of its incident and call, the day on which a unit
// was sent, the day on which a station was asked. Reports made before that event no longer hold for these days
// (ResultsSummary). The same events mark the same days with the same numbers, wherever batches are cut.
// Cost: a division an event; bound: the days between two batches, seldom more than two.

/// Days of Vietnam, UTC+7 all year, each with the last event that changed it.
struct ResultsDays: Sendable {
    struct Mark: Equatable, Sendable {
        /// The midnight at which it began.
        var start: Timestamp
        var sequence: Int64
    }

    private var marks: [Mark] = []
    private static let day: Int64 = 86_400_000_000_000
    private static let offset: Int64 = 7 * 3_600_000_000_000

    /// Nothing where there is no moment.
    mutating func mark(_ moment: Timestamp, _ sequence: Int64) {
        guard moment.isSet else { return }
        let start = ResultsDays.start(of: moment)
        // The day of the moment before, nearly always.
        if let place = marks.lastIndex(where: { $0.start == start }) {
            marks[place].sequence = sequence
        } else {
            marks.append(Mark(start: start, sequence: sequence))
        }
    }

    static func start(of moment: Timestamp) -> Timestamp {
        let local = moment.nanoseconds &+ offset
        let into = local % day
        return Timestamp(nanoseconds: moment.nanoseconds &- (into < 0 ? into + day : into))
    }

    /// In the order of the days; nothing is left.
    mutating func drain() -> [Mark] {
        defer { marks.removeAll(keepingCapacity: true) }
        return marks.sorted { $0.start < $1.start }
    }
}

extension ResultsProjection {
    /// Days that an event takes something away from; before it is applied.
    mutating func markDays(before event: Event) {
        guard case .shift(.incidentBackdated(let id, _, _)) = event.body else { return }
        days.mark(centre[id].openedAt, event.sequence)
        days.mark(centre.calls[centre[id].call.index].receivedAt, event.sequence)
    }

    /// Days of what the event has touched; after it was applied. An assignment whose incident has left memory
    /// can only have its odometer read any more, which no report counts.
    mutating func markDays(_ sequence: Int64) {
        for index in touched.incidents.news { markDay(ofIncident: index, sequence) }
        for index in touched.calls.news { days.mark(centre.calls[index].receivedAt, sequence) }
        for index in touched.assignments.news {
            days.mark(centre.assignments[index].times.dispatchNotified, sequence)
            markDay(ofIncident: centre.assignments[index].incident.index, sequence)
        }
        for index in touched.offers.news {
            days.mark(centre.offers[index].askedAt, sequence)
            markDay(ofIncident: centre.offers[index].incident.index, sequence)
        }
        touched.incidents.forgetNews()
        touched.calls.forgetNews()
        touched.assignments.forgetNews()
        touched.offers.forgetNews()
    }

    private mutating func markDay(ofIncident index: Int32, _ sequence: Int64) {
        if centre.incidents.contains(index) { days.mark(centre.incidents[index].openedAt, sequence) }
    }
}

extension ResultsRows {
    func changedDay(_ mark: ResultsDays.Mark) -> [ResultsValue] {
        [code, .time(mark.start), .integer(mark.sequence)]
    }
}
