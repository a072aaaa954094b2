import Glibc
import Testing

@testable import Dispatch115

/// Prints a tree as compact JSON5, for tests: what was read, printed and read again must be the same tree.
enum JSON5Printer {
    static func print(_ value: JSON5Value) -> String {
        switch value.content {
        case .null: "null"
        case .boolean(let flag): flag ? "true" : "false"
        case .whole(let number): "\(number)"
        case .number(let number) where number.isNaN: "NaN"
        case .number(let number) where number.isInfinite: number < 0 ? "-Infinity" : "Infinity"
        case .number(let number): "\(number)"
        case .text(let text): quoted(text)
        case .array(let values): "[" + values.map(print).joined(separator: ",") + "]"
        case .object(let members):
            "{" + members.map { quoted($0.name) + ":" + print($0.value) }.joined(separator: ",") + "}"
        }
    }

    private static func quoted(_ text: String) -> String {
        var out = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in text.unicodeScalars {
            if scalar == "\"" || scalar == "\\" { out.append("\\") }
            if scalar == "\n" {
                out.append(contentsOf: "\\n".unicodeScalars)
            } else if scalar == "\r" {
                out.append(contentsOf: "\\r".unicodeScalars)
            } else {
                out.append(scalar)
            }
        }
        return String(out) + "\""
    }

    /// Equal scalar by scalar and bit by bit; places do not count.
    static func isSame(_ left: JSON5Value.Content, _ right: JSON5Value.Content) -> Bool {
        switch (left, right) {
        case (.null, .null): return true
        case (.boolean(let a), .boolean(let b)): return a == b
        case (.whole(let a), .whole(let b)): return a == b
        case (.number(let a), .number(let b)): return a.isNaN ? b.isNaN : a.bitPattern == b.bitPattern
        case (.text(let a), .text(let b)): return a.unicodeScalars.elementsEqual(b.unicodeScalars)
        case (.array(let a), .array(let b)):
            return a.count == b.count && zip(a, b).allSatisfy { isSame($0.content, $1.content) }
        case (.object(let a), .object(let b)):
            return a.count == b.count
                && zip(a, b).allSatisfy { one, other in
                    one.name.unicodeScalars.elementsEqual(other.name.unicodeScalars)
                        && isSame(one.value.content, other.value.content)
                }
        case (.null, _), (.boolean, _), (.whole, _), (.number, _), (.text, _), (.array, _), (.object, _):
            return false
        }
    }
}

@Suite struct JSON5FuzzTests {
    /// Steele, Lea and Flood's SplitMix64 (2014): small, and the same everywhere.
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var mixed = state
            mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
            mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
            return mixed ^ (mixed >> 31)
        }
    }

    private static let original = Array(
        #"""
        // a valid file with one of everything
        { telemetry: { port: 0x2CEC, 'address': "127.0.0.1", rate: .5, top: 5., low: -1e-3, },
          "tên": 'Trung tâm \u0043\x61\uD83D\uDE91 \
        115', list: [null, true, false, NaN, -Infinity, +7, [], {}, [[1], {a$_1: 2}],], /* end */
          \u0061b: 9007199254740993, deep: [[[[[[0]]]]]], }

        """#.utf8)

    private static let pieces: [[UInt8]] =
        [
            "{", "}", "[", "]", ",", ":", "\"", "'", "\\", "\\u", "\\uD83D", "/*", "*/", "//", "\n", "\r",
            "0", "-", ".",
            "e", "0x", "Infinity", "NaN", "a", "đ", "\u{2028}", "\u{FEFF}", "a:1,",
        ].map { (text: String) in Array(text.utf8) }

    private static func mutated(_ generator: inout Generator) -> [UInt8] {
        var bytes = original
        for _ in 0..<Int.random(in: 1...6, using: &generator) {
            let at = bytes.isEmpty ? 0 : Int.random(in: 0..<bytes.count, using: &generator)
            let end = min(bytes.count, at + Int.random(in: 0...12, using: &generator))
            switch Int.random(in: 0..<6, using: &generator) {
            case 0 where !bytes.isEmpty: bytes[at] = UInt8.random(in: .min ... .max, using: &generator)
            case 1: bytes.removeSubrange(at..<end)
            case 2:
                bytes.insert(
                    contentsOf: bytes[at..<end], at: Int.random(in: 0...bytes.count, using: &generator))
            case 3: bytes.removeLast(bytes.count - at)
            case 4 where !bytes.isEmpty: bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
            default:
                bytes.insert(contentsOf: pieces[Int.random(in: 0..<pieces.count, using: &generator)], at: at)
            }
        }
        return bytes
    }

    @Test func mutationsNeverTrapAndWhatIsAcceptedSurvivesPrinting() throws {
        let given = getenv("DISPATCH115_SEED").flatMap { UInt64(String(cString: $0)) }
        let seed = given ?? UInt64.random(in: .min ... .max)
        print("JSON5FuzzTests: DISPATCH115_SEED=\(seed)")
        var generator = Generator(state: seed)
        _ = try JSON5Reader.read(Self.original)
        var accepted = 0
        for round in 0..<20_000 {
            let bytes = Self.mutated(&generator)
            let tree: JSON5Value
            do {
                tree = try JSON5Reader.read(bytes)
            } catch {
                let lines = Int32(bytes.count { $0 == 0x0A || $0 == 0x0D }) + 1
                let isInside = (1...lines).contains(error.line) && error.column >= 1
                #expect(isInside, "seed \(seed), round \(round): \(error)")
                continue
            }
            accepted += 1
            let again = try JSON5Reader.read(text: JSON5Printer.print(tree))
            #expect(JSON5Printer.isSame(tree.content, again.content), "seed \(seed), round \(round)")
        }
        #expect(
            accepted > 500 && accepted < 15_000,
            "seed \(seed): \(accepted) accepted, the mutations test too little")
    }

    @Test func anyBytesAreReadOrRefused() {
        let given = getenv("DISPATCH115_SEED").flatMap { UInt64(String(cString: $0)) }
        let seed = given ?? UInt64.random(in: .min ... .max)
        print("JSON5FuzzTests: DISPATCH115_SEED=\(seed)")
        var generator = Generator(state: seed)
        var refused = 0
        for _ in 0..<5_000 {
            let count = Int.random(in: 0...40, using: &generator)
            let bytes = (0..<count).map { _ in UInt8.random(in: .min ... .max, using: &generator) }
            do { _ = try JSON5Reader.read(bytes) } catch { refused += 1 }
        }
        #expect(refused > 4_000)
    }
}
