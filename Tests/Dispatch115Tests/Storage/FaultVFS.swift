// An SQLite file system over a FaultDisk (https://sqlite.org/vfs.html). Its files have methods of version 1:
// no shared memory, so it works only where the lock is exclusive before the log is touched, which is itself
// something to be tested. The table of methods is a copy for every file.

import CSQLite
import Glibc
import Synchronization

@testable import Dispatch115

/// A registered file system; unregistered when it goes. Use one from one thread at a time.
final class FaultVFS: @unchecked Sendable {
    private static let count = Atomic(0)
    let name: String
    let disk: FaultDisk
    private let table = UnsafeMutablePointer<sqlite3_vfs>.allocate(capacity: 1)
    private let cName: UnsafeMutablePointer<CChar>

    init(seed: UInt64) {
        disk = FaultDisk(seed: seed)
        name = "fault-\(FaultVFS.count.add(1, ordering: .relaxed).newValue)"
        let bytes = name.utf8CString
        cName = UnsafeMutablePointer<CChar>.allocate(capacity: bytes.count)
        for (index, byte) in bytes.enumerated() { cName[index] = byte }
        var vfs = sqlite3_vfs()
        vfs.iVersion = 1
        vfs.szOsFile = Int32(MemoryLayout<FaultFile>.stride)
        vfs.mxPathname = 512
        vfs.zName = UnsafePointer(cName)
        vfs.pAppData = Unmanaged.passUnretained(disk).toOpaque()
        vfs.xOpen = faultOpen
        vfs.xDelete = { vfs, name, syncFolder in
            guard let disk = diskOf(vfs), let name else { return IOFailure.delete }
            return disk.alone { $0.delete(String(cString: name), syncFolder: syncFolder != 0) }
        }
        vfs.xAccess = { vfs, name, _, result in
            guard let disk = diskOf(vfs), let name else { return IOFailure.access }
            return disk.alone { disk in
                result?.pointee = disk.names[String(cString: name)] == nil ? 0 : 1
                return disk.crashed ? IOFailure.access : SQLITE_OK
            }
        }
        vfs.xFullPathname = { _, name, size, out in
            guard let name, let out else { return SQLITE_CANTOPEN }
            copyName(size, out, name)
            return SQLITE_OK
        }
        vfs.xRandomness = { _, count, out in
            // Fixed bytes would give two logs the same salt, which SQLite relies on to tell them apart.
            let bytes = SystemRandomBytes().bytes(Int(count))
            for (index, byte) in bytes.enumerated() { out?[index] = CChar(bitPattern: byte) }
            return count
        }
        vfs.xSleep = { _, microseconds in microseconds }
        vfs.xCurrentTime = { _, out in
            out?.pointee = 2_461_000.5
            return SQLITE_OK
        }
        vfs.xGetLastError = { _, _, _ in 0 }
        table.initialize(to: vfs)
        sqlite3_vfs_register(table, 0)
    }

    deinit {
        sqlite3_vfs_unregister(table)
        table.deallocate()
        cName.deallocate()
    }
}

/// What SQLite allocates for an open file; the first field is SQLite's.
private struct FaultFile {
    var base: sqlite3_file
    var handle: UnsafeMutableRawPointer?
}

/// One opening of a file.
private final class FaultHandle {
    let disk: FaultDisk
    let inode: FaultDisk.Inode
    let owner: Int
    let methods: UnsafeMutablePointer<sqlite3_io_methods>

    init(_ disk: FaultDisk, _ inode: FaultDisk.Inode, _ owner: Int) {
        self.disk = disk
        self.inode = inode
        self.owner = owner
        methods = UnsafeMutablePointer.allocate(capacity: 1)
        methods.initialize(to: faultMethods())
    }

    deinit { methods.deallocate() }
}

private func diskOf(_ vfs: UnsafeMutablePointer<sqlite3_vfs>?) -> FaultDisk? {
    guard let data = vfs?.pointee.pAppData else { return nil }
    return Unmanaged<FaultDisk>.fromOpaque(data).takeUnretainedValue()
}

private func handleOf(_ file: UnsafeMutablePointer<sqlite3_file>?) -> FaultHandle? {
    guard let file else { return nil }
    let raw = UnsafeMutableRawPointer(file).assumingMemoryBound(to: FaultFile.self)
    return raw.pointee.handle.map { Unmanaged<FaultHandle>.fromOpaque($0).takeUnretainedValue() }
}

private func copyName(
    _ size: Int32, _ out: UnsafeMutablePointer<CChar>, _ name: UnsafePointer<CChar>
) {
    var index = 0
    while index < Int(size) - 1 && name[index] != 0 {
        out[index] = name[index]
        index += 1
    }
    out[index] = 0
}

