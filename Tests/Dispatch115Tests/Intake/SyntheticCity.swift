// A made-up city from a seed, for searching: streets of one name in several wards, numbers that jump, alleys
// nested five deep; and its addresses as callers say them. Nothing in it is a real place.

import Foundation
import Geo

@testable import Dispatch115

struct SyntheticCity {
    struct Truth {
        var street: Int
        var path: NumberPath
        var ward: Int
        var coordinate: Coordinate
        /// Whether the map has it.
        var isKnown: Bool
    }

    static let wardNames = [
        "An Lành", "Bình Yên", "Cát Tường", "Đông Phú", "Gia Hòa", "Hưng Thịnh", "Kim Sơn", "Lạc Viên",
        "Mỹ Hảo",
        "Ninh Kiều", "Phước Hậu", "Quảng Lợi",
    ]
    private static let surnames = ["Nguyễn", "Trần", "Lê", "Phạm", "Võ", "Đặng", "Bùi", "Đỗ"]
    private static let middles = ["Văn", "Thị", "Hữu", "Đức", "Đình"]
    private static let given = [
        "Đạo", "Khuê", "Lương", "Nghĩa", "Phụng", "Quyền", "Thoại", "Trứ", "Vĩnh", "Xuyến",
    ]

    private(set) var city: City
    private(set) var truths: [Truth] = []
    var random: SplitMix64

    init(seed: UInt64) {
        random = SplitMix64(seed: seed)
        var wards: [City.Ward] = []
        var old: [City.OldArea] = [
            .init(
                code: 900, kind: .province, name: "Tỉnh Cũ", within: [], coordinate: Self.at(0, 0),
                areaKm2: 500, newWards: [])
        ]
        for district in 0..<3 {
            old.append(
                .init(
                    code: 800 + district, kind: .district, name: "Quận \(district + 1)", within: [900],
                    coordinate: Self.at(Double(district) * 4_000, 6_000), areaKm2: 40, newWards: []))
        }
        for (index, name) in Self.wardNames.enumerated() {
            let centre = Self.at(Double(index % 3) * 4_000, Double(index / 3) * 4_000)
            wards.append(
                .init(
                    code: index + 1, name: "Phường " + name, coordinate: centre, areaKm2: 12,
                    formerDistricts: [800 + index % 3]))
            old.append(
                .init(
                    code: 100 + index, kind: .ward, name: "Phường \(index / 3 + 1)",
                    within: [800 + index % 3],
                    coordinate: centre, areaKm2: 12, newWards: [index + 1]))
        }
        city = City(name: "synthetic", wards: wards, oldAreas: old, stations: [], units: [])
        for index in 0..<70 { addStreet(index) }
        for (index, ward) in wards.enumerated() {
            city.places.landmarks.append(
                .init(
                    name: "Chợ Vàng \(["Một", "Hai", "Ba", "Bốn", "Năm", "Sáu"][index % 6])"
                        + (index < 6 ? "" : " Mới"),
                    aliases: [], coordinate: ward.coordinate, precisionMetres: 300, ward: ward.code))
        }
    }

    /// Metres east and north of a corner.
    static func at(_ east: Double, _ north: Double) -> Coordinate {
        let latitude = 107_000_000 + Int32(north / 0.0111195)
        let longitude = 1_066_000_000 + Int32(east / 0.010924)
        return Coordinate(latitudeE7: latitude, longitudeE7: longitude) ?? Coordinate(
            latitudeE7: 0, longitudeE7: 0)!
    }

    mutating func below(_ bound: Int) -> Int { random.below(bound) }

    private mutating func addStreet(_ index: Int) {
        // A third of the names come a second and third time, in other wards.
        let name: String
        let ward: Int
        if index >= 46, let twin = city.places.streets.dropFirst(index - 46).first {
            name = twin.name
            ward = (twin.wards[0] + 4) % 12
        } else {
            name =
                Self.surnames[index % 8] + " " + Self.middles[index / 8 % 5] + " "
                + Self.given[(index * 7 + index / 10) % 10]
            ward = below(12)
        }
        let east = Double(ward % 3) * 4_000 + Double(below(2_000)) - 1_000
        let north = Double(ward / 3) * 4_000 + Double(below(2_000)) - 1_000
        city.places.streets.append(
            .init(
                number: index + 1, name: name,
                aliases: index % 5 == 0 ? ["Hương Lộ Cây \(Self.given[index / 5 % 10])"] : [],
                wards: [ward + 1], coordinate: Self.at(east, north), extentMetres: 700))
        var numbers = Array(1...60)
        // Numbers that jump: a tenth of them stand where others should.
        for _ in 0..<6 { numbers.swapAt(below(60), below(60)) }
        for (place, number) in numbers.enumerated() {
            let house = (east: east - 300 + Double(place) * 10, north: north + (place % 2 == 0 ? 6 : -6))
            add(
                index, ward + 1, ["\(number)" + (below(20) == 0 ? "A" : "")], house,
                direction: place % 2 == 0 ? 1 : -1)
        }
    }

