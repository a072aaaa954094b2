// A disk in memory with the habits of a page cache, for FaultVFS. A write is seen at once by who reads; only
// a sync makes it durable. At a crash each piece of 512 bytes of each write that was not synced has landed
// or not, by itself; a name that no sync of the folder has covered is there or not.
// A failed sync behaves as Linux does: what it should have written is dropped from the list of what is to be
// written (part of it may have landed), still seen by who reads, and the next sync says all is well.

import CSQLite
import Glibc

@testable import Dispatch115

/// SQLite's extended codes, whose macros Swift does not see.
enum IOFailure {
    static let read = SQLITE_IOERR | 1 << 8
    static let shortRead = SQLITE_IOERR | 2 << 8
    static let write = SQLITE_IOERR | 3 << 8
    static let sync = SQLITE_IOERR | 4 << 8
    static let truncate = SQLITE_IOERR | 6 << 8
    static let size = SQLITE_IOERR | 7 << 8
    static let delete = SQLITE_IOERR | 10 << 8
    static let access = SQLITE_IOERR | 13 << 8
    static let lock = SQLITE_IOERR | 15 << 8
    static let deleteNothing = SQLITE_IOERR | 23 << 8
}

/// What goes wrong, and at which operation (counted from 1).
enum Fault: Equatable, Sendable {
    case none
    /// The Nth write and those after it, `count` in all, are refused with `code`; nothing of them lands.
    case failWrites(Int, count: Int, code: Int32)
    /// A part of the Nth write lands, in the cache and perhaps on the disk, and the machine stops.
    case tearWrite(Int)
    case crashBeforeWrite(Int)
    case crashAfterWrite(Int)
    /// The Nth sync is refused and what it should have synced is dropped.
    case failSync(Int)
    /// The Nth sync is refused, nothing is dropped, and so many reads after it are refused too.
    case failSyncAndReads(Int, reads: Int)
    case crashBeforeSync(Int)
    case crashAfterSync(Int)
}

/// What of the unsynced lands when the machine stops.
enum Landing: CaseIterable, Sendable {
    /// Nothing: the cache is gone.
    case nothing
    /// Everything: only the process has died.
    case everything
    /// Each piece by the toss of a coin.
    case anyPart
}

/// A file's bytes. Plain memory: in an unoptimised test thousands of runs over arrays take minutes.
final class FaultBytes {
    private var memory = UnsafeMutableRawPointer.allocate(byteCount: 1 << 16, alignment: 16)
    private var capacity = 1 << 16
    private(set) var count = 0

    deinit { memory.deallocate() }

    subscript(index: Int) -> UInt8 {
        get { memory.load(fromByteOffset: index, as: UInt8.self) }
        set { memory.storeBytes(of: newValue, toByteOffset: index, as: UInt8.self) }
    }

    func resize(_ size: Int) {
        if size > capacity {
            capacity = size * 2
            let larger = UnsafeMutableRawPointer.allocate(byteCount: capacity, alignment: 16)
            memcpy(larger, memory, count)
            memory.deallocate()
            memory = larger
        }
        if size > count { memset(memory + count, 0, size - count) }
        count = size
    }

    func put(_ bytes: [UInt8], _ range: Range<Int>, at offset: Int) {
        if count < offset + range.count { resize(offset + range.count) }
        bytes.withUnsafeBytes { source in
            guard let base = source.baseAddress else { return }
            memcpy(memory + offset, base + range.lowerBound, range.count)
        }
    }

    func read(_ target: UnsafeMutableRawPointer, at offset: Int, _ size: Int) -> Int {
        let have = max(0, min(size, count - offset))
        if have > 0 { memcpy(target, memory + offset, have) }
        if have < size { memset(target + have, 0, size - have) }
        return have
    }

    func copy(_ other: FaultBytes) {
        resize(other.count)
        memcpy(memory, other.memory, other.count)
    }
}

/// Everything from more than one thread goes through `alone`.
final class FaultDisk: @unchecked Sendable {
    final class Inode {
        enum Change {
            case write(Int, [UInt8])
            case truncate(Int)
        }
        let cache = FaultBytes()
        let disk = FaultBytes()
        var unsynced: [Change] = []
        /// Its first sync also syncs the folder (SQLite does so for logs and rollback journals it makes).
        var syncsFolder = false
        var exclusiveOwner: Int?
    }

    var fault = Fault.none
    private(set) var writes = 0
    private(set) var syncs = 0
    private(set) var crashed = false
    private var readsToRefuse = 0
    private(set) var names: [String: Inode] = [:]
    private var durableNames: [String: Inode] = [:]
    private var random: StorageRandom
    private var openCount = 0

    private let gate = Locked(())

    init(seed: UInt64) { random = StorageRandom(seed) }

    /// One thread at a time; not to be entered again from within.
    func alone<Result>(_ body: (FaultDisk) throws -> Result) rethrows -> Result {
        try gate.with { _ in try body(self) }
    }

    /// Counts from here; the fault's number is relative to it.
    func arm(_ fault: Fault) {
        self.fault = fault
        readsToRefuse = 0
        writes = 0
        syncs = 0
    }

    /// The machine stops here and now.
    func pullThePlug() { crashed = true }

    /// Only the process has died: the cache is all there, what is not synced is still not.
    func rebootProcess() {
        crashed = false
        arm(.none)
        for inode in names.values { inode.exclusiveOwner = nil }
    }

    /// As if the file had never been.
    func forget(_ name: String) {
        names[name] = nil
        durableNames[name] = nil
    }

