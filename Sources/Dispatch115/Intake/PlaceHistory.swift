// What happened at a place before: the incidents in memory whose place may be the same. Shown, never deciding.
// Cost: one pass over the incidents in memory; most are ruled out by one subtraction.

import Geo

struct PlaceHistory: Equatable, Sendable {
    static let withinMetres = 150.0
    static let limit = 10

    /// How many there are.
    private(set) var count = 0
    /// The newest first, at most `limit`, each with its distance in metres.
    private(set) var newest: [Entry] = []

    struct Entry: Equatable, Sendable {
        var incident: IncidentID
        var metres: Int
    }

    /// Round the place of `incident`; empty where it has none. Areas (a ward) are no place for a history.
    init(near incident: IncidentID, in centre: Centre) {
        guard centre.incidents.contains(incident.index), let here = centre[incident].coordinate,
            Double(centre[incident].precisionMetres) <= PlaceHistory.withinMetres
        else { return }
        var index = centre.incidents.end - 1
        while index >= centre.incidents.base {
            defer { index -= 1 }
            let row = centre.incidents[index]
            guard index != incident.index, let there = row.coordinate,
                Double(row.precisionMetres) <= PlaceHistory.withinMetres
            else { continue }
            let north = abs(Double(Int64(here.latitudeE7) - Int64(there.latitudeE7))) * 0.011_1
            guard north <= PlaceHistory.withinMetres else { continue }
            let metres = here.distanceMetres(to: there)
            guard metres <= PlaceHistory.withinMetres else { continue }
            count += 1
            if newest.count < PlaceHistory.limit {
                newest.append(Entry(incident: IncidentID(index: index), metres: Int(metres)))
            }
        }
    }
}
