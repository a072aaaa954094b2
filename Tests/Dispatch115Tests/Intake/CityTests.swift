import Geo
import Testing

@testable import Dispatch115

@Suite struct CityTests {
    @Test func theCityOfTheProjectIsWhole() throws {
        let city = try CityOfTests.city()
        #expect(city.wards.count == 168)
        #expect(city.oldAreas.filter { $0.kind == .ward }.count == 273)
        #expect(city.oldAreas.filter { $0.kind == .district && $0.within == [79] }.count == 25)
        #expect(city.oldAreas.filter { $0.kind == .district }.count == 41)
        #expect(city.oldAreas.filter { $0.kind == .province }.map(\.code) == [74, 77, 79])
        #expect(city.stations.map(\.number) == Array(1...59))
        #expect(city.units.filter { $0.kind == .car }.map(\.number) == Array(1...114))
        #expect(city.units.filter { $0.kind == .motorbike }.map(\.number) == Array(201...212))
        for station in city.stations {
            let ward = try #require(city.wards.first { $0.code == station.ward })
            #expect(
                ward.coordinate == station.coordinate, "station \(station.number) stands at its ward's centre"
            )
            #expect(
                city.units.contains { $0.station == station.number }, "station \(station.number) has a unit")
        }
        for unit in city.units {
            #expect(city.stations.contains { $0.number == unit.station })
            #expect(!unit.skills.isEmpty && unit.skills.allSatisfy { ["doctor", "nurse"].contains($0) })
            #expect(unit.equipment.contains("oxygen"))
        }
        for ward in city.wards { #expect(!ward.formerDistricts.isEmpty) }
        for area in city.oldAreas where area.kind == .ward { #expect(!area.newWards.isEmpty) }
    }

    private static let small = CityFiles(
        wards: "code,name,latitude,longitude,area_km2,former_districts\n1,Phường Một,10.5,106.5,2.5,20\n",
        oldWards: """
            code,kind,name,within,latitude,longitude,area_km2,new_wards
            10,province,Tỉnh Ba,,10.5,106.5,900,
            20,district,Quận Hai,10,10.5,106.5,20,
            30,ward,Phường Ba,20,10.5,106.5,2,1
            """,
        stations: "number,name,ward,latitude,longitude\n1,Bệnh viện,1,10.5,106.5\n",
        units: "number,kind,station,skills,equipment\n1,car,1,doctor nurse,oxygen\n2,motorbike,1,,\n")

    @Test func aSmallCityIsRead() throws {
        let city = try City.parse(name: "small", files: Self.small)
        let place = try #require(Coordinate(latitudeE7: 105_000_000, longitudeE7: 1_065_000_000))
        #expect(city.name == "small")
        #expect(
            city.wards == [
                .init(code: 1, name: "Phường Một", coordinate: place, areaKm2: 2.5, formerDistricts: [20])
            ])
        #expect(city.oldAreas.map(\.within) == [[], [10], [20]])
        #expect(city.oldAreas.map(\.newWards) == [[], [], [1]])
        #expect(
            city.units == [
                .init(number: 1, kind: .car, station: 1, skills: ["doctor", "nurse"], equipment: ["oxygen"]),
                .init(number: 2, kind: .motorbike, station: 1, skills: [], equipment: []),
            ])
    }

    @Test func aColumnThatNobodyKnowsIsRefused() throws {
        var files = Self.small
        files.stations = "number,name,ward,latitude,longitude,more\n1,A,1,10.5,106.5,x\n"
        let error = try #require(throws: CityFileError.self) { try City.parse(name: "small", files: files) }
        #expect(error.line == 1 && error.column == "more" && error.problem.contains("no such column"))
    }

    @Test func columnsMayStandInAnyOrder() throws {
        var files = Self.small
        files.stations = "longitude,latitude,ward,name,number\n106.5,10.5,1,Bệnh viện,1\n"
        #expect(try City.parse(name: "small", files: files) == City.parse(name: "small", files: Self.small))
    }

    /// A change to one line of the small city, and the error it must bring: file:line, column, words of the
    /// problem.
    struct Wrong: Sendable {
        let file: String
        let line: String
        let wrong: String
        let at: Int
        let column: String?
        let says: String

        init(_ file: String, _ line: String, _ wrong: String, _ at: Int, _ column: String?, _ says: String) {
            self.file = file
            self.line = line
            self.wrong = wrong
            self.at = at
            self.column = column
            self.says = says
        }
    }

    private static let ward = "1,Phường Một,10.5,106.5,2.5,20"
    private static let station = "1,Bệnh viện,1,10.5,106.5"
    private static let car = "1,car,1,doctor nurse,oxygen"

    @Test(arguments: [
        Wrong("wards.csv", ward, ward + "\n" + ward, 3, "code", "stands on line 2 already"),
        Wrong("wards.csv", ward, ",Phường Một,10.5,106.5,2.5,20", 2, "code", "empty"),
        Wrong("wards.csv", ward, "1x,Phường Một,10.5,106.5,2.5,20", 2, "code", "'1x'"),
        Wrong("wards.csv", ward, "1,,10.5,106.5,2.5,20", 2, "name", "empty"),
        Wrong("wards.csv", ward, "1,A\u{7}B,10.5,106.5,2.5,20", 2, "name", "control character"),
        Wrong("wards.csv", ward, "1,Phường Một,90.01,106.5,2.5,20", 2, "latitude", "not on the globe"),
        Wrong("wards.csv", ward, "1,Phường Một,10.5,-180.5,2.5,20", 2, "longitude", "not on the globe"),
        Wrong("wards.csv", ward, "1,Phường Một,nan,106.5,2.5,20", 2, "latitude", "not on the globe"),
        Wrong("wards.csv", ward, "1,Phường Một,1e1,106.5,2.5,20", 2, "latitude", "not on the globe"),
        Wrong("wards.csv", ward, "1,Phường Một,,106.5,2.5,20", 2, "latitude", "not on the globe"),
        Wrong("wards.csv", ward, "1,Phường Một,10.5,106.5,0,20", 2, "area_km2", "'0'"),
        Wrong(
            "wards.csv", ward, "1,Phường Một,10.5,106.5,2.5,21", 2, "former_districts", "21 is no district"),
        Wrong("wards.csv", ward, "1,Phường Một,10.5,106.5,2.5", 2, nil, "5 fields"),
        Wrong("wards.csv", ward, "", 1, nil, "no row"),
        Wrong("wards.csv", "code,name,lat", "code,nom,lat", 1, "name", "missing"),
        Wrong("old_wards.csv", "30,ward", "20,ward", 4, "code", "stands on line 3 already"),
        Wrong("old_wards.csv", "30,ward", "30,village", 4, "kind", "'village'"),
        Wrong("old_wards.csv", "Phường Ba,20", "Phường Ba,10", 4, "within", "10 is not what a ward lies in"),
        Wrong(
            "old_wards.csv", "Quận Hai,10", "Quận Hai,", 3, "within", "nothing is not what a district lies in"
        ),
        Wrong("old_wards.csv", "106.5,2,1", "106.5,2,1 7", 4, "new_wards", "7 is no ward"),
        Wrong("old_wards.csv", "106.5,2,1", "106.5,2,1 1", 4, "new_wards", "twice"),
        Wrong("stations.csv", station, station + "\n" + station, 3, "number", "stands on line 2 already"),
        Wrong("stations.csv", station, "1,Bệnh viện,9,10.5,106.5", 2, "ward", "9 is no ward"),
        Wrong("stations.csv", station, "0,Bệnh viện,1,10.5,106.5", 2, "number", "'0'"),
        Wrong("stations.csv", station, "1,Bệnh viện,1,10.5,x", 2, "longitude", "'x'"),
        Wrong("units.csv", car, car + "\n" + car, 3, "number", "stands on line 2 already"),
        Wrong("units.csv", car, "1,boat,1,doctor,oxygen", 2, "kind", "'boat'"),
        Wrong("units.csv", car, "1,,1,doctor,oxygen", 2, "kind", "empty"),
        Wrong("units.csv", car, "1,car,2,doctor,oxygen", 2, "station", "2 is no station"),
        Wrong("units.csv", car, "1,car,1,Doctor,oxygen", 2, "skills", "'Doctor'"),
        Wrong("units.csv", car, "1,car,1,doctor,oxygen oxygen", 2, "equipment", "'oxygen'"),
        Wrong("units.csv", car, "1,car,\"1,doctor,oxygen", 2, nil, "quote"),
    ])
    func refuses(wrong: Wrong) throws {
        var files = Self.small
        let texts: [(String, WritableKeyPath<CityFiles, String>)] = [
            ("wards.csv", \.wards), ("old_wards.csv", \.oldWards), ("stations.csv", \.stations),
            ("units.csv", \.units),
        ]
        let path = try #require(texts.first { $0.0 == wrong.file }?.1)
        let parts = files[keyPath: path].split(separator: wrong.line, omittingEmptySubsequences: false)
        try #require(parts.count == 2, "the row changes exactly one place")
        files[keyPath: path] = parts.joined(separator: wrong.wrong)
        let error = try #require(throws: CityFileError.self) { try City.parse(name: "small", files: files) }
        #expect(error.file == wrong.file)
        #expect(error.line == wrong.at)
        #expect(error.column == wrong.column)
        #expect(error.problem.contains(wrong.says), "\(error)")
        #expect(!error.accepted.isEmpty)
        #expect(error.description.hasPrefix("\(wrong.file):\(wrong.at):"))
    }
}
