// What the place finder asks of an index; the index itself is Storage's. Answers are rows, bounded, in a fixed
// order; which of them is meant is decided here in Intake.

import Geo

/// A name in the index and what bears it.
struct IndexedName: Equatable, Sendable {
    /// Folded words, one space between.
    var key: String
    /// Index into `CityPlaces.streets`, else into `CityPlaces.landmarks`.
    var row: Int
    var isStreet: Bool
}

/// A point with a house number.
struct IndexedPoint: Equatable, Sendable {
    var path: String
    var ward: Int
    var coordinate: Coordinate
}

/// Why an index gave no answer.
struct PlaceLookupError: Error, Equatable {
    var description: String
}

/// The rows of `CityPlaces`, to be asked by name and by number.
protocol PlaceLookup: AnyObject, Sendable {
    /// Names that are one of `keys` exactly; of each key at most 64 rows, and whether there were more is the
    /// asker's to suspect at 64.
    func names(_ keys: [String]) throws(PlaceLookupError) -> [IndexedName]
    /// Names that share a word, or the first letters of one, with `words`; the best 64.
    func names(like words: [String]) throws(PlaceLookupError) -> [IndexedName]
    /// Points of a street under one number; at most 64.
    func points(street: Int, path: String) throws(PlaceLookupError) -> [IndexedPoint]
    /// House numbers right at the street, of the parity of `number`, up to two below (rising) and two above.
    func neighbours(street: Int, number: Int) throws(PlaceLookupError) -> (
        below: [(number: Int, point: IndexedPoint)], above: [(number: Int, point: IndexedPoint)]
    )
    /// Where two streets meet.
    func crossings(_ street: Int, _ other: Int) throws(PlaceLookupError) -> [Coordinate]
}
