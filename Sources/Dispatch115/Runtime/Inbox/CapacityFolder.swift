// The watched folder: who reports capacity by file puts a whole file there, best by writing it elsewhere
// and renaming it in. A file is taken once its size and time have not changed for two seconds, never while
// it grows; afterwards it lies in done/ or, where any of it was refused, in rejected/, with a .txt beside
// it that says which line and why.
//
// On its own thread; the engine gets a few rows at a time and is never waited for while it decides for
// others. Looks once a second: inotify would miss network folders. Only plain files are opened: no link,
// pipe or device. A row is taken once however often its file is read: a service that died between taking
// and moving takes nothing twice. Bounds: 1,000 names a look, 4 MiB and 20,000 rows a file, one file at a
// time.

import Glibc
import Synchronization

/// Where rows go, and what comes back: each verdict once its event is durable.
protocol CapacityDesk: Sendable {
    /// On any thread; returns when all have their verdict, in the order of the rows. Throws where nothing
    /// can be taken now: then none of them counts, and all may come again.
    func take(_ rows: [CapacityRow], from source: CapacitySource, writtenAt: [Timestamp]) throws(CapacityAway)
        -> [CapacityVerdict]
}

/// The journal takes nothing, or the service ends.
struct CapacityAway: Error, Equatable {
    var why: String
}

/// What went through a door since the start.
struct CapacityCounts: Equatable, Sendable {
    var files = 0
    var accepted = 0
    var flagged = 0
    var refused = 0

    mutating func count(_ verdicts: [CapacityVerdict]) {
        for verdict in verdicts {
            switch verdict.kind {
            case .accepted: accepted += 1
            case .flagged: flagged += 1
            case .refused: refused += 1
            }
        }
    }
}

final class CapacityFolder: Sendable {
    static let mostNames = 1_000
    static let chunkRows = 50
    /// A file that has not changed for so long is whole.
    static let settledNanoseconds: Int64 = 2_000_000_000

    private let folder: String
    private let desk: any CapacityDesk
    private let lookNanoseconds: Int64
    private let stopping = Atomic<Bool>(false)
    private let thread = Locked<NamedThread?>(nil)
    private let counted = Locked(CapacityCounts())

    var counts: CapacityCounts { counted.with { $0 } }

    /// Makes the folder and those in it where they are not there.
    init(_ folder: String, desk: any CapacityDesk, lookNanoseconds: Int64 = 1_000_000_000)
        throws(SystemCallError)
    {
        self.folder = folder
        self.desk = desk
        self.lookNanoseconds = lookNanoseconds
        for place in [folder, folder + "/done", folder + "/rejected"] { try Files.makeFolder(place) }
        let started = try NamedThread("inbox files") { [self] in run() }
        thread.with { $0 = started }
    }

