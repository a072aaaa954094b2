// What the gazetteer answers: a place with how well it is known, a choice to be asked, or nothing.

import Geo

/// What a place is.
enum PlaceKind: Equatable, Sendable {
    /// A coordinate that somebody gave.
    case point
    /// A ward, commune or special zone of 2025.
    case ward
    /// A ward, commune or town of before July 2025.
    case oldWard
    /// A district of before July 2025.
    case oldDistrict
    /// A province of before July 2025, or the old city as a whole.
    case oldProvince
    /// A market, a hospital, a bridge: something that people name.
    case landmark
    /// A house number on a street or in an alley.
    case address
    /// An alley, or the mouth of the alley that a house deeper in it is reached by.
    case alley
    /// Where two streets meet.
    case crossing
    /// A street as a whole.
    case street
}

/// A place that words may mean.
struct Place: Equatable, Sendable {
    /// Its centre.
    var coordinate: Coordinate
    /// Official spelling, in Unicode NFC.
    var name: String
    var kind: PlaceKind
    /// Official number of the area; nil for a point.
    var code: Int?
    /// Radius in metres of a circle round `coordinate` that holds about all of what was meant.
    var precisionMetres: Int
    /// Where it lies, for telling it apart: the district of an old ward, the province of an old district, the
    /// ward (and old districts) of anything smaller.
    var district: String?
    /// The wards of 2025 that an old ward went to, the main part first.
    var nowIn: [String]
    /// Other areas of the same name close by that the words may have meant; the precision covers them.
    var alsoMeans: [String]
    /// Whether a point lies outside the city (by more than about 10 km from every ward).
    var isOutsideArea: Bool

    /// One line that tells it from others of its name, without a language of its own: the name, and where
    /// it lies.
    var label: String {
        guard let district else { return name }
        return name + ", " + district
    }
}

/// What the words mean.
enum PlaceAnswer: Equatable, Sendable {
    /// This place. A coordinate outside the area is found too and says so.
    case found(Place)
    /// One of these, to be asked: at most `Gazetteer.candidateLimit`, in a fixed order, and how many more
    /// there are. It may be a single one, where the words are too weak to take it unasked (a street may bear
    /// a ward's name).
    case ambiguous([Place], more: Int)
    /// No place in them that is known here.
    case unknown
}
