// Places as callers say them: wards of 2025, wards and districts of before, coordinates. Accents
// and đ are
// optional, NFC or NFD, titles (phường, p., quận, q, ...) optional, a name may stand anywhere in
// the words.
//
// Never silently wrong: what may mean several places far apart is answered as a choice, what is not
// known as
// unknown. It knows no streets: a name that is said as a street, or stands right after a house
// number, is not
// taken for an area. Never throws, never traps. Cost: linear in the words looked at (PlaceWords:
// the first
// 300 characters) times the longest name (a few words), then a bounded number of comparisons
// (Gazetteer+Settling.swift).

import Geo

/// The areas of a city, by name.
struct Gazetteer: Sendable {
    /// At most so many candidates are listed in an answer.
    static let candidateLimit = 8
    /// Areas of one name whose centres all lie within this are one place.
    static let sameplaceMetres = 2_500.0
    /// A district or province of larger radius is never taken for a ward of its name.
    static let mergeableRadiusMetres = 3_000.0
    /// An area of larger radius is no answer, only a candidate.
    static let usefulRadiusMetres = 20_000.0
    /// A point farther than this from every ward is outside the area.
    static let outsideMetres = 10_000.0

    /// An area that has a name.
    struct Entry: Sendable {
        var code: Int
        var kind: PlaceKind
        var title: AreaTitle?
        var officialName: String
        /// The name without its title, as words.
        var nameWords: [PlaceWord]
        var coordinate: Coordinate
        var radiusMetres: Double
        /// Codes of the districts or the province an old area lay in, the last first.
        var within: [Int]
        /// Districts a ward of 2025 was made of, or the wards of 2025 an old ward went to.
        var linked: [Int]
        /// The key it is found under.
        var key: String
    }

    /// Wards of 2025 first, then districts, provinces and old wards, each in the order of the files.
    let entries: [Entry]
    /// Longest name, in words.
    let longestName: Int
    /// Entries by key, each list rising; looked up, never walked.
    private let entriesByKey: [String: [Int]]
    private let entryByCode: [AreaCode: Int]

    /// Codes of old and new areas overlap.
    private struct AreaCode: Hashable {
        var code: Int
        var isNew: Bool
    }

    /// Builds the index over a checked city.
    init(city: City) {
        var entries = city.wards.map { ward in
            Gazetteer.entry(
                code: ward.code, kind: .ward, name: ward.name, coordinate: ward.coordinate,
                areaKm2: ward.areaKm2,
                within: [], linked: ward.formerDistricts)
        }
        let order: [(City.OldAreaKind, PlaceKind)] = [
            (.district, .oldDistrict), (.province, .oldProvince), (.ward, .oldWard),
        ]
        for (areaKind, kind) in order {
            for area in city.oldAreas where area.kind == areaKind {
                entries.append(
                    Gazetteer.entry(
                        code: area.code, kind: kind, name: area.name, coordinate: area.coordinate,
                        areaKm2: area.areaKm2, within: area.within, linked: area.newWards))
            }
        }
        var byKey: [String: [Int]] = [:]
        var byCode: [AreaCode: Int] = [:]
        var longest = 1
        for (index, entry) in entries.enumerated() {
            byKey[entry.key, default: []].append(index)
            byCode[AreaCode(code: entry.code, isNew: entry.kind == .ward)] = index
            longest = max(longest, entry.nameWords.count)
        }
        self.entries = entries
        entriesByKey = byKey
        entryByCode = byCode
        longestName = longest
    }

    private static func entry(
        code: Int, kind: PlaceKind, name: String, coordinate: Coordinate, areaKm2: Double, within: [Int],
        linked: [Int]
    ) -> Entry {
        var words = PlaceWords(name).words
        var title: AreaTitle?
        // A name that is nothing but a title keeps it as its name.
        if let found = AreaTitle.at(0, in: words), found.length < words.count {
            title = found.title
            words.removeFirst(found.length)
        }
        return Entry(
            code: code, kind: kind, title: title, officialName: name, nameWords: words,
            coordinate: coordinate,
            radiusMetres: (areaKm2 / 3.14159265358979323846).squareRoot() * 1_000, within: within,
            linked: linked,
            key: key(words[...], title: title))
    }

    /// What a name is found under. A numbered area (Phường 14, Quận 10) is only found with its title's level.
    static func key(_ words: ArraySlice<PlaceWord>, title: AreaTitle?) -> String {
        var key = words.map(\.text).joined(separator: " ")
        if words.count == 1, let word = words.first, word.isNumber, let title {
            switch title.level {
            case .ward: key = "ward " + key
            case .district: key = "district " + key
            case .province: key = "province " + key
            }
        }
        return key
    }

    func entries(under key: String) -> [Int] { entriesByKey[key] ?? [] }

    func district(_ code: Int) -> Entry? {
        entryByCode[AreaCode(code: code, isNew: false)].map { entries[$0] }
    }

    func newWard(_ code: Int) -> Entry? {
        entryByCode[AreaCode(code: code, isNew: true)].map { entries[$0] }
    }

    /// What `words` mean.
    func resolve(_ words: String) -> PlaceAnswer {
        let head = PlaceWords.head(of: words)
        let points = TypedCoordinate.all(in: head.text)
        if !points.isEmpty { return answer(points) }
        let said = PlaceWords(words)
        let answer = settle(mentions(in: said.words))
        // What was cut off may have said more: nothing is taken then, only offered.
        if said.wasCut, case .found(let place) = answer { return .ambiguous([place], more: 0) }
        return answer
    }

    private func answer(_ points: [TypedCoordinate]) -> PlaceAnswer {
        var places: [Place] = []
        var more = 0
        var isSure = true
        for point in points {
            if point.isTurnedRound { isSure = false }
            let place = place(at: point.coordinate)
            if places.contains(place) { continue }
            if places.count < Gazetteer.candidateLimit { places.append(place) } else { more += 1 }
        }
        if isSure, places.count == 1 { return .found(places[0]) }
        return .ambiguous(places, more: more)
    }

    /// A coordinate as a place.
    func place(at coordinate: Coordinate) -> Place {
        let isInside = entries.contains { entry in
            entry.kind == .ward
                && entry.coordinate.distanceMetres(to: coordinate) <= entry.radiusMetres
                    + Gazetteer.outsideMetres
        }
        let name = Gazetteer.degrees(coordinate.latitudeE7) + ", " + Gazetteer.degrees(coordinate.longitudeE7)
        return Place(
            coordinate: coordinate, name: name, kind: .point, code: nil, precisionMetres: 10, district: nil,
            nowIn: [],
            alsoMeans: [], isOutsideArea: !isInside)
    }

    /// Degrees with seven decimals, zeros at the end left out down to four.
    private static func degrees(_ e7: Int32) -> String {
        let value = abs(Int64(e7))
        let digits = Array(String(value % 10_000_000).utf8)
        var fraction = [UInt8](repeating: UInt8(ascii: "0"), count: 7 - digits.count) + digits
        while fraction.count > 4, fraction.last == UInt8(ascii: "0") { fraction.removeLast() }
        return (e7 < 0 ? "-" : "") + String(value / 10_000_000) + "."
            + String(decoding: fraction, as: UTF8.self)
    }
}
