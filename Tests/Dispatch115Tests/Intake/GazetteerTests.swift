import Foundation
import Geo
import Testing

@testable import Dispatch115

@Suite struct GazetteerTests {
    /// What a row expects: the one place, or places that must be among those asked, or nothing.
    enum Expected: Sendable {
        /// Official name and kind; the district of an old ward.
        case found(String, PlaceKind, in: String? = nil)
        /// "name" or "name, district" of some that must be listed.
        case asked([String])
        case unknown
    }

    static let gazetteer = Result { Gazetteer(city: try CityOfTests.city()) }

    static func title(_ place: Place) -> String {
        place.kind == .oldWard ? place.name + ", " + (place.district ?? "?") : place.name
    }

    private func check(_ words: String, _ expected: Expected) throws {
        let answer = try Self.gazetteer.get().resolve(words)
        switch (expected, answer) {
        case (.found(let name, let kind, let district), .found(let place)):
            #expect(place.name == name, "\(words)")
            #expect(place.kind == kind, "\(words)")
            if let district { #expect(place.district == district, "\(words)") }
        case (.asked(let names), .ambiguous(let places, let more)):
            #expect(!places.isEmpty && places.count <= Gazetteer.candidateLimit)
            #expect(more == 0 || places.count == Gazetteer.candidateLimit)
            let titles = places.map(Self.title)
            for name in names { #expect(titles.contains(name), "\(words): \(titles)") }
        case (.unknown, .unknown): break
        default: Issue.record("\(words): expected \(expected), was \(answer)")
        }
    }

    @Test(
        arguments: [
            // A name stands anywhere; title, accents and case are free.
            ("chợ Bến Thành", .found("Phường Bến Thành", .ward)),
            ("0903 gần chợ bến thành cổng đông", .found("Phường Bến Thành", .ward)),
            ("PHƯỜNG BẾN THÀNH", .found("Phường Bến Thành", .ward)),
            ("p.Bến Thành", .found("Phường Bến Thành", .ward)),
            ("P BẾN THÀNH Q1", .found("Phường Bến Thành", .ward)),
            ("bến-thành", .found("Phường Bến Thành", .ward)),
            ("đặc khu Côn Đảo", .found("Đặc khu Côn Đảo", .ward)),
            ("côn đảo", .found("Đặc khu Côn Đảo", .ward)),
            ("xã Trừ Văn Thố", .found("Xã Trừ Văn Thố", .ward)),
            ("Hoà Hưng", .found("Phường Hòa Hưng", .ward)),
            // Districts.
            ("q1", .found("Quận 1", .oldDistrict)), ("q.1", .found("Quận 1", .oldDistrict)),
            ("Quận 1", .found("Quận 1", .oldDistrict)), ("quận 01", .found("Quận 1", .oldDistrict)),
            ("Quận 12", .found("Quận 12", .oldDistrict)),
            ("Q. Tân Bình", .found("Quận Tân Bình", .oldDistrict)),
            ("huyện Củ Chi", .found("Huyện Củ Chi", .oldDistrict)),
            ("TP Thủ Đức", .found("Thành phố Thủ Đức", .oldDistrict)),
            ("thành phố Vũng Tàu", .found("Thành phố Vũng Tàu", .oldDistrict)),
            ("phường Thủ Đức", .found("Phường Thủ Đức", .ward)), ("quận 13", .unknown),
            ("quận 2", .found("Quận 2", .oldDistrict)),
            ("quận Thủ Đức", .found("Quận Thủ Đức", .oldDistrict)),
            // Numbered wards want their district.
            ("p14 q10", .found("Phường 14", .oldWard, in: "Quận 10")),
            ("P14Q10", .found("Phường 14", .oldWard, in: "Quận 10")),
            ("f14 quận 10", .found("Phường 14", .oldWard, in: "Quận 10")),
            ("phường 14, quận 10", .found("Phường 14", .oldWard, in: "Quận 10")),
            ("hẻm 36/45 đường Thành Thái phường 14 quận 10 ", .found("Phường 14", .oldWard, in: "Quận 10")),
            ("Quận Gò Vấp phường 5", .found("Phường 5", .oldWard, in: "Quận Gò Vấp")),
            ("phường 5 gò vấp", .found("Phường 5", .oldWard, in: "Quận Gò Vấp")),
            ("phường 14", .asked(["Phường 14, Quận Gò Vấp", "Phường 14, Quận 10"])),
            ("phường 14 phường 15", .asked([])), ("14", .unknown), ("14 10", .unknown),
            ("phường 99 quận 10", .found("Quận 10", .oldDistrict)),
            // The longest name wins.
            ("Tân Phú Trung", .found("Xã Tân Phú Trung", .oldWard, in: "Huyện Củ Chi")),
            ("Bình Hưng Hòa A", .found("Phường Bình Hưng Hòa A", .oldWard, in: "Quận Bình Tân")),
            ("An Phú Đông", .found("Phường An Phú Đông", .ward)),
            // Same name close by is one place; far apart is asked.
            ("Bến Thành", .found("Phường Bến Thành", .ward)), ("Gò Vấp", .found("Phường Gò Vấp", .ward)),
            ("Tân Bình", .found("Phường Tân Bình", .ward)),
            ("Tân Phú", .asked(["Phường Tân Phú", "Quận Tân Phú", "Phường Tân Phú, Quận 7"])),
            ("Thủ Đức", .asked(["Phường Thủ Đức", "Thành phố Thủ Đức"])),
            ("Củ Chi", .asked(["Xã Củ Chi", "Huyện Củ Chi"])), ("Vũng Tàu", .asked(["Phường Vũng Tàu"])),
            ("Bình Khánh", .asked(["Xã Bình Khánh", "Xã Bình Khánh, Huyện Cần Giờ"])),
            ("Sài Gòn", .asked(["Phường Sài Gòn", "Sài Gòn"])),
            ("tỉnh Bình Dương", .asked(["Tỉnh Bình Dương"])),
            // A second name narrows where it holds the first, else both are asked.
            ("Tân Phú quận 7", .found("Phường Tân Phú", .oldWard, in: "Quận 7")),
            ("Tân Phú quận 9", .found("Phường Tân Phú", .oldWard, in: "Thành phố Thủ Đức")),
            ("An Phú quận 2", .found("Phường An Phú", .oldWard, in: "Thành phố Thủ Đức")),
            ("Thảo Điền, Quận 2, Sài Gòn", .found("Phường Thảo Điền", .oldWard)),
            ("Tân Định quận 2", .asked(["Phường Tân Định", "Quận 2"])),
            ("Tân Phú, Thủ Đức", .found("Phường Tân Phú", .oldWard, in: "Thành phố Thủ Đức")),
            ("Bến Thành, Sài Gòn", .found("Phường Bến Thành", .ward)),
            ("Gò Vấp Sài Gòn", .found("Phường Gò Vấp", .ward)),
            ("Phước Thắng, Vũng Tàu", .found("Phường Phước Thắng", .ward)),
            ("Lái Thiêu, Thuận An, Bình Dương", .found("Phường Lái Thiêu", .ward)),
            ("Đa Kao phường Sài Gòn", .found("Phường Đa Kao", .oldWard, in: "Quận 1")),
            ("Bến Thành quận 7", .asked(["Phường Bến Thành", "Quận 7"])),
            ("Hòa Bình, Dĩ An", .asked(["Phường Hòa Bình", "Phường Dĩ An", "Thành phố Dĩ An"])),
            ("Tân Bình, Bình Dương", .asked(["Phường Tân Bình", "Phường Bình Dương"])),
            ("phường 14 quận 2", .asked(["Phường 14, Quận 10"])),
            // A comma parts a name.
            ("Tân, Phú", .unknown),
            // Nothing known.
            ("", .unknown), ("   ", .unknown), ("ngã tư gần nhà", .unknown), ("hồ chí minh", .unknown),
            (";;;,,,", .unknown),
        ] as [(String, Expected)])
    func saysWithAndWithoutAccents(words: String, expected: Expected) throws {
        for form in CityOfTests.forms(of: words) {
            try check(form, expected)
            try check(form.uppercased(), expected)
            try check(form.lowercased(), expected)
        }
    }

    @Test(
        arguments: [
            // Accents break a tie, and only a tie.
            ("Thạnh An", .found("Xã Thạnh An", .ward)), ("thanh an", .asked(["Xã Thanh An", "Xã Thạnh An"])),
            ("Bên Thanh", .found("Phường Bến Thành", .ward)), ("Tân Phú", .asked(["Quận Tân Phú"])),
            ("quán ăn Phú Nhuận", .found("Phường Phú Nhuận", .ward)),
            ("phuờng 14 quân 10", .found("Phường 14", .oldWard)),
            // Streets, house numbers and bridges bear the names of places far away.
            ("đường Phạm Văn Hai", .unknown), ("hẻm Tân Phú", .unknown), ("Đ. Phạm Văn Hai", .unknown),
            ("36 Phạm Văn Hai", .asked(["Xã Phạm Văn Hai, Huyện Bình Chánh"])),
            ("36/45 Phạm Văn Hai quận Tân Bình", .found("Quận Tân Bình", .oldDistrict)),
            ("đường Phạm Văn Hai, quận Tân Bình", .found("Quận Tân Bình", .oldDistrict)),
            ("cầu Bình Lợi", .asked(["Xã Bình Lợi"])),
            ("cầu Bình Lợi, Bình Thạnh", .found("Phường Bình Thạnh", .ward)),
            ("36 phường Bến Thành", .found("Phường Bến Thành", .ward)),
            ("đường số 7 Bến Thành", .found("Phường Bến Thành", .ward)),
            ("Cách Mạng Tháng 8 Gò Vấp", .found("Phường Gò Vấp", .ward)),
            ("phường 12 Gò Vấp", .found("Phường 12", .oldWard, in: "Quận Gò Vấp")),
            ("Bình Dương phường Phú Lợi", .found("Phường Phú Lợi", .ward)),
            ("tỉnh Bình Dương phường Phú Lợi", .found("Phường Phú Lợi", .ward)),
            // A title that fits none of the name's places is asked.
            ("quận Bến Thành", .asked(["Phường Bến Thành"])), ("chợ quán", .found("Phường Chợ Quán", .ward)),
        ] as [(String, Expected)])
    func says(words: String, expected: Expected) throws {
        try check(words, expected)
        try check(words.decomposedStringWithCanonicalMapping, expected)
    }

    @Test(arguments: [
        ("10.7769,106.7009", 107_769_000, 1_067_009_000, false),
        ("10.7769 106.7009", 107_769_000, 1_067_009_000, false),
        ("  10.7769 ,  106.7009  ", 107_769_000, 1_067_009_000, false),
        ("10.77691234,106.70091235", 107_769_123, 1_067_009_124, false),
        ("(10.7769; 106.7009).", 107_769_000, 1_067_009_000, false),
        ("gps 10.7769,106.7009 quận 7", 107_769_000, 1_067_009_000, false),
        ("8.69,106.61", 86_900_000, 1_066_100_000, false),
        ("21.0285,105.8542", 210_285_000, 1_058_542_000, true),
        ("-33.8688,151.2093", -338_688_000, 1_512_093_000, true),
        ("9.5,106.6", 95_000_000, 1_066_000_000, true),
        ("90.0,180.0", 900_000_000, 1_800_000_000, true),
        ("10.3600,106.36", 103_600_000, 1_063_600_000, true),
    ])
    func coordinates(words: String, latitudeE7: Int32, longitudeE7: Int32, isOutside: Bool) throws {
        guard case .found(let place) = try Self.gazetteer.get().resolve(words) else {
            Issue.record("\(words) was not found")
            return
        }
        #expect(place.coordinate == Coordinate(latitudeE7: latitudeE7, longitudeE7: longitudeE7))
        #expect(place.isOutsideArea == isOutside)
        #expect(place.kind == .point && place.precisionMetres == 10)
    }

    @Test(arguments: [
        "90.1,180.5", "10,106", "10.1.2.3", "10.7769", "10.77691,", "10.7a 106.7", "1000.5 106.7", ".5 .6",
        "10.7,,106.7",
        "10,7769 106,7009", "10.7769\n106.7009",
    ])
    func whatIsNoCoordinateIsUnknown(words: String) throws {
        #expect(try Self.gazetteer.get().resolve(words) == .unknown)
    }

    @Test func coordinatesTurnedRoundOrTwoOfThemAreAsked() throws {
        let gazetteer = try Self.gazetteer.get()
        guard case .ambiguous(let turned, 0) = gazetteer.resolve("106.7009, 10.7769") else {
            Issue.record("a turned coordinate must be asked")
            return
        }
        #expect(turned.map(\.name) == ["10.7769, 106.7009"])
        guard case .ambiguous(let two, 0) = gazetteer.resolve("10.7769,106.7009 10.7770,106.7009") else {
            Issue.record("two coordinates must be asked")
            return
        }
        #expect(two.map(\.name) == ["10.7769, 106.7009", "10.7770, 106.7009"])
    }

    @Test func aPlaceSaysHowWellItIsKnown() throws {
        let gazetteer = try Self.gazetteer.get()
        guard case .found(let old) = gazetteer.resolve("da kao q1") else {
            Issue.record("an old ward must be found")
            return
        }
        #expect(old.kind == .oldWard && old.label == "Phường Đa Kao, Quận 1")
        #expect(old.nowIn == ["Phường Sài Gòn", "Phường Tân Định"])
        guard case .found(let ward) = gazetteer.resolve("go vap") else {
            Issue.record("a ward must be found")
            return
        }
        #expect(ward.kind == .ward && ward.alsoMeans == ["Quận Gò Vấp"])
        guard case .found(let district) = gazetteer.resolve("quan go vap") else {
            Issue.record("a district must be found")
            return
        }
        // The ward's own circle has a radius of 946 m, the district's 2,506 m: the answer covers both.
        let apart = ward.coordinate.distanceMetres(to: district.coordinate)
        #expect(district.precisionMetres == 2_506)
        #expect(ward.precisionMetres >= district.precisionMetres + Int(apart))
    }

    @Test func theListOfCandidatesIsBoundedAndAlwaysTheSame() throws {
        let gazetteer = try Self.gazetteer.get()
        guard case .ambiguous(let places, let more) = gazetteer.resolve("phuong 1") else {
            Issue.record("a numbered ward alone must be asked")
            return
        }
        let all = try CityOfTests.city().oldAreas.filter { $0.name == "Phường 1" }
        #expect(places.map(\.code) == all.prefix(8).map(\.code))
        #expect(more == all.count - 8)
        #expect(gazetteer.resolve("phuong 1") == .ambiguous(places, more: more))
    }

    @Test(arguments: [
        // The old xã beside the new one of its name is not a choice of its own.
        ("binh chanh", ["Xã Bình Chánh", "Huyện Bình Chánh"]),
        // "Quán" belongs to Chợ Quán and is no title of Gò Vấp.
        ("cho quan go vap", ["Phường Gò Vấp", "Phường Chợ Quán", "Quận Gò Vấp"]),
        // Exact accents stand first.
        ("Phạm Văn Hai, Thanh An, Thạnh An", ["Xã Thạnh An", "Xã Phạm Văn Hai", "Xã Thanh An"]),
    ])
    func asksForExactlyThese(words: String, names: [String]) throws {
        guard case .ambiguous(let places, 0) = try Self.gazetteer.get().resolve(words) else {
            Issue.record("\(words) must be asked")
            return
        }
        #expect(places.map(\.name) == names)
    }

    @Test func whatIsCutOffMakesAnAnswerOnlyAnOffer() throws {
        let gazetteer = try Self.gazetteer.get()
        let far = "ben thanh" + String(repeating: " .", count: 400)
        guard case .ambiguous(let places, 0) = gazetteer.resolve(far) else {
            Issue.record("words beyond the limit make it a question")
            return
        }
        #expect(places.map(\.name) == ["Phường Bến Thành"])
        #expect(gazetteer.resolve(String(repeating: "x ", count: 400) + "ben thanh") == .unknown)
    }
}
