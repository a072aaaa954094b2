// One random key for every text record, in a file beside the journal, so that a record can be erased for good
// although the journal that holds it is chained: its key is overwritten with zeros.
//
// File (mode 0600): header of 16 bytes = "D115KEYS", version (4), blocks (4), big endian; then slots of 32
// bytes, slot n for text n, in blocks of 4,096. A block's keys are durable before the header counts the block,
// and the header is durable before any of its keys is used: a crash in between leaves surplus bytes that are
// cut off and made anew. All zero = destroyed.
// Cost: one pread of 32 bytes a key, nothing resident (a start reads them a block at a time); one block
// (128 KiB) and two fsyncs per 4,096 records, off the hot path if `topUp` is called in time. Zeros overwrite
// the file's bytes; what a drive or a copy-on-write file system keeps underneath is beyond this file.

import Glibc
import Synchronization

/// What is wrong with the key file or a key.
public enum RecordKeysError: Error, Equatable, Sendable, CustomStringConvertible {
    case openToOthers(path: String, mode: UInt32)
    case ofAnotherUser(path: String)
    case notAKeyFile(path: String)
    case newerVersion(UInt32)
    /// The header counts more than there is.
    case truncated(path: String, bytes: Int, expected: Int)
    /// The text has no slot: the key file is older than the journal.
    case noSlot(Int32)
    /// The key has been destroyed; nothing is sealed under it any more.
    case destroyed(Int32)
    case system(SystemCallError)

    public var description: String {
        switch self {
        case .openToOthers(let path, let mode):
            "the key file \(path) is open to others (mode \(String(mode, radix: 8))): chmod 600 it"
        case .ofAnotherUser(let path): "the key file \(path) belongs to another user"
        case .notAKeyFile(let path): "not a key file of dispatch115: \(path)"
        case .newerVersion(let version): "the key file has version \(version): use the newer program"
        case .truncated(let path, let bytes, let expected):
            "the key file \(path) is cut short: \(bytes) of \(expected) bytes; restore it before starting"
        case .noSlot(let text): "no key for text \(text): the key file is older than the journal"
        case .destroyed(let text): "the key of text \(text) has been destroyed"
        case .system(let error): error.description
        }
    }
}

/// The keys of all text records. For any thread.
public final class RecordKeys: Sendable {
    public static let slotsPerBlock = 4096
    static let headerByteCount = 16
    static let blockByteCount = slotsPerBlock * SecretKey.byteCount
    private static let magic = Array("D115KEYS".utf8)
    private static let version: UInt32 = 1

    private let file: FileDescriptor
    private let path: String
    private let random: any RandomBytes
    /// Durable blocks that the header counts. Only grows.
    private let blocks: Atomic<Int>
    /// Held while a block is being made.
    private let growth = Mutex<Void>(())
    /// Held while a slot is read or overwritten, so that nobody sees half a key.
    private let slots = Mutex<Void>(())

