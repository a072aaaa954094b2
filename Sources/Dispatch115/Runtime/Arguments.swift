// What the command line asks for, as typed values: the subcommand and the values of its options. Which
// options there are, and what they take, stands in `ArgumentOption.of` alone. Pure: prints nothing, ends
// nothing, reads no file.

struct Arguments: Equatable, Sendable {
    enum Subcommand: String, CaseIterable, Sendable {
        case serve, console, units, demo, bench
        case journalVerify = "journal verify"
        case journalExport = "journal export"
        case status, report, forms, stranded
        case resultsMigrate = "results migrate"
        case resultsStatus = "results status"
        case resultsCheck = "results check"
        case resultsSummarise = "results summarise"
        case setAside = "set-aside"
        case publishStatus = "publish status"
        case publishRetry = "publish retry"
        case publishShow = "publish show"
        case courier
        case help
    }

    enum HelpTopic: Equatable, Sendable {
        case overview
        case subcommand(Subcommand)
        /// `journal` without saying which.
        case journal
        case configuration
    }

    /// For every subcommand that reads the configuration.
    struct Common: Equatable, Sendable {
        var configurationFile: String?
        /// As given; it stands in `overrides` too.
        var dataFolder: String?
        /// `--set` and `--data` in their order, for `Configuration.load`.
        var overrides: [ConfigurationOverride] = []
    }

    struct Console: Equatable, Sendable {
        /// Nil: as the centre is configured.
        var language: Configuration.Language?
        /// Nil: as configured.
        var socket: String?
        var isPlain = false
    }

    struct Units: Equatable, Sendable {
        /// Positions a second from each unit.
        var rateHertz = 1.0
        /// Seconds between positions of a parked unit.
        var keepAliveSeconds = 20.0
        /// Nil: all of the city.
        var count: Int?
        /// How many times faster than life.
        var hurryFactor = 1.0
        /// Nil: as configured.
        var address: String?
        /// Nil: as configured.
        var port: Int?
        /// "ADDRESS:PORT" of the standby; nil: there is none.
        var also: String?
    }

    struct Serve: Equatable, Sendable {
        /// Follows the leader and takes over when it is gone.
        var isStandby = false
    }

    struct Stranded: Equatable, Sendable {
        /// The epoch and event to settle, "3/170"; nil: list.
        var settle: String?
        /// How it was settled.
        var how: String?
        /// Settled ones too.
        var isAll = false
        /// Nil: the centre's.
        var language: Configuration.Language?
    }

    struct Demo: Equatable, Sendable {
        var hurryFactor = 1.0
    }

    struct Bench: Equatable, Sendable {
        /// Empty: all.
        var cases: [String] = []
        var isList = false
    }

    struct Journal: Equatable, Sendable {
        /// First and last sequence, both included; nil: from the first, to the last.
        var from: Int?
        var to: Int?
        /// Nil: the one in the data folder.
        var file: String?
    }

    struct Status: Equatable, Sendable {
        var isJSON = false
    }

    struct Report: Equatable, Sendable {
        /// "2026-11-22"; nil: today.
        var day: String?
        /// Nil: standard output.
        var out: String?
        /// Nil: the centre's.
        var language: Configuration.Language?
    }

    struct Forms: Equatable, Sendable {
        var from = 1
        var count = 20
        var isText = false
        /// Nil: the centre's.
        var language: Configuration.Language?
    }

    struct Publish: Equatable, Sendable {
        /// Destination, then the hospital's number or "all".
        var words: [String] = []
        /// Nil: the centre's.
        var language: Configuration.Language?
    }

    struct Results: Equatable, Sendable {
        /// libpq's connection string, without a password; nil: as configured.
        var database: String?
        /// `results summarise`: count all of it anew.
        var isAnew = false
    }

    var subcommand: Subcommand
    var common = Common()
    var serve = Serve()
    var stranded = Stranded()
    var console = Console()
    var units = Units()
    var demo = Demo()
    var bench = Bench()
    var journal = Journal()
    var status = Status()
    var report = Report()
    var forms = Forms()
    var results = Results()
    var publish = Publish()
    /// For the subcommand help.
    var helpTopic = HelpTopic.overview

    init(_ subcommand: Subcommand) { self.subcommand = subcommand }
}

/// Why a command line is not taken.
struct ArgumentsError: Error, Equatable, Sendable, CustomStringConvertible {
    /// sysexits.h, EX_USAGE.
    static let exitStatus: Int32 = 64

    let what: String
    /// What would be accepted, or the nearest name.
    let accepted: String
    /// Where to read on: `dispatch115 units --help`.
    let seeAlso: String

    /// Three lines at most, for standard error.
    var description: String { "dispatch115: \(what)\n\(accepted)\nSee: \(seeAlso)" }
}
