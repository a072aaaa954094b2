// Unix stream sockets: a listener that knows a dead service's socket file from a living one, connecting, and
// who is at the other end by the kernel's word (unix(7), SO_PEERCRED).

import CLinux
import Glibc

/// A listening Unix stream socket with its file. One owner; not for several threads at once.
final class UnixListener {
    enum Accepted {
        case connection(FileDescriptor)
        /// Nobody is waiting.
        case none
        /// No descriptor or memory left: whoever knocks must wait.
        case exhausted
    }

    let descriptor: FileDescriptor
    let path: String
    private var identity: (device: dev_t, node: ino_t) = (0, 0)

    /// Listens, without blocking. A socket file that nobody answers is replaced; one that somebody answers,
    /// or that is no socket, is an error (EADDRINUSE, ENOTSOCK). `mode` is set before anybody can connect.
    /// Two services that start in the same instant are kept apart by whoever owns the data folder, not here.
    init(path: String, mode: mode_t, backlog: Int32 = 128) throws(SystemCallError) {
        self.path = path
        descriptor = try UnixSocket.make(nonBlocking: true)
        var address = try UnixSocket.address(path)
        try UnixListener.removeDead(path)
        guard UnixSocket.with(&address, { Glibc.bind(descriptor.number, $0, $1) }) == 0 else {
            throw SystemCallError("bind", path)
        }
        guard chmod(path, mode) == 0 else { throw SystemCallError("chmod", path) }
        var info = stat()
        guard lstat(path, &info) == 0 else { throw SystemCallError("lstat", path) }
        identity = (info.st_dev, info.st_ino)
        guard listen(descriptor.number, backlog) == 0 else { throw SystemCallError("listen", path) }
    }

    private static func removeDead(_ path: String) throws(SystemCallError) {
        var info = stat()
        guard lstat(path, &info) == 0 else {
            guard errno == ENOENT else { throw SystemCallError("lstat", path) }
            return
        }
        guard info.st_mode & S_IFMT == S_IFSOCK else { throw SystemCallError("bind", path, code: ENOTSOCK) }
        do {
            _ = try UnixSocket.connect(path, nonBlocking: true)
        } catch {
            // Anything but "nobody listens" means that somebody may (a full backlog says EAGAIN).
            guard error.code == ECONNREFUSED else { throw SystemCallError("bind", path, code: EADDRINUSE) }
            try Files.remove(path)
            return
        }
        throw SystemCallError("bind", path, code: EADDRINUSE)
    }

    /// The next connection, without blocking and close-on-exec.
    func accept() -> Accepted {
        while true {
            let number = Glibc.accept(descriptor.number, nil, nil)
            if number >= 0 {
                _ = fcntl(number, F_SETFD, FD_CLOEXEC)
                guard let connection = try? FileDescriptor(number, "accept", path),
                    (try? connection.setNonBlocking()) != nil
                else { continue }
                return .connection(connection)
            }
            switch errno {
            case EINTR, ECONNABORTED: continue
            case EMFILE, ENFILE, ENOBUFS, ENOMEM: return .exhausted
            default: return .none
            }
        }
    }

    /// Listens no more: the file goes, and whoever waited to be accepted is told so by an end. Without this a
    /// client that connects in the last instant would wait as long as this object lives.
    func close() {
        removeFile()
        UnixSocket.shut(descriptor)
        while case .connection = accept() {}
    }

    /// Takes the socket file away where it is still this listener's.
    func removeFile() {
        var info = stat()
        guard lstat(path, &info) == 0, info.st_dev == identity.device, info.st_ino == identity.node else {
            return
        }
        unlink(path)
    }
}

enum UnixSocket {
    /// Who opened the other end.
    struct Peer: Equatable, Sendable {
        var userID: UInt32
        var processID: Int32
    }

    static func connect(_ path: String, nonBlocking: Bool = false) throws(SystemCallError) -> FileDescriptor {
        let socket = try make(nonBlocking: nonBlocking)
        var address = try address(path)
        guard with(&address, { Glibc.connect(socket.number, $0, $1) }) == 0 else {
            throw SystemCallError("connect", path)
        }
        return socket
    }

