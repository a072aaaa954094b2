// Whether this data folder may lead: asks the database for the lease before the service is built. Without a
// database (none configured, or none that answers) it may, within the bounds of LeaderEpoch.
//
//   data folder: `follows` is there while its newest epoch is another machine's: alone it may not count on.

import Glibc

/// How the program ends where another machine leads.
enum LeadershipExit {
    /// For systemd's RestartPreventExitStatus: starting again changes nothing.
    static let status: Int32 = 79
    /// Sent to ourselves when the role of this process is over.
    static let signal = SIGUSR1
}

/// As what the service starts.
struct LeaderStart: Equatable, Sendable {
    /// 0: one more than the journal's.
    var epoch: UInt32 = 0
    var isTakeOver = false
    /// Whether the database has given the lease.
    var hasLease = false
    /// What units had taken when this machine took over, and nobody here knows.
    var strange: [StrangeOrder] = []

    static let alone = LeaderStart()
}

enum LeaderAdmission {
    case leads(LeaderStart)
    /// For people; the lease where another machine holds it.
    case refused(String, Lease?)

    /// Asked at the start, within so many milliseconds: a desk must not wait for a database.
    static let askMilliseconds: Int64 = 1_000

    static func decide(_ configuration: Configuration) throws(ServiceError) -> LeaderAdmission {
        guard let door = try LeaseDoor(configuration) else { return .leads(.alone) }
        let folder = LeaderFolder(configuration.folders.data)
        let own = try folder.epoch(of: configuration.centre.code)
        let lease = door.lease(milliseconds: askMilliseconds)
        defer { lease.close() }
        let outcome: LeaseOutcome
        do throws(PostgresError) {
            outcome = try lease.ask(.start(own: own))
        } catch {
            Log.line("lease: \(error)")
            return alone(folder, own)
        }
        switch outcome {
        case .granted(let epoch): return .leads(LeaderStart(epoch: epoch, hasLease: true))
        case .held(let lease):
            return .refused("another machine leads this centre: \(StandbyWords.about(lease))", lease)
        case .behind(let lease):
            return .refused(
                "another machine led this centre last, and this folder does not have what it did: "
                    + StandbyWords.about(lease), lease)
        case .exhausted: return .refused("there is no higher epoch than \(own)", nil)
        }
    }

    private static func alone(_ folder: LeaderFolder, _ own: UInt32) -> LeaderAdmission {
        if folder.follows {
            return .refused(
                "the database does not answer, and this folder is a standby's: it may not lead without asking; "
                    + "start it with serve --standby, where a supervisor may say TAKEOVER", nil)
        }
        guard let epoch = LeaderEpoch.nextAlone(own: own) else {
            return .refused(
                "this folder has been started \(own % LeaderEpoch.block) times without the database: it must "
                    + "answer once before the next start", nil)
        }
        Log.line("lease: leading without it, under epoch \(epoch), until the database answers")
        return .leads(LeaderStart(epoch: epoch))
    }
}

/// What a data folder says of its role.
struct LeaderFolder: Sendable {
    let path: String

    init(_ path: String) { self.path = path }

    private var mark: String { path + "/follows" }
    var follows: Bool { Files.exists(mark) }

    func setFollows() throws(SystemCallError) {
        try Files.writeAtomically(mark, Array("its newest epoch is another machine's\n".utf8))
    }

    func setLeads() throws(SystemCallError) {
        guard follows else { return }
        try Files.remove(mark)
        try Files.syncFolder(of: mark)
    }

    private var ledUnderFile: String { path + "/led-under" }

    /// The highest epoch of the folders that this machine has set aside: nobody may lead under it, or below it,
    /// from here, though nothing else in this folder knows of it. 0 where there was none.
    func ledUnder() throws(ServiceError) -> UInt32 {
        guard Files.exists(ledUnderFile) else { return 0 }
        let text: String
        do throws(SystemCallError) {
            text = try Files.readText(ledUnderFile)
        } catch { throw ServiceError("\(error)") }
        guard let epoch = UInt32(text.split(whereSeparator: \.isNewline).first ?? "") else {
            throw ServiceError("\(ledUnderFile) holds no epoch: a whole number from 0 to \(UInt32.max)")
        }
        return epoch
    }

    func setLedUnder(_ epoch: UInt32) throws(SystemCallError) {
        try Files.writeAtomically(ledUnderFile, Array("\(epoch)\n".utf8))
    }

    /// The epoch of the newest event; 0 where there is none.
    func epoch(of centre: String) throws(ServiceError) -> UInt32 {
        let file = path + "/journal.db"
        guard Files.exists(file) else { return 0 }
        do {
            let journal = try Journal(path: file, centre: centre)
            defer { journal.close() }
            let head = journal.head.sequence
            guard head > 0, let row = try journal.read(head...head).first else { return 0 }
            return try row.body.withUnsafeBytes { raw in
                try EventCodec.decode(raw, sequence: head, vault: HiddenTexts()).epoch
            }
        } catch {
            throw ServiceError("\(error)")
        }
    }

    /// Machine, path and the folder's own number, so that no copy of it passes for it.
    var holder: String {
        var info = stat()
        let number = stat(path, &info) == 0 ? info.st_ino : 0
        var host = [CChar](repeating: 0, count: 256)
        gethostname(&host, host.count - 1)
        let name = String(decoding: host.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let whole = realpath(path, nil).map { pointer in
            defer { free(pointer) }
            return String(cString: pointer)
        }
        return "\(name):\(whole ?? path) #\(number)"
    }
}

/// How to reach the lease; nil where the results are not in PostgreSQL.
struct LeaseDoor: Sendable {
    let conninfo: PostgresConninfo
    let terms: LeaseTerms

    init?(_ configuration: Configuration) throws(ServiceError) {
        guard configuration.results.choice == .postgresql else { return nil }
        do {
            conninfo = try PostgresConninfo(checking: configuration.results.database)
            try Files.makeFolder(configuration.folders.data)
        } catch { throw ServiceError("results.database: \(error)") }
        terms = LeaseTerms(
            centre: configuration.centre.code, holder: LeaderFolder(configuration.folders.data).holder,
            address: "\(configuration.telemetry.address):\(configuration.telemetry.port)",
            seconds: configuration.leader.leaseSeconds)
    }

    func lease(milliseconds: Int64) -> PostgresLease {
        PostgresLease(conninfo, terms, deadlineMilliseconds: milliseconds)
    }
}
