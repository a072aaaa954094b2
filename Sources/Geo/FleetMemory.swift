// Where the large arrays of the fleet index live. Its queries and moves touch memory at random, and a fleet
// of a million spans 40,000 pages of 4 KiB, more than a processor remembers: arrays from 1 MiB on are whole
// 2 MiB pages, and the kernel is asked to back them so. Where it declines, nothing changes but speed.
//
// Never zeroed. Given back by `deallocate()` of the pointer.

import Glibc

enum FleetMemory {
    private static let hugePage = 2 << 20

    /// What `allocate` takes for so many bytes.
    static func bytes(_ wanted: Int) -> Int {
        wanted < 1 << 20 ? wanted : (wanted + hugePage - 1) / hugePage * hugePage
    }

    static func allocate(byteCount: Int) -> UnsafeMutableRawPointer {
        guard byteCount >= 1 << 20 else {
            return UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
        }
        let size = bytes(byteCount)
        let memory = UnsafeMutableRawPointer.allocate(byteCount: size, alignment: hugePage)
        // Only a hint: its refusal is no error.
        _ = madvise(memory, size, MADV_HUGEPAGE)
        return memory
    }

    static func allocate<Element>(_ type: Element.Type, _ count: Int) -> UnsafeMutablePointer<Element> {
        allocate(byteCount: count * MemoryLayout<Element>.stride).bindMemory(to: type, capacity: count)
    }
}
