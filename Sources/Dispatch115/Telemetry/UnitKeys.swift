// The secrets of the units: one 32-byte master key per unit and key epoch, in a text file of its own that
// only the service's account may read. No key serves two ends: each direction and each mode (live, drill)
// gets a key derived from the master key, so that a drill can never order or move a live unit.

import Glibc

/// One unit's master key of one key epoch.
public struct UnitKey: Equatable, Sendable {
    public var unitNumber: UInt32
    public var epoch: UInt16
    public var secret: SecretKey

    public init(unitNumber: UInt32, epoch: UInt16, secret: SecretKey) {
        self.unitNumber = unitNumber
        self.epoch = epoch
        self.secret = secret
    }
}

/// For what the derived keys are good.
public enum KeyPurpose: String, Sendable, CaseIterable {
    case live = "dispatch115"
    case drill = "dispatch115 drill"

    public func upKey(_ secret: SecretKey) -> AuthenticationKey {
        AuthenticationKey(secret.derived(for: rawValue + " up").bytes)
    }

    public func downKeys(_ secret: SecretKey) -> DownKeys {
        DownKeys(
            tag: AuthenticationKey(secret.derived(for: rawValue + " down").bytes),
            body: secret.derived(for: rawValue + " down body"))
    }
}

/// What is wrong with a key file; the description names the path and the line.
public struct UnitKeyFileError: Error, Equatable, CustomStringConvertible {
    public enum Reason: Equatable, Sendable {
        case unreadable(SystemCallError)
        /// The file's permission bits: others than its owner could read or change it.
        case mode(UInt32)
        /// Neither ours nor the superuser's.
        case owner
        case form
        case unitNumber
        case epoch
        case key
        case twice
    }

    public var path: String
    /// From 1; 0 where the file as a whole is meant.
    public var line: Int
    public var reason: Reason

    public var description: String {
        let place = line > 0 ? "\(path):\(line)" : path
        switch reason {
        case .unreadable(let error): return "\(place): \(error)"
        case .mode(let bits):
            return "\(place): mode is \(String(bits, radix: 8)); keys must be mode 600 (chmod 600)"
        case .owner: return "\(place): belongs to somebody else"
        case .form: return "\(place): expected: unit epoch key, for example: 31 1 <64 hexadecimal digits>"
        case .unitNumber: return "\(place): the unit's number must be 1...\(UnitKeyFile.largestUnitNumber)"
        case .epoch: return "\(place): the key epoch must be 0...65535"
        case .key: return "\(place): the key must have 64 hexadecimal digits"
        case .twice: return "\(place): this unit and epoch has a key already"
        }
    }
}

/// The key file: a line `unit epoch hex` for each key; `#` begins a comment; blank lines are nothing.
public enum UnitKeyFile {
    /// A bound for the table that finds a unit by its number.
    public static let largestUnitNumber: UInt32 = 999_999
    static let byteLimit = 64 << 20

    /// Reads the file. Refused where group or others have any permission on it.
    public static func read(_ path: String) throws(UnitKeyFileError) -> [UnitKey] {
        var info = stat()
        guard stat(path, &info) == 0 else {
            throw UnitKeyFileError(path: path, line: 0, reason: .unreadable(SystemCallError("stat", path)))
        }
        let bits = UInt32(info.st_mode & 0o777)
        guard bits & 0o177 == 0 else { throw UnitKeyFileError(path: path, line: 0, reason: .mode(bits)) }
        guard info.st_uid == geteuid() || info.st_uid == 0 else {
            throw UnitKeyFileError(path: path, line: 0, reason: .owner)
        }
        let bytes: [UInt8]
        do {
            bytes = try Files.read(path, limit: byteLimit)
        } catch {
            throw UnitKeyFileError(path: path, line: 0, reason: .unreadable(error))
        }
        return try parse(String(decoding: bytes, as: UTF8.self), path: path)
    }

    /// The keys in `text`, in the order of its lines.
    public static func parse(_ text: String, path: String) throws(UnitKeyFileError) -> [UnitKey] {
        var keys: [UnitKey] = []
        var seen: Set<UInt64> = []
        var number = 0
        for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
            number += 1
            let said = line.prefix { $0 != "#" }
            let words = said.split(whereSeparator: { $0.isWhitespace })
            if words.isEmpty { continue }
            func wrong(_ reason: UnitKeyFileError.Reason) -> UnitKeyFileError {
                UnitKeyFileError(path: path, line: number, reason: reason)
            }
            guard words.count == 3 else { throw wrong(.form) }
            guard let unit = UInt32(words[0]), unit >= 1, unit <= largestUnitNumber else {
                throw wrong(.unitNumber)
            }
            guard let epoch = UInt16(words[1]) else { throw wrong(.epoch) }
            guard let bytes = Hexadecimal.bytes(words[2]), let secret = SecretKey(bytes: bytes) else {
                throw wrong(.key)
            }
            guard seen.insert(UInt64(unit) << 16 | UInt64(epoch)).inserted else { throw wrong(.twice) }
            keys.append(UnitKey(unitNumber: unit, epoch: epoch, secret: secret))
        }
        return keys
    }

    /// Fresh keys for these units, written to `path` with mode 0600; an old file there is replaced.
    @discardableResult
    public static func writeFresh(
        _ path: String, unitNumbers: [UInt32], epoch: UInt16 = 1,
        random: some RandomBytes = SystemRandomBytes()
    ) throws(SystemCallError) -> [UnitKey] {
        var text = "# unit epoch key: master keys of the units' boxes. Mode 600, never in a repository.\n"
        var keys: [UnitKey] = []
        for number in unitNumbers {
            guard let secret = SecretKey(bytes: random.bytes(SecretKey.byteCount)) else { continue }
            keys.append(UnitKey(unitNumber: number, epoch: epoch, secret: secret))
            text += "\(number) \(epoch) \(Hexadecimal.text(secret.bytes))\n"
        }
        try Files.writeAtomically(path, Array(text.utf8), mode: 0o600)
        return keys
    }
}
