// Every area of the city by its own name, and words that mean nothing, against the answers that are never
// allowed.

import Geo
import Testing

@testable import Dispatch115

@Suite struct GazetteerWholeCityTests {
    @Test func everyWardIsItselfOrAskedWithItself() throws {
        let city = try CityOfTests.city()
        let gazetteer = Gazetteer(city: city)
        var found = 0
        for ward in city.wards {
            for form in CityOfTests.forms(of: ward.name) {
                switch gazetteer.resolve(form) {
                case .found(let place):
                    found += 1
                    #expect(place.code == ward.code && place.kind == .ward, "\(form): \(place)")
                case .ambiguous(let places, _):
                    #expect(
                        places.contains { $0.code == ward.code && $0.kind == .ward }, "\(form): \(places)")
                case .unknown:
                    Issue.record("\(form) is unknown")
                }
            }
        }
        // Most are found outright: asking everything would pass the rest of this test and help nobody.
        #expect(found > 168 * 3 * 9 / 10, "\(found) of \(168 * 3)")
    }

    @Test func everyOldWardWithItsDistrictIsItselfOrTheNewWardOfItsNameCloseBy() throws {
        let city = try CityOfTests.city()
        let gazetteer = Gazetteer(city: city)
        var found = 0
        for area in city.oldAreas where area.kind == .ward {
            let district = try #require(city.oldAreas.first { $0.code == area.within.first })
            for form in CityOfTests.forms(of: area.name + ", " + district.name) {
                func isRight(_ place: Place) -> Bool {
                    if place.kind == .oldWard { return place.code == area.code }
                    return place.kind == .ward && bare(place.name) == bare(area.name)
                        && place.coordinate.distanceMetres(to: area.coordinate) <= Gazetteer.sameplaceMetres
                }
                switch gazetteer.resolve(form) {
                case .found(let place):
                    found += 1
                    #expect(isRight(place), "\(form): \(place)")
                case .ambiguous(let places, _):
                    #expect(places.contains(where: isRight), "\(form): \(places)")
                case .unknown:
                    Issue.record("\(form) is unknown")
                }
            }
        }
        #expect(found > 273 * 3 * 9 / 10, "\(found) of \(273 * 3)")
    }

    @Test func everyDistrictWithItsTitleIsItself() throws {
        let city = try CityOfTests.city()
        let gazetteer = Gazetteer(city: city)
        for area in city.oldAreas where area.kind == .district {
            for form in CityOfTests.forms(of: area.name) {
                guard case .found(let place) = gazetteer.resolve(form) else {
                    Issue.record("\(form) was not found")
                    continue
                }
                #expect(place.code == area.code && place.kind == .oldDistrict, "\(form): \(place)")
            }
        }
    }

    /// A name without its title.
    private func bare(_ name: String) -> String {
        let words = VietnameseFold.fold(name).split(separator: " ")
        return words.dropFirst(words.starts(with: ["thi", "tran"]) ? 2 : 1).joined(separator: " ")
    }

    @Test func randomBytesNeverTrapAndFoundIsAlwaysSomething() throws {
        let gazetteer = Gazetteer(city: try CityOfTests.city())
        var random = SeededBytes()
        for _ in 0..<2_000 {
            let bytes = (0..<random.below(400)).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            let answer = gazetteer.resolve(String(decoding: bytes, as: UTF8.self))
            if case .ambiguous(let places, let more) = answer {
                #expect(!places.isEmpty && more >= 0, "seed \(random.seed)")
            }
        }
    }

    /// Names, titles, numbers and stops thrown together: no trap, the same answer twice, and a found area is
    /// one whose name stands in the words.
    @Test func jumbledNamesNeverFindWhatWasNotSaid() throws {
        let city = try CityOfTests.city()
        let gazetteer = Gazetteer(city: city)
        var random = SeededBytes()
        let names = (city.wards.map(\.name) + city.oldAreas.map(\.name)).map(VietnameseFold.fold)
        let glue = [" ", ", ", " cau ", " duong ", " p", " quan ", " 36/4 ", "; ", " tp ", " xa "]
        for _ in 0..<2_000 {
            var words = ""
            for _ in 0...random.below(5) {
                words += glue[random.below(glue.count)] + names[random.below(names.count)]
            }
            let answer = gazetteer.resolve(words)
            #expect(gazetteer.resolve(words) == answer, "seed \(random.seed)")
            if case .found(let place) = answer {
                let said = " " + PlaceWords(words).words.map(\.text).joined(separator: " ") + " "
                #expect(
                    said.contains(" " + bare(place.name) + " ") || place.name == "Sài Gòn",
                    "\(words): \(place)")
            }
        }
    }
}
