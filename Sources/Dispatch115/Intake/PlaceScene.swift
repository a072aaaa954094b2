// Decides what one set of words means, with the names the index knows in them. See docs/PLACES.md for the rules
// in the order in which they apply.

import Geo

/// One reading of the words.
struct PlaceScene {
    /// Places that were named together lie within this of each other, or the words contradict themselves.
    static let togetherMetres = 3_000.0
    /// A landmark chooses between addresses where one lies this near and all others farther than above.
    static let besideMetres = 1_500.0

    let finder: PlaceFinder
    let words: [PlaceWord]
    private let owned: [Bool]
    private let query: PlaceQuery
    private let streets: [NameMatch]
    private let landmarks: [NameMatch]
    private let area: PlaceAnswer

    init(_ finder: PlaceFinder, _ words: [PlaceWord]) throws(PlaceLookupError) {
        self.finder = finder
        self.words = words
        var streets: [NameMatch] = []
        var landmarks: [NameMatch] = []
        var owned = [Bool](repeating: false, count: words.count)
        for match in try PlaceNames.exact(in: words, of: finder.places, finder.lookup) {
            switch PlaceScene.reading(of: match, in: words, finder) {
            case .street: streets.append(match)
            case .landmark: landmarks.append(match)
            case .area: continue
            }
            for index in match.span { owned[index] = true }
        }
        self.streets = streets
        self.landmarks = landmarks
        self.owned = owned
        query = PlaceQuery(words, owned: owned)
        area = PlaceScene.area(in: words, owned: owned, finder.gazetteer)
    }

    private enum Reading { case street, landmark, area }

    private static let streetWords = ["đường", "đ", "phố", "đại lộ", "hẻm", "ngõ"].map {
        PlaceWords($0).words
    }

    /// A name that streets, landmarks and areas share is what the words around it say.
    private static func reading(of match: NameMatch, in words: [PlaceWord], _ finder: PlaceFinder) -> Reading
    {
        let start = match.span.lowerBound
        let saysStreet =
            !words[start].isParted
            && streetWords.contains { spelled in
                start >= spelled.count
                    && zip(words[(start - spelled.count)..<start], spelled).allSatisfy { $0.mayBe($1) }
            }
        let isNumbered =
            start > 0 && !words[start].isParted
            && (words[start - 1].isNumber
                || words[start - 1].glue == .joined && start > 1 && words[start - 2].isNumber)
        if !match.streets.isEmpty, saysStreet || isNumbered { return .street }
        let key = words[match.span].map(\.text).joined(separator: " ")
        if !finder.gazetteer.entries(under: key).isEmpty { return .area }
        if !match.landmarks.isEmpty { return saysStreet && match.streets.isEmpty ? .area : .landmark }
        return .street
    }

    /// The areas in the words that belong to no other name.
    private static func area(in words: [PlaceWord], owned: [Bool], _ gazetteer: Gazetteer) -> PlaceAnswer {
        var rest: [PlaceWord] = []
        var isCut = false
        for (index, word) in words.enumerated() {
            if owned[index] {
                isCut = true
                continue
            }
            var word = word
            if isCut { word.isParted = true }
            isCut = false
            rest.append(word)
        }
        return gazetteer.settle(gazetteer.mentions(in: rest))
    }

    // MARK: - The areas said

    /// Areas of which one must hold what is found; none said, none needed.
    private var saidAreas: [Place] {
        switch area {
        case .found(let place): [place]
        case .ambiguous(let places, _): places
        case .unknown: []
        }
    }

    private func allows(_ ward: Int) -> Bool {
        let areas = saidAreas
        return areas.isEmpty || areas.contains { finder.area($0, holds: ward) }
    }

    // MARK: - The answer

    /// Nil where the areas alone must answer.
    func answer() throws(PlaceLookupError) -> PlaceAnswer? {
        if !streets.isEmpty { return try address() }
        if let slipped = try slipped(besides: []) { return slipped }
        if !landmarks.isEmpty { return landmark() }
        return nil
    }

    private func address() throws(PlaceLookupError) -> PlaceAnswer {
        let number = principal()
        if number == nil, query.numbers.isEmpty || query.saysCrossing, distinctStreets.count > 1 {
            return try crossing()
        }
        let match = number?.match ?? streets[0]
        var hits = try hits(match, number?.number)
        // Further names without a number of their own are said for orientation; a second numbered one is not.
        let isClear = query.numbers.filter { $0.span != number?.number.span }.allSatisfy {
            $0.marker == .none
        }
        let isSingle = number != nil || distinctStreets.count == 1
        if !isSingle {
            for other in streets where other != match { hits += try self.hits(other, nil) }
        }
        var answer = settled(hits, isSure: isClear && isSingle && !match.isDoubtful)
        if let slipped = try slippedHits(besides: streets, number?.number), !slipped.isEmpty {
            answer = asked(places(of: answer) + slipped.map(\.place), more: more(of: answer))
        }
        guard let number, case .found(var place) = answer else { return answer }
        widen(&place, query.nearness(before: number.number.span.lowerBound))
        return .found(place)
    }

