// What the service says of itself, for the operator: one line each on standard error, where systemd and the
// demo pick it up. No personal data: numbers of incidents and units, never a caller's words.

import Glibc

enum Log {
    /// Writes "2026-11-22T14:03:07Z text". Never throws: a log that cannot be written stops nobody.
    static func line(_ text: String) {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var stamp = [CChar](repeating: 0, count: 32)
        let count = strftime(&stamp, stamp.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        let head = String(decoding: stamp[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let bytes = Array("\(head) \(text)\n".utf8)
        _ = bytes.withUnsafeBytes { write(2, $0.baseAddress, $0.count) }
    }
}
