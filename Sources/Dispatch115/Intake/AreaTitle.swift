// The word for a kind of area that may stand before its name: phường, quận, huyện, xã, ... and how people
// shorten it.
//
// Recognised folded or with accents; a word whose accents say something else (quán, a shop) is not taken for
// it.

/// The kind of area that a title before its name says.
enum AreaTitle: Int, Equatable, Sendable {
    case phuong, xa, thiTran, dacKhu
    case quan, huyen, thanhPho, thiXa
    case tinh

    /// Wards, districts, provinces.
    enum Level: Equatable, Sendable { case ward, district, province }

    var level: Level {
        switch self {
        case .phuong, .xa, .thiTran, .dacKhu: .ward
        case .quan, .huyen, .thanhPho, .thiXa: .district
        case .tinh: .province
        }
    }

    private struct Spelling {
        var words: [PlaceWord]
        var title: AreaTitle
    }

    /// Two words before one, so that "thị xã" is not read as "xã".
    private static let spellings: [Spelling] = [
        ("thị trấn", AreaTitle.thiTran), ("đặc khu", .dacKhu), ("thành phố", .thanhPho), ("thị xã", .thiXa),
        ("phường", .phuong), ("p", .phuong), ("f", .phuong), ("xã", .xa), ("x", .xa), ("tt", .thiTran),
        ("quận", .quan), ("q", .quan), ("huyện", .huyen), ("h", .huyen), ("tp", .thanhPho), ("tx", .thiXa),
        ("tỉnh", .tinh), ("t", .tinh),
    ].map { Spelling(words: PlaceWords($0.0).words, title: $0.1) }

    /// The title whose first word is `words[start]`, and how many words it takes.
    static func at(_ start: Int, in words: [PlaceWord]) -> (title: AreaTitle, length: Int)? {
        for spelling in spellings where start + spelling.words.count <= words.count {
            var fits = true
            for (offset, official) in spelling.words.enumerated() {
                let word = words[start + offset]
                if !word.mayBe(official) || (offset > 0 && word.isParted) { fits = false }
            }
            if fits { return (spelling.title, spelling.words.count) }
        }
        return nil
    }
}
