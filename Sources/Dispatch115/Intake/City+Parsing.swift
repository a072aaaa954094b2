// The files that every city has, from text to a checked city or to the first error, with file, line and column.
//
// Columns may stand in any order; all of them must be there and no others. Everything that names something
// else is checked to name something that exists. Linear in the texts; dictionaries are looked up, never
// walked.

import Geo

extension City {
    /// Reads the texts.
    static func parse(name: String, files: CityFiles) throws(CityFileError) -> City {
        let wards = try parseWards(files.wards)
        var wardCodes = LinesByNumber()
        for ward in wards { wardCodes.insert(ward.value.code, line: ward.line) }
        let oldAreas = try parseOldAreas(files.oldWards, wardCodes: wardCodes)
        try checkFormerDistricts(wards, oldAreas: oldAreas)
        let stations = try parseStations(files.stations, wardCodes: wardCodes)
        let units = try parseUnits(files.units, stations: stations)
        return City(
            name: name, wards: wards.map(\.value), oldAreas: oldAreas, stations: stations, units: units,
            hospitals: try parseHospitals(files.hospitals, wardCodes: wardCodes),
            places: try CityPlaces.parse(files, wardCodes: wardCodes))
    }

    private static func parseWards(_ text: String) throws(CityFileError) -> [(value: Ward, line: Int)] {
        let reader = try CityFileReader(
            CityFiles.wardsName, text,
            columns: ["code", "name", "latitude", "longitude", "area_km2", "former_districts"])
        var seen = LinesByNumber()
        var wards: [(value: Ward, line: Int)] = []
        for row in reader.rows {
            let ward = Ward(
                code: try reader.newNumber(row, "code", 1...99_999, &seen),
                name: try reader.name(row, "name"),
                coordinate: try reader.coordinate(row), areaKm2: try reader.area(row, "area_km2"),
                formerDistricts: try reader.numbers(row, "former_districts"))
            wards.append((ward, row.line))
        }
        return wards
    }

    private static func checkFormerDistricts(
        _ wards: [(value: Ward, line: Int)], oldAreas: [OldArea]
    ) throws(CityFileError) {
        var codes = LinesByNumber()
        for area in oldAreas where area.kind != .ward { codes.insert(area.code, line: 0) }
        for ward in wards {
            for code in ward.value.formerDistricts where codes.line(of: code) == nil {
                throw CityFileError(
                    file: CityFiles.wardsName, line: ward.line, column: "former_districts",
                    problem: "\(code) is no district or province of \(CityFiles.oldWardsName)",
                    accepted: "codes of its rows of kind district or province")
            }
        }
    }

    private static func parseOldAreas(_ text: String, wardCodes: LinesByNumber) throws(CityFileError)
        -> [OldArea]
    {
        let reader = try CityFileReader(
            CityFiles.oldWardsName, text,
            columns: ["code", "kind", "name", "within", "latitude", "longitude", "area_km2", "new_wards"])
        var seen = LinesByNumber()
        var kinds: [Int: OldAreaKind] = [:]
        var areas: [OldArea] = []
        for row in reader.rows {
            let area = OldArea(
                code: try reader.newNumber(row, "code", 1...99_999, &seen),
                kind: try reader.choice(row, "kind", OldAreaKind.self), name: try reader.name(row, "name"),
                within: try reader.numbers(row, "within"), coordinate: try reader.coordinate(row),
                areaKm2: try reader.area(row, "area_km2"), newWards: try reader.numbers(row, "new_wards"))
            for code in area.newWards where wardCodes.line(of: code) == nil {
                throw reader.error(
                    row, "new_wards", "\(code) is no ward of \(CityFiles.wardsName)", "codes of its rows")
            }
            kinds[area.code] = area.kind
            areas.append(area)
        }
        for (row, area) in zip(reader.rows, areas) {
            let wanted: OldAreaKind? =
                switch area.kind {
                case .ward: .district
                case .district: .province
                case .province: nil
                }
            guard area.within.isEmpty == (wanted == nil), area.within.allSatisfy({ kinds[$0] == wanted })
            else {
                let codes = area.within.map(String.init).joined(separator: " ")
                throw reader.error(
                    row, "within", "\(codes.isEmpty ? "nothing" : codes) is not what a \(area.kind) lies in",
                    wanted.map { "the code of a \($0) of this file" } ?? "nothing")
            }
        }
        return areas
    }

    private static func parseStations(_ text: String, wardCodes: LinesByNumber) throws(CityFileError)
        -> [Station]
    {
        let reader = try CityFileReader(
            CityFiles.stationsName, text, columns: ["number", "name", "ward", "latitude", "longitude"])
        var seen = LinesByNumber()
        var stations: [Station] = []
        for row in reader.rows {
            let station = Station(
                number: try reader.newNumber(row, "number", 1...9_999, &seen),
                name: try reader.name(row, "name"),
                ward: try reader.number(row, "ward", 1...99_999), coordinate: try reader.coordinate(row))
            guard wardCodes.line(of: station.ward) != nil else {
                throw reader.error(
                    row, "ward", "\(station.ward) is no ward of \(CityFiles.wardsName)",
                    "the code of one of its rows")
            }
            stations.append(station)
        }
        return stations
    }

    private static func parseUnits(_ text: String, stations: [Station]) throws(CityFileError) -> [Unit] {
        let reader = try CityFileReader(
            CityFiles.unitsName, text, columns: ["number", "kind", "station", "skills", "equipment"])
        var stationNumbers = LinesByNumber()
        for station in stations { stationNumbers.insert(station.number, line: 0) }
        var seen = LinesByNumber()
        var units: [Unit] = []
        for row in reader.rows {
            let unit = Unit(
                number: try reader.newNumber(row, "number", 1...9_999, &seen),
                kind: try reader.choice(row, "kind", UnitKind.self),
                station: try reader.number(row, "station", 1...9_999),
                skills: try reader.words(row, "skills"),
                equipment: try reader.words(row, "equipment"))
            guard stationNumbers.line(of: unit.station) != nil else {
                throw reader.error(
                    row, "station", "\(unit.station) is no station of \(CityFiles.stationsName)",
                    "the number of one of its rows")
            }
            units.append(unit)
        }
        return units
    }
}

/// Numbers seen and the line of each; looked up, never walked.
struct LinesByNumber {
    private var lines: [Int: Int] = [:]

    func line(of number: Int) -> Int? { lines[number] }
    mutating func insert(_ number: Int, line: Int) { lines[number] = line }
}
