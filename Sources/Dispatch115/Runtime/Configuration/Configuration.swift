// Everything a centre may choose, as typed values with their defaults. What each value means, its range and
// its place in the file stand in `ConfigurationKey.all`; a test holds that every stored value here has its
// key there. Plain data: reads nothing, checks nothing.

struct Configuration: Equatable, Sendable {
    enum Language: String, CaseIterable, Sendable {
        case vi, en
    }

    /// One whole number for each priority that sends a vehicle.
    struct PerPriority: Equatable, Sendable {
        var p1: Int
        var p2: Int
        var p3: Int
        var p4: Int
        /// Reddest first.
        var inOrder: [Int] { [p1, p2, p3, p4] }
    }

    struct Centre: Equatable, Sendable {
        var code = "HCM"
        var name = "Trung tâm Cấp cứu 115 TP. Hồ Chí Minh"
        var language = Language.vi
    }

    struct Folders: Equatable, Sendable {
        var data = "data"
        var city = "cities/hcmc"
        /// As written; `Configuration.printoutsFolder` is the path to use.
        var printouts = ""
        /// As written; `Configuration.reportsFolder` is the path to use.
        var reports = ""
    }

    struct Console: Equatable, Sendable {
        /// As written; `Configuration.consoleSocketPath` is the path to use.
        var socket = ""
        var socketMode = 0o660
        var socketGroup = ""
        /// As written; `People.path` is the path to use.
        var people = ""
        var maximumConnections = 512
        var maximumLineBytes = 4096
        var maximumPendingBytes = 1 << 20
    }

    struct Calls: Equatable, Sendable {
        /// As written; `Configuration.callSocketPath` is the path to use.
        var socket = ""
        var socketMode = 0o660
        var socketGroup = ""
        /// Beside root and the service's own; parted by commas.
        var accounts = ""
        var maximumConnections = 8
        var maximumLineBytes = 2048
        var maximumLinesPerSecond = 200
        var waitingAlertSeconds = 20
        var callbackTries = 2
        var callbackMinutes = 5
        var floodCalls = 5
    }

    struct Hospitals: Equatable, Sendable {
        var capacityValidMinutes = 360
        /// Empty: no folder is watched.
        var inbox = ""
        /// "read" or "ignored".
        var inboxTable = "read"
        var handoverMinutes = 15
    }

    struct Telemetry: Equatable, Sendable {
        var address = "127.0.0.1"
        /// 0: any free port.
        var port = 11500
        /// As written; `Configuration.unitKeysPath` is the path to use.
        var keysFile = ""
        var receiveBufferBytes = 4 << 20
        var ringCapacity = 65536
        var maximumSpeedKilometresPerHour = 200.0
        var freshSeconds = 10
        var staleSeconds = 60
        var parkedFreshSeconds = 60
        var tokensPerSecond = 10.0
        var tokensBurst = 40
    }

    struct Journal: Equatable, Sendable {
        var snapshotEveryEvents = 100_000
        var snapshotEverySeconds = 900
        var groupCommitMaximumEvents = 4096
        var degradedMaximumEvents = 100_000
        /// "journal" or "both".
        var durability = "journal"
        var bothDeadlineMilliseconds = 100

        /// Whether what leaves the process waits for the results too.
        var waitsForResults: Bool { durability == "both" }
    }

    struct Results: Equatable, Sendable {
        enum Kind: String, CaseIterable, Sendable {
            case sqlite, postgresql, none
        }

        /// As written; `choice` is what to use.
        var kind = "sqlite"
        /// libpq's connection string, without a password.
        var database = ""
        var statementSeconds = 5
        var batchEvents = 4096
        var batchBytes = 4 << 20
        var lagAlertSeconds = 10

        var choice: Kind { Kind(rawValue: kind) ?? .none }
    }

    struct Leader: Equatable, Sendable {
        var leaseSeconds = 9
        var graceSeconds = 6
        var machine = 1
    }

    struct Travel: Equatable, Sendable {
        var detourFactor = 1.3
        var carKilometresPerHour = 30.0
        var motorbikeKilometresPerHour = 35.0
    }

    struct Printouts: Equatable, Sendable {
        var everySeconds = 180
        var kept = 40
    }

    struct Privacy: Equatable, Sendable {
        /// Ten years; 0 keeps them for good.
        var eraseTextsAfterDays = 3_650
    }

    struct Publishing: Equatable, Sendable {
        var destinations: [PublishingDestination] = []
        /// What the URLs of our own definitions begin with.
        var canonical = "https://115.example.vn/fhir"
        /// The centre's own code as a facility; empty where it has none.
        var facilityCode = ""
    }

