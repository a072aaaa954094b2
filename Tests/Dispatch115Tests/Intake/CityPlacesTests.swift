import Testing

@testable import Dispatch115

/// The files that a map brings: absent, empty, right, and wrong with file, line and column.
@Suite struct CityPlacesTests {
    private static func files() throws -> CityFiles {
        var files = try CityOfTests.files()
        files.places = nil
        return files
    }

    @Test func aCityWithoutThemIsWhole() throws {
        var files = try Self.files()
        #expect(try City.parse(name: "a", files: files).places == CityPlaces())
        files.places = ""
        files.streets = "# nothing yet\nnumber,name,aliases,wards,latitude,longitude,extent_m\n"
        files.addresses = "street,path,ward,latitude,longitude\n"
        #expect(try City.parse(name: "a", files: files).places == CityPlaces())
        #expect(try City.parse(name: "a", files: files).placeFinder().resolve("nhà") == .unknown)
    }

    @Test(arguments: [
        (
            "places.csv", "name,aliases,latitude,longitude,precision_m,ward\nA,,10.7,106.7,0,26743\n", 2,
            "precision_m"
        ),
        ("places.csv", "name,aliases,latitude,longitude,precision_m,ward\nA,,10.7,106.7,9,1\n", 2, "ward"),
        ("places.csv", "name,aliases,latitude,longitude,precision_m\nA,,10.7,106.7,9\n", 1, "ward"),
        (
            "streets.csv", "number,name,aliases,wards,latitude,longitude,extent_m\n1,A,,,10,106,9\n", 2,
            "wards"
        ),
        (
            "streets.csv",
            "number,name,aliases,wards,latitude,longitude,extent_m\n1,A,\u{7},26743,10,106,9\n",
            2, "aliases"
        ),
        ("addresses.csv", "street,path,ward,latitude,longitude\n5,36,26743,10,106\n", 2, "street"),
        ("addresses.csv", "street,path,ward,latitude,longitude\n1,36//4,26743,10,106\n", 2, "path"),
        ("addresses.csv", "street,path,ward,latitude,longitude\n1,abc,26743,10,106\n", 2, "path"),
        ("crossings.csv", "street,other,latitude,longitude\n1,1,10,106\n", 2, "other"),
    ])
    func refuses(file: String, text: String, line: Int, column: String) throws {
        var files = try Self.files()
        files.streets = "number,name,aliases,wards,latitude,longitude,extent_m\n1,A,,26743,10,106,9\n"
        switch file {
        case "places.csv": files.places = text
        case "streets.csv": files.streets = text
        case "addresses.csv": files.addresses = text
        default: files.crossings = text
        }
        let error = try #require(throws: CityFileError.self) { try City.parse(name: "a", files: files) }
        #expect(error.file == file && error.line == line && error.column == column, "\(error)")
    }

    @Test(
        arguments: [
            ("36/45", "36/45"), ("012A", "12a"), ("12 bis", "12bis"), ("A12/3", "a12/3"), ("", nil),
            ("x", nil), ("1/", nil),
            ("1/2/3/4/5/6/7/8/9", nil), ("123456789", nil), ("12 13", nil), ("36-45", nil),
        ] as [(String, String?)])
    func paths(text: String, expected: String?) {
        #expect(NumberPath(text)?.text == expected)
    }
}
