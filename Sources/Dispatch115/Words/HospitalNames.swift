// What kinds of beds, abilities of hospitals, diversion and sources are called, in both languages.

extension BedKind {
    var phrase: Phrase {
        switch self {
        case .emergency: Phrase(vi: "cấp cứu", en: "emergency")
        case .adultICU: Phrase(vi: "hồi sức người lớn", en: "adult ICU")
        case .pediatricICU: Phrase(vi: "hồi sức nhi", en: "pediatric ICU")
        case .neonatalICU: Phrase(vi: "hồi sức sơ sinh", en: "neonatal ICU")
        case .burns: Phrase(vi: "bỏng", en: "burns")
        case .isolation: Phrase(vi: "cách ly", en: "isolation")
        case .general: Phrase(vi: "nội ngoại", en: "general ward")
        case .pediatric: Phrase(vi: "nhi", en: "pediatric ward")
        case .obstetric: Phrase(vi: "sản", en: "obstetric ward")
        case .psychiatric: Phrase(vi: "tâm thần", en: "psychiatric ward")
        case .rehabilitation: Phrase(vi: "phục hồi chức năng", en: "rehabilitation")
        case .operatingRoom: Phrase(vi: "phòng mổ", en: "operating rooms")
        }
    }
}

extension HospitalCapabilities {
    /// Each ability with its name, in the order of the bits.
    static let named: [(capability: HospitalCapabilities, phrase: Phrase)] = [
        (.emergencyDepartment, Phrase(vi: "cấp cứu", en: "emergency department")),
        (.adultICU, Phrase(vi: "hồi sức người lớn", en: "adult ICU")),
        (.pediatricICU, Phrase(vi: "hồi sức nhi", en: "pediatric ICU")),
        (.neonatalICU, Phrase(vi: "hồi sức sơ sinh", en: "neonatal ICU")),
        (.burns, Phrase(vi: "bỏng", en: "burns")),
        (.pci, Phrase(vi: "can thiệp mạch vành", en: "PCI")),
        (.stroke, Phrase(vi: "đột quỵ", en: "stroke")),
        (.trauma, Phrase(vi: "chấn thương", en: "trauma")),
        (.obstetrics, Phrase(vi: "sản khoa", en: "obstetrics")),
        (.isolation, Phrase(vi: "cách ly", en: "isolation")),
        (.dialysis, Phrase(vi: "lọc máu", en: "dialysis")),
        (.pediatrics, Phrase(vi: "nhi khoa", en: "pediatrics")),
        (.psychiatry, Phrase(vi: "tâm thần", en: "psychiatry")),
        (.teleconsultation, Phrase(vi: "hội chẩn từ xa", en: "tele-consultation")),
    ]

    func words(_ language: Language) -> String {
        HospitalCapabilities.named.filter { contains($0.capability) }
            .map { $0.phrase[language] }.joined(separator: ", ")
    }
}

extension DiversionStatus {
    var phrase: Phrase {
        switch self {
        case .open: Phrase(vi: "đang nhận", en: "open")
        case .advisory: Phrase(vi: "xin hạn chế đưa đến", en: "advisory: rather elsewhere")
        case .closed: Phrase(vi: "NGỪNG NHẬN", en: "CLOSED")
        }
    }
}

extension CapacitySource {
    var phrase: Phrase {
        switch self {
        case .console: Phrase(vi: "bàn điều phối", en: "console")
        case .file: Phrase(vi: "tệp", en: "file")
        case .database: Phrase(vi: "cơ sở dữ liệu", en: "database")
        case .feed: Phrase(vi: "hệ thống bệnh viện", en: "hospital's system")
        }
    }
}
