// What a rule or a card of triage wants of the hospital, as the file of cards writes it.

extension TriageFileReader {
    static let hospitalWords: [(word: String, capability: HospitalCapabilities)] = [
        ("pci", .pci), ("stroke", .stroke), ("trauma", .trauma), ("burns", .burns), ("child", .pediatrics),
        ("newborn", .neonatalICU), ("icu", .adultICU), ("childIcu", .pediatricICU),
        ("obstetrics", .obstetrics), ("dialysis", .dialysis), ("psychiatry", .psychiatry),
        ("isolation", .isolation),
    ]

    mutating func hospital(_ value: JSON5Value?, _ path: String) -> TriageHospital {
        var hospital = TriageHospital()
        for (index, word) in texts(value, path).enumerated() {
            if word == "nearest" {
                hospital.isNearest = true
            } else if let known = TriageFileReader.hospitalWords.first(where: { $0.word == word }) {
                hospital.capabilities.formUnion(known.capability)
            } else {
                problem(
                    "\(path)[\(index)]", "\(JSON5Text.quoted(word)) is nothing that a hospital has",
                    TriageFileReader.hospitalWords.map(\.word).joined(separator: ", ") + ", nearest")
            }
        }
        return hospital
    }
}
