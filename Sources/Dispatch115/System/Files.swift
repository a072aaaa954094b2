// Whole files: read, and written so that a reader sees the old or the new one, never a half.

import Glibc

public enum Files {
    /// The whole file; at most `limit` bytes, above that EFBIG.
    public static func read(_ path: String, limit: Int = 1 << 30) throws(SystemCallError) -> [UInt8] {
        try read(path, limit: limit, O_RDONLY | O_CLOEXEC)
    }

    /// The same of a plain file only: no link is followed, no pipe or device opened for good (ELOOP, EINVAL).
    public static func readPlain(_ path: String, limit: Int) throws(SystemCallError) -> [UInt8] {
        try read(path, limit: limit, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, isPlain: true)
    }

    private static func read(_ path: String, limit: Int, _ flags: Int32, isPlain: Bool = false)
        throws(SystemCallError) -> [UInt8]
    {
        let file = try FileDescriptor(open(path, flags), "open", path)
        var info = stat()
        guard fstat(file.number, &info) == 0 else { throw SystemCallError("fstat", path) }
        guard !isPlain || info.st_mode & S_IFMT == S_IFREG else {
            throw SystemCallError("open", path, code: EINVAL)
        }
        var out: [UInt8] = []
        out.reserveCapacity(max(0, min(Int(info.st_size), limit)) + 1)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Glibc.read(file.number, &chunk, chunk.count)
            if count == 0 { return out }
            if count < 0 {
                if errno == EINTR { continue }
                throw SystemCallError("read", path)
            }
            guard out.count + count <= limit else { throw SystemCallError("read", path, code: EFBIG) }
            out.append(contentsOf: chunk[..<count])
        }
    }

    /// The file as text; bytes that are no UTF-8 become U+FFFD.
    public static func readText(_ path: String) throws(SystemCallError) -> String {
        String(decoding: try read(path), as: UTF8.self)
    }

    /// Writes a neighbour, makes it durable, renames it into place, makes the folder durable.
    public static func writeAtomically(_ path: String, _ bytes: [UInt8], mode: mode_t = 0o644)
        throws(SystemCallError)
    {
        let part = path + ".part"
        do {
            let file = try FileDescriptor(
                open(part, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode), "open", part)
            guard fchmod(file.number, mode) == 0 else { throw SystemCallError("fchmod", part) }
            try file.writeAll(bytes, part)
            guard fsync(file.number) == 0 else { throw SystemCallError("fsync", part) }
        }
        guard Glibc.rename(part, path) == 0 else { throw SystemCallError("rename", path) }
        try syncFolder(of: path)
    }

    public static func syncFolder(of path: String) throws(SystemCallError) {
        let cut = path.lastIndex(of: "/")
        let folder = cut.map { $0 == path.startIndex ? "/" : String(path[..<$0]) } ?? "."
        let handle = try FileDescriptor(open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC), "open", folder)
        guard fsync(handle.number) == 0 else { throw SystemCallError("fsync", folder) }
    }

    public static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

    /// Makes the folder and those above it.
    public static func makeFolder(_ path: String, mode: mode_t = 0o750) throws(SystemCallError) {
        guard !exists(path) else { return }
        if let cut = path.lastIndex(of: "/"), cut != path.startIndex {
            try makeFolder(String(path[..<cut]), mode: mode)
        }
        guard mkdir(path, mode) == 0 || errno == EEXIST else { throw SystemCallError("mkdir", path) }
    }

    /// Names in a folder, sorted.
    public static func list(_ folder: String) throws(SystemCallError) -> [String] {
        guard let stream = opendir(folder) else { throw SystemCallError("opendir", folder) }
        defer { closedir(stream) }
        var names: [String] = []
        while let entry = readdir(stream) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) { tuple in
                tuple.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        return names.sorted()
    }

    /// A new, empty folder that only we may enter, in $TMPDIR or /tmp.
    public static func makeTemporaryFolder(_ prefix: String) throws(SystemCallError) -> String {
        let base = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
        var template = Array("\(base)/\(prefix)-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp", base) }
        return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// Gives a file to a group by its name; ENOENT where there is no such group.
    public static func give(_ path: String, toGroup name: String) throws(SystemCallError) {
        guard let entry = getgrnam(name) else { throw SystemCallError("getgrnam", name, code: ENOENT) }
        guard chown(path, uid_t.max, entry.pointee.gr_gid) == 0 else { throw SystemCallError("chown", path) }
    }

    /// Durable when this returns; throws where `other` cannot take its place.
    public static func rename(_ path: String, to other: String) throws(SystemCallError) {
        guard Glibc.rename(path, other) == 0 else { throw SystemCallError("rename", path) }
        try syncFolder(of: other)
    }

    public static func remove(_ path: String) throws(SystemCallError) {
        guard unlink(path) == 0 || errno == ENOENT else { throw SystemCallError("unlink", path) }
    }
}
