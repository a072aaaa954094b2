// What the service says of itself, for the operator: one line each on standard error, where systemd and the
// demo pick it up. No personal data: numbers of incidents and units, never a caller's words.
//
// Written by a thread of its own: a pipe that nobody reads holds up the log, never the dispatch. At most 1,024
// lines wait; those above are counted, and the count is written when there is room again.

import Glibc
import Synchronization

enum Log {
    private static let box = Mailbox<String>(capacity: 1_024)
    private static let dropped = Atomic<Int>(0)
    private static let waiting = Atomic<Int>(0)
    private static let thread: NamedThread? = {
        do { return try NamedThread("log") { write() } } catch { return nil }
    }()

    /// Puts "2026-11-22T14:03:07Z text" on its way. Never waits, never throws.
    static func line(_ text: String) {
        guard thread != nil else { return put(stamped(text)) }
        waiting.wrappingAdd(1, ordering: .relaxed)
        if !box.put(stamped(text)) {
            waiting.wrappingSubtract(1, ordering: .relaxed)
            dropped.wrappingAdd(1, ordering: .relaxed)
        }
    }

    /// Waits until what was said is written, a second at most: before the process ends.
    static func flush() {
        let limit = WallClock.monotonicNanoseconds() + 1_000_000_000
        while waiting.load(ordering: .relaxed) > 0, WallClock.monotonicNanoseconds() < limit {
            WallClock.sleep(nanoseconds: 1_000_000)
        }
    }

    private static func write() {
        var batch: [String] = []
        while box.takeAll(into: &batch, until: nil) {
            for line in batch {
                put(line)
                waiting.wrappingSubtract(1, ordering: .relaxed)
            }
            let lost = dropped.exchange(0, ordering: .relaxed)
            if lost > 0 { put(stamped("\(lost) lines of this log were dropped: nobody read it")) }
        }
    }

    private static func stamped(_ text: String) -> String {
        var seconds = time(nil)
        var parts = tm()
        gmtime_r(&seconds, &parts)
        var stamp = [CChar](repeating: 0, count: 32)
        let count = strftime(&stamp, stamp.count, "%Y-%m-%dT%H:%M:%SZ", &parts)
        return String(decoding: stamp[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self) + " " + text
            + "\n"
    }

    private static func put(_ line: String) {
        let bytes = Array(line.utf8)
        _ = bytes.withUnsafeBytes { Glibc.write(2, $0.baseAddress, $0.count) }
    }
}
