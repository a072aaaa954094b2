// Candidates as they are kept with an incident, and the choice of one of them: "#1 Phường Tân Phú | #2 Quận Tân
// Phú | +3". The list is made anew from the caller's words whenever it is needed; that it still says the same is
// the condition for a number to be taken.
//
// Bound: a list is kept within `byteLimit`, so that no incident is refused for the length of its candidates.

enum PlaceChoice {
    /// Below the centre's limit for a text.
    static let byteLimit = 3_500

    /// "#2", "# 2": the number that was chosen. Nil where the words are a place.
    static func number(in words: String) -> Int? {
        let bytes = words.utf8.filter { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
        guard bytes.first == UInt8(ascii: "#"), (2...10).contains(bytes.count),
            bytes.dropFirst().allSatisfy({ (0x30...0x39).contains($0) })
        else { return nil }
        return Int(String(decoding: bytes.dropFirst(), as: UTF8.self))
    }

    /// The list as one text.
    static func list(_ candidates: [Place], more: Int) -> String {
        var text = ""
        var left = more
        for (index, place) in candidates.enumerated() {
            let entry = (index == 0 ? "" : " | ") + "#\(index + 1) " + place.label
            if text.utf8.count + entry.utf8.count > byteLimit {
                left += candidates.count - index
                break
            }
            text += entry
        }
        return left > 0 ? text + " | +\(left)" : text
    }

    /// Whether a name kept with an incident is such a list.
    static func isList(_ name: String) -> Bool { name.hasPrefix("#1 ") }
}