private func faultOpen(
    _ vfs: UnsafeMutablePointer<sqlite3_vfs>?, _ name: UnsafePointer<CChar>?,
    _ file: UnsafeMutablePointer<sqlite3_file>?, _ flags: Int32, _ outFlags: UnsafeMutablePointer<Int32>?
) -> Int32 {
    guard let file, let disk = diskOf(vfs) else { return SQLITE_CANTOPEN }
    let raw = UnsafeMutableRawPointer(file).assumingMemoryBound(to: FaultFile.self)
    raw.pointee.base.pMethods = nil
    raw.pointee.handle = nil
    guard let name else { return SQLITE_CANTOPEN }
    let log = flags & (SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL | SQLITE_OPEN_SUPER_JOURNAL) != 0
    let create = flags & SQLITE_OPEN_CREATE != 0
    let opened = disk.alone { $0.openFile(String(cString: name), create: create, syncsFolder: log) }
    guard let (inode, owner) = opened else { return SQLITE_CANTOPEN }
    let handle = FaultHandle(disk, inode, owner)
    raw.pointee.handle = Unmanaged.passRetained(handle).toOpaque()
    raw.pointee.base.pMethods = UnsafePointer(handle.methods)
    outFlags?.pointee = flags
    return SQLITE_OK
}

private func faultMethods() -> sqlite3_io_methods {
    var methods = sqlite3_io_methods()
    methods.iVersion = 1
    methods.xClose = { file in
        guard let file else { return SQLITE_OK }
        let raw = UnsafeMutableRawPointer(file).assumingMemoryBound(to: FaultFile.self)
        if let handle = raw.pointee.handle {
            let owned = Unmanaged<FaultHandle>.fromOpaque(handle).takeRetainedValue()
            owned.disk.alone { _ in
                if owned.inode.exclusiveOwner == owned.owner { owned.inode.exclusiveOwner = nil }
            }
        }
        raw.pointee.handle = nil
        return SQLITE_OK
    }
    methods.xRead = { file, out, count, offset in
        guard let handle = handleOf(file), let out else { return IOFailure.read }
        return handle.disk.alone { $0.read(handle.inode, out, at: Int(offset), Int(count)) }
    }
    methods.xWrite = { file, bytes, count, offset in
        guard let handle = handleOf(file), let bytes else { return IOFailure.write }
        let copy = [UInt8](unsafeUninitializedCapacity: Int(count)) { target, initialized in
            if let base = target.baseAddress { memcpy(base, bytes, Int(count)) }
            initialized = Int(count)
        }
        return handle.disk.alone { $0.write(handle.inode, copy, at: Int(offset)) }
    }
    methods.xTruncate = { file, size in
        guard let handle = handleOf(file) else { return IOFailure.truncate }
        return handle.disk.alone { $0.truncate(handle.inode, Int(size)) }
    }
    methods.xSync = { file, _ in
        guard let handle = handleOf(file) else { return IOFailure.sync }
        return handle.disk.alone { $0.sync(handle.inode) }
    }
    methods.xFileSize = { file, size in
        guard let handle = handleOf(file) else { return IOFailure.size }
        return handle.disk.alone { disk in
            size?.pointee = sqlite3_int64(handle.inode.cache.count)
            return disk.crashed ? IOFailure.size : SQLITE_OK
        }
    }
    methods.xLock = { file, level in
        guard let handle = handleOf(file) else { return IOFailure.lock }
        return handle.disk.alone { disk in
            if disk.crashed { return IOFailure.lock }
            if let owner = handle.inode.exclusiveOwner, owner != handle.owner { return SQLITE_BUSY }
            if level >= SQLITE_LOCK_EXCLUSIVE { handle.inode.exclusiveOwner = handle.owner }
            return SQLITE_OK
        }
    }
    methods.xUnlock = { file, level in
        guard let handle = handleOf(file) else { return SQLITE_OK }
        handle.disk.alone { _ in
            if level < SQLITE_LOCK_EXCLUSIVE && handle.inode.exclusiveOwner == handle.owner {
                handle.inode.exclusiveOwner = nil
            }
        }
        return SQLITE_OK
    }
    methods.xCheckReservedLock = { _, result in
        result?.pointee = 0
        return SQLITE_OK
    }
    methods.xFileControl = { _, _, _ in SQLITE_NOTFOUND }
    methods.xSectorSize = { _ in 512 }
    methods.xDeviceCharacteristics = { _ in SQLITE_IOCAP_POWERSAFE_OVERWRITE }
    return methods
}
