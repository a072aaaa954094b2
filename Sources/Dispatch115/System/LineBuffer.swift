// Cuts what comes over a stream into lines. Never decodes them, never keeps more than a line and one read.
// Cost: one look at every byte.

import Glibc

/// Parts bytes into lines in bounded memory.
struct LineBuffer {
    enum Line: Equatable {
        /// Without its newline.
        case whole([UInt8])
        /// Longer than is taken; its bytes are skipped up to its newline.
        case tooLong
    }

    let maximumLineBytes: Int
    private var bytes: [UInt8] = []
    private var isSkipping = false

    init(maximumLineBytes: Int) { self.maximumLineBytes = maximumLineBytes }

    /// Bytes that wait for the rest of their line, or to be taken.
    var waitingBytes: Int { bytes.count }

    mutating func append(_ more: UnsafeRawBufferPointer) { bytes.append(contentsOf: more) }

    private func newline() -> Int? {
        bytes.withUnsafeBytes { all in
            guard let base = all.baseAddress, let found = memchr(base, 10, all.count) else { return nil }
            return UnsafeRawPointer(found) - base
        }
    }

    /// The next line, or nil where none is whole yet.
    mutating func next() -> Line? {
        if isSkipping {
            guard let end = newline() else {
                bytes.removeAll(keepingCapacity: true)
                return nil
            }
            bytes.removeFirst(end + 1)
            isSkipping = false
        }
        guard let end = newline() else {
            // One byte more than the limit, since a carriage return may belong to the end.
            guard bytes.count > maximumLineBytes + 1 else { return nil }
            bytes.removeAll(keepingCapacity: true)
            isSkipping = true
            return .tooLong
        }
        let line = Array(bytes[..<end])
        bytes.removeFirst(end + 1)
        return line.count > maximumLineBytes + 1 ? .tooLong : .whole(line)
    }
}
