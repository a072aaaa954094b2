import Foundation
import Testing

@testable import Dispatch115

/// Spoken forms of house numbers, each with and without accents, composed and decomposed, in capitals.
@Suite struct PlaceQueryTests {
    private func query(_ text: String) -> PlaceQuery {
        let words = PlaceWords(text).words
        return PlaceQuery(words, owned: [Bool](repeating: false, count: words.count))
    }

    @Test(
        arguments: [
            ("36/45", "36/45"), ("36 xẹt 45", "36/45"), ("36 sẹc 45", "36/45"), ("36 xẹc 45", "36/45"),
            ("36 trên 45", "36/45"), ("36 xuyệt 45 xuyệt 7", "36/45/7"), ("36 / 45", "36/45"),
            ("36\\45", "36/45"), ("36/45/32/49/13/54", "36/45/32/49/13/54"),
            ("36 xẹt 45 xẹt 32 xẹt 49 xẹt 13 xẹt 54", "36/45/32/49/13/54"),
            ("hẻm 36/45 số 7", "36/45/7"), ("hẻm 36/45, số 7", "36/45/7"), ("số 7 hẻm 36/45", "36/45/7"),
            ("7 hẻm 36", "36/7"), ("hẻm 36 ngách 45 số 7", "36/45/7"), ("số 7 ngách 45 ngõ 36", "36/45/7"),
            ("ngõ 36", "36"), ("kiệt 36", "36"), ("hẻm số 36", "36"), ("hẻm 36 nhà số 5", "36/5"),
            ("36/45/7 hẻm 36/45", "36/45/7"), ("hẻm 36, 36/45", "36/45"),
            ("số 12A", "12a"), ("12A/5B", "12a/5b"), ("12 bis", "12bis"), ("12bis/3", "12bis/3"),
            ("A12/3", "a12/3"), ("nhà 007", "7"), ("đối diện số 36", "36"), ("36 p5 q10", "36"),
            ("36/45 phường 14 quận 10", "36/45"), ("p14q10", ""), ("đường số 7", ""), ("ấp 3 xã X", ""),
            ("cách mạng tháng 8", ""), ("tầng 5", ""), ("khu phố 4", ""), ("ngã 4 đó", ""),
            ("quốc lộ 1A", ""),
            ("lầu 3 36/4", "36/4"), ("12 đường số 7", "12"), ("36 xẹt", "36"), ("/36", "36"),
            ("xẹt 36", "36"),
            ("", ""), ("không có số", ""), ("1/2/3/4/5/6/7/8/9/10", "1/2/3/4/5/6/7/8"),
        ] as [(String, String)])
    func takesNumbersApart(words: String, expected: String) {
        for form in CityOfTests.forms(of: words).flatMap({ [$0, $0.uppercased()] }) {
            let numbers = query(form).numbers.map(\.path.text)
            #expect(numbers == (expected.isEmpty ? [] : [expected]), "\(form)")
        }
    }

    @Test(arguments: [
        "36-38", "12 A Hoa", "36 x 45", "hẻm 36 hẻm 45", "hẻm 36, 7", "1/2/3/4/5/6/7/8/9", "999999999/36",
    ])
    func whatMayBeReadOtherwiseIsDoubtful(words: String) {
        #expect(
            query(words).numbers.count == 1 && query(words).numbers[0].isDoubtful, "\(query(words).numbers)")
    }

    @Test func anAlleyWithoutAHouseIsTheWholeAlley() {
        #expect(query("hẻm 36/45").numbers[0].isWholeAlley)
        #expect(!query("hẻm 36/45 số 7").numbers[0].isWholeAlley)
        #expect(!query("36/45").numbers[0].isWholeAlley)
    }

    @Test(arguments: [
        ("ngã tư Hàng Xanh", true), ("ngã 3 X và Y", true), ("góc A B", true), ("giao A với B", true),
        ("A cắt B", true), ("nga tu", true), ("đường A", false),
    ])
    func crossingsAreHeard(words: String, expected: Bool) {
        for form in CityOfTests.forms(of: words) { #expect(query(form).saysCrossing == expected, "\(form)") }
    }

    @Test(arguments: [
        ("đối diện số 36", 2, Nearness.opposite), ("gần 36", 1, .near), ("kế bên nhà 36", 3, .near),
        ("ở 36", 1, .at),
    ])
    func nearnessIsHeard(words: String, index: Int, expected: Nearness) {
        #expect(query(words).nearness(before: index) == expected)
    }

    @Test(arguments: [
        ("nguyen trai", "nguyen tria", true), ("nguyen trai", "nguyn trai", true),
        ("nguyen trai", "nguyen trai", false),
        ("nguyen trai", "nguyen traii", true), ("le loi", "le lai", true), ("le loi", "la lai", false),
        ("duong so 7", "duong so 8", false), ("duong so 7", "duong so 77", false), ("le loi", "leloi", true),
    ])
    func aSlipIsOneLetter(a: String, b: String, expected: Bool) {
        #expect(PlaceNames.isOneSlip(Array(a.utf8), Array(b.utf8)) == expected)
        #expect(PlaceNames.isOneSlip(Array(b.utf8), Array(a.utf8)) == expected)
    }

    @Test(arguments: [
        ("#2", 2), ("# 2", 2), ("#0", 0), ("#12", 12), ("2", nil), ("#", nil), ("#2a", nil),
        ("#99999999999", nil),
        ("#1 Phường X", nil),
    ])
    func choices(words: String, expected: Int?) {
        #expect(PlaceChoice.number(in: words) == expected)
    }
}
