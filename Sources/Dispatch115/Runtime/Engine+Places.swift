// What an incident is told of its place: words looked up, candidates asked, one of them chosen. The caller's own
// words stay with the incident whatever is chosen.

extension Engine {
    /// What the words say of a place. Ambiguous or unknown words are kept, and a flag.
    func report(_ words: String) -> PlaceReport {
        guard !words.isEmpty else { return PlaceReport(coordinate: nil, certainty: .missing) }
        switch surroundings.placeFinder.resolve(words) {
        case .found(let place): return Engine.report(place, said: words)
        case .ambiguous(let candidates, let more):
            return PlaceReport(
                coordinate: nil, certainty: .ambiguous, said: words,
                name: PlaceChoice.list(candidates, more: more))
        case .unknown: return PlaceReport(coordinate: nil, certainty: .unknown, said: words)
        }
    }

    private static func report(_ place: Place, said: String) -> PlaceReport {
        let isExact = place.kind == .point || place.precisionMetres <= 50
        let certainty: PlaceCertainty = place.isOutsideArea ? .outside : isExact ? .exact : .approximate
        return PlaceReport(
            coordinate: place.coordinate, certainty: certainty,
            precisionMetres: Int32(clamping: place.precisionMetres), said: said, name: place.label)
    }

    /// The candidate of that number, by the words kept with the incident.
    func chosen(_ number: Int, of id: IncidentID, _ renderer: Renderer) -> Result<PlaceReport, Unresolved> {
        // An incident that is not there is refused by the core, in its own words.
        guard centre.incidents.contains(id.index) else {
            return .success(PlaceReport(coordinate: nil, certainty: .missing))
        }
        guard let said = centre.text(centre[id].placeSaid) else {
            return .failure(Unresolved(text: renderer.nothingToChoose(id, isChanged: false)))
        }
        let answer = surroundings.placeFinder.resolve(said)
        guard case .ambiguous(let candidates, let more) = answer else {
            return .failure(Unresolved(text: renderer.nothingToChoose(id, isChanged: false)))
        }
        let list = PlaceChoice.list(candidates, more: more)
        let kept = centre.text(centre[id].placeName) ?? ""
        // After a restart with other city files a number could mean another place than the one read out.
        guard kept == list || candidates.contains(where: { $0.label == kept }) else {
            return .failure(Unresolved(text: renderer.nothingToChoose(id, isChanged: true)))
        }
        guard (1...candidates.count).contains(number) else {
            return .failure(
                Unresolved(text: renderer.noSuchCandidate(number, of: id, count: candidates.count)))
        }
        return .success(Engine.report(candidates[number - 1], said: said))
    }

    /// The numbered candidates under the answer to a line that left the place open; else nothing.
    func asking(_ command: Command, _ events: [Event], _ renderer: Renderer) -> String {
        let place: PlaceReport
        switch command {
        case .openIncident(_, _, let report, _): place = report
        case .locate(_, let report): place = report
        default: return ""
        }
        guard place.certainty == .ambiguous,
            case .ambiguous(let candidates, let more) = surroundings.placeFinder.resolve(place.said)
        else { return "" }
        for event in events {
            switch event.body {
            case .incidentOpened(let id, _, _, _, _), .incidentPlaced(let id, _, _):
                return "\n" + renderer.asked(candidates, more: more, id)
            default: break
            }
        }
        return ""
    }
}
