// One owner per handle: closed once, when the owner goes.

import Glibc

/// An open file, socket or event counter.
public final class FileDescriptor: @unchecked Sendable {
    public let number: Int32

    /// Takes ownership. `call` and `subject` name what failed where `number` is negative.
    public init(_ number: Int32, _ call: String, _ subject: String = "") throws(SystemCallError) {
        guard number >= 0 else { throw SystemCallError(call, subject) }
        self.number = number
    }

    deinit { close(number) }

    public func setNonBlocking() throws(SystemCallError) {
        let flags = fcntl(number, F_GETFL)
        guard flags >= 0, fcntl(number, F_SETFL, flags | O_NONBLOCK) == 0 else {
            throw SystemCallError("fcntl")
        }
    }

    /// Writes all of it, waiting as long as it takes (a blocking descriptor).
    public func writeAll(_ bytes: [UInt8], _ subject: String = "") throws(SystemCallError) {
        var offset = 0
        while offset < bytes.count {
            let done = bytes.withUnsafeBytes {
                write(number, $0.baseAddress?.advanced(by: offset), $0.count - offset)
            }
            if done < 0 {
                if errno == EINTR { continue }
                throw SystemCallError("write", subject)
            }
            offset += done
        }
    }
}
