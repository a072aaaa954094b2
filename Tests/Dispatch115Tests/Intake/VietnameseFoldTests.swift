import Foundation
import Testing

@testable import Dispatch115

@Suite struct VietnameseFoldTests {
    /// The slow oracle: Unicode decomposition by Foundation, marks and đ by hand. Case is kept.
    static func slowFold(_ text: String) -> String {
        var folded = String.UnicodeScalarView()
        for scalar in text.decomposedStringWithCanonicalMapping.unicodeScalars {
            switch scalar {
            case "đ": folded.append("d")
            case "Đ": folded.append("D")
            case let mark where (0x300...0x36F).contains(mark.value): break
            default: folded.append(scalar)
            }
        }
        return String(folded)
    }

    @Test(arguments: [
        ("Phường Bến Thành", "phuong ben thanh"), ("ĐẶC KHU CÔN ĐẢO", "dac khu con dao"),
        ("Xã Trừ Văn Thố", "xa tru van tho"), ("  p.14,q.10 ", "p 14 q 10"),
        ("Bà Rịa - Vũng Tàu", "ba ria vung tau"),
        ("36/45/32", "36 45 32"), ("", ""), (" \t\n ", ""), ("?!", ""), ("a\u{200B}b", "ab"),
        ("a\u{00A0}b", "a b"),
        ("Ưng Ỷ Ỹ", "ung y y"), ("Ç ñ Ö ø", "c n o o"), ("İ", "i"), ("ẞ", "ß"), ("日本", "日本"),
        ("🚑 115", "🚑 115"),
        ("\u{0301}", ""), ("e\u{0302}\u{0301}", "e"), ("e\u{0323}\u{0302}", "e"), ("o\u{031B}\u{0300}", "o"),
    ])
    func foldsTo(text: String, folded: String) {
        #expect(VietnameseFold.fold(text) == folded)
        #expect(VietnameseFold.fold(text.decomposedStringWithCanonicalMapping) == folded)
        #expect(VietnameseFold.fold(text.precomposedStringWithCanonicalMapping) == folded)
    }

    @Test func everyVietnameseLetterAgreesWithUnicode() {
        for value in [UInt32](0x41...0x1B0) + [UInt32](0x1EA0...0x1EF9) {
            guard let scalar = Unicode.Scalar(value) else { continue }
            let letter = String(scalar)
            let oracle = Self.slowFold(letter).lowercased()
            // What decomposes into an ASCII letter must fold to it.
            guard oracle.utf8.count == 1, let byte = oracle.utf8.first, byte >= 0x61, byte <= 0x7A else {
                continue
            }
            // Outside the table (Latin Extended-B after ư) nothing is promised.
            #expect(VietnameseFold.fold(letter) == oracle, "U+\(String(value, radix: 16))")
        }
    }

    @Test func everyScalarIsTakenAndFoldingTwiceChangesNothing() {
        for block in stride(from: UInt32(0), through: 0x10FFFF, by: 256) {
            let scalars = (block..<(block + 256)).compactMap { Unicode.Scalar($0) }
            let once = VietnameseFold.fold(String(String.UnicodeScalarView(scalars)))
            #expect(VietnameseFold.fold(once) == once, "block U+\(String(block, radix: 16))")
        }
    }
}

@Suite struct PlaceWordsTests {
    @Test func lettersAndDigitsPart() {
        #expect(PlaceWords("P14q010, Hẻm 007").words.map(\.text) == ["p", "14", "q", "10", "hem", "7"])
        #expect(
            PlaceWords("P14q010, Hẻm 007").words.map(\.isParted) == [false, false, false, false, true, false])
    }

    @Test func theToneMayStandAnywhereInTheSyllable() {
        let one = PlaceWords("Hoà Thuỷ").words
        let other = PlaceWords("Hòa Thủy".decomposedStringWithCanonicalMapping).words
        #expect(zip(one, other).allSatisfy { $0.isExactly($1) })
        #expect(!PlaceWords("Hoa").words[0].isExactly(one[0]))
        #expect(PlaceWords("Hoa").words[0].mayBe(one[0]))
        #expect(!PlaceWords("quán").words[0].mayBe(PlaceWords("quận").words[0]))
    }

    @Test func moreThanTheLimitIsNotLookedAt() {
        let words = PlaceWords(String(repeating: "a ", count: 10_000))
        #expect(words.wasCut)
        #expect(words.words.count == PlaceWords.characterLimit / 2)
        #expect(!PlaceWords(String(repeating: "a", count: 300)).wasCut)
        #expect(PlaceWords("a" + String(repeating: "\u{0301}", count: 5_000)).wasCut)
    }
}
