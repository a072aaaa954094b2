// The words of lines about offers: to whom, why not, until when. Pure, never traps.

/// What `OF` is about.
enum OfferTarget: Equatable, Sendable {
    case near(Int32)
    case stations([Int32], Int32)
    case list(Int32)
}

/// Why a station says no, and until when it is busy.
struct DeclineAnswer: Equatable, Sendable {
    var reason: DeclineReason
    var until: TimeOfDay?
}

enum OfferWords {
    static let near = ["NEAR", "GAN"]
    static let stationNames = ["STATION", "TRAM", "S", "T"]
    static let mostStations = 16

    /// "7", "near 7", "3,5 7", "station=3".
    static func target(_ text: Substring) -> OfferTarget? {
        let words = joinCommas(LetterFolding.fold(text).split(whereSeparator: LineWords.parts))
        guard let first = words.first, words.count <= 2 else { return nil }
        guard words.count == 2 else {
            if let sign = first.firstIndex(of: "=") {
                guard stationNames.contains(String(first[..<sign])) else { return nil }
                return station(first[first.index(after: sign)...]).map { .list($0) }
            }
            return incident(first[...]).map { .near($0) }
        }
        guard let incident = incident(words[1][...]) else { return nil }
        if near.contains(first) { return .near(incident) }
        let pieces = first.split(separator: ",", omittingEmptySubsequences: false)
        let stations = pieces.compactMap { station($0) }
        guard stations.count == pieces.count, stations.count <= mostStations else { return nil }
        return .stations(stations, incident)
    }

    /// A comma binds across spaces.
    private static func joinCommas(_ words: [Substring]) -> [String] {
        var joined: [String] = []
        for word in words {
            if let last = joined.last, last.hasSuffix(",") || word.hasPrefix(",") {
                joined[joined.count - 1] = last + word
            } else {
                joined.append(String(word))
            }
        }
        return joined
    }

    private static func station(_ text: Substring) -> Int32? {
        ArgumentReader.number(text, from: 0, to: 65_535)
    }

    private static func incident(_ text: Substring) -> Int32? {
        ArgumentReader.number(text.hasPrefix("#") ? text.dropFirst() : text, from: 1)
    }
}

/// The words for a station's reasons, short forms after the long one; written here without spaces and accents,
/// typed with or without.
enum DeclineWords {
    struct Row: Sendable {
        let reason: DeclineReason
        let vietnamese: [String]
        let english: [String]
    }

    static let rows: [Row] = [
        Row(reason: .vehicleBusy, vietnamese: ["xeban", "ban"], english: ["busy", "vehiclebusy"]),
        Row(
            reason: .noCrew, vietnamese: ["thieukip", "thieunguoi", "khongcokip"],
            english: ["nocrew", "crew"]),
        Row(reason: .broken, vietnamese: ["hong", "xehong", "huxe"], english: ["broken"]),
        Row(reason: .tooFar, vietnamese: ["xa", "xaqua", "quaxa"], english: ["toofar", "far"]),
        Row(
            reason: .noFuel, vietnamese: ["hetxang", "hetdau", "hetnhienlieu"], english: ["nofuel", "fuel"]),
        Row(reason: .other, vietnamese: ["khac", "lydokhac"], english: ["other"]),
    ]
    static let until = ["UNTIL", "DEN", "TOI"]

    /// "xe ban", "busy until 15:30", "thiếu kíp đến 15h30".
    static func answer(_ text: Substring) -> DeclineAnswer? {
        var words = text.split(whereSeparator: LineWords.parts)
        var time: TimeOfDay?
        if words.count >= 3, until.contains(LetterFolding.fold(words[words.count - 2])) {
            guard let said = TimeOfDay(words[words.count - 1]) else { return nil }
            time = said
            words.removeLast(2)
        }
        let word = words.map { LetterFolding.fold($0) }.joined().lowercased().filter {
            $0 != "-" && $0 != "_"
        }
        let row = rows.first { $0.vietnamese.contains(word) || $0.english.contains(word) }
        return row.map { DeclineAnswer(reason: $0.reason, until: time) }
    }
}
