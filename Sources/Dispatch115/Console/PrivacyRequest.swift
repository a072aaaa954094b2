// Lines about texts that must not be kept: their row of the table of commands and what they ask for.

/// One parsed line.
enum PrivacyRequest: Equatable, Sendable {
    /// Text numbers, both ends included.
    case erase(ClosedRange<Int32>)

    var changesSomething: Bool {
        switch self {
        case .erase: true
        }
    }
}

extension CommandTable {
    static let privacyRows: [CommandSpec] = [
        CommandSpec(
            .erase, "ERASE", "XOATIN", .records, [ArgumentSpec(.textRange)],
            does: Phrase(
                vi: "xóa vĩnh viễn nội dung cá nhân theo số trong bản xuất nhật ký; không lấy lại được",
                en: "erases personal texts for good, by their numbers in the journal's export; no way back"),
            examples: [
                Phrase(vi: "XOATIN 120-131", en: "ERASE 120-131"), Phrase(vi: "XOATIN 120", en: "ERASE 120"),
            ])
    ]
}
