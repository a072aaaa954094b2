// A day's offers to stations as their events tell them: asked, accepted, declined and why, silent. A fold of
// its own; one step an event, memory grows with the offers that are read.

struct DayOffer: Equatable, Sendable {
    var incident: IncidentID
    var station: StationID
    var askedAt = Timestamp.none
    var acceptedAt = Timestamp.none
    var declinedAt = Timestamp.none
    var reason: DeclineReason?
    /// No answer in time, whatever came later.
    var isSilent = false

    var answeredAt: Timestamp { acceptedAt.isSet ? acceptedAt : declinedAt }
}

struct DayOffers: Sendable {
    private(set) var rows: [DayOffer] = []
    /// Looked up only.
    private var rowOf: [OfferID: Int] = [:]

    func incident(of id: OfferID) -> IncidentID? { rowOf[id].map { rows[$0].incident } }

    mutating func take(_ offer: OfferEvent, _ event: Event) {
        switch offer {
        case .planned(let first, let incident, let stations, _, _):
            for (offset, station) in stations.enumerated() {
                rowOf[OfferID(index: first.index &+ Int32(clamping: offset))] = rows.count
                rows.append(DayOffer(incident: incident, station: station))
            }
        case .asked(let id, _): change(id) { $0.askedAt = event.at }
        case .accepted(let id, _, _, _, _, _): change(id) { $0.acceptedAt = event.at }
        case .declined(let id, let reason, _, _, _):
            change(id) {
                $0.declinedAt = event.at
                $0.reason = reason
            }
        case .fellSilent(let id): change(id) { $0.isSilent = true }
        case .withdrawn, .linked, .proposed: break
        }
    }

    private mutating func change(_ id: OfferID, _ body: (inout DayOffer) -> Void) {
        if let position = rowOf[id] { body(&rows[position]) }
    }
}

/// The numbers of a day's offers.
struct DayOfferNumbers: Sendable {
    struct StationRow: Equatable, Sendable {
        /// The station's own number; nil where its definition was not read.
        var number: Int32?
        var asked = 0
        var accepted = 0
        var silent = 0
        /// In the order of `DeclineReason.allCases`.
        var declined = [Int](repeating: 0, count: DeclineReason.allCases.count)

        var declinedInAll: Int { declined.reduce(0, +) }

        fileprivate mutating func add(_ row: DayOffer) {
            asked += 1
            if row.acceptedAt.isSet { accepted += 1 }
            if row.isSilent { silent += 1 }
            if let reason = row.reason, row.declinedAt.isSet,
                let position = DeclineReason.allCases.firstIndex(of: reason)
            {
                declined[position] += 1
            }
        }
    }

    /// Of stations that were asked, most asked first.
    var stations: [StationRow] = []
    var all = StationRow()
    /// From the question to yes or no; left out are those without an answer.
    var answer = IntervalStatistics([])

    init() {}

    /// `rows` are those asked on the day; `numbers` are the stations' own, by `StationID.index`.
    init(_ rows: [DayOffer], numbers: [Int32]) {
        var byStation: [StationID: StationRow] = [:]
        for row in rows {
            let index = Int(row.station.index)
            let number = numbers.indices.contains(index) ? numbers[index] : -1
            byStation[row.station, default: StationRow(number: number >= 0 ? number : nil)].add(row)
            all.add(row)
        }
        let ids = rows.map(\.station).sorted()
        var found: [(id: StationID, row: StationRow)] = []
        for (position, id) in ids.enumerated() where position == 0 || ids[position - 1] != id {
            if let row = byStation[id] { found.append((id, row)) }
        }
        stations = found.sorted { left, right in
            left.row.asked == right.row.asked ? left.id < right.id : left.row.asked > right.row.asked
        }.map(\.row)
        let answered = rows.filter { $0.answeredAt.isSet }
        answer = IntervalStatistics(
            answered.map { $0.answeredAt.seconds(since: $0.askedAt) }, leftOut: rows.count - answered.count)
    }
}
