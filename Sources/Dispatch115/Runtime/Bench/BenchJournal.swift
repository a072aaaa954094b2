// What the journal costs here: one durable event beside a bare fdatasync in the same folder, a group, a
// replay (its wall time, and its processor time over all threads, which other work moves less).
// Needs a folder on the disk that is to be judged (not a tmpfs); leaves nothing in it.

import Glibc

enum BenchJournal {
    /// Makes a folder of its own under `folder` and removes it again.
    static func run(
        folder: String, appends: Int = 2000, replayEvents: Int = 1_000_000
    ) throws -> [BenchRow] {
        let work = folder + "/bench-journal-\(getpid())"
        try Files.makeFolder(work)
        defer {
            for name in (try? Files.list(work)) ?? [] { _ = try? Files.remove(work + "/" + name) }
            rmdir(work)
        }
        var rows = try rawSync(work, appends)
        rows += try appending(work, appends)
        rows += try replaying(work, replayEvents)
        return rows
    }

    private static func body(_ number: Int, _ size: Int = 100) -> [UInt8] {
        var state = UInt64(truncatingIfNeeded: number) &* 0x9e37_79b9_7f4a_7c15 | 1
        return (0..<size).map { _ in
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return UInt8(truncatingIfNeeded: state)
        }
    }

    private static func median(_ values: [Int64]) -> Double {
        Double(values.sorted()[values.count / 2]) / 1000
    }

    /// The floor: 8 KiB written over and over into a file that has its size, fdatasync each time.
    private static func rawSync(_ work: String, _ count: Int) throws -> [BenchRow] {
        let path = work + "/raw"
        let file = try FileDescriptor(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600), "open", path)
        try file.writeAll([UInt8](repeating: 1, count: 4 << 20), path)
        fsync(file.number)
        let page = [UInt8](repeating: 2, count: 8192)
        var times: [Int64] = []
        for index in 0..<count {
            let start = WallClock.monotonicNanoseconds()
            pwrite(file.number, page, page.count, index % 512 * 8192)
            fdatasync(file.number)
            times.append(WallClock.monotonicNanoseconds() - start)
        }
        return [BenchRow("raw-fdatasync.p50", count, median(times), "us")]
    }

    private static func appending(_ work: String, _ count: Int) throws -> [BenchRow] {
        let journal = try Journal(path: work + "/append.journal", centre: "bench")
        var times: [Int64] = []
        for index in 0..<count {
            let start = WallClock.monotonicNanoseconds()
            try journal.append([body(index)], first: journal.head.sequence + 1)
            times.append(WallClock.monotonicNanoseconds() - start)
            if journal.waitingLogFrames >= 1024 { try journal.checkpoint(.passive) }
        }
        let group = (0..<32).map { body($0) }
        let start = WallClock.monotonicNanoseconds()
        for _ in 0..<(count / 4) {
            try journal.append(group, first: journal.head.sequence + 1)
            if journal.waitingLogFrames >= 1024 { try journal.checkpoint(.passive) }
        }
        let seconds = Double(WallClock.monotonicNanoseconds() - start) / 1e9
        let events = count / 4 * 32
        return [
            BenchRow("append-one-durable.p50", count, median(times), "us"),
            BenchRow("append-group-of-32", events, Double(events) / seconds, "events/s"),
        ]
    }

    private static func replaying(_ work: String, _ count: Int) throws -> [BenchRow] {
        let path = work + "/replay.journal"
        do {
            let journal = try Journal(path: path, centre: "bench")
            while journal.head.sequence < count {
                let first = Int(journal.head.sequence)
                let bodies = (first..<min(first + 5000, count)).map { body($0) }
                try journal.append(bodies, first: journal.head.sequence + 1)
                if journal.waitingLogFrames >= 4096 { try journal.checkpoint(.passive) }
            }
        }
        var rows: [BenchRow] = []
        for (metric, verifying) in [("replay-verified", true), ("replay-unverified", false)] {
            var best = Int64.max
            var bestProcessor = Int64.max
            var sum: UInt64 = 0
            for _ in 0..<3 {
                let start = WallClock.monotonicNanoseconds()
                let processorStart = WallClock.processorNanoseconds()
                let journal = try Journal(path: path, centre: "bench")
                sum = 0
                try journal.replay(from: 1, expectedHash: journal.genesis, verifying: verifying) {
                    sequence, body in
                    // As much as a decoder does: every field of eight bytes is read and used.
                    var reader = ByteReader(body)
                    sum &+= UInt64(truncatingIfNeeded: sequence)
                    for _ in 0..<12 { sum = sum &* 31 &+ (try reader.get(UInt64.self)) }
                }
                best = min(best, WallClock.monotonicNanoseconds() - start)
                bestProcessor = min(bestProcessor, WallClock.processorNanoseconds() - processorStart)
            }
            precondition(sum != 0)
            rows.append(BenchRow(metric, count, Double(best) / 1e9, "s"))
            rows.append(BenchRow(metric + "-processor", count, Double(bestProcessor) / 1e9, "s"))
        }
        return rows
    }
}
