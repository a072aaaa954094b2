import Foundation
import Geo
import Testing

@testable import Dispatch115

/// A small map by hand: every rule of docs/PLACES.md once, and what must never happen.
@Suite struct PlaceFinderTests {
    /// Two wards 6 km apart in districts 1 and 2; "Lê Hoa" in both, the rest in the first.
    static func city() throws -> City {
        let files = CityFiles(
            wards: """
                code,name,latitude,longitude,area_km2,former_districts
                1,Phường An Lành,10.700,106.600,8,801
                2,Phường Cát Tường,10.700,106.660,8,802
                """,
            oldWards: """
                code,kind,name,within,latitude,longitude,area_km2,new_wards
                900,province,Tỉnh Cũ,,10.7,106.6,900,
                801,district,Quận 1,900,10.7,106.6,20,
                802,district,Quận 2,900,10.7,106.66,20,
                100,ward,Phường 3,801,10.7,106.6,8,1
                101,ward,Phường 3,802,10.7,106.66,8,2
                """,
            stations: "number,name,ward,latitude,longitude\n1,Bệnh viện,1,10.7,106.6\n",
            units: "number,kind,station,skills,equipment\n1,car,1,,\n",
            places: """
                name,aliases,latitude,longitude,precision_m,ward
                Chợ Sao,Sao Mai|Chợ Đêm,10.7010,106.6010,200,1
                Bệnh viện Đại Sơn,,10.7000,106.6600,300,2
                """,
            streets: """
                number,name,aliases,wards,latitude,longitude,extent_m
                1,Lê Hoa,,1,10.7,106.600,600
                2,Lê Hoa,,2,10.7,106.660,600
                3,Đường Trần Đạo,Hương Lộ Sậy,1,10.701,106.601,600
                4,Nguyễn Thị Kim,,1,10.702,106.602,600
                5,Nguyễn Thị Kim Khánh,,1,10.704,106.604,600
                6,Đường số 7,,1,10.705,106.605,600
                7,Quốc Lộ Dài,,1,10.705,106.605,9000
                """,
            addresses: """
                street,path,ward,latitude,longitude
                1,36,1,10.7001,106.6001
                1,36/45,1,10.7004,106.6001
                2,36,2,10.7001,106.6601
                3,12A,1,10.7011,106.6011
                3,2,1,10.7010,106.6000
                3,4,1,10.7010,106.6002
                3,8,1,10.7010,106.6006
                3,10,1,10.7010,106.6008
                3,20,1,10.7010,106.6018
                4,5,1,10.7021,106.6021
                5,5,1,10.7041,106.6041
                6,12,1,10.7051,106.6051
                """,
            crossings: "street,other,latitude,longitude\n3,4,10.7015,106.6015\n")
        return try City.parse(name: "small", files: files)
    }

    static let finder = Result { try city().placeFinder() }

    /// "found NAME ±metres", "asked: NAME | NAME", "unknown".
    private func shown(_ answer: PlaceAnswer) -> String {
        switch answer {
        case .found(let place): "found \(place.name) ±\(place.precisionMetres)"
        case .ambiguous(let places, _): "asked: " + places.map(\.label).joined(separator: " | ")
        case .unknown: "unknown"
        }
    }

    private static let lanh = "Phường An Lành (Quận 1)"
    private static let tuong = "Phường Cát Tường (Quận 2)"

