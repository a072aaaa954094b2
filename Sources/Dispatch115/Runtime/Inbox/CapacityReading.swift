// From a row's words to what a hospital says: numbers, times and names read strictly, each fault with the
// column, what stood there and what would be accepted. Knows no centre: whether the hospital exists,
// whether the numbers can be and whether the report is the newest is the engine's to say. Pure.

/// What one row says of one hospital.
struct CapacityReport: Equatable, Sendable {
    enum Hospital: Equatable, Sendable {
        case facilityCode(String)
        case number(Int32)
    }

    var line: Int64
    var hospital: Hospital
    var bed: BedReport?
    var reception: ReceptionReport?
    var diversion: DiversionReport?
    var identity: String

    /// What two rows of one batch may not both say.
    func isAboutTheSame(as other: CapacityReport) -> Bool {
        guard hospital == other.hospital else { return false }
        if let bed, let same = other.bed {
            return bed.kind == same.kind && bed.origin.asOf == same.origin.asOf
        }
        return bed == nil && other.bed == nil
    }
}

struct CapacityReading {
    var source: CapacitySource
    /// When the row was written, for rows that do not say as of when.
    var writtenAt: Timestamp

    static let mostNameBytes = 200

    func report(_ row: CapacityRow) throws(CapacityFault) -> CapacityReport {
        let origin = ReportOrigin(
            asOf: try time(row, .asOf) ?? writtenAt, validUntil: try time(row, .validUntil) ?? .none,
            source: source, reporter: try short(row, .reporter))
        if let until = origin.validUntil.isSet ? origin.validUntil : nil, until <= origin.asOf {
            throw fault(row, .validUntil, "không sau as_of", "is not after as_of")
        }
        var report = CapacityReport(
            line: row.line, hospital: try hospital(row), bed: nil, reception: nil, diversion: nil,
            identity: row.identity)
        let free = try count(row, .free)
        let baseline = try count(row, .baseline)
        if !row[.bed].isEmpty {
            guard free != nil || baseline != nil else {
                throw fault(row, .bed, "không kèm free hay baseline", "comes without free or baseline")
            }
            report.bed = BedReport(try bed(row), free: free, baseline: baseline, origin)
        } else if free != nil || baseline != nil {
            throw CapacityFault(
                row.line, vi: "free, baseline mà không có bed: giường loại nào?",
                en: "free, baseline without bed: which kind of bed?")
        }
        let reception = ReceptionReport(
            offloadMinutes: try count(row, .offloadMinutes), redPlaces: try count(row, .redPlaces),
            yellowPlaces: try count(row, .yellowPlaces), origin)
        if reception.offloadMinutes != nil || reception.redPlaces != nil || reception.yellowPlaces != nil {
            report.reception = reception
        }
        report.diversion = try diversion(row, origin)
        guard report.bed != nil || report.reception != nil || report.diversion != nil else {
            throw CapacityFault(
                row.line, vi: "không báo gì: cần bed với free, hoặc diversion, offload_minutes, red_places",
                en: "reports nothing: wants bed with free, or diversion, offload_minutes, red_places")
        }
        return report
    }

    // MARK: - One column

    private func hospital(_ row: CapacityRow) throws(CapacityFault) -> CapacityReport.Hospital {
        let text = row[.hospital]
        let isDigits = text.utf8.allSatisfy { (0x30...0x39).contains($0) }
        if isDigits, text.utf8.count == 5 { return .facilityCode(text) }
        if isDigits, (1...4).contains(text.utf8.count), let number = Int32(text) { return .number(number) }
        throw fault(
            row, .hospital, "không phải mã cơ sở 5 chữ số hay số bệnh viện",
            "is no facility code of 5 digits and no hospital's number")
    }

    private func bed(_ row: CapacityRow) throws(CapacityFault) -> BedKind {
        if let kind = CapacityReading.bed(named: row[.bed]) { return kind }
        let known = BedKind.allCases.map(CapacityReading.name).joined(separator: ", ")
        throw fault(
            row, .bed, "không có loại giường này; có: \(known)", "is no kind of bed; there are: \(known)")
    }

    /// "adult-icu".
    static func name(_ kind: BedKind) -> String {
        City.bedWords.first { $0.kind == kind }?.word ?? ""
    }

    /// Upper or lower case, with `_`, `-`, a blank or nothing between the words.
    static func bed(named text: String) -> BedKind? {
        let wanted = plain(text)
        return BedKind.allCases.first { plain(name($0)) == wanted }
    }

    private static func plain(_ text: String) -> String {
        String(text.lowercased().filter { $0 != "_" && $0 != "-" && $0 != " " })
    }

    private func diversion(_ row: CapacityRow, _ origin: ReportOrigin) throws(CapacityFault)
        -> DiversionReport?
    {
        let reason = try short(row, .reason)
        guard !row[.diversion].isEmpty else {
            if !reason.isEmpty { throw fault(row, .reason, "không kèm diversion", "comes without diversion") }
            return nil
        }
        let status: DiversionStatus
        switch row[.diversion].lowercased() {
        case "open": status = .open
        case "advisory": status = .advisory
        case "closed": status = .closed
        default:
            throw fault(
                row, .diversion, "phải là open, advisory hay closed", "is not open, advisory or closed")
        }
        var origin = origin
        // The end of a row's numbers is no end of being open.
        if status == .open { origin.validUntil = .none }
        return DiversionReport(status, reason: reason, origin)
    }

    private func count(_ row: CapacityRow, _ column: CapacityColumn) throws(CapacityFault) -> Int32? {
        let text = row[column]
        guard !text.isEmpty else { return nil }
        guard let number = Int32(text), number >= 0, text.utf8.first != UInt8(ascii: "+") else {
            throw fault(row, column, "không phải số nguyên từ 0", "is no whole number from 0")
        }
        return number
    }

    private func time(_ row: CapacityRow, _ column: CapacityColumn) throws(CapacityFault) -> Timestamp? {
        let text = row[column]
        guard !text.isEmpty else { return nil }
        guard let moment = CapacityTime.read(text) else {
            throw fault(
                row, column, "không phải thời điểm kiểu 2026-11-23T14:05:00+07:00",
                "is no time like 2026-11-23T14:05:00+07:00")
        }
        return moment
    }

    private func short(_ row: CapacityRow, _ column: CapacityColumn) throws(CapacityFault) -> String {
        let text = row[column]
        guard text.utf8.count <= CapacityReading.mostNameBytes else {
            throw fault(
                row, column, "dài quá \(CapacityReading.mostNameBytes) byte",
                "is longer than \(CapacityReading.mostNameBytes) bytes")
        }
        guard !text.unicodeScalars.contains(where: { $0.value < 0x20 || $0.value == 0x7F }) else {
            throw fault(row, column, "chứa ký tự điều khiển", "holds a control character")
        }
        return text
    }

    private func fault(_ row: CapacityRow, _ column: CapacityColumn, _ vi: String, _ en: String)
        -> CapacityFault
    {
        let shown = JSON5Text.quoted(String(row[column].prefix(60)))
        return CapacityFault(
            row.line, vi: "\(column.rawValue) \(shown): \(vi)", en: "\(column.rawValue) \(shown): \(en)")
    }
}
