// One house number on one street: the point, or the deepest alley mouth that is known, or a place between two
// neighbours, or the street. Each with the precision that it honestly has.

import Geo

/// A place that an address may mean.
struct AddressHit: Equatable {
    enum Depth: Int, Equatable, Comparable {
        case street, between, mouth, exact
        static func < (a: Depth, b: Depth) -> Bool { a.rawValue < b.rawValue }
    }
    var place: Place
    var depth: Depth
    /// Row of the street.
    var street: Int
    var ward: Int?
    /// It may be taken where nothing else speaks against it.
    var isSure: Bool
}

/// Looks one street's numbers up.
struct AddressSearch {
    /// Metres: a house; an alley's mouth for a house behind it, and more for each further alley.
    static let housePrecision = 25
    static let alleyPrecision = 150
    static let furtherAlleyPrecision = 150
    /// A place is taken from its neighbours only where they are as near as this, in numbers and in metres.
    static let neighbourNumbers = 12
    static let neighbourMetres = 150.0
    /// Points of one number that lie closer are one place.
    static let samePointMetres = 50.0
    /// A street is found unasked only where all of it lies within this.
    static let shortStreetMetres = 1_500

    let finder: PlaceFinder
    /// Says whether a ward may be meant.
    let allows: (Int) -> Bool

    /// What a number on a street may mean; never empty.
    func hits(_ number: PlaceQuery.Number?, on street: Int) throws(PlaceLookupError) -> [AddressHit] {
        guard let number else { return [whole(street, depth: 0)] }
        for count in stride(from: number.path.parts.count, to: 0, by: -1) {
            guard let path = number.path.prefix(count) else { continue }
            let points = try finder.lookup.points(street: street, path: path.text)
            if points.isEmpty { continue }
            let missing = number.path.parts.count - count
            return hits(points, number, path, missing: missing, on: street)
        }
        if let between = try between(number, on: street) { return [between] }
        return [whole(street, depth: number.path.parts.count - 1)]
    }

    private func hits(
        _ points: [IndexedPoint], _ number: PlaceQuery.Number, _ path: NumberPath, missing: Int,
        on street: Int
    ) -> [AddressHit] {
        let allowed = points.filter { allows($0.ward) }
        // Known only in wards that were not said: offered, never taken.
        let used = allowed.isEmpty ? points : allowed
        var kept: [IndexedPoint] = []
        for point in used
        where !kept.contains(where: {
            $0.coordinate.distanceMetres(to: point.coordinate) <= AddressSearch.samePointMetres
        }) {
            kept.append(point)
        }
        let name = finder.places.streets[street].name
        let isWhole = missing == 0 && number.isWholeAlley
        var precision = AddressSearch.housePrecision
        if missing > 0 {
            precision = AddressSearch.alleyPrecision + (missing - 1) * AddressSearch.furtherAlleyPrecision
        } else if isWhole {
            precision = AddressSearch.alleyPrecision
        }
        return kept.map { point in
            let title =
                missing > 0
                ? number.path.shown + " " + name + " (" + path.shown + ")"
                : (isWhole ? "Hẻm " : "") + path.shown + " " + name
            return AddressHit(
                place: finder.place(
                    title, missing > 0 || isWhole ? .alley : .address, point.coordinate, precision,
                    ward: point.ward),
                depth: missing > 0 ? .mouth : .exact, street: street, ward: point.ward,
                isSure: !allowed.isEmpty && !number.isDoubtful)
        }
    }

    /// Between the nearest numbers of the same side, where all that is known of them runs in order.
    private func between(_ number: PlaceQuery.Number, on street: Int) throws(PlaceLookupError) -> AddressHit?
    {
        guard let first = Int(number.path.parts[0]) else { return nil }
        let (below, above) = try finder.lookup.neighbours(street: street, number: first)
        guard let low = below.last, let high = above.first, low.point.ward == high.point.ward,
            allows(low.point.ward), high.number - low.number <= AddressSearch.neighbourNumbers
        else { return nil }
        let apart = low.point.coordinate.distanceMetres(to: high.point.coordinate)
        guard apart <= AddressSearch.neighbourMetres else { return nil }
        // Numbers that jump lie out of order: then nothing can be said of one between them.
        let known = below + above
        guard known.count >= 4 else { return nil }
        for index in known.indices.dropFirst(2) {
            let far = known[index].point.coordinate.distanceMetres(to: known[index - 2].point.coordinate)
            let near = known[index].point.coordinate.distanceMetres(to: known[index - 1].point.coordinate)
            let step = Double(known[index].number - known[index - 1].number)
            guard far > near, near <= step * 30 else { return nil }
        }
        let part = Double(first - low.number) / Double(high.number - low.number)
        guard let coordinate = AddressSearch.middle(low.point.coordinate, high.point.coordinate, part) else {
            return nil
        }
        // The best guess for the point; but a number that the map lacks may be one that jumps, and then it is
        // anywhere on the street: the precision covers that.
        var hit = whole(street, depth: number.path.parts.count - 1)
        let name = finder.places.streets[street].name
        let shift = hit.place.coordinate.distanceMetres(to: coordinate)
        hit.place.name = "\(number.path.shown) \(name) (\(low.number)-\(high.number))"
        hit.place.kind = .address
        hit.place.coordinate = coordinate
        hit.place.precisionMetres += Int(shift.rounded(.up))
        hit.place.district = finder.title(ofWard: low.point.ward)
        hit.depth = .between
        hit.isSure = hit.isSure && !number.isDoubtful
        return hit
    }

    static func middle(_ a: Coordinate, _ b: Coordinate, _ part: Double) -> Coordinate? {
        let latitude = Double(a.latitudeE7) + Double(b.latitudeE7 - a.latitudeE7) * part
        let longitude = Double(a.longitudeE7) + Double(b.longitudeE7 - a.longitudeE7) * part
        return Coordinate(latitudeE7: Int32(latitude.rounded()), longitudeE7: Int32(longitude.rounded()))
    }

    /// The street; `depth` alleys may lead off it.
    func whole(_ index: Int, depth: Int) -> AddressHit {
        let street = finder.places.streets[index]
        let ward = street.wards.first(where: allows) ?? street.wards[0]
        let precision = street.extentMetres + depth * AddressSearch.furtherAlleyPrecision
        return AddressHit(
            place: finder.place(street.name, .street, street.coordinate, precision, ward: ward),
            depth: .street, street: index, ward: street.wards.count == 1 ? ward : nil,
            isSure: street.extentMetres <= AddressSearch.shortStreetMetres)
    }
}
