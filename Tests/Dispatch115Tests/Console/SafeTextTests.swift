import Testing

@testable import Dispatch115

@Suite struct SafeTextTests {
    @Test func whatActsOnATerminalIsShown() {
        let rows: [(String, String)] = [
            ("chợ Bến Thành", "chợ Bến Thành"), ("a\u{1B}[2Jb", "a<U+001B>[2Jb"), ("a\nb", "a<U+000A>b"),
            ("\u{202E}abc", "<U+202E>abc"), ("a\u{9B}b", "a<U+009B>b"), ("a\u{200B}b", "a<U+200B>b"),
            ("\r\n", "<U+000D><U+000A>"),
        ]
        for (text, shown) in rows { #expect(SafeText.visible(text) == shown) }
    }

    @Test func widthsAreThoseOfColumns() {
        for (text, width) in [
            ("abc", 3), ("Bến", 3), ("Be\u{302}\u{301}n", 3), ("đ", 1), ("京", 2), ("🚑", 2), ("", 0),
        ] {
            #expect(SafeText.width(text) == width, "\(text)")
        }
        #expect(SafeText.cut("Bến Thành", 5) == "Bến …")
        #expect(SafeText.cut("Bến", 3) == "Bến")
    }

    @Test func linesAreWrappedAtSpaces() {
        #expect(SafeText.wrap("  aa bb cc dd", 8, indent: 4) == ["  aa bb", "    cc", "    dd"])
        #expect(SafeText.wrap("abcdefghij k", 5, indent: 1) == ["abcdefghij", " k"])
        #expect(SafeText.wrap("short", 80) == ["short"])
    }

    @Test func columnsAlign() {
        var table = TextTable([.right, .left, .left])
        table.add(["1", "Bến", "x"])
        table.add(["12", "b", "y"])
        #expect(table.lines() == [" 1  Bến  x", "12  b    y"])
    }
}