    /// Opens the file, or makes it with its first block.
    public init(path: String, random: any RandomBytes) throws(RecordKeysError) {
        self.path = path
        self.random = random
        let isNew = !Files.exists(path)
        do {
            file = try FileDescriptor(open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0o600), "open", path)
            var info = stat()
            guard fstat(file.number, &info) == 0 else { throw SystemCallError("fstat", path) }
            if isNew || info.st_size == 0 {
                guard fchmod(file.number, 0o600) == 0 else { throw SystemCallError("fchmod", path) }
                try RecordKeys.writeHeader(file, blocks: 0, path)
                try Files.syncFolder(of: path)
                blocks = Atomic(0)
            } else {
                blocks = Atomic(try RecordKeys.check(file, info, path))
            }
        } catch let error as RecordKeysError {
            throw error
        } catch let error as SystemCallError {
            throw .system(error)
        } catch {
            preconditionFailure("only these two are thrown above")
        }
        if blocks.load(ordering: .acquiring) == 0 { try grow(from: 0) }
    }

    /// Slots whose keys are durable.
    public var slotCount: Int { blocks.load(ordering: .acquiring) * RecordKeys.slotsPerBlock }

    /// Makes more keys where fewer than half a block are left above `text`, the highest in use. Blocks on the
    /// disk: call it from a thread that may wait. Throws where the disk refuses; then call it again later.
    public func topUp(above text: TextID) throws(RecordKeysError) {
        while true {
            let have = blocks.load(ordering: .acquiring)
            if have * RecordKeys.slotsPerBlock - Int(text.index) > RecordKeys.slotsPerBlock / 2 { return }
            try grow(from: have)
        }
    }

    /// Whether `topUp` has something to do.
    public func isLow(above text: TextID) -> Bool {
        slotCount - Int(text.index) <= RecordKeys.slotsPerBlock / 2
    }

    /// The key, or nil where it has been destroyed. Throws `.noSlot` for a text beyond the file.
    public func key(for text: TextID) throws(RecordKeysError) -> SecretKey? {
        let offset = try offset(of: text)
        var bytes = [UInt8](repeating: 0, count: SecretKey.byteCount)
        let failure = slots.withLock { _ in RecordKeys.readAll(file, &bytes, at: offset, path) }
        if let failure { throw .system(failure) }
        return bytes.allSatisfy { $0 == 0 } ? nil : SecretKey(bytes: bytes)
    }

    /// The keys of `count` texts from `first` on, 32 bytes each, all zero where destroyed: one read for all.
    /// For a start, which wants them by the ten thousand. Throws `.noSlot` where one lies beyond the file.
    func keyBytes(from first: TextID, count: Int) throws(RecordKeysError) -> [UInt8] {
        let offset = try offset(of: first)
        guard count >= 0, Int(first.index) + count <= slotCount else { throw .noSlot(first.index) }
        var bytes = [UInt8](repeating: 0, count: count * SecretKey.byteCount)
        let failure = slots.withLock { _ in RecordKeys.readAll(file, &bytes, at: offset, path) }
        if let failure { throw .system(failure) }
        return bytes
    }

    /// Overwrites the key; durable when this returns. What it sealed can never be read again.
    public func destroy(_ text: TextID) throws(RecordKeysError) {
        try overwrite(from: Int(text.index), count: 1)
    }

    /// Zeros over `count` keys; durable when this returns.
    func overwrite(from first: Int, count: Int) throws(RecordKeysError) {
        let offset = try offset(of: TextID(index: Int32(clamping: first)))
        let zeros = [UInt8](repeating: 0, count: count * SecretKey.byteCount)
        let failure = slots.withLock { _ in RecordKeys.writeAll(file, zeros, at: offset, path) }
        if let failure { throw .system(failure) }
        guard fdatasync(file.number) == 0 else { throw .system(SystemCallError("fdatasync", path)) }
    }

    /// Puts keys that were made elsewhere in the places of texts `first`, `first + 1` ..., 32 bytes each, all zero
    /// where destroyed; durable when this returns. For a copy of another machine's centre, before its events.
    func put(_ keys: [UInt8], from first: TextID) throws(RecordKeysError) {
        let count = keys.count / SecretKey.byteCount
        precondition(keys.count == count * SecretKey.byteCount && count > 0)
        try topUp(above: TextID(index: first.index + Int32(count) - 1))
        let offset = try offset(of: first)
        let failure = slots.withLock { _ in RecordKeys.writeAll(file, keys, at: offset, path) }
        if let failure { throw .system(failure) }
        guard fdatasync(file.number) == 0 else { throw .system(SystemCallError("fdatasync", path)) }
    }

    private func offset(of text: TextID) throws(RecordKeysError) -> Int {
        guard text.isSet, Int(text.index) < slotCount else { throw .noSlot(text.index) }
        return RecordKeys.headerByteCount + Int(text.index) * SecretKey.byteCount
    }

    /// Adds a block unless another thread has added it in the meantime.
    private func grow(from have: Int) throws(RecordKeysError) {
        let failure = growth.withLock { _ -> SystemCallError? in
            guard blocks.load(ordering: .acquiring) == have else { return nil }
            let keys = random.bytes(RecordKeys.blockByteCount)
            precondition(keys.contains { $0 != 0 }, "no randomness")
            let offset = RecordKeys.headerByteCount + have * RecordKeys.blockByteCount
            if let failure = RecordKeys.writeAll(file, keys, at: offset, path) { return failure }
            guard fdatasync(file.number) == 0 else { return SystemCallError("fdatasync", path) }
            do throws(SystemCallError) {
                try RecordKeys.writeHeader(file, blocks: UInt32(have + 1), path)
            } catch {
                return error
            }
            blocks.store(have + 1, ordering: .releasing)
            return nil
        }
        if let failure { throw .system(failure) }
    }

    // MARK: The file

    private static func writeHeader(_ file: FileDescriptor, blocks: UInt32, _ path: String)
        throws(SystemCallError)
    {
        var header = ByteWriter(capacity: headerByteCount)
        header.put(raw: magic)
        header.put(version)
        header.put(blocks)
        if let failure = writeAll(file, header.bytes, at: 0, path) { throw failure }
        guard fdatasync(file.number) == 0 else { throw SystemCallError("fdatasync", path) }
    }

    /// The blocks that the header counts, after cutting off what a crash may have left behind them.
    private static func check(_ file: FileDescriptor, _ info: stat, _ path: String) throws -> Int {
        guard info.st_uid == geteuid() else { throw RecordKeysError.ofAnotherUser(path: path) }
        guard info.st_mode & 0o077 == 0 else {
            throw RecordKeysError.openToOthers(path: path, mode: info.st_mode & 0o777)
        }
        let size = Int(info.st_size)
        guard size >= headerByteCount else {
            throw RecordKeysError.truncated(path: path, bytes: size, expected: headerByteCount)
        }
        var header = [UInt8](repeating: 0, count: headerByteCount)
        if let failure = readAll(file, &header, at: 0, path) { throw failure }
        guard Array(header[..<8]) == magic else { throw RecordKeysError.notAKeyFile(path: path) }
        let (found, count) = try header.withUnsafeBytes { raw in
            var reader = ByteReader(UnsafeRawBufferPointer(rebasing: raw[8...]))
            return (try reader.get(UInt32.self), Int(try reader.get(UInt32.self)))
        }
        guard found <= version else { throw RecordKeysError.newerVersion(found) }
        let expected = headerByteCount + count * blockByteCount
        guard size >= expected else {
            throw RecordKeysError.truncated(path: path, bytes: size, expected: expected)
        }
        if size > expected && ftruncate(file.number, expected) != 0 {
            throw SystemCallError("ftruncate", path)
        }
        return count
    }

    private static func readAll(
        _ file: FileDescriptor, _ bytes: inout [UInt8], at offset: Int, _ path: String
    )
        -> SystemCallError?
    {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeMutableBytes {
                pread(file.number, $0.baseAddress?.advanced(by: done), $0.count - done, offset + done)
            }
            if count == 0 { return SystemCallError("pread", path, code: EIO) }
            if count < 0 && errno != EINTR { return SystemCallError("pread", path) }
            done += max(0, count)
        }
        return nil
    }

    private static func writeAll(_ file: FileDescriptor, _ bytes: [UInt8], at offset: Int, _ path: String)
        -> SystemCallError?
    {
        var done = 0
        while done < bytes.count {
            let count = bytes.withUnsafeBytes {
                pwrite(file.number, $0.baseAddress?.advanced(by: done), $0.count - done, offset + done)
            }
            if count < 0 && errno != EINTR { return SystemCallError("pwrite", path) }
            done += max(0, count)
        }
        return nil
    }
}
