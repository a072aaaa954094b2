// When two spellings of a phone number are one number. Never checks whether a number exists.

/// Phone numbers as they are compared.
public enum PhoneNumber {
    /// Digits only, 0 for +84 and 0084; empty where the text holds fewer than three digits (withheld, a name).
    /// Linear; a number that is digits already is not copied.
    public static func key(_ text: String) -> String {
        if isPlain(text) { return text.utf8.count >= 3 ? text : "" }
        var digits: [UInt8] = []
        var isInternational = false
        for byte in text.utf8 {
            if byte == UInt8(ascii: "+"), digits.isEmpty { isInternational = true }
            if isDigit(byte) { digits.append(byte) }
        }
        if !isInternational, digits.count > 4, digits.starts(with: "00".utf8) {
            digits.removeFirst(2)
            isInternational = true
        }
        if isInternational, digits.count > 4, digits.starts(with: "84".utf8) {
            digits.removeFirst(2)
            if digits.first != UInt8(ascii: "0") { digits.insert(UInt8(ascii: "0"), at: 0) }
        }
        return digits.count >= 3 ? String(decoding: digits, as: UTF8.self) : ""
    }

    private static func isPlain(_ text: String) -> Bool {
        text.utf8.allSatisfy(isDigit) && !text.utf8.starts(with: "00".utf8)
    }

    private static func isDigit(_ byte: UInt8) -> Bool {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9")
    }
}
