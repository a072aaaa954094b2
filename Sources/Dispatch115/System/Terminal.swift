// What can be known of a person's terminal without asking it anything, and a program that takes it over.

import CLinux
import Glibc

enum Terminal {
    /// Whether somebody reads and types here.
    static var isThere: Bool { isatty(0) == 1 && isatty(1) == 1 }

    /// Columns of standard output; 0 where it does not say.
    static var columns: Int {
        var size = winsize()
        return ioctl(1, UInt(TIOCGWINSZ), &size) == 0 ? Int(size.ws_col) : 0
    }

    /// A name in the environment; nil where it is not there or empty.
    static func environment(_ name: String) -> String? {
        let value = getenv(name).map { String(cString: $0) } ?? ""
        return value.isEmpty ? nil : value
    }

    /// Whether it can move its cursor and show colours at all.
    static var isCapable: Bool {
        let name = environment("TERM")
        return name != nil && name != "dumb"
    }

    /// The path of a program on the PATH.
    static func program(_ name: String) -> String? {
        for folder in (environment("PATH") ?? "").split(separator: ":") where folder.hasPrefix("/") {
            let path = folder + "/" + name
            if access(String(path), X_OK) == 0 { return String(path) }
        }
        return nil
    }

    /// A pipe that holds all of `bytes` and ends after them, for a program that shall read them from a file
    /// name; open in whatever is started later. Nil where a pipe does not hold so much at once.
    static func pipe(holding bytes: [UInt8]) -> (descriptor: Int32, path: String)? {
        var ends: [Int32] = [0, 0]
        guard bytes.count <= 32_768, Glibc.pipe(&ends) == 0 else { return nil }
        let count = bytes.withUnsafeBytes { write(ends[1], $0.baseAddress, $0.count) }
        close(ends[1])
        guard count == bytes.count else {
            close(ends[0])
            return nil
        }
        return (ends[0], "/dev/fd/\(ends[0])")
    }

    /// Replaces this process by a program; returns only where that fails.
    static func become(_ program: String, _ arguments: [String]) {
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        execv(program, words)
        for word in words { free(word) }
    }

    /// Runs a program on our terminal to its end: its exit status, 128 and its signal, or nil where it cannot
    /// be started. It begins with no signal blocked or ignored.
    static func run(_ program: String, _ arguments: [String]) -> Int32? {
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        var usual = sigset_t()
        sigemptyset(&usual)
        sigaddset(&usual, SIGPIPE)
        posix_spawnattr_setsigdefault(&attributes, &usual)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var child = pid_t()
        guard posix_spawn(&child, program, nil, &attributes, words, environ) == 0 else { return nil }
        var code: Int32 = 0
        while waitpid(child, &code, 0) < 0 { if errno != EINTR { return 1 } }
        return code & 0x7F == 0 ? (code >> 8) & 0xFF : 128 + (code & 0x7F)
    }
}
