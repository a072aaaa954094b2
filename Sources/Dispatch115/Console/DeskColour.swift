// Colour on a person's terminal, put on by the client alone: the service never sends any. It repeats what
// the line's own first characters say, and is never the only sign.

enum DeskColour {
    private static let red: [UInt8] = Array("\u{1B}[1;31m".utf8)
    private static let yellow: [UInt8] = Array("\u{1B}[1;33m".utf8)
    private static let plain: [UInt8] = Array("\u{1B}[0m".utf8)

    /// What says that something is not durable, in both languages, after a `!` or not.
    private static let notDurable: [[UInt8]] = Language.allCases.flatMap { language in
        let mark = Array(Renderer(language).notDurableMark.prefix { $0 != ":" }.utf8)
        return [mark, Array("! ".utf8) + mark]
    }

    /// The line with its colour, where it has one.
    static func shown(_ line: ArraySlice<UInt8>) -> [UInt8] {
        if notDurable.contains(where: { line.starts(with: $0) }) { return red + line + plain }
        return line.first == UInt8(ascii: "!") ? yellow + line + plain : Array(line)
    }
}
