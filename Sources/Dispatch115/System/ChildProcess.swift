// A child process: started with its own process group, so that Ctrl-C at a terminal reaches us and we end it
// in order; its output goes to a file.

import CLinux
import Glibc

final class ChildProcess {
    let identifier: pid_t
    private var status: Int32?

    /// Starts `program` with `arguments` (without the program's own name). Standard input is empty; output
    /// and errors are appended to `log`, or ours where it is nil. The child has `passing` as descriptor 3.
    init(_ program: String, _ arguments: [String], log: String?, passing: FileDescriptor? = nil)
        throws(SystemCallError)
    {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        if let log {
            posix_spawn_file_actions_addopen(&actions, 1, log, O_WRONLY | O_CREAT | O_APPEND, 0o640)
            posix_spawn_file_actions_adddup2(&actions, 1, 2)
        }
        if let passing { posix_spawn_file_actions_adddup2(&actions, passing.number, 3) }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // The child begins with no signal blocked, whatever we block.
        var none = sigset_t()
        sigemptyset(&none)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setpgroup(&attributes, 0)
        posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK))
        var words: [UnsafeMutablePointer<CChar>?] = ([program] + arguments).map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var child = pid_t()
        let code = posix_spawn(&child, program, &actions, &attributes, words, environ)
        guard code == 0 else { throw SystemCallError("posix_spawn", program, code: code) }
        identifier = child
    }

    /// Whether it has ended; never waits.
    var hasEnded: Bool { wait(options: WNOHANG) }

    func signal(_ number: Int32) {
        if !hasEnded { kill(identifier, number) }
    }

    /// Asks it to end, and ends it where it does not within so many seconds.
    func end(withinSeconds seconds: Int64) {
        signal(SIGTERM)
        let limit = WallClock.monotonicNanoseconds() + seconds * 1_000_000_000
        while !hasEnded, WallClock.monotonicNanoseconds() < limit { WallClock.sleep(nanoseconds: 5_000_000) }
        signal(SIGKILL)
        _ = wait(options: 0)
    }

    private func wait(options: Int32) -> Bool {
        if status != nil { return true }
        var code: Int32 = 0
        let found = waitpid(identifier, &code, options)
        if found == identifier || (found == -1 && errno == ECHILD) { status = code }
        return status != nil
    }

    /// The path of the program that runs now.
    static var ownProgram: String {
        var path = [CChar](repeating: 0, count: 4096)
        let count = readlink("/proc/self/exe", &path, path.count - 1)
        return String(decoding: path[..<max(0, count)].map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    /// In a child: ends with the thread that started it, however that ends.
    static func endWithParent() {
        _ = dispatch115_die_with_parent(SIGTERM)
    }
}

/// Signals that are waited for instead of interrupting.
enum Signals {
    /// Call before the first thread is started: all threads inherit it.
    static func block(_ numbers: [Int32]) {
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        pthread_sigmask(SIG_BLOCK, &set, nil)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Waits for one of these, which must be blocked.
    static func wait(_ numbers: [Int32]) -> Int32 {
        var set = sigset_t()
        sigemptyset(&set)
        for number in numbers { sigaddset(&set, number) }
        var came: Int32 = 0
        while sigwait(&set, &came) != 0 {}
        return came
    }
}