    private var distinctStreets: [[Int]] {
        var distinct: [[Int]] = []
        for match in streets where !distinct.contains(match.streets) { distinct.append(match.streets) }
        return distinct
    }

    /// The number that a street was said with: right before it, right after it, or marked as a number.
    private func principal() -> (number: PlaceQuery.Number, match: NameMatch)? {
        for number in query.numbers {
            for match in streets where isAdjacent(number.span.upperBound, match.span.lowerBound) {
                return (number, match)
            }
        }
        for number in query.numbers {
            for match in streets where isAdjacent(match.span.upperBound, number.span.lowerBound) {
                return (number, match)
            }
        }
        guard distinctStreets.count == 1 else { return nil }
        return query.numbers.first { $0.marker != .none }.map { ($0, streets[0]) }
    }

    private static let connecting = [
        "đường", "đ", "phố", "đại lộ", "hẻm", "ngõ", "trên", "ở", "của", "thuộc", "trong",
    ]
    .map { PlaceWords($0).words }

    /// Whether only words such as "đường" stand from `end` to `start`.
    private func isAdjacent(_ end: Int, _ start: Int) -> Bool {
        guard end <= start else { return false }
        var index = end
        while index < start {
            let length = PlaceScene.connecting.first { spelled in
                index + spelled.count <= start
                    && zip(words[index..<(index + spelled.count)], spelled).allSatisfy { $0.mayBe($1) }
            }?.count
            guard let length else { return false }
            index += length
        }
        return true
    }

    private func hits(_ match: NameMatch, _ number: PlaceQuery.Number?) throws(PlaceLookupError)
        -> [AddressHit]
    {
        let search = AddressSearch(finder: finder, allows: allows)
        let fitting = match.streets.filter { finder.places.streets[$0].wards.contains(where: allows) }
        var hits: [AddressHit] = []
        for street in fitting.isEmpty ? match.streets : fitting {
            hits += try search.hits(number, on: street)
        }
        guard fitting.isEmpty || match.isDoubtful else { return hits }
        return hits.map { hit in
            var hit = hit
            hit.isSure = false
            return hit
        }
    }

    /// One sure hit is found; anything else is asked, best first.
    private func settled(_ hits: [AddressHit], isSure: Bool) -> PlaceAnswer {
        let sorted = hits.enumerated().sorted {
            $0.element.depth != $1.element.depth
                ? $0.element.depth > $1.element.depth : $0.offset < $1.offset
        }.map(\.element)
        var left = sorted
        var isNear = true
        if !landmarks.isEmpty {
            // A single landmark may choose; one far from all of them contradicts.
            let near = sorted.filter { isBeside($0.place, PlaceScene.besideMetres) }
            let far = sorted.filter { !isBeside($0.place, PlaceScene.togetherMetres) }
            if near.count == 1, near.count + far.count == sorted.count { left = near }
            if near.isEmpty, far.count == sorted.count { isNear = false }
        }
        let candidates = left.map(\.place) + (isNear ? [] : landmarkPlaces)
        if isSure, isNear, left.count == 1, left[0].isSure { return .found(left[0].place) }
        return asked(candidates, more: 0)
    }

    private func isBeside(_ place: Place, _ metres: Double) -> Bool {
        let reach = place.kind == .street ? Double(place.precisionMetres) : 0
        return landmarks.contains { match in
            match.landmarks.contains { row in
                let landmark = finder.places.landmarks[row]
                return landmark.coordinate.distanceMetres(to: place.coordinate)
                    <= metres + reach + Double(landmark.precisionMetres)
            }
        }
    }

    private func widen(_ place: inout Place, _ nearness: Nearness) {
        switch nearness {
        case .at: break
        case .opposite: place.precisionMetres += 60
        case .near: place.precisionMetres += 200
        }
    }

    // MARK: - Crossings

    private func crossing() throws(PlaceLookupError) -> PlaceAnswer {
        let distinct = distinctStreets
        var found: [Place] = []
        for first in distinct[0] {
            for second in distinct[1] {
                let name = finder.places.streets[first].name + " - " + finder.places.streets[second].name
                for coordinate in try finder.lookup.crossings(first, second) {
                    let wards = finder.places.streets[first].wards
                        .filter { finder.places.streets[second].wards.contains($0) }
                    let place = finder.place(name, .crossing, coordinate, 50, ward: wards.first)
                    let isThere = found.contains {
                        $0.coordinate.distanceMetres(to: coordinate) <= AddressSearch.samePointMetres
                    }
                    if !isThere, wards.isEmpty || wards.contains(where: allows) { found.append(place) }
                }
            }
        }
        let isDoubtful = streets.contains(where: \.isDoubtful)
        if found.count == 1, query.saysCrossing, distinct.count == 2, !isDoubtful { return .found(found[0]) }
        for match in streets { found += try hits(match, nil).map(\.place) }
        return asked(found, more: 0)
    }

