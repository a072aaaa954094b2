// people.csv: who may work at the desk, as the file says it, checked row by row. Accounts become user ids by
// asking the machine through `lookUp`. Any error refuses the whole file: half a list of people would lock
// somebody out in silence, or let somebody in.
//
// Columns `account`, `name`, `roles` (words parted by spaces), `station` (with the role station only).

import Glibc

/// Why the people cannot be known; the text says where and what is accepted.
enum PeopleFileError: Error, CustomStringConvertible {
    case unreadable(SystemCallError)
    /// Group or others could write themselves into it; octal permission bits.
    case mode(path: String, UInt32)
    /// Neither ours nor the superuser's.
    case owner(path: String)
    case content(CityFileError)
    case machine(path: String, line: Int, SystemCallError)

    var description: String {
        switch self {
        case .unreadable(let error): "people: \(error)"
        case .mode(let path, let bits):
            "people: \(path): mode is \(String(bits, radix: 8)), so that others than its owner could write "
                + "themselves into it; accepted: no writing for group and others (chmod go-w)"
        case .owner(let path):
            "people: \(path) belongs to somebody who is neither root nor the service's account; accepted: "
                + "a file of one of these"
        case .content(let error): "people: \(error)"
        case .machine(let path, let line, let error):
            "people: \(path):\(line): the machine cannot be asked for this account: \(error)"
        }
    }
}

enum PeopleFile {
    static let name = "people.csv"
    static let columns = ["account", "name", "roles", "station"]
    private static let byteLimit = 4 << 20

    /// The people in the file. `stations` are the numbers that the centre knows.
    static func read(
        _ path: String, stations: Set<Int32>,
        lookUp: (String) throws(SystemCallError) -> Account? = Account.named
    ) throws(PeopleFileError) -> [Person] {
        var info = stat()
        guard stat(path, &info) == 0 else { throw .unreadable(SystemCallError("stat", path)) }
        let bits = UInt32(info.st_mode & 0o7777)
        guard bits & 0o022 == 0 else { throw .mode(path: path, bits) }
        guard info.st_uid == geteuid() || info.st_uid == 0 else { throw .owner(path: path) }
        let bytes: [UInt8]
        do { bytes = try Files.read(path, limit: byteLimit) } catch { throw .unreadable(error) }
        return try parse(String(decoding: bytes, as: UTF8.self), path, stations: stations, lookUp: lookUp)
    }

    /// The people in a text; `path` is for the messages.
    static func parse(
        _ text: String, _ path: String, stations: Set<Int32>,
        lookUp: (String) throws(SystemCallError) -> Account?
    ) throws(PeopleFileError) -> [Person] {
        do {
            let reader = try CityFileReader(path, text, columns: columns)
            var persons: [Person] = []
            var lines: [UInt32: (account: String, line: Int)] = [:]
            for row in reader.rows {
                let account = try reader.name(row, "account")
                let userID = try userID(of: account, row, reader, lookUp)
                if let other = lines[userID] {
                    throw PeopleFileError.content(
                        reader.error(
                            row, "account",
                            other.account == account
                                ? "'\(account)' stands on line \(other.line) already"
                                : "'\(account)' is the same user id, \(userID), as '\(other.account)' on line "
                                    + "\(other.line)",
                            "one row for each account, with all roles of that person"))
                }
                lines[userID] = (account, row.line)
                let roles = try roles(row, reader)
                persons.append(
                    Person(
                        userID: userID, account: account, name: try reader.name(row, "name"), roles: roles,
                        station: try station(row, reader, roles, stations)))
            }
            return persons
        } catch let error as PeopleFileError {
            throw error
        } catch let error as CityFileError {
            throw .content(error)
        } catch {
            preconditionFailure("no other error is thrown: \(error)")
        }
    }

    /// As chown(1) reads an owner: the account of that name, else a number.
    private static func userID(
        of account: String, _ row: CSVTable.Row, _ reader: CityFileReader,
        _ lookUp: (String) throws(SystemCallError) -> Account?
    ) throws(PeopleFileError) -> UInt32 {
        do {
            if let found = try lookUp(account) { return found.userID }
        } catch {
            throw .machine(path: reader.file, line: row.line, error)
        }
        let isNumber = account.utf8.allSatisfy { (0x30...0x39).contains($0) }
        // The highest number means "nobody" to the kernel.
        if isNumber, let number = UInt32(account), number < .max { return number }
        throw .content(
            reader.error(
                row, "account", "this machine has no account '\(account)'",
                "the name of an account (getent passwd), or its number"))
    }

    private static func roles(_ row: CSVTable.Row, _ reader: CityFileReader) throws(CityFileError) -> RoleSet
    {
        let known = Role.given.map(\.word)
        let accepted = "one or more of \(known.joined(separator: " ")), parted by spaces"
        var roles: RoleSet = []
        for word in try reader.words(row, "roles") {
            guard let role = Role.given.first(where: { $0.word == word }) else {
                throw reader.error(row, "roles", "'\(word)' is no role", accepted)
            }
            roles.insert(RoleSet(role))
        }
        guard !roles.isEmpty else { throw reader.error(row, "roles", "the field is empty", accepted) }
        return roles
    }

    private static func station(
        _ row: CSVTable.Row, _ reader: CityFileReader, _ roles: RoleSet, _ stations: Set<Int32>
    ) throws(CityFileError) -> Int32? {
        let accepted = "the number of a station with the role station, nothing without it"
        guard roles.contains(.station) else {
            guard reader.field(row, "station").isEmpty else {
                throw reader.error(row, "station", "a station without the role station", accepted)
            }
            return nil
        }
        if reader.field(row, "station").isEmpty {
            throw reader.error(row, "station", "the role station needs the number of its station", accepted)
        }
        let number = Int32(try reader.number(row, "station", 1...9_999))
        guard stations.contains(number) else {
            throw reader.error(
                row, "station", "there is no station \(number)", "a number of the city's stations.csv")
        }
        return number
    }
}
