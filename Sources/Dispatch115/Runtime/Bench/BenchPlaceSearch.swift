// Words of a caller to a place, in a made-up city of 2,000 streets with 50 house numbers each. Every look-up is
// a new address, in the forms people say.

import Geo

enum BenchPlaceSearch {
    private static let first = [
        "Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Phan", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương",
        "Lý",
    ]
    private static let middle = [
        "Văn", "Thị", "Hữu", "Đức", "Minh", "Quang", "Xuân", "Ngọc", "Thanh", "Công",
    ]
    private static let last = [
        "An", "Bình", "Cường", "Dũng", "Giang", "Hạnh", "Hùng", "Khoa", "Lan", "Long", "Mai", "Nam", "Phúc",
        "Quyên", "Sơn", "Tâm", "Thảo", "Tuấn", "Vinh", "Yến",
    ]
    private static let forms: [@Sendable (Int, Int, String) -> String] = [
        { "\($0)/\($1) \($2)" }, { "dạ em ở \($0) xẹt \($1) đường \($2) có người té xỉu" },
        { "hẻm \($0) số \($1) \($2), phường 3" }, { "số \($1) hẻm \($0) \(VietnameseFold.fold($2))" },
        { "\($0)/\($1) \($2)x" },
    ]

    static func run(streets count: Int = 2_000, searches: Int = 20_000) throws -> [BenchRow] {
        let city = city(streets: count)
        let residentBefore = Engine.residentBytes()
        let began = WallClock.monotonicNanoseconds()
        let finder = try city.placeFinder()
        let built = Double(WallClock.monotonicNanoseconds() - began) / 1e9
        let grown = Engine.residentBytes() - residentBefore
        var times: [Int64] = []
        var answered = 0
        var random = SplitMix64(seed: 115)
        for _ in 0..<searches {
            let street = city.places.streets[Int(random.next() % UInt64(count))]
            let number = Int(random.next() % 10) * 2 + 2
            let inner = Int(random.next() % 4) + 1
            let words = forms[Int(random.next() % UInt64(forms.count))](number, inner, street.name)
            let start = WallClock.monotonicNanoseconds()
            let answer = finder.resolve(words)
            times.append(WallClock.monotonicNanoseconds() - start)
            if answer != .unknown { answered += 1 }
        }
        times.sort()
        guard answered == searches else {
            throw BenchFailure("only \(answered) of \(searches) were found or asked")
        }
        let rows = city.places.addresses.count
        return [
            BenchRow("build", rows, built, "s"),
            BenchRow("memory", rows, Double(grown) / Double(rows), "B/house number"),
            BenchRow("resolve-p50", searches, Double(times[times.count / 2]) / 1e3, "us"),
            BenchRow("resolve-p99", searches, Double(times[times.count * 99 / 100]) / 1e3, "us"),
            BenchRow("resolve-max", searches, Double(times[times.count - 1]) / 1e3, "us"),
        ]
    }

    /// One ward, streets of three syllables (some names twice), ten alleys of four houses each.
    private static func city(streets count: Int) -> City {
        let centre = Coordinate(latitudeE7: 107_700_000, longitudeE7: 1_066_900_000)
        guard let centre else { preconditionFailure("a place on the globe") }
        let ward = City.Ward(code: 1, name: "Phường 3", coordinate: centre, areaKm2: 100, formerDistricts: [])
        var places = CityPlaces()
        for index in 0..<count {
            let name =
                first[index % 14] + " " + middle[index / 14 % 10] + " " + last[index / 140 % 20]
            let latitude = centre.latitudeE7 + Int32(index / 45) * 9_000
            let longitude = centre.longitudeE7 + Int32(index % 45) * 9_000
            guard let middle = Coordinate(latitudeE7: latitude, longitudeE7: longitude) else { continue }
            places.streets.append(
                CityPlaces.Street(
                    number: index + 1, name: name, aliases: [], wards: [1], coordinate: middle,
                    extentMetres: 500))
            for number in 1...10 {
                let at = Coordinate(latitudeE7: latitude, longitudeE7: longitude + Int32(number) * 800)
                guard let at else { continue }
                let paths = ["\(number * 2)"] + (1...4).map { "\(number * 2)/\($0)" }
                for path in paths.compactMap({ NumberPath($0) }) {
                    places.addresses.append(
                        CityPlaces.Address(street: index, path: path, ward: 1, coordinate: at))
                }
            }
        }
        return City(
            name: "bench", wards: [ward], oldAreas: [], stations: [], units: [], places: places)
    }
}
