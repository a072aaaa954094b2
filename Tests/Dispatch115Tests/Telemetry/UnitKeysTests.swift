import Foundation
import Glibc
import Testing

@testable import Dispatch115

@Suite struct UnitKeysTests {
    private static let hex = String(repeating: "0f", count: 32)

    private func reason(_ text: String) -> (Int, UnitKeyFileError.Reason)? {
        do {
            _ = try UnitKeyFile.parse(text, path: "units.keys")
            return nil
        } catch {
            #expect(error.description.hasPrefix("units.keys:\(error.line):"))
            return (error.line, error.reason)
        }
    }

    @Test func errorsNameTheLine() {
        let hex = UnitKeysTests.hex
        let cases: [(String, Int, UnitKeyFileError.Reason)] = [
            ("# keys\n31 1 \(hex) 5", 2, .form),
            ("31 1", 1, .form),
            ("\n\n0 1 \(hex)", 3, .unitNumber),
            ("1000000 1 \(hex)", 1, .unitNumber),
            ("-3 1 \(hex)", 1, .unitNumber),
            ("31 65536 \(hex)", 1, .epoch),
            ("31 1 \(hex)0", 1, .key),
            ("31 1 \(hex.dropLast())g", 1, .key),
            ("31 1 \(hex)\n31 2 \(hex)\n31 1 \(hex)", 3, .twice),
        ]
        for (text, line, expected) in cases {
            let got = reason(text)
            #expect(got?.0 == line)
            #expect(got?.1 == expected)
        }
    }

    @Test func commentsAndBlanksAreNothing() throws {
        let text = "# a\n\n  31\t1 \(UnitKeysTests.hex) # spare\n7 0 \(UnitKeysTests.hex.uppercased())\r\n"
        let keys = try UnitKeyFile.parse(text, path: "k")
        #expect(keys.map(\.unitNumber) == [31, 7])
        #expect(keys.map(\.epoch) == [1, 0])
        #expect(keys[0].secret.bytes == [UInt8](repeating: 0x0f, count: 32))
    }

    @Test func aFreshFileIsOnlyOursAndReadsBack() throws {
        let folder = NSTemporaryDirectory() + "d115-keys-\(getpid())-\(UInt32.random(in: 0 ... .max))"
        try Files.makeFolder(folder)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/units.keys"
        let written = try UnitKeyFile.writeFresh(path, unitNumbers: [5, 31, 999_999], epoch: 2)
        #expect(try UnitKeyFile.read(path) == written)
        #expect(Set(written.map { Hexadecimal.text($0.secret.bytes) }).count == 3)
        for mode: mode_t in [0o640, 0o604, 0o620, 0o660, 0o644, 0o700] {
            #expect(chmod(path, mode) == 0)
            #expect(throws: UnitKeyFileError(path: path, line: 0, reason: .mode(UInt32(mode)))) {
                try UnitKeyFile.read(path)
            }
        }
        #expect(chmod(path, 0o600) == 0)
        #expect(try UnitKeyFile.read(path).count == 3)
        #expect(throws: UnitKeyFileError.self) { try UnitKeyFile.read(folder + "/none") }
    }
}
