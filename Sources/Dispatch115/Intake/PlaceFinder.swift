// The one way from words to a place: coordinates, then addresses, crossings and landmarks of the index, then the
// areas of the gazetteer. It finds a place, or asks which of several, or knows none; what is found says how
// well (docs/PLACES.md).
//
// Never silently wrong: a name with a slip, accents that do not fit, a number that several streets of the name
// may have, words that contradict each other are asked. An index that fails leaves the areas. Never throws,
// never traps; at most some hundred look-ups by key and one by likeness.

import Geo

/// Finds places.
struct PlaceFinder: Sendable {
    let gazetteer: Gazetteer
    let places: CityPlaces
    let lookup: any PlaceLookup

    /// `lookup` must have been made of the same rows.
    init(city: City, lookup: any PlaceLookup) {
        gazetteer = Gazetteer(city: city)
        // The index has the points and crossings: no second copy is kept.
        places = CityPlaces(landmarks: city.places.landmarks, streets: city.places.streets)
        self.lookup = lookup
    }

    /// What `words` mean; the same words always the same.
    func resolve(_ words: String) -> PlaceAnswer {
        let head = PlaceWords.head(of: words)
        guard TypedCoordinate.all(in: head.text).isEmpty else { return gazetteer.resolve(words) }
        let said = PlaceWords(words)
        var found: PlaceAnswer?
        do {
            found = try PlaceScene(self, said.words).answer()
        } catch {
            // The areas need no index.
            found = nil
        }
        guard let found else { return gazetteer.resolve(words) }
        if said.wasCut, case .found(let place) = found { return .ambiguous([place], more: 0) }
        return found
    }

    // MARK: - Areas

    /// Whether a ward of 2025 is, or has a part in, an area.
    func area(_ place: Place, holds ward: Int) -> Bool {
        guard let code = place.code, let wardEntry = gazetteer.newWard(ward) else { return false }
        if place.kind == .ward { return code == ward }
        guard let entry = gazetteer.district(code) else { return false }
        return gazetteer.agree(entry, wardEntry)
    }

    /// "Phường Bến Thành (Quận 1)".
    func title(ofWard code: Int) -> String? {
        guard let ward = gazetteer.newWard(code) else { return nil }
        let old = ward.linked.compactMap { gazetteer.district($0)?.officialName }
        return old.isEmpty ? ward.officialName : ward.officialName + " (" + old.joined(separator: ", ") + ")"
    }

    func place(
        _ name: String, _ kind: PlaceKind, _ coordinate: Coordinate, _ precision: Int, ward: Int?
    ) -> Place {
        Place(
            coordinate: coordinate, name: name, kind: kind, code: nil, precisionMetres: precision,
            district: ward.flatMap { title(ofWard: $0) }, nowIn: [], alsoMeans: [], isOutsideArea: false)
    }
}