    @Test(
        arguments: [
            // The number itself, with the ward said in any way.
            ("36/45 Lê Hoa, phường An Lành", "found 36/45 Lê Hoa ±25"),
            ("36 xẹt 45 Lê Hoa q1", "found 36/45 Lê Hoa ±25"),
            ("hẻm 36 số 45 đường Lê Hoa phường 3 quận 1", "found 36/45 Lê Hoa ±25"),
            ("dạ em ở Lê Hoa 36/45 An Lành có người xỉu", "found 36/45 Lê Hoa ±25"),
            ("36 Lê Hoa Cát Tường", "found 36 Lê Hoa ±25"),
            ("đối diện số 36 Lê Hoa, Cát Tường", "found 36 Lê Hoa ±85"),
            ("12A Trần Đạo", "found 12A Đường Trần Đạo ±25"),
            ("12a hương lộ sậy", "found 12A Đường Trần Đạo ±25"),
            ("12 đường số 7", "found 12 Đường số 7 ±25"),
            // Deeper than the map.
            ("36/45/7 Lê Hoa quận 1", "found 36/45/7 Lê Hoa (36/45) ±150"),
            ("36/9/8 Lê Hoa quận 1", "found 36/9/8 Lê Hoa (36) ±300"),
            ("hẻm 36/45 Lê Hoa quận 1", "found Hẻm 36/45 Lê Hoa ±150"),
            // Between neighbours that run in order, never over a gap or a side.
            ("6 Trần Đạo", "found 6 Đường Trần Đạo (4-8) ±666"), ("14 Trần Đạo", "found Đường Trần Đạo ±600"),
            ("5 Trần Đạo", "found Đường Trần Đạo ±600"),
            // Only the street.
            ("đường Trần Đạo", "found Đường Trần Đạo ±600"),
            ("12 Quốc Lộ Dài", "asked: Quốc Lộ Dài, \(lanh)"),
            // Several streets of the name.
            ("36 Lê Hoa", "asked: 36 Lê Hoa, \(lanh) | 36 Lê Hoa, \(tuong)"),
            ("36/45 Lê Hoa", "asked: 36/45 Lê Hoa, \(lanh) | 36/45 Lê Hoa (36), \(tuong)"),
            ("36/45 Lê Hoa gần chợ Sao", "found 36/45 Lê Hoa ±25"),
            ("36 Lê Hoa gần bệnh viện Đại Sơn", "found 36 Lê Hoa ±25"),
            // Words that contradict each other.
            ("12A Trần Đạo phường Cát Tường", "asked: 12A Đường Trần Đạo, \(lanh)"),
            (
                "12A Trần Đạo gần bệnh viện Đại Sơn",
                "asked: 12A Đường Trần Đạo, \(lanh) | Bệnh viện Đại Sơn, \(tuong)"
            ),
            // Doubt.
            ("36-38 Lê Hoa quận 1", "asked: 36 Lê Hoa, \(lanh)"),
            ("12 A Trần Đạo", "asked: 12A Đường Trần Đạo, \(lanh)"),
            ("36/45 Lê Hoạ quận 1", "asked: 36/45 Lê Hoa, \(lanh)"),
            ("36/45 Lê Hoaa quận 1", "asked: 36/45 Lê Hoa, \(lanh)"),
            ("5 Nguyễn Thị Kim", "found 5 Nguyễn Thị Kim ±25"),
            ("5 Nguyễn Thị Kim Khánh", "found 5 Nguyễn Thị Kim Khánh ±25"),
            (
                "5 Nguyễn Thị Kim Khánhh",
                "asked: 5 Nguyễn Thị Kim, \(lanh) | 5 Nguyễn Thị Kim Khánh, \(lanh)"
            ),
            // Crossings.
            ("ngã tư Trần Đạo Nguyễn Thị Kim", "found Đường Trần Đạo - Nguyễn Thị Kim ±50"),
            ("góc Nguyễn Thị Kim và Trần Đạo", "found Nguyễn Thị Kim - Đường Trần Đạo ±50"),
            (
                "Trần Đạo Nguyễn Thị Kim",
                "asked: Đường Trần Đạo - Nguyễn Thị Kim, \(lanh) | Đường Trần Đạo, \(lanh) | Nguyễn Thị Kim, \(lanh)"
            ),
            // Landmarks.
            ("chợ Sao", "found Chợ Sao ±200"), ("gần chợ đêm", "found Chợ Sao ±400"),
            ("bv đại sơn", "found Bệnh viện Đại Sơn ±300"), ("hẻm 99 gần chợ Sao", "found Chợ Sao ±1000"),
            ("chợ Sao phường Cát Tường", "asked: Chợ Sao, \(lanh) | Phường Cát Tường"),
            ("36 chợ sao", "asked: Chợ Sao, \(lanh)"),
            // Nothing of the index.
            ("phường An Lành", "found Phường An Lành ±1596"), ("nhà tôi", "unknown"), ("", "unknown"),
        ] as [(String, String)])
    func finds(words: String, expected: String) throws {
        let finder = try Self.finder.get()
        #expect(shown(finder.resolve(words)) == expected, "\(words)")
        // Decomposed letters change nothing.
        #expect(shown(finder.resolve(words.decomposedStringWithCanonicalMapping)) == expected, "NFD \(words)")
    }

    /// Rows in another order, more rows elsewhere: the same words, the same place.
    @Test func twoRunsGiveTheSame() throws {
        let other = try Self.city().placeFinder()
        for words in ["36/45 Lê Hoa", "36 le hoa quan 1", "chợ sao", "5 nguyen thi kim khanhh"] {
            #expect(try Self.finder.get().resolve(words) == other.resolve(words))
        }
    }

