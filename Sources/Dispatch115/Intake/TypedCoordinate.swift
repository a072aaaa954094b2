// Finds coordinates that somebody typed or pasted: "10.7769,106.7009", "10.7769 106.7009", "( 10.7769 ;
// 106.7009 )".
//
// Degrees with a decimal point, latitude first, parted by a comma, a semicolon or spaces, anywhere in the
// words. Exact decimal arithmetic to 10^-7 degrees. Linear in the text, which the caller bounds. A number off
// the globe makes no coordinate; where only the two turned round make one, that is told apart, to be asked.

import Geo

/// A pair of degrees found in words.
struct TypedCoordinate: Equatable {
    var coordinate: Coordinate
    /// Longitude stood first: it must be asked, not taken.
    var isTurnedRound: Bool

    /// All pairs in `text`, left to right.
    static func all(in text: String) -> [TypedCoordinate] {
        let bytes = Array(text.utf8)
        var found: [TypedCoordinate] = []
        var index = 0
        while index < bytes.count {
            guard let first = number(bytes, at: index) else {
                index = afterWord(bytes, index)
                continue
            }
            guard let start = afterSeparator(bytes, first.end), let second = number(bytes, at: start) else {
                index = first.end
                continue
            }
            if let coordinate = checked(first.e7, second.e7) {
                found.append(TypedCoordinate(coordinate: coordinate, isTurnedRound: false))
            } else if let coordinate = checked(second.e7, first.e7) {
                found.append(TypedCoordinate(coordinate: coordinate, isTurnedRound: true))
            }
            index = second.end
        }
        return found
    }

    private static func checked(_ latitudeE7: Int64, _ longitudeE7: Int64) -> Coordinate? {
        guard let latitude = Int32(exactly: latitudeE7), let longitude = Int32(exactly: longitudeE7) else {
            return nil
        }
        return Coordinate(latitudeE7: latitude, longitudeE7: longitude)
    }

    /// Degrees with a decimal point that start at `start`, in 10^-7, rounded half away from zero.
    private static func number(_ bytes: [UInt8], at start: Int) -> (e7: Int64, end: Int)? {
        var index = start
        let isNegative = index < bytes.count && bytes[index] == UInt8(ascii: "-")
        if isNegative { index += 1 }
        var value: Int64 = 0
        var digits = 0
        while index < bytes.count, let digit = digit(bytes[index]) {
            digits += 1
            guard digits <= 3 else { return nil }
            value = value * 10 + digit
            index += 1
        }
        guard digits > 0, index < bytes.count, bytes[index] == UInt8(ascii: ".") else { return nil }
        index += 1
        var fraction = 0
        while index < bytes.count, let digit = digit(bytes[index]) {
            fraction += 1
            if fraction <= 7 { value = value * 10 + digit }
            if fraction == 8, digit >= 5 { value += 1 }
            index += 1
        }
        guard fraction > 0 else { return nil }
        for _ in 0..<max(0, 7 - fraction) { value *= 10 }
        // 10.1.2.3 and 10.7a are something else; a full stop that ends the sentence is not.
        if index < bytes.count, isLetter(bytes[index]) { return nil }
        if index + 1 < bytes.count, bytes[index] == UInt8(ascii: "."), digit(bytes[index + 1]) != nil {
            return nil
        }
        return (isNegative ? -value : value, index)
    }

    /// Where the second number may start: after spaces with at most one comma or semicolon among them.
    private static func afterSeparator(_ bytes: [UInt8], _ start: Int) -> Int? {
        var index = start
        var commas = 0
        loop: while index < bytes.count {
            switch bytes[index] {
            case UInt8(ascii: " "), UInt8(ascii: "\t"): break
            case UInt8(ascii: ","), UInt8(ascii: ";"): commas += 1
            default: break loop
            }
            index += 1
        }
        return index > start && commas <= 1 ? index : nil
    }

    /// The next place where a number may start: never inside a word or number.
    private static func afterWord(_ bytes: [UInt8], _ start: Int) -> Int {
        var index = start
        while index < bytes.count,
            isLetter(bytes[index]) || digit(bytes[index]) != nil || bytes[index] == UInt8(ascii: ".")
        {
            index += 1
        }
        return index == start ? start + 1 : index
    }

    private static func digit(_ byte: UInt8) -> Int64? {
        byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") ? Int64(byte - UInt8(ascii: "0")) : nil
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte >= 0x80 || (byte | 0x20 >= UInt8(ascii: "a") && byte | 0x20 <= UInt8(ascii: "z"))
    }
}