    struct Shift: Equatable, Sendable {
        /// Local times, as written; `Configuration.shiftStarts` has them as minutes of the day.
        var starts = "07:00,19:00"
    }

    struct Orders: Equatable, Sendable {
        var retrySeconds = 1
        var unacknowledgedAlertSeconds = 30
    }

    struct Crew: Equatable, Sendable {
        var acknowledgeAlertSeconds = 60
    }

    struct Incidents: Equatable, Sendable {
        var unassignedAlertSeconds = PerPriority(p1: 60, p2: 180, p3: 600, p4: 1800)
        var reopenHours = 24
    }

    struct Targets: Equatable, Sendable {
        var minutes = PerPriority(p1: 8, p2: 15, p3: 40, p4: 120)
    }

    struct Alerts: Equatable, Sendable {
        var repeatSeconds = 30
        var linesPerSecond = 8
        var unitSilentSeconds = 90
        var fleetStalePercent = 50
        var fixLossUnits = 10
        var fixLossPercent = 20
        var fixLossWindowSeconds = 60
    }

    struct Triage: Equatable, Sendable {
        var cards = "cards/triage.json5"
    }

    struct Recommendation: Equatable, Sendable {
        var count = 5
        var candidates = 20
        var farthestMinutes = 90
        var motorbikeFirstSeconds = 120
    }

    struct Tasks: Equatable, Sendable {
        var noticeAnswerSeconds = 180
        var referralAnswerSeconds = 300
        var referralWorkMinutes = 60
    }

    struct Offers: Equatable, Sendable {
        var answerSeconds = PerPriority(p1: 30, p2: 45, p3: 90, p4: 120)
        var atOnce = 3
        var cascade = 5
    }

    var centre = Centre()
    var folders = Folders()
    var console = Console()
    var calls = Calls()
    var hospitals = Hospitals()
    var telemetry = Telemetry()
    var journal = Journal()
    var results = Results()
    var leader = Leader()
    var travel = Travel()
    var orders = Orders()
    var crew = Crew()
    var incidents = Incidents()
    var targets = Targets()
    var alerts = Alerts()
    var triage = Triage()
    var recommendation = Recommendation()
    var offers = Offers()
    var tasks = Tasks()
    var printouts = Printouts()
    var shift = Shift()
    var privacy = Privacy()
    var publishing = Publishing()
}

extension Configuration {
    /// Where the console listens.
    var consoleSocketPath: String { console.socket.isEmpty ? inDataFolder("console.sock") : console.socket }

    /// Where the phone exchange feeds us.
    var callSocketPath: String { calls.socket.isEmpty ? inDataFolder("calls.sock") : calls.socket }

    /// Where the units' keys are.
    var unitKeysPath: String { telemetry.keysFile.isEmpty ? inDataFolder("unit-keys") : telemetry.keysFile }

    /// Where the results lie when they lie in SQLite.
    var resultsPath: String { inDataFolder("results.sqlite") }

    /// Where printouts go.
    var printoutsFolder: String {
        folders.printouts.isEmpty ? inDataFolder("printouts") : folders.printouts
    }

    /// Where report pages go.
    var reportsFolder: String { folders.reports.isEmpty ? inDataFolder("reports") : folders.reports }

    /// Minutes of the day at which a shift begins, ascending.
    var shiftStarts: [Int] { Configuration.shiftStarts(shift.starts) ?? [] }

    /// "07:00,19:00" as minutes of the day; nil where it is anything else.
    static func shiftStarts(_ text: String) -> [Int]? {
        var starts: [Int] = []
        for piece in text.split(separator: ",", omittingEmptySubsequences: false) {
            let digits = piece.filter { $0 != " " }.split(separator: ":", omittingEmptySubsequences: false)
            guard digits.count == 2,
                digits.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy(ArgumentReader.isDigit) }),
                let hour = Int(digits[0]),
                let minute = Int(digits[1]), (0...23).contains(hour), (0...59).contains(minute),
                !starts.contains(hour * 60 + minute)
            else { return nil }
            starts.append(hour * 60 + minute)
        }
        return starts.sorted()
    }

    /// A file in the data folder.
    func inDataFolder(_ name: String) -> String {
        folders.data.hasSuffix("/") ? folders.data + name : folders.data + "/" + name
    }

    /// The keys whose values differ and that only a restart can change: what a running service must refuse
    /// to take.
    static func keysNeedingRestart(from old: Configuration, to new: Configuration) -> [ConfigurationKey] {
        ConfigurationKey.all.filter { $0.needsRestart && $0.type.text(in: old) != $0.type.text(in: new) }
    }
}
