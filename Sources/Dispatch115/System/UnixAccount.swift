// Unix accounts by name. Asks the machine's own database, which may read files or ask a directory: not for a
// place that must not wait long.

import Glibc

enum UnixAccount {
    /// The user id of an account; nil where there is none.
    static func userID(_ name: String) -> UInt32? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        var buffer = [CChar](repeating: 0, count: 16 * 1024)
        let code = getpwnam_r(name, &entry, &buffer, buffer.count, &found)
        return code == 0 && found != nil ? entry.pw_uid : nil
    }
}