    // MARK: - Slips

    private func slippedHits(besides exact: [NameMatch], _ said: PlaceQuery.Number?) throws(PlaceLookupError)
        -> [AddressHit]?
    {
        guard !finder.places.streets.isEmpty else { return nil }
        var hits: [AddressHit] = []
        for match in try PlaceNames.slipped(in: words, owned: owned, finder.lookup) {
            if match.streets.isEmpty { continue }
            // Beside an exact name only a longer one that holds it counts: "Khaii" after "Nguyễn Thị Minh".
            if !exact.isEmpty {
                let isLonger = exact.contains {
                    match.span.lowerBound <= $0.span.lowerBound && match.span.upperBound >= $0.span.upperBound
                        && match.span.count > $0.span.count
                }
                guard isLonger else { continue }
            }
            let number =
                query.numbers.first { isAdjacent($0.span.upperBound, match.span.lowerBound) }
                ?? query.numbers.first { isAdjacent(match.span.upperBound, $0.span.lowerBound) } ?? said
            hits += try self.hits(match, number)
        }
        return hits
    }

    private func slipped(besides exact: [NameMatch]) throws(PlaceLookupError) -> PlaceAnswer? {
        // Without a number a slip is too weak against an area or landmark that was said well.
        guard let hits = try slippedHits(besides: exact, nil), !hits.isEmpty,
            !query.numbers.isEmpty || (saidAreas.isEmpty && landmarks.isEmpty)
        else { return nil }
        guard case .ambiguous(let places, let more) = settled(hits, isSure: false) else { return nil }
        return .ambiguous(places, more: more)
    }

    // MARK: - Landmarks

    private var landmarkPlaces: [Place] {
        var places: [Place] = []
        for match in landmarks {
            for row in match.landmarks {
                let landmark = finder.places.landmarks[row]
                var place = finder.place(
                    landmark.name, .landmark, landmark.coordinate, landmark.precisionMetres,
                    ward: landmark.ward)
                widen(&place, query.nearness(before: match.span.lowerBound))
                // An address that is not known here lies somewhere about.
                if !query.numbers.isEmpty { place.precisionMetres = max(place.precisionMetres, 1_000) }
                if !places.contains(place) { places.append(place) }
            }
        }
        return places
    }

    private func landmark() -> PlaceAnswer {
        let all = landmarkPlaces
        let areas = saidAreas
        let fitting = all.filter { fits($0, areas) }
        guard !fitting.isEmpty else { return asked(all + areas, more: 0) }
        var best = fitting[0]
        for place in fitting.dropFirst() where place.precisionMetres < best.precisionMetres { best = place }
        let isTogether = fitting.allSatisfy {
            $0.coordinate.distanceMetres(to: best.coordinate)
                <= Double(max($0.precisionMetres, best.precisionMetres))
        }
        let isNumbered = landmarks.contains { match in
            // "36 Chợ Lớn" may be a street that is not known here.
            query.numbers.contains { $0.span.upperBound == match.span.lowerBound }
                && !words[match.span.lowerBound].isParted
        }
        let isDoubtful = landmarks.contains(where: \.isDoubtful) || isNumbered
        if isTogether, !isDoubtful { return .found(best) }
        return asked(fitting, more: 0)
    }

    /// Whether a landmark may lie in one of the areas, its own uncertainty and theirs allowed for.
    private func fits(_ place: Place, _ areas: [Place]) -> Bool {
        areas.isEmpty
            || areas.contains { area in
                area.coordinate.distanceMetres(to: place.coordinate)
                    <= Double(area.precisionMetres) * 1.5 + Double(place.precisionMetres)
            }
    }

    // MARK: - Asking

    private func asked(_ places: [Place], more: Int) -> PlaceAnswer {
        var kept: [Place] = []
        for place in places where !kept.contains(place) { kept.append(place) }
        if kept.isEmpty { return .unknown }
        let shown = Array(kept.prefix(Gazetteer.candidateLimit))
        return .ambiguous(shown, more: more + kept.count - shown.count)
    }

    private func places(of answer: PlaceAnswer) -> [Place] {
        switch answer {
        case .found(let place): [place]
        case .ambiguous(let places, _): places
        case .unknown: []
        }
    }

    private func more(of answer: PlaceAnswer) -> Int {
        if case .ambiguous(_, let more) = answer { return more }
        return 0
    }
}
