// The machine's accounts, asked by name or number (getpwnam_r(3), getpwuid_r(3)). Waits for whatever the
// machine asks, files or a directory service: for the start of a program, never for a turn of the engine.

import Glibc

/// An account of this machine.
struct Account: Equatable, Sendable {
    var userID: UInt32
    var name: String
    var home: String

    /// The account of this name; nil where there is none.
    static func named(_ name: String) throws(SystemCallError) -> Account? {
        guard !name.utf8.contains(0) else { return nil }
        return try find("getpwnam_r", name) { entry, buffer, count, found in
            getpwnam_r(name, entry, buffer, count, found)
        }
    }

    /// The account of this number; nil where there is none.
    static func numbered(_ userID: UInt32) throws(SystemCallError) -> Account? {
        try find("getpwuid_r", "\(userID)") { entry, buffer, count, found in
            getpwuid_r(userID, entry, buffer, count, found)
        }
    }

    /// The user id that this process acts as.
    static var ownUserID: UInt32 { geteuid() }

    private typealias Asking = (
        UnsafeMutablePointer<passwd>, UnsafeMutablePointer<CChar>, Int,
        UnsafeMutablePointer<UnsafeMutablePointer<passwd>?>
    ) -> Int32

    private static let largestEntry = 1 << 20

    private static func find(_ call: String, _ what: String, _ ask: Asking) throws(SystemCallError)
        -> Account?
    {
        var buffer = [CChar](repeating: 0, count: 4096)
        while true {
            var entry = passwd()
            var found: UnsafeMutablePointer<passwd>?
            let code = ask(&entry, &buffer, buffer.count, &found)
            switch code {
            case ERANGE where buffer.count < largestEntry:
                buffer = [CChar](repeating: 0, count: buffer.count * 4)
            case EINTR: continue
            // What the C library answers, by its documentation, where there is no such entry.
            case ENOENT, ESRCH, EBADF, EPERM: return nil
            case 0:
                guard found != nil else { return nil }
                return Account(
                    userID: entry.pw_uid, name: String(cString: entry.pw_name),
                    home: entry.pw_dir.map { String(cString: $0) } ?? "")
            default: throw SystemCallError(call, what, code: code)
            }
        }
    }
}
