// What the storage tests share: a folder that goes, events that can be told apart, one seed, patience.

import Glibc
import Testing

@testable import Dispatch115

/// A folder of its own, removed with all in it when the owner goes.
final class StorageFolder {
    let path: String

    init() throws {
        var template = Array("/tmp/dispatch115-storage-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp") }
        path = template.withUnsafeBufferPointer { buffer in
            buffer.baseAddress.map { String(cString: $0) } ?? ""
        }
    }

    deinit {
        for name in (try? Files.list(path)) ?? [] { unlink(path + "/" + name) }
        rmdir(path)
    }

    func file(_ name: String) -> String { path + "/" + name }
}

enum StorageSeed {
    /// Printed where it is used; DISPATCH115_SEED gives it back.
    static let value: UInt64 = {
        if let text = getenv("DISPATCH115_SEED"), let seed = UInt64(String(cString: text)) { return seed }
        return UInt64(bitPattern: WallClock.wallNanoseconds())
    }()
}

/// A body that says which it is, of a length that differs.
func storageBody(_ number: Int, extra: Int = 0) -> [UInt8] {
    Array("event \(number) ".utf8)
        + (0..<(number * 7 % 23 + extra)).map { UInt8(truncatingIfNeeded: $0 &* 31) }
}

extension Journal {
    /// Everything in it, verified.
    func everything() throws -> [[UInt8]] {
        var out: [[UInt8]] = []
        try replay(from: 1, expectedHash: genesis) { sequence, body in
            out.append(Array(body))
            #expect(Int(sequence) == out.count)
        }
        return out
    }

    func appendNext(_ bodies: [[UInt8]]) throws { try append(bodies, first: head.sequence + 1) }
}

/// Outcomes and state changes, in the order in which they were told.
final class JournalEar: Sendable {
    let outcomes = Locked<[(submit: Int, outcome: JournalOutcome)]>([])
    let changes = Locked<[JournalStateChange]>([])

    func completion(_ submit: Int) -> @Sendable (JournalOutcome) -> Void {
        { outcome in self.outcomes.with { $0.append((submit, outcome)) } }
    }

    var count: Int { outcomes.with { $0.count } }
    var durable: [Int] {
        outcomes.with { all in
            all.compactMap { if case .durable = $0.outcome { $0.submit } else { nil } }
        }
    }
    var notDurable: [Int] {
        outcomes.with { all in
            all.compactMap { if case .notDurable = $0.outcome { $0.submit } else { nil } }
        }
    }
    /// Events written at healings, one number a healing.
    var healings: [Int] {
        changes.with { all in
            all.compactMap { if case .healed(let count) = $0 { count } else { nil } }
        }
    }
    var degradations: Int { changes.with { $0.count } - healings.count }
}