    @Test func whatFTSUnderstandsAsOperatorsIsOnlyWords() throws {
        let finder = try Self.finder.get()
        let plain = finder.resolve("36 Lê Hoaa quận 1")
        for words in [
            "36 \"Lê Hoaa\" quận 1", "36 Lê Hoaa* quận 1", "36 Lê Hoaa quận 1 '; --", "36 (Lê Hoaa) quận 1",
            "36 +Lê +Hoaa quận 1 ^", "36 {Lê Hoaa}: quận 1", "36 Lê Hoaa quận 1 😀",
        ] {
            let answer = finder.resolve(words)
            #expect(shown(answer) == shown(plain) || words.contains("("), "\(words): \(shown(answer))")
        }
        for words in ["NEAR(le hoaa, 3)", "le AND NOT hoaa", "key:le hoaa", "\"", "*", "\u{0}36 le hoaa"] {
            if case .found(let place) = finder.resolve(words) { Issue.record("\(words) found \(place)") }
        }
    }

    @Test func rubbishNeverTraps() throws {
        let finder = try Self.finder.get()
        var random = SeededBytes()
        let pieces = [
            "36", "/", " xẹt ", "Lê Hoa", "le hoaa ", "hẻm ", "\u{301}", "\u{202E}", "\u{FEFF}", "đ", "Ω",
            "漢", "😀", "-",
            "999999999999999999999", " ngã tư ", "\"", "*", ",", "\0", "p", "q1", " a ",
            String(repeating: "x", count: 400),
        ]
        for _ in 0..<150 {
            var words = ""
            for _ in 0...random.below(12) { words += pieces[random.below(pieces.count)] }
            let answer = finder.resolve(words)
            #expect(finder.resolve(words) == answer, "seed \(random.seed): \(words)")
            if case .ambiguous(let places, let more) = answer {
                #expect(!places.isEmpty && places.count <= Gazetteer.candidateLimit && more >= 0)
            }
        }
        _ = finder.resolve(String(repeating: "36/", count: 100_000))
        _ = finder.resolve(String(repeating: "a", count: 1_000_000))
    }

    /// A lookup that fails leaves the areas.
    @Test func withoutItsIndexTheAreasAnswer() throws {
        final class Broken: PlaceLookup {
            let failure = PlaceLookupError(description: "gone")
            func names(_ keys: [String]) throws(PlaceLookupError) -> [IndexedName] { throw failure }
            func names(like words: [String]) throws(PlaceLookupError) -> [IndexedName] { throw failure }
            func points(street: Int, path: String) throws(PlaceLookupError) -> [IndexedPoint] {
                throw failure
            }
            func neighbours(street: Int, number: Int) throws(PlaceLookupError) -> (
                below: [(number: Int, point: IndexedPoint)], above: [(number: Int, point: IndexedPoint)]
            ) { throw failure }
            func crossings(_ street: Int, _ other: Int) throws(PlaceLookupError) -> [Coordinate] {
                throw failure
            }
        }
        let finder = PlaceFinder(city: try Self.city(), lookup: Broken())
        #expect(shown(finder.resolve("36 Lê Hoa phường An Lành")) == "found Phường An Lành ±1596")
    }

    // MARK: - The real city

    @Test func everyLandmarkIsItselfOrAsked() throws {
        let city = try CityOfTests.city()
        let finder = try city.placeFinder()
        #expect(city.places.landmarks.count >= 100)
        var unasked = 0
        for landmark in city.places.landmarks {
            for name in PlaceNames.spellings(of: landmark) {
                for form in CityOfTests.forms(of: name) {
                    switch finder.resolve(form) {
                    case .found(let place):
                        #expect(place.name == landmark.name, "\(form): \(place)")
                        unasked += 1
                    case .ambiguous(let places, _):
                        #expect(
                            places.contains { $0.name == landmark.name }, "\(form): \(places.map(\.name))")
                    case .unknown: Issue.record("\(form) is unknown")
                    }
                }
            }
        }
        #expect(unasked > 300)
    }

    @Test func everyLandmarkLiesInOrNearItsWard() throws {
        let city = try CityOfTests.city()
        for landmark in city.places.landmarks {
            let ward = try #require(city.wards.first { $0.code == landmark.ward })
            let radius = (ward.areaKm2 / Double.pi).squareRoot() * 1_000
            let apart = ward.coordinate.distanceMetres(to: landmark.coordinate)
            #expect(
                apart <= radius * 1.6 + Double(landmark.precisionMetres), "\(landmark.name): \(Int(apart)) m")
            #expect(landmark.precisionMetres >= 300, "\(landmark.name): nobody surveyed it")
        }
    }

    /// The landmarks take nothing from the areas: each is still itself, or asked with itself.
    @Test func everyAreaIsStillItselfOrAsked() throws {
        let city = try CityOfTests.city()
        let finder = try city.placeFinder()
        let gazetteer = Gazetteer(city: city)
        for name in city.wards.map(\.name) + city.oldAreas.map(\.name) {
            for form in CityOfTests.forms(of: name) {
                #expect(finder.resolve(form) == gazetteer.resolve(form), "\(form)")
            }
        }
    }
}
