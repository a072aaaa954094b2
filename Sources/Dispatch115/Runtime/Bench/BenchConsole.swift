// What a dispatcher waits for: a line typed at a real console socket of a real `serve`, until its durable
// answer. One console, one line at a time; then 32 at once, which share commits. Beside it, in the same run
// and folder, a bare write and fdatasync, which nobody who promises durability can beat.

import Glibc

enum BenchConsole {
    /// Cost at the defaults: about 15 s.
    static func run(_ scene: BenchScene, lines: Int = 10_000, consoles: Int = 32) throws -> [BenchRow] {
        let service = try BenchService(scene, cityFolder: scene.configuration.folders.city)
        let opened = try service.ask("N 0903123456 10.7769,106.7009 ; bench")
        let before = try service.status()
        guard try service.number("desk.open-incidents", in: before) == 1 else {
            throw BenchFailure("no incident was opened: \(opened)")
        }
        let disk = try BenchDisk(service.folder)
        _ = try one(service, 200)
        // The disk before and after, since it is nobody's alone.
        var raw = try disk.syncs(1_000)
        let alone = try one(service, lines)
        raw += try disk.syncs(1_000)
        let together = try many(service, consoles, lines: lines * 3)
        let after = try service.status()
        func grown(_ key: String) throws -> Int {
            try service.number(key, in: after) - service.number(key, in: before)
        }
        let events = try grown("journal.sequence")
        let sent = 200 + alone.each.count + together.each.count
        guard events == sent else { throw BenchFailure("\(events) events for \(sent) lines") }
        let commits = try grown("journal.commits")
        let floor = raw.percentileMicroseconds(0.5)
        let p50 = alone.each.percentileMicroseconds(0.5)
        return [
            BenchRow("raw-fdatasync.p50", raw.count, floor, "us"),
            BenchRow("raw-fdatasync.p99", raw.count, raw.percentileMicroseconds(0.99), "us"),
            BenchRow("one.p50", alone.each.count, p50, "us"),
            BenchRow("one.p99", alone.each.count, alone.each.percentileMicroseconds(0.99), "us"),
            BenchRow("one.rate", alone.each.count, alone.rate, "lines/s"),
            BenchRow("one.p50-of-goal", alone.each.count, p50 / (1.15 * floor + 120), "ratio"),
            BenchRow("many.consoles", together.each.count, Double(consoles), "consoles"),
            BenchRow("many.p50", together.each.count, together.each.percentileMicroseconds(0.5), "us"),
            BenchRow("many.p99", together.each.count, together.each.percentileMicroseconds(0.99), "us"),
            BenchRow("many.rate", together.each.count, together.rate, "lines/s"),
            BenchRow("many.rate-to-one", together.each.count, together.rate / alone.rate, "ratio"),
            BenchRow("commits", events, Double(commits), "transactions"),
        ]
    }

    private struct Answers {
        /// Nanoseconds from the write of a line to the end of its answer.
        var each: [Int64] = []
        var rate = 0.0
    }

    private static func one(_ service: BenchService, _ lines: Int) throws -> Answers {
        let desk = try BenchDesk(service.socketPath)
        var answers = Answers()
        let began = WallClock.monotonicNanoseconds()
        for _ in 0..<lines {
            try desk.send()
            while try !desk.receive() {}
            answers.each.append(desk.waited)
        }
        answers.rate = Double(lines) / (Double(WallClock.monotonicNanoseconds() - began) / 1e9)
        return answers
    }

    /// All consoles from one thread, so that the clients cost as little as they can; each sends its next line
    /// when it has its answer.
    private static func many(_ service: BenchService, _ consoles: Int, lines: Int) throws -> Answers {
        let desks = try (0..<consoles).map { _ in try BenchDesk(service.socketPath) }
        let ready = try EpollSet()
        for (index, desk) in desks.enumerated() { try ready.add(desk.socket, token: UInt64(index), .read) }
        var answers = Answers()
        var sent = 0
        var events: [EpollSet.Ready] = []
        let began = WallClock.monotonicNanoseconds()
        for desk in desks {
            try desk.send()
            sent += 1
        }
        while answers.each.count < sent {
            ready.wait(into: &events, milliseconds: 10_000)
            if events.isEmpty { throw BenchFailure("a line was not answered within 10 s") }
            for event in events {
                let desk = desks[Int(event.token)]
                guard try desk.receive() else { continue }
                answers.each.append(desk.waited)
                if sent < lines {
                    try desk.send()
                    sent += 1
                }
            }
        }
        answers.rate = Double(sent) / (Double(WallClock.monotonicNanoseconds() - began) / 1e9)
        return answers
    }
}

/// One console: a line out, its answer in. For one thread.
private final class BenchDesk {
    private static let line = Array("NOTE 1 ; x\n".utf8)

    let socket: FileDescriptor
    private let path: String
    private var buffer = [UInt8](repeating: 0, count: 4096)
    private var lastByte: UInt8 = 0
    private var sentAt: Int64 = 0
    /// Nanoseconds that the last line took.
    private(set) var waited: Int64 = 0

    init(_ path: String) throws {
        self.path = path
        socket = try UnixSocket.connect(path)
    }

    func send() throws {
        sentAt = WallClock.monotonicNanoseconds()
        try socket.writeAll(BenchDesk.line, path)
    }

    /// Reads what there is, waiting where there is nothing; true when the answer, which ends with an empty
    /// line, is whole.
    func receive() throws -> Bool {
        let count = buffer.withUnsafeMutableBytes { read(socket.number, $0.baseAddress, $0.count) }
        guard count > 0 else { throw SystemCallError("read", path, code: count == 0 ? EPIPE : errno) }
        let before = count > 1 ? buffer[count - 2] : lastByte
        lastByte = buffer[count - 1]
        guard lastByte == 10, before == 10 else { return false }
        waited = WallClock.monotonicNanoseconds() - sentAt
        return true
    }
}

/// A file that has its size already, written and synced over and over: 4 KiB, as a small commit writes.
private final class BenchDisk {
    private static let pages = 16_384
    private let file: FileDescriptor
    private let page = [UInt8](repeating: 2, count: 4096)
    private var next = 0

    init(_ folder: String) throws {
        let path = folder + "/raw"
        file = try FileDescriptor(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600), "open", path)
        let chunk = [UInt8](repeating: 1, count: 1 << 20)
        for _ in 0..<(BenchDisk.pages * page.count / chunk.count) { try file.writeAll(chunk, path) }
        guard fsync(file.number) == 0 else { throw SystemCallError("fsync", path) }
    }

    /// Nanoseconds of each.
    func syncs(_ count: Int) throws -> [Int64] {
        var each: [Int64] = []
        for _ in 0..<count {
            let began = WallClock.monotonicNanoseconds()
            guard pwrite(file.number, page, page.count, next * page.count) == page.count,
                fdatasync(file.number) == 0
            else { throw SystemCallError("fdatasync") }
            each.append(WallClock.monotonicNanoseconds() - began)
            next = (next + 1) % BenchDisk.pages
        }
        return each
    }
}