    func stop() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        thread.joinOnce()
    }

    private func run() {
        var seen: [String: FileMark] = [:]
        var said = ""
        while !stopping.load(ordering: .acquiring) {
            do throws(SystemCallError) {
                try look(&seen)
                said = ""
            } catch {
                let text = "capacity files: \(error)"
                if said != text { Log.line(text) }
                said = text
            }
            var left = lookNanoseconds
            while left > 0, !stopping.load(ordering: .acquiring) {
                WallClock.sleep(nanoseconds: min(left, 50_000_000))
                left -= 50_000_000
            }
        }
    }

    /// What tells one state of a file from another.
    struct FileMark: Equatable {
        var bytes: Int64
        var modified: Int64
        var inode: UInt64
        /// Since when, monotonic, it was seen so.
        var since: Int64
        /// It could not be moved away: it is not read again.
        var isStuck = false
    }

    private func look(_ seen: inout [String: FileMark]) throws(SystemCallError) {
        var there: [String: FileMark] = [:]
        for name in try Files.list(folder).prefix(CapacityFolder.mostNames) {
            guard !stopping.load(ordering: .acquiring) else { return }
            guard let now = mark(name) else { continue }
            var known = now
            if let before = seen[name], before.bytes == now.bytes, before.modified == now.modified,
                before.inode == now.inode
            {
                known = before
            }
            there[name] = known
            let isOld = WallClock.wallNanoseconds() - now.modified >= CapacityFolder.settledNanoseconds
            let isKnown = now.since - known.since >= CapacityFolder.settledNanoseconds
            guard !known.isStuck, isOld || isKnown else { continue }
            if !take(name, known) { there[name]?.isStuck = !isAway(name) }
        }
        seen = there
    }

    private func isAway(_ name: String) -> Bool { mark(name) == nil }

    /// Nil for what is no plain file, and for names of files under way.
    private func mark(_ name: String) -> FileMark? {
        let under = [".part", ".tmp", ".filepart", ".crdownload", "~"]
        guard name.first != ".", !under.contains(where: { name.lowercased().hasSuffix($0) }) else {
            return nil
        }
        var info = stat()
        guard lstat(folder + "/" + name, &info) == 0, info.st_mode & S_IFMT == S_IFREG else { return nil }
        return FileMark(
            bytes: Int64(info.st_size),
            modified: Int64(info.st_mtim.tv_sec) * 1_000_000_000 + Int64(info.st_mtim.tv_nsec),
            inode: UInt64(info.st_ino), since: WallClock.monotonicNanoseconds())
    }

    // MARK: - One file

    /// False where it still lies there.
    private func take(_ name: String, _ mark: FileMark) -> Bool {
        var found = CapacityRows()
        var verdicts: [CapacityVerdict] = []
        var whole: CapacityFault?
        do throws(CapacityFault) {
            found = try read(name, mark)
        } catch { whole = error }
        do throws(CapacityAway) {
            verdicts = try judge(found, mark)
        } catch {
            // Read again at the next look; what was taken of it is not taken twice.
            Log.line("capacity files: \(name) waits: \(error.why)")
            return true
        }
        // Counted once the file lies where its verdict says.
        defer {
            counted.with {
                $0.files += 1
                $0.count(verdicts)
                if whole != nil { $0.refused += 1 }
            }
        }
        let isRefused = whole != nil || verdicts.contains { $0.kind == .refused }
        do throws(SystemCallError) {
            try put(name, into: isRefused ? "rejected" : "done", report(name, found, verdicts, whole))
            return true
        } catch {
            Log.line("capacity files: \(name) was taken and cannot be moved: \(error)")
            return false
        }
    }

    private func read(_ name: String, _ mark: FileMark) throws(CapacityFault) -> CapacityRows {
        guard [".csv", ".json"].contains(where: { name.lowercased().hasSuffix($0) }) else {
            throw CapacityFault(
                1, vi: "tên tệp không kết thúc bằng .csv hay .json", en: "is no .csv and no .json")
        }
        guard mark.bytes <= Int64(CapacityFile.mostBytes) else {
            throw CapacityFault(
                1, vi: "có \(mark.bytes) byte, nhiều nhất \(CapacityFile.mostBytes)",
                en: "has \(mark.bytes) bytes, at most \(CapacityFile.mostBytes)")
        }
        let bytes: [UInt8]
        do throws(SystemCallError) {
            bytes = try Files.readPlain(folder + "/" + name, limit: CapacityFile.mostBytes)
        } catch { throw CapacityFault(1, vi: "không đọc được: \(error)", en: "cannot be read: \(error)") }
        var found = try CapacityFile.rows(bytes, name: name)
        let digest = Digest(hashing: bytes).hexadecimal
        for index in found.rows.indices {
            found.rows[index].identity = "file:\(mark.modified):\(digest):\(found.rows[index].line)"
        }
        return found
    }

    private func judge(_ found: CapacityRows, _ mark: FileMark) throws(CapacityAway) -> [CapacityVerdict] {
        var verdicts = found.faults.map { CapacityVerdict.refused($0.line, $0.reason) }
        // A file from the future was written now.
        let writtenAt = Timestamp(nanoseconds: min(mark.modified, WallClock.wallNanoseconds()))
        var doubles = CapacityDoubles()
        let judged = found.rows.map { doubles.fault($0, found.noun) }
        verdicts += zip(found.rows, judged).compactMap { row, fault in
            fault.map { CapacityVerdict.refused(row.line, $0) }
        }
        let rows = zip(found.rows, judged).filter { $0.1 == nil }.map { $0.0 }
        for start in stride(from: 0, to: rows.count, by: CapacityFolder.chunkRows) {
            if stopping.load(ordering: .acquiring) { throw CapacityAway(why: "the service ends") }
            let chunk = Array(rows[start..<min(rows.count, start + CapacityFolder.chunkRows)])
            verdicts += try desk.take(
                chunk, from: .file, writtenAt: chunk.map { _ in writtenAt })
        }
        return verdicts.sorted { $0.line < $1.line }
    }

    /// The .txt; empty where there is nothing to say.
    private func report(
        _ name: String, _ found: CapacityRows, _ verdicts: [CapacityVerdict], _ whole: CapacityFault?
    ) -> String {
        if let whole {
            let line = Phrase(vi: "dòng \(whole.line)", en: "line \(whole.line)")
            return "\(line.vi) / \(line.en): \(whole.reason.vi) / \(whole.reason.en)\n"
        }
        let told = verdicts.filter { $0.kind != .accepted }
        guard !told.isEmpty else { return "" }
        var counts = CapacityCounts()
        counts.count(verdicts)
        var text =
            "\(counts.accepted) nhận / accepted, \(counts.flagged) cần xem / flagged, "
            + "\(counts.refused) từ chối / refused\n"
        for verdict in told {
            let kind = verdict.kind == .flagged ? "cần xem / flagged" : "từ chối / refused"
            text +=
                "\(found.noun.vi) \(verdict.line) / \(found.noun.en) \(verdict.line): \(kind): "
                + verdict.bothReasons + "\n"
        }
        return text
    }

    /// Beside an older one of the same name it gets a number.
    private func put(_ name: String, into place: String, _ text: String) throws(SystemCallError) {
        let goal = folder + "/" + place + "/"
        var free = name
        var number = 1
        while Files.exists(goal + free) || Files.exists(goal + free + ".txt") {
            number += 1
            free = "\(number)-\(name)"
        }
        if !text.isEmpty { try Files.writeAtomically(goal + free + ".txt", Array(text.utf8), mode: 0o640) }
        try Files.rename(folder + "/" + name, to: goal + free)
        if !text.isEmpty { Log.line("capacity files: \(name): see \(place)/\(free).txt") }
    }
}

/// Rows of one file that say the same thing twice: the first counts.
struct CapacityDoubles {
    private var first: [String: Int64] = [:]

    /// Why this row does not count beside those before it; nil where it does.
    mutating func fault(_ row: CapacityRow, _ noun: Phrase) -> Phrase? {
        var what = CapacityReading.bed(named: row[.bed]).map(CapacityReading.name) ?? row[.bed]
        if what.isEmpty { what = row[.diversion].isEmpty ? "reception" : "diversion" }
        let key = [row[.hospital], what, row[.asOf]].joined(separator: "\u{1F}")
        guard let before = first[key] else {
            first[key] = row.line
            return nil
        }
        return Phrase(
            vi: "trùng \(noun.vi) \(before): cùng bệnh viện, cùng loại giường, cùng giờ",
            en: "doubles \(noun.en) \(before): same hospital, bed and time")
    }
}
