// The city's files from the disk, and what the service makes of them.

import Geo

/// Why a city cannot be used.
enum CityError: Error, CustomStringConvertible {
    case file(SystemCallError)
    case content(folder: String, CityFileError)
    case empty(folder: String)
    case index(String)

    var description: String {
        switch self {
        case .file(let error):
            "city: \(error); expected a folder with wards.csv, old_wards.csv, stations.csv and units.csv"
        case .content(let folder, let error): "city: \(folder)/\(error)"
        case .index(let why): "city: the index of places could not be built: \(why)"
        case .empty(let folder): "city: \(folder) has no stations or no units: at least one of each is needed"
        }
    }
}

extension City {
    static func load(folder: String) throws(CityError) -> City {
        let files: CityFiles
        do {
            var read = CityFiles(
                wards: try Files.readText(folder + "/" + CityFiles.wardsName),
                oldWards: try Files.readText(folder + "/" + CityFiles.oldWardsName),
                stations: try Files.readText(folder + "/" + CityFiles.stationsName),
                units: try Files.readText(folder + "/" + CityFiles.unitsName))
            read.hospitals = try City.textIfThere(folder, CityFiles.hospitalsName)
            // What a map brings may not be there yet.
            read.places = try City.textIfThere(folder, CityFiles.placesName)
            read.streets = try City.textIfThere(folder, CityFiles.streetsName)
            read.addresses = try City.textIfThere(folder, CityFiles.addressesName)
            read.crossings = try City.textIfThere(folder, CityFiles.crossingsName)
            files = read
        } catch {
            throw .file(error)
        }
        let name = folder.split(separator: "/").last.map(String.init) ?? folder
        let city: City
        do { city = try City.parse(name: name, files: files) } catch {
            throw .content(folder: folder, error)
        }
        guard !city.stations.isEmpty, !city.units.isEmpty else { throw .empty(folder: folder) }
        return city
    }

    private static func textIfThere(_ folder: String, _ name: String) throws(SystemCallError) -> String? {
        let path = folder + "/" + name
        return Files.exists(path) ? try Files.readText(path) : nil
    }

    /// What finds places in it, with an index built of its rows.
    func placeFinder() throws(CityError) -> PlaceFinder {
        do { return PlaceFinder(city: self, lookup: try PlaceIndex(places)) } catch {
            throw .index(error.description)
        }
    }

    /// The middle of the stations: where the fleet index is best.
    var middle: Coordinate {
        let count = Int64(stations.count)
        let latitude = stations.reduce(Int64(0)) { $0 + Int64($1.coordinate.latitudeE7) } / count
        let longitude = stations.reduce(Int64(0)) { $0 + Int64($1.coordinate.longitudeE7) } / count
        return Coordinate(latitudeE7: Int32(latitude), longitudeE7: Int32(longitude))
            ?? stations[0].coordinate
    }

    /// The commands that define the stations; what is known already changes nothing.
    var stationDefinitions: [Command] {
        stations.map {
            .defineStation(
                number: Int32($0.number), coordinate: $0.coordinate, name: $0.name,
                isHospital: hospitals == nil)
        }
    }

    /// The hospitals' definitions, and those the file no longer has; empty where stations stand for them.
    func hospitalDefinitions(in centre: Centre) -> [Command] {
        guard let hospitals else { return [] }
        let gone = centre.hospitalIDs.filter { id in
            !centre[id].isWithdrawn && !hospitals.contains { $0.number == centre[id].number }
        }
        // First those that go: their codes may be others' now.
        return gone.map { .hospital(.withdraw($0)) } + hospitals.map { .hospital(.define($0)) }
    }

    /// Where patients are taken, with the numbers people say.
    var destinations: [(number: Int32, coordinate: Coordinate)] {
        if let hospitals { return hospitals.map { ($0.number, $0.coordinate) } }
        return stations.map { (Int32($0.number), $0.coordinate) }
    }

    /// The units' definitions, once their stations are known to the centre.
    func unitDefinitions(in centre: Centre) -> [Command] {
        units.map { unit in
            .defineUnit(
                number: Int32(unit.number), kind: unit.kind.vehicle,
                station: centre.station(numbered: Int32(unit.station)),
                skills: City.skills(unit.skills), equipment: City.equipment(unit.equipment))
        }
    }

    private static func skills(_ words: [String]) -> Skills {
        var skills: Skills = []
        if words.contains("doctor") { skills.insert(.doctor) }
        if words.contains("nurse") { skills.insert(.nurse) }
        return skills
    }

    private static func equipment(_ words: [String]) -> Equipment {
        var equipment: Equipment = []
        let known: [(String, Equipment)] = [
            ("oxygen", .oxygen), ("defibrillator", .defibrillator), ("ventilator", .ventilator),
            ("incubator", .incubator), ("stretcher", .stretcher),
        ]
        for (word, item) in known where words.contains(word) { equipment.insert(item) }
        return equipment
    }
}

extension City.UnitKind {
    var vehicle: UnitKind {
        switch self {
        case .car: .car
        case .motorbike: .motorbike
        }
    }
}