    private mutating func add(
        _ street: Int, _ ward: Int, _ parts: [String], _ place: (east: Double, north: Double),
        direction: Double
    ) {
        guard let path = NumberPath(parts: parts.map { $0.lowercased() }) else { return }
        let isKnown = below(10) != 0
        let coordinate = Self.at(place.east, place.north)
        truths.append(
            Truth(street: street, path: path, ward: ward, coordinate: coordinate, isKnown: isKnown))
        if isKnown {
            city.places.addresses.append(
                .init(street: street, path: path, ward: ward, coordinate: coordinate))
        }
        guard parts.count < 6, below(parts.count == 1 ? 5 : 2) == 0 else { return }
        for inner in 1...(2 + below(3)) {
            let step = 20 + Double(below(15)) * Double(inner)
            let next =
                parts.count % 2 == 1
                ? (place.east, place.north + direction * step) : (place.east + step, place.north)
            add(street, ward, parts + ["\(inner * 7 + below(7))"], next, direction: direction)
        }
    }

    // MARK: - As people say it

    struct Saying {
        var words: String
        var hasSlip = false
    }

    mutating func say(_ truth: Truth) -> Saying {
        let street = city.places.streets[truth.street]
        var name = street.name
        if let alias = street.aliases.first, below(4) == 0 { name = alias }
        var saying = Saying(words: "")
        if below(10) == 0 {
            name = slip(name)
            saying.hasSlip = true
        }
        let road = ["", "đường ", "Đ. "][below(3)]
        let head = ["", "dạ em ở ", "cấp cứu ơi nhà em ", "alo ", "số "][below(5)]
        let number = spoken(truth.path)
        let end = ["", " có người té xỉu", " nhanh lên ạ", ", nhà màu xanh"][below(4)]
        let order = below(8) == 0
        saying.words =
            order
            ? "\(road)\(name) \(number)\(area(truth.ward))\(end)"
            : "\(head)\(number) \(road)\(name)\(area(truth.ward))\(end)"
        switch below(5) {
        case 0: saying.words = VietnameseFoldTests.slowFold(saying.words)
        case 1: saying.words = saying.words.uppercased()
        case 2: saying.words = saying.words.decomposedStringWithCanonicalMapping
        default: break
        }
        return saying
    }

    private mutating func spoken(_ path: NumberPath) -> String {
        let parts = path.parts.map { $0.uppercased() }
        guard parts.count > 1 else { return parts[0] }
        let alley = parts.dropLast().joined(separator: "/")
        switch below(7) {
        case 0: return parts.joined(separator: " xẹt ")
        case 1: return parts.joined(separator: " sẹc ")
        case 2: return parts.joined(separator: " trên ")
        case 3: return "hẻm \(alley) số \(parts[parts.count - 1])"
        case 4: return "\(parts[parts.count - 1]) hẻm \(alley)"
        case 5: return parts.joined(separator: " / ")
        default: return parts.joined(separator: "/")
        }
    }

    private mutating func area(_ ward: Int) -> String {
        let name = Self.wardNames[ward - 1]
        let index = ward - 1
        switch below(7) {
        case 0: return ", phường \(name)"
        case 1: return " \(name)"
        case 2: return " p. \(name)"
        case 3: return " phường \(index / 3 + 1) quận \(index % 3 + 1)"
        case 4: return " q\(index % 3 + 1)"
        case 5: return " gần \(city.places.landmarks[index].name)"
        default: return ""
        }
    }

    /// One letter of one word another, doubled, or gone.
    mutating func slip(_ name: String) -> String {
        var letters = Array(name)
        let place = 1 + below(letters.count - 2)
        guard letters[place] != " ", letters[place - 1] != " " else { return slip(name) }
        switch below(3) {
        case 0: letters[place] = "k"
        case 1: letters.insert(letters[place], at: place)
        default: letters.remove(at: place)
        }
        return String(letters)
    }
}