    /// The machine comes back with what has landed. Everything that had a file open must be gone.
    func reboot(_ landing: Landing) {
        crashed = false
        arm(.none)
        switch landing {
        case .everything: durableNames = names
        case .nothing: names = durableNames
        case .anyPart:
            for name in Set(names.keys).union(durableNames.keys).sorted() where random.coin() {
                durableNames[name] = names[name]
            }
            names = durableNames
        }
        for name in names.keys.sorted() {
            guard let inode = names[name] else { continue }
            for change in inode.unsynced { land(change, in: inode, landing) }
            inode.unsynced.removeAll()
            if landing == .everything { inode.disk.copy(inode.cache) } else { inode.cache.copy(inode.disk) }
            inode.exclusiveOwner = nil
            inode.syncsFolder = false
        }
    }

    private func land(_ change: Inode.Change, in inode: Inode, _ landing: Landing) {
        guard landing == .anyPart else { return }
        switch change {
        case .truncate(let size): if random.coin() { inode.disk.resize(size) }
        case .write(let offset, let bytes):
            var done = 0
            while done < bytes.count {
                let piece = min(512 - (offset + done) % 512, bytes.count - done)
                if random.coin() { inode.disk.put(bytes, done..<done + piece, at: offset + done) }
                done += piece
            }
        }
    }

    // MARK: What the file system calls

    func openFile(_ name: String, create: Bool, syncsFolder: Bool) -> (Inode, owner: Int)? {
        guard !crashed else { return nil }
        openCount += 1
        if let inode = names[name] {
            inode.syncsFolder = inode.syncsFolder || create && syncsFolder
            return (inode, openCount)
        }
        guard create else { return nil }
        let inode = Inode()
        inode.syncsFolder = syncsFolder
        names[name] = inode
        return (inode, openCount)
    }

    func write(_ inode: Inode, _ bytes: [UInt8], at offset: Int) -> Int32 {
        let refusal = countWrite()
        if refusal != SQLITE_OK {
            if case .tearWrite(let number) = fault, number == writes {
                change(inode, .write(offset, Array(bytes[..<random.below(bytes.count)])))
            }
            return refusal
        }
        change(inode, .write(offset, bytes))
        return afterWrite()
    }

    func truncate(_ inode: Inode, _ size: Int) -> Int32 {
        let refusal = countWrite()
        if refusal != SQLITE_OK { return refusal }
        change(inode, .truncate(size))
        return afterWrite()
    }

    func delete(_ name: String, syncFolder: Bool) -> Int32 {
        let refusal = countWrite()
        if refusal != SQLITE_OK { return refusal }
        guard names.removeValue(forKey: name) != nil else { return IOFailure.deleteNothing }
        if syncFolder { durableNames = names }
        return afterWrite()
    }

    func sync(_ inode: Inode) -> Int32 {
        guard !crashed else { return IOFailure.sync }
        syncs += 1
        switch fault {
        case .crashBeforeSync(syncs):
            crashed = true
            return IOFailure.sync
        case .failSync(syncs):
            for change in inode.unsynced { land(change, in: inode, .anyPart) }
            inode.unsynced.removeAll()
            return IOFailure.sync
        case .failSyncAndReads(syncs, let reads):
            readsToRefuse = reads
            return IOFailure.sync
        case .none, .failWrites, .tearWrite, .crashBeforeWrite, .crashAfterWrite, .failSync,
            .failSyncAndReads,
            .crashBeforeSync, .crashAfterSync:
            break
        }
        // What an earlier failed sync has dropped stays off the disk although the cache shows it.
        for change in inode.unsynced {
            switch change {
            case .truncate(let size): inode.disk.resize(size)
            case .write(let offset, let bytes): inode.disk.put(bytes, 0..<bytes.count, at: offset)
            }
        }
        inode.unsynced.removeAll()
        if inode.syncsFolder {
            inode.syncsFolder = false
            durableNames = names
        }
        if fault == .crashAfterSync(syncs) {
            crashed = true
            return IOFailure.sync
        }
        return SQLITE_OK
    }

    func read(_ inode: Inode, _ out: UnsafeMutableRawPointer, at offset: Int, _ count: Int) -> Int32 {
        if crashed { return IOFailure.read }
        if readsToRefuse > 0 {
            readsToRefuse -= 1
            return IOFailure.read
        }
        let have = inode.cache.read(out, at: offset, count)
        return have < count ? IOFailure.shortRead : SQLITE_OK
    }

    private func change(_ inode: Inode, _ change: Inode.Change) {
        switch change {
        case .truncate(let size): inode.cache.resize(size)
        case .write(let offset, let bytes): inode.cache.put(bytes, 0..<bytes.count, at: offset)
        }
        inode.unsynced.append(change)
    }

    private func countWrite() -> Int32 {
        guard !crashed else { return IOFailure.write }
        writes += 1
        switch fault {
        case .failWrites(let first, let count, let code):
            return writes >= first && writes - first < count ? code : SQLITE_OK
        case .tearWrite(writes), .crashBeforeWrite(writes):
            crashed = true
            return IOFailure.write
        case .none, .tearWrite, .crashBeforeWrite, .crashAfterWrite, .failSync, .failSyncAndReads,
            .crashBeforeSync, .crashAfterSync:
            return SQLITE_OK
        }
    }

    private func afterWrite() -> Int32 {
        guard fault == .crashAfterWrite(writes) else { return SQLITE_OK }
        crashed = true
        return IOFailure.write
    }
}

/// Small repeatable randomness for these tests.
struct StorageRandom: Sendable {
    private var state: UInt64
    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var word = state
        word = (word ^ word >> 30) &* 0xbf58_476d_1ce4_e5b9
        word = (word ^ word >> 27) &* 0x94d0_49bb_1331_11eb
        return word ^ word >> 31
    }

    mutating func below(_ bound: Int) -> Int { bound <= 0 ? 0 : Int(next() % UInt64(bound)) }
    mutating func coin() -> Bool { next() & 1 == 0 }
}
