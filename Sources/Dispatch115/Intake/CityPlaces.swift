// What a map, or general knowledge, adds to a city: landmarks, streets, points with a house number, crossings.
// From text to checked rows or to the first error. A file that is missing or has no rows adds nothing; an
// importer only appends rows. Linear in the texts.

import Geo

/// Places of a city that are smaller than its areas.
struct CityPlaces: Equatable, Sendable {
    struct Landmark: Equatable, Sendable {
        var name: String
        var aliases: [String]
        var coordinate: Coordinate
        /// Radius in metres of a circle that holds about all of it.
        var precisionMetres: Int
        /// Code of its ward of 2025.
        var ward: Int
    }

    /// A road of one name. Roads of one name that do not join are streets of their own.
    struct Street: Equatable, Sendable {
        var number: Int
        var name: String
        var aliases: [String]
        /// Codes of the wards of 2025 that it passes through; at least one.
        var wards: [Int]
        /// Its middle, and the radius in metres round it that holds all of it.
        var coordinate: Coordinate
        var extentMetres: Int
    }

    /// A house, or the mouth of an alley (which bears a number too).
    struct Address: Equatable, Sendable {
        /// Index into `streets`.
        var street: Int
        var path: NumberPath
        /// Code of its ward of 2025.
        var ward: Int
        var coordinate: Coordinate
    }

    struct Crossing: Equatable, Sendable {
        /// Indices into `streets`.
        var street: Int
        var other: Int
        var coordinate: Coordinate
    }

    var landmarks: [Landmark] = []
    var streets: [Street] = []
    var addresses: [Address] = []
    var crossings: [Crossing] = []
}

extension CityPlaces {
    static func parse(_ files: CityFiles, wardCodes: LinesByNumber) throws(CityFileError) -> CityPlaces {
        var places = CityPlaces()
        var seen = LinesByNumber()
        places.landmarks = try parseLandmarks(files.places, wardCodes)
        places.streets = try parseStreets(files.streets, wardCodes, &seen)
        places.addresses = try parseAddresses(files.addresses, wardCodes, streets: seen)
        places.crossings = try parseCrossings(files.crossings, streets: seen)
        return places
    }

    private static func reader(_ name: String, _ text: String?, _ columns: [String]) throws(CityFileError)
        -> CityFileReader?
    {
        guard let text, text.utf8.contains(where: { $0 > UInt8(ascii: " ") }) else { return nil }
        return try CityFileReader(name, text, columns: columns, mayBeEmpty: true)
    }

    private static func ward(
        _ reader: CityFileReader, _ row: CSVTable.Row, _ wardCodes: LinesByNumber
    ) throws(CityFileError) -> Int {
        let code = try reader.number(row, "ward", 1...99_999)
        guard wardCodes.line(of: code) != nil else {
            throw reader.error(
                row, "ward", "\(code) is no ward of \(CityFiles.wardsName)", "the code of one of its rows")
        }
        return code
    }

    private static func parseLandmarks(_ text: String?, _ wardCodes: LinesByNumber) throws(CityFileError)
        -> [Landmark]
    {
        let columns = ["name", "aliases", "latitude", "longitude", "precision_m", "ward"]
        guard let reader = try reader(CityFiles.placesName, text, columns) else { return [] }
        var landmarks: [Landmark] = []
        for row in reader.rows {
            landmarks.append(
                Landmark(
                    name: try reader.name(row, "name"), aliases: try reader.names(row, "aliases"),
                    coordinate: try reader.coordinate(row),
                    precisionMetres: try reader.number(row, "precision_m", 1...20_000),
                    ward: try ward(reader, row, wardCodes)))
        }
        return landmarks
    }

    private static func parseStreets(
        _ text: String?, _ wardCodes: LinesByNumber, _ seen: inout LinesByNumber
    ) throws(CityFileError) -> [Street] {
        let columns = ["number", "name", "aliases", "wards", "latitude", "longitude", "extent_m"]
        guard let reader = try reader(CityFiles.streetsName, text, columns) else { return [] }
        var lines = LinesByNumber()
        var streets: [Street] = []
        for row in reader.rows {
            let number = try reader.newNumber(row, "number", 1...9_999_999, &lines)
            let wards = try reader.numbers(row, "wards")
            guard !wards.isEmpty, wards.allSatisfy({ wardCodes.line(of: $0) != nil }) else {
                throw reader.error(
                    row, "wards", "no ward, or one that is not in \(CityFiles.wardsName)",
                    "codes of its rows, parted by spaces")
            }
            // From here on a street is known by its place in the list.
            seen.insert(number, line: streets.count)
            streets.append(
                Street(
                    number: number, name: try reader.name(row, "name"),
                    aliases: try reader.names(row, "aliases"), wards: wards,
                    coordinate: try reader.coordinate(row),
                    extentMetres: try reader.number(row, "extent_m", 1...100_000)))
        }
        return streets
    }

    private static func street(
        _ reader: CityFileReader, _ row: CSVTable.Row, _ column: String, _ streets: LinesByNumber
    ) throws(CityFileError) -> Int {
        let number = try reader.number(row, column, 1...9_999_999)
        guard let index = streets.line(of: number) else {
            throw reader.error(
                row, column, "\(number) is no street of \(CityFiles.streetsName)",
                "the number of one of its rows")
        }
        return index
    }

    private static func parseAddresses(
        _ text: String?, _ wardCodes: LinesByNumber, streets: LinesByNumber
    ) throws(CityFileError) -> [Address] {
        let columns = ["street", "path", "ward", "latitude", "longitude"]
        guard let reader = try reader(CityFiles.addressesName, text, columns) else { return [] }
        var addresses: [Address] = []
        addresses.reserveCapacity(reader.rows.count)
        for row in reader.rows {
            addresses.append(
                Address(
                    street: try street(reader, row, "street", streets), path: try reader.path(row, "path"),
                    ward: try ward(reader, row, wardCodes), coordinate: try reader.coordinate(row)))
        }
        return addresses
    }

    private static func parseCrossings(_ text: String?, streets: LinesByNumber) throws(CityFileError)
        -> [Crossing]
    {
        let columns = ["street", "other", "latitude", "longitude"]
        guard let reader = try reader(CityFiles.crossingsName, text, columns) else { return [] }
        var crossings: [Crossing] = []
        for row in reader.rows {
            let street = try street(reader, row, "street", streets)
            let other = try self.street(reader, row, "other", streets)
            guard street != other else {
                throw reader.error(row, "other", "the street crosses itself", "another street's number")
            }
            crossings.append(
                Crossing(street: street, other: other, coordinate: try reader.coordinate(row)))
        }
        return crossings
    }
}
