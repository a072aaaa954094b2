// Secrets that stand in files: tokens, keys, passwords of other services. A file that others could read is
// refused; what is in it is never said.

import Glibc

/// Why a secret is not to be had.
public struct SecretFileError: Error, Equatable, CustomStringConvertible {
    public let description: String
}

public enum SecretFile {
    public static let maximumBytes = 64 << 10

    /// Its bytes, without the newline at the end. Only its owner may read it (mode 0600 or less), and that is
    /// we or root.
    public static func read(_ path: String) throws(SecretFileError) -> [UInt8] {
        var bytes = try bytes(path)
        while let last = bytes.last, last == 10 || last == 13 { bytes.removeLast() }
        guard !bytes.isEmpty else { throw SecretFileError(description: "\(path) is empty") }
        return bytes
    }

    /// The same as one line of text that may stand in a header.
    public static func line(_ path: String) throws(SecretFileError) -> String {
        let bytes = try read(path)
        guard bytes.allSatisfy({ (0x20...0x7E).contains($0) }) else {
            throw SecretFileError(
                description: "\(path) holds more than one line of printable ASCII")
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private static func bytes(_ path: String) throws(SecretFileError) -> [UInt8] {
        var info = stat()
        guard stat(path, &info) == 0 else {
            throw SecretFileError(description: "\(path): \(String(cString: strerror(errno)))")
        }
        let mode = info.st_mode & 0o777
        guard mode & 0o077 == 0 else {
            throw SecretFileError(
                description: "\(path): mode is \(String(mode, radix: 8)), so that others could read it; "
                    + "accepted: mode 0600 (chmod 600)")
        }
        guard info.st_uid == geteuid() || info.st_uid == 0 else {
            throw SecretFileError(
                description: "\(path) belongs to somebody else; accepted: a file of the service's account")
        }
        do {
            return try Files.read(path, limit: maximumBytes)
        } catch {
            throw SecretFileError(description: "\(error)")
        }
    }
}
