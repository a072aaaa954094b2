// A city as its files describe it: areas of today and of before, stations, units. Data only; every number in
// it has been checked against the others by the parser (City+Parsing.swift).

import Geo

/// A city that the centre serves.
struct City: Equatable, Sendable {
    /// A ward, commune or special zone of 2025.
    struct Ward: Equatable, Sendable {
        var code: Int
        var name: String
        var coordinate: Coordinate
        var areaKm2: Double
        /// Codes of the old areas (districts, else provinces) it was made of.
        var formerDistricts: [Int]
    }

    enum OldAreaKind: String, Equatable, Sendable, CaseIterable {
        case ward, district, province
    }

    /// A ward, district or province of before July 2025.
    struct OldArea: Equatable, Sendable {
        var code: Int
        var kind: OldAreaKind
        var name: String
        /// The districts of a ward (the last it lay in first), the province of a district; none for a
        /// province.
        var within: [Int]
        var coordinate: Coordinate
        var areaKm2: Double
        /// Codes of the wards of 2025 that an old ward went to, the main part first.
        var newWards: [Int]
    }

    /// Where units wait.
    struct Station: Equatable, Sendable {
        var number: Int
        var name: String
        /// Code of its ward of 2025.
        var ward: Int
        var coordinate: Coordinate
    }

    enum UnitKind: String, Equatable, Sendable, CaseIterable {
        case car, motorbike
    }

    /// A vehicle with what its crew can do and what it carries.
    struct Unit: Equatable, Sendable {
        var number: Int
        var kind: UnitKind
        /// Number of its station.
        var station: Int
        var skills: [String]
        var equipment: [String]
    }

    var name: String
    var wards: [Ward]
    /// Provinces, districts and wards of before, in the order of the file.
    var oldAreas: [OldArea]
    var stations: [Station]
    var units: [Unit]
    /// Nil where the city tells of none: each station stands for a hospital then.
    var hospitals: [HospitalDefinition]?
    /// What a map or general knowledge adds; any of them may be empty.
    var places = CityPlaces()
}

/// The texts of a city's files; somebody else reads them from the disk.
struct CityFiles: Equatable, Sendable {
    static let wardsName = "wards.csv"
    static let oldWardsName = "old_wards.csv"
    static let stationsName = "stations.csv"
    static let unitsName = "units.csv"
    static let hospitalsName = "hospitals.csv"
    static let placesName = "places.csv"
    static let streetsName = "streets.csv"
    static let addressesName = "addresses.csv"
    static let crossingsName = "crossings.csv"

    var wards: String
    var oldWards: String
    var stations: String
    var units: String
    // The files that a city may lack: nil where there is none.
    var hospitals: String?
    var places: String?
    var streets: String?
    var addresses: String?
    var crossings: String?
}

/// Why a city's files are refused: where, what is wrong, and what would be accepted.
struct CityFileError: Error, Equatable, CustomStringConvertible {
    var file: String
    /// Counted from 1.
    var line: Int
    /// Nil where it is not one column's fault.
    var column: String?
    var problem: String
    var accepted: String

    var description: String {
        let place = column.map { "\(file):\(line): column \($0)" } ?? "\(file):\(line)"
        return "\(place): \(problem); accepted: \(accepted)"
    }
}
