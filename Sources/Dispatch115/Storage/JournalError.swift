// What can be wrong with a journal, said so that a person at three in the morning can act on it.

/// The journal's content contradicts itself at one row. The service does not start on such a file.
public struct JournalBroken: Error, Equatable, Sendable, CustomStringConvertible {
    public enum Flaw: Equatable, Sendable {
        /// The row is not there; `next` is the one found in its place, nil where nothing follows.
        case missing(next: Int64?)
        /// A row is there that no append of ours has written.
        case unexpected
        /// The stored hash is not the hash over the row before it, its number and its body.
        case wrongHash
        /// The body or the hash has an impossible size.
        case wrongSize(body: Int, hash: Int)
        /// A column holds something else than bytes.
        case wrongType
        /// The row is whole, but not the one that a snapshot, or the journal's own note of its end, names.
        case otherHead
        /// The file itself is damaged; SQLite's words.
        case unreadable(String)
    }

    public let sequence: Int64
    public let what: Flaw

    public init(_ sequence: Int64, _ what: Flaw) {
        self.sequence = sequence
        self.what = what
    }

    public var description: String {
        let reason: String
        switch what {
        case .missing(let next): reason = "is missing" + (next.map { ", \($0) is in its place" } ?? "")
        case .unexpected: reason = "was not written by this journal"
        case .wrongHash: reason = "does not have the hash of its content"
        case .wrongSize(let body, let hash): reason = "has \(body) bytes and a hash of \(hash)"
        case .wrongType: reason = "holds something else than bytes"
        case .otherHead: reason = "is not the row that was last there"
        case .unreadable(let words): reason = "cannot be read: \(words)"
        }
        return "the journal is broken at event \(sequence): it \(reason)"
    }
}

/// Why a journal was not opened, read or written.
public enum JournalError: Error, Equatable, Sendable, CustomStringConvertible {
    case inUse(path: String)
    case otherCentre(expected: String, found: String)
    case newerFormat(found: Int64, known: Int64)
    case olderFormat(found: Int64, known: Int64)
    /// The file is an SQLite database, but not ours, or no database at all.
    case notAJournal(path: String, String)
    case broken(JournalBroken)
    case database(SQLiteError)
    /// A call on the file beside SQLite's own.
    case system(SystemCallError)

    init(opening error: SQLiteError, _ path: String) {
        if error.isBusy {
            self = .inUse(path: path)
        } else if error.isDamage {
            self = .notAJournal(path: path, error.message)
        } else {
            self = .database(error)
        }
    }

    public var description: String {
        switch self {
        case .inUse(let path): "the journal is in use by another process: \(path)"
        case .otherCentre(let expected, let found):
            "the journal belongs to centre \(found), this is centre \(expected)"
        case .newerFormat(let found, let known):
            "the journal has format \(found), this program knows up to \(known): use the newer program"
        case .olderFormat(let found, let known):
            "the journal has format \(found), this program reads format \(known) only: keep it with the program "
                + "that wrote it, and begin with an empty data folder (--data, or journal.folder)"
        case .notAJournal(let path, let why): "not a journal of dispatch115: \(path): \(why)"
        case .broken(let broken): broken.description
        case .database(let error): error.description
        case .system(let error): error.description
        }
    }
}
