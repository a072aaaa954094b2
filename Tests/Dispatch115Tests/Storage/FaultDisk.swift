// A disk in memory with the habits of a page cache, for FaultVFS. A write is seen at once by who reads; only
// a sync makes it durable. At a crash each piece of 512 bytes of each write that was not synced has landed
// or not, by itself; a name that no sync of the folder has covered is there or not.
// A failed sync behaves as Linux does: what it should have written is dropped from the list of what is to be
// written (part of it may have landed), still seen by who reads, and the next sync says all is well.

import CSQLite

@testable import Dispatch115

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

/// Everything from more than one thread goes through `alone`.
final class FaultDisk: @unchecked Sendable {
    final class Inode {
        enum Change {
            case write(Int, [UInt8])
            case truncate(Int)
        }
        var cache: [UInt8] = []
        var disk: [UInt8] = []
        var unsynced: [Change] = []
        /// Its first sync also syncs the folder (SQLite does so for logs and rollback journals it makes).
        var syncsFolder = false
        var exclusiveOwner: Int?
    }

    var fault = Fault.none
    private(set) var writes = 0
    private(set) var syncs = 0
    private(set) var crashed = false
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
        writes = 0
        syncs = 0
    }

    /// The machine stops here and now.
    func pullThePlug() { crashed = true }

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
            if landing == .everything { inode.disk = inode.cache } else { inode.cache = inode.disk }
            inode.exclusiveOwner = nil
            inode.syncsFolder = false
        }
    }

    private func land(_ change: Inode.Change, in inode: Inode, _ landing: Landing) {
        guard landing == .anyPart else { return }
        switch change {
        case .truncate(let size): if random.coin() { FaultDisk.resize(&inode.disk, size) }
        case .write(let offset, let bytes):
            var done = 0
            while done < bytes.count {
                let piece = min(512 - (offset + done) % 512, bytes.count - done)
                if random.coin() { FaultDisk.put(bytes[done..<done + piece], at: offset + done, &inode.disk) }
                done += piece
            }
        }
    }

    static func resize(_ bytes: inout [UInt8], _ size: Int) {
        if bytes.count > size {
            bytes.removeLast(bytes.count - size)
        } else {
            bytes.append(contentsOf: repeatElement(0, count: size - bytes.count))
        }
    }

    static func put(_ piece: ArraySlice<UInt8>, at offset: Int, _ bytes: inout [UInt8]) {
        if bytes.count < offset + piece.count { resize(&bytes, offset + piece.count) }
        bytes.replaceSubrange(offset..<offset + piece.count, with: piece)
    }

    // MARK: What the file system calls

    func openFile(_ name: String, create: Bool, syncsFolder: Bool) -> (Inode, owner: Int)? {
        guard !crashed else { return nil }
        openCount += 1
        if let inode = names[name] { return (inode, openCount) }
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
        guard names.removeValue(forKey: name) != nil else { return SQLITE_IOERR_DELETE_NOENT }
        if syncFolder { durableNames = names }
        return afterWrite()
    }

    func sync(_ inode: Inode) -> Int32 {
        guard !crashed else { return SQLITE_IOERR_FSYNC }
        syncs += 1
        switch fault {
        case .crashBeforeSync(syncs):
            crashed = true
            return SQLITE_IOERR_FSYNC
        case .failSync(syncs):
            for change in inode.unsynced { land(change, in: inode, .anyPart) }
            inode.unsynced.removeAll()
            return SQLITE_IOERR_FSYNC
        case .none, .failWrites, .tearWrite, .crashBeforeWrite, .crashAfterWrite, .failSync, .crashBeforeSync,
            .crashAfterSync:
            break
        }
        // What an earlier failed sync has dropped stays off the disk although the cache shows it.
        for change in inode.unsynced {
            switch change {
            case .truncate(let size): FaultDisk.resize(&inode.disk, size)
            case .write(let offset, let bytes): FaultDisk.put(bytes[...], at: offset, &inode.disk)
            }
        }
        inode.unsynced.removeAll()
        if inode.syncsFolder {
            inode.syncsFolder = false
            durableNames = names
        }
        if fault == .crashAfterSync(syncs) {
            crashed = true
            return SQLITE_IOERR_FSYNC
        }
        return SQLITE_OK
    }

    private func change(_ inode: Inode, _ change: Inode.Change) {
        switch change {
        case .truncate(let size): FaultDisk.resize(&inode.cache, size)
        case .write(let offset, let bytes): FaultDisk.put(bytes[...], at: offset, &inode.cache)
        }
        inode.unsynced.append(change)
    }

    private func countWrite() -> Int32 {
        guard !crashed else { return SQLITE_IOERR_WRITE }
        writes += 1
        switch fault {
        case .failWrites(let first, let count, let code):
            return writes >= first && writes < first + count ? code : SQLITE_OK
        case .tearWrite(writes), .crashBeforeWrite(writes):
            crashed = true
            return SQLITE_IOERR_WRITE
        case .none, .tearWrite, .crashBeforeWrite, .crashAfterWrite, .failSync, .crashBeforeSync, .crashAfterSync:
            return SQLITE_OK
        }
    }

    private func afterWrite() -> Int32 {
        guard fault == .crashAfterWrite(writes) else { return SQLITE_OK }
        crashed = true
        return SQLITE_IOERR_WRITE
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