    static func peer(of socket: FileDescriptor) throws(SystemCallError) -> Peer {
        var credentials = dispatch115_ucred()
        var length = socklen_t(MemoryLayout<dispatch115_ucred>.size)
        let option = Int32(DISPATCH115_SO_PEERCRED)
        guard getsockopt(socket.number, SOL_SOCKET, option, &credentials, &length) == 0 else {
            throw SystemCallError("getsockopt")
        }
        return Peer(userID: credentials.uid, processID: credentials.pid)
    }

    /// Bytes sent now, 0 where the other end takes none at present, nil where it is gone.
    static func send(_ socket: FileDescriptor, _ bytes: UnsafeRawBufferPointer) -> Int? {
        while true {
            let sent = Glibc.send(socket.number, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
            if sent >= 0 { return sent }
            switch errno {
            case EINTR: continue
            case EAGAIN, ENOBUFS: return 0
            default: return nil
            }
        }
    }

    enum Received: Equatable {
        case bytes(Int)
        /// Nothing now.
        case none
        /// The other end has sent all that it will, or is gone.
        case ended
    }

    static func receive(_ socket: FileDescriptor, into buffer: UnsafeMutableRawBufferPointer) -> Received {
        while true {
            let count = Glibc.recv(socket.number, buffer.baseAddress, buffer.count, 0)
            if count > 0 { return .bytes(count) }
            if count == 0 { return .ended }
            switch errno {
            case EINTR: continue
            case EAGAIN: return .none
            default: return .ended
            }
        }
    }

    /// Ends both directions at once; the descriptor itself is closed by its owner.
    static func shut(_ socket: FileDescriptor) { _ = shutdown(socket.number, Int32(SHUT_RDWR)) }

    /// Two that are connected with each other, both blocking.
    static func pair() throws(SystemCallError) -> (FileDescriptor, FileDescriptor) {
        var numbers: [Int32] = [-1, -1]
        let kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        guard socketpair(AF_UNIX, kind, 0, &numbers) == 0 else { throw SystemCallError("socketpair") }
        return (try FileDescriptor(numbers[0], "socketpair"), try FileDescriptor(numbers[1], "socketpair"))
    }

    /// All of it, or false where the other end is gone or takes nothing for so long.
    static func sendAll(_ socket: FileDescriptor, _ bytes: [UInt8], within milliseconds: Int) -> Bool {
        var limit = timeval(tv_sec: milliseconds / 1000, tv_usec: (milliseconds % 1000) * 1000)
        setsockopt(
            socket.number, SOL_SOCKET, SO_SNDTIMEO, &limit, socklen_t(MemoryLayout<timeval>.size))
        var offset = 0
        while offset < bytes.count {
            let sent = bytes.withUnsafeBytes { send(socket, UnsafeRawBufferPointer(rebasing: $0[offset...])) }
            guard let sent, sent > 0 else { return false }
            offset += sent
        }
        return true
    }

    static func make(nonBlocking: Bool) throws(SystemCallError) -> FileDescriptor {
        var kind = Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue)
        if nonBlocking { kind |= Int32(SOCK_NONBLOCK.rawValue) }
        return try FileDescriptor(socket(AF_UNIX, kind, 0), "socket")
    }

    /// The kernel takes 107 bytes of path; a longer one is ENAMETOOLONG.
    static func address(_ path: String) throws(SystemCallError) -> sockaddr_un {
        var address = sockaddr_un()
        address.sun_family = sa_family_t(AF_UNIX)
        let bytes = Array(path.utf8)
        guard bytes.count < MemoryLayout.size(ofValue: address.sun_path), !bytes.contains(0) else {
            throw SystemCallError("bind", path, code: ENAMETOOLONG)
        }
        withUnsafeMutableBytes(of: &address.sun_path) { $0.copyBytes(from: bytes) }
        return address
    }

    static func with<Result>(
        _ address: inout sockaddr_un, _ body: (UnsafePointer<sockaddr>, socklen_t) -> Result
    ) -> Result {
        withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                body($0, socklen_t(MemoryLayout<sockaddr_un>.size))
            }
        }
    }
}
