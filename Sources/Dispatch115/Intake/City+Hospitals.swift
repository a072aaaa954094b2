// The hospitals of a city's file, checked. A city without the file has none of its own: each station stands for
// a hospital then. Linear in the text.

import Geo

extension City {
    /// The words of hospitals.csv for what a hospital can treat, in the order of their bits.
    static let capabilityWords: [(word: String, capability: HospitalCapabilities)] = [
        ("emergency", .emergencyDepartment), ("adult-icu", .adultICU), ("pediatric-icu", .pediatricICU),
        ("neonatal-icu", .neonatalICU), ("burns", .burns), ("pci", .pci), ("stroke", .stroke),
        ("trauma", .trauma), ("obstetrics", .obstetrics), ("isolation", .isolation),
        ("dialysis", .dialysis), ("pediatrics", .pediatrics), ("psychiatry", .psychiatry),
        ("teleconsultation", .teleconsultation),
    ]

    /// The words of hospitals.csv, and of capacity files, for the kinds of beds.
    static let bedWords: [(word: String, kind: BedKind)] = [
        ("emergency", .emergency), ("adult-icu", .adultICU), ("pediatric-icu", .pediatricICU),
        ("neonatal-icu", .neonatalICU), ("burns", .burns), ("isolation", .isolation),
        ("general", .general), ("pediatric", .pediatric), ("obstetric", .obstetric),
        ("psychiatric", .psychiatric), ("rehabilitation", .rehabilitation),
        ("operating-room", .operatingRoom),
    ]

    static let mostBeds = 5_000

    /// Nil where the city has no such file.
    static func parseHospitals(_ text: String?, wardCodes: LinesByNumber) throws(CityFileError)
        -> [HospitalDefinition]?
    {
        guard let text else { return nil }
        let reader = try CityFileReader(
            CityFiles.hospitalsName, text,
            columns: [
                "number", "facility_code", "name", "ward", "latitude", "longitude", "capabilities", "beds",
            ])
        var numbers = LinesByNumber()
        var codes = LinesByNumber()
        var hospitals: [HospitalDefinition] = []
        for row in reader.rows {
            let number = try reader.newNumber(row, "number", 1...9_999, &numbers)
            let ward = try reader.number(row, "ward", 1...99_999)
            guard wardCodes.line(of: ward) != nil else {
                throw reader.error(
                    row, "ward", "\(ward) is no ward of \(CityFiles.wardsName)",
                    "the code of one of its rows")
            }
            hospitals.append(
                HospitalDefinition(
                    number: Int32(number), facilityCode: try code(reader, row, &codes),
                    name: try reader.name(row, "name"), coordinate: try reader.coordinate(row),
                    capabilities: try capabilities(reader, row), baselines: try beds(reader, row)))
        }
        return hospitals
    }

    /// Five digits, each hospital its own; or nothing.
    private static func code(
        _ reader: CityFileReader, _ row: CSVTable.Row, _ seen: inout LinesByNumber
    ) throws(CityFileError) -> String {
        let text = reader.field(row, "facility_code")
        if text.isEmpty { return "" }
        let isCode = text.utf8.count == 5 && text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        guard isCode, let number = Int(text) else {
            throw reader.error(
                row, "facility_code", "'\(text)' is no such code",
                "the health ministry's five digits, such as 79024, or nothing")
        }
        if let line = seen.line(of: number) {
            throw reader.error(
                row, "facility_code", "\(text) stands on line \(line) already",
                "a code of its own, or nothing"
            )
        }
        seen.insert(number, line: row.line)
        return text
    }

    private static func capabilities(_ reader: CityFileReader, _ row: CSVTable.Row) throws(CityFileError)
        -> HospitalCapabilities
    {
        var found: HospitalCapabilities = []
        for word in try reader.words(row, "capabilities") {
            guard let known = capabilityWords.first(where: { $0.word == word }) else {
                throw reader.error(
                    row, "capabilities", "'\(word)' is not known",
                    capabilityWords.map(\.word).joined(separator: ", "))
            }
            found.insert(known.capability)
        }
        return found
    }

    /// "emergency=30 adult-icu=12", each kind once; -1 for those that are not named.
    private static func beds(_ reader: CityFileReader, _ row: CSVTable.Row) throws(CityFileError) -> [Int32] {
        var counts = [Int32](repeating: -1, count: bedWords.count)
        for part in reader.field(row, "beds").split(separator: " ") {
            let halves = part.split(separator: "=", omittingEmptySubsequences: false)
            guard halves.count == 2, let known = bedWords.first(where: { $0.word == halves[0] }),
                let count = Int32(halves[1]), count >= 0, count <= mostBeds, counts[known.kind.place] < 0
            else {
                throw reader.error(
                    row, "beds", "'\(part)' is no such count or stands twice",
                    "kind=count from 0 to \(mostBeds), such as emergency=30; kinds: "
                        + bedWords.map(\.word).joined(separator: ", "))
            }
            counts[known.kind.place] = count
        }
        return counts
    }
}
