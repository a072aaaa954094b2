// The table of keys, in the order of the reference page. A new key is one row here and one value in
// `Configuration`; the page and the example file are then written anew (see ConfigurationReference).

extension ConfigurationKey {
    static let all: [ConfigurationKey] =
        centre + console + calls + telemetry + journal + results + leader + travel + alarms + alerts + triage
        + recommendation + offers + tasks + paper + privacy + hospitals + publishing

    private static let publishing = [
        ConfigurationKey(
            "publishing.canonical", .text(\.publishing.canonical, maximumBytes: 120), .restart,
            "Beginning of the URLs by which our messages name their own definitions; keep it once published."),
        ConfigurationKey(
            "publishing.facilityCode", .digits(\.publishing.facilityCode, count: 5), .restart,
            "The centre's own code as a facility at the health ministry."),
        ConfigurationKey(
            "publishing.destinations", .destinations(\.publishing.destinations), .restart,
            "Who is told of the hospitals' capacity; docs/OPERATIONS.md shows each kind."),
    ]

    private static let centre = [
        ConfigurationKey(
            "centre.code", .code(\.centre.code), .restart,
            "Short name of the centre, part of every event's identifier: keep it once calls were taken."
        ),
        ConfigurationKey(
            "centre.name", .text(\.centre.name, maximumBytes: 120), .reload,
            "The centre's name as consoles and reports show it."),
        ConfigurationKey(
            "centre.language", .language(\.centre.language), .reload,
            "Language in which a new console speaks; each console may change its own with LANG."),
        ConfigurationKey(
            "folders.data", .path(\.folders.data, emptyMeans: nil), .restart,
            "Folder of everything the centre writes: journal, snapshots, keys, console socket."),
        ConfigurationKey(
            "folders.city", .path(\.folders.city, emptyMeans: nil), .restart,
            "Folder of the city: its places, stations and units."),
        ConfigurationKey(
            "folders.printouts", .path(\.folders.printouts, emptyMeans: "printouts in the data folder"),
            .restart,
            "Folder of the printable pictures of everything open; they hold callers' data (mode 0640)."),
        ConfigurationKey(
            "folders.reports", .path(\.folders.reports, emptyMeans: "reports in the data folder"), .restart,
            "Folder of the daily report pages, written when a shift is signed for."),
    ]

    private static let console = [
        ConfigurationKey(
            "console.socket", .path(\.console.socket, emptyMeans: "console.sock in the data folder"),
            .restart,
            "Unix socket on which consoles connect; at most 107 bytes long."),
        ConfigurationKey(
            "console.socketMode", .mode(\.console.socketMode), .restart,
            "Permissions of that socket: who may connect at all. The kernel says who it is (SO_PEERCRED)."
        ),
        ConfigurationKey(
            "console.socketGroup", .group(\.console.socketGroup), .restart,
            "Unix group that owns the socket; empty leaves the service's own group."),
        ConfigurationKey(
            "console.people", .path(\.console.people, emptyMeans: "people.csv in the data folder"), .restart,
            "File of who may work at the desk, and in which roles; read again at SIGHUP. Without it nobody may."
        ),
        ConfigurationKey(
            "console.maximumConnections", .whole(\.console.maximumConnections, 1...65536, ""), .restart,
            "Consoles connected at the same time; a further one is told so and closed."),
        ConfigurationKey(
            "console.maximumLineBytes", .whole(\.console.maximumLineBytes, 256...65536, "bytes"), .restart,
            "Longest line a console may send; a longer one is refused whole."),
        ConfigurationKey(
            "console.maximumPendingBytes", .whole(\.console.maximumPendingBytes, 65536...(1 << 28), "bytes"),
            .restart, "Answers that wait for a console which does not read; above that it is closed."),
    ]

    private static let calls = [
        ConfigurationKey(
            "calls.socket", .path(\.calls.socket, emptyMeans: "calls.sock in the data folder"), .restart,
            "Unix socket on which the phone exchange tells of calls; at most 107 bytes long."),
        ConfigurationKey(
            "calls.socketMode", .mode(\.calls.socketMode), .restart,
            "Permissions of that socket: who may connect at all."),
        ConfigurationKey(
            "calls.socketGroup", .group(\.calls.socketGroup), .restart,
            "Unix group that owns the socket; empty leaves the service's own group."),
        ConfigurationKey(
            "calls.accounts", .accounts(\.calls.accounts), .restart,
            "Unix accounts that may feed calls, beside root and the service's own (SO_PEERCRED)."),
        ConfigurationKey(
            "calls.maximumConnections", .whole(\.calls.maximumConnections, 1...1024, ""), .restart,
            "Exchanges connected at the same time; a further one is told so and closed."),
        ConfigurationKey(
            "calls.maximumLineBytes", .whole(\.calls.maximumLineBytes, 256...65536, "bytes"), .restart,
            "Longest line an exchange may send; a longer one is refused whole."),
        ConfigurationKey(
            "calls.maximumLinesPerSecond", .whole(\.calls.maximumLinesPerSecond, 1...10000, "lines"),
            .restart, "Lines taken from one exchange in a second; those above wait unread, none is lost."),
        ConfigurationKey(
            "calls.waitingAlertSeconds", .whole(\.calls.waitingAlertSeconds, 1...3600, "seconds"), .reload,
            "A call that rings so long without an answer raises an alert, one for each number."),
        ConfigurationKey(
            "calls.callbackTries", .whole(\.calls.callbackTries, 1...100, "tries"), .reload,
            "An abandoned or silent call is called back so often in vain before it is closed."),
        ConfigurationKey(
            "calls.callbackMinutes", .whole(\.calls.callbackMinutes, 1...1440, "minutes"), .reload,
            "A call-back, and the next after one in vain, is due within this time; then it raises an alert."),
        ConfigurationKey(
            "calls.floodCalls", .whole(\.calls.floodCalls, 2...10000, "calls"), .reload,
            "So many calls of one number ringing at once are shown as one line, after everybody else's."),
    ]

    private static let hospitals = [
        ConfigurationKey(
            "hospitals.capacityValidMinutes",
            .whole(\.hospitals.capacityValidMinutes, 5...43_200, "minutes"), .reload,
            "A report of a hospital that does not say until when it holds is unknown after this time."),
        ConfigurationKey(
            "hospitals.inbox", .path(\.hospitals.inbox, emptyMeans: "no folder is watched"), .restart,
            "Folder in which reports of capacity are put as .csv or .json; read ones lie in its done and rejected."
        ),
        ConfigurationKey(
            "hospitals.inboxTable", .choice(\.hospitals.inboxTable, ["read", "ignored"]), .restart,
            "Whether reports are taken from inbox.capacity_report, where the results lie in PostgreSQL."),
        ConfigurationKey(
            "hospitals.handoverMinutes", .whole(\.hospitals.handoverMinutes, 0...240, "minutes"), .restart,
            "How long a hand-over at a hospital takes where neither it nor the last ones say."),
    ]

    private static let telemetry = [
        ConfigurationKey(
            "telemetry.address", .address(\.telemetry.address), .restart,
            "Address on which the units' datagrams are received; 0.0.0.0 is every interface."),
        ConfigurationKey(
            "telemetry.port", .whole(\.telemetry.port, 0...65535, ""), .restart,
            "UDP port for the units' datagrams; 0 takes any free port."),
        ConfigurationKey(
            "telemetry.keysFile", .path(\.telemetry.keysFile, emptyMeans: "unit-keys in the data folder"),
            .restart,
            "File of the units' keys; only its owner may read it (mode 0600)."),
        ConfigurationKey(
            "telemetry.receiveBufferBytes",
            .whole(\.telemetry.receiveBufferBytes, 65536...(1 << 28), "bytes"),
            .restart,
            "Receive buffer asked of the kernel, which may grant less; what overflows is lost and counted."
        ),
        ConfigurationKey(
            "telemetry.ringCapacity", .whole(\.telemetry.ringCapacity, 1024...(1 << 20), "fixes"), .restart,
            "Checked positions that may wait for the fleet index; those above it are dropped and counted."),
        ConfigurationKey(
            "telemetry.maximumSpeedKilometresPerHour",
            .number(\.telemetry.maximumSpeedKilometresPerHour, 50...1000, "km/h"), .reload,
            "A position that would need a higher speed is held and flagged until others confirm it."),
        ConfigurationKey(
            "telemetry.freshSeconds", .whole(\.telemetry.freshSeconds, 1...3600, "seconds"), .reload,
            "Up to this age a moving unit's position counts as fresh."),
        ConfigurationKey(
            "telemetry.staleSeconds", .whole(\.telemetry.staleSeconds, 1...86400, "seconds"), .reload,
            "Above this age a position is stale: the unit is not proposed by itself, only chosen by hand."),
        ConfigurationKey(
            "telemetry.parkedFreshSeconds", .whole(\.telemetry.parkedFreshSeconds, 1...86400, "seconds"),
            .reload,
            "As freshSeconds, for a unit parked at its station; units send keep-alives under every 25 s."
        ),
        ConfigurationKey(
            "telemetry.tokensPerSecond",
            .number(\.telemetry.tokensPerSecond, 0.1...10000, "datagrams a second"),
            .reload,
            "Genuine datagrams taken from one unit in the long run; those above are dropped and counted."
        ),
        ConfigurationKey(
            "telemetry.tokensBurst", .whole(\.telemetry.tokensBurst, 1...100_000, "datagrams"), .reload,
            "Genuine datagrams taken from one unit at once, such as after a tunnel."),
    ]

    private static let journal = [
        ConfigurationKey(
            "journal.snapshotEveryEvents", .whole(\.journal.snapshotEveryEvents, 100...100_000_000, "events"),
            .reload, "A snapshot is written after so many events; a start reads back at most about these."),
        ConfigurationKey(
            "journal.snapshotEverySeconds", .whole(\.journal.snapshotEverySeconds, 10...604_800, "seconds"),
            .reload, "A snapshot is written after this time, if anything happened."),
        ConfigurationKey(
            "journal.groupCommitMaximumEvents",
            .whole(\.journal.groupCommitMaximumEvents, 1...65536, "events"),
            .restart, "Events made durable with one write to the disk."),
        ConfigurationKey(
            "journal.degradedMaximumEvents",
            .whole(\.journal.degradedMaximumEvents, 1000...10_000_000, "events"), .restart,
            "Bound of the events kept in memory while the disk takes none (NOT DURABLE)."
        ),
        ConfigurationKey(
            "journal.durability", .choice(\.journal.durability, ["journal", "both"]), .restart,
            "What an answer rests on: the journal, or the journal and the results; the latter never longer "
                + "than bothDeadlineMilliseconds."),
        ConfigurationKey(
            "journal.bothDeadlineMilliseconds",
            .whole(\.journal.bothDeadlineMilliseconds, 5...10_000, "milliseconds"), .restart,
            "An answer waits so long for the results at most; then no further one waits until they are well."
        ),
    ]

    private static let results = [
        ConfigurationKey(
            "results.kind",
            .choice(\.results.kind, Configuration.Results.Kind.allCases.map(\.rawValue)), .restart,
            "Where the results are written: results.sqlite in the data folder, a PostgreSQL database, nowhere."
        ),
        ConfigurationKey(
            "results.database", .connection(\.results.database), .restart,
            "The database, for postgresql. The password belongs in a passfile or in ~/.pgpass (mode 0600)."),
        ConfigurationKey(
            "results.statementSeconds", .whole(\.results.statementSeconds, 1...300, "seconds"), .restart,
            "A connection or a transaction that is not there by then counts as away; its outcome is found out later."
        ),
        ConfigurationKey(
            "results.batchEvents", .whole(\.results.batchEvents, 1...65536, "events"), .restart,
            "Events written with one transaction."),
        ConfigurationKey(
            "results.batchBytes", .whole(\.results.batchBytes, 4096...(1 << 28), "bytes"), .restart,
            "The same, in bytes of events."),
        ConfigurationKey(
            "results.lagAlertSeconds", .whole(\.results.lagAlertSeconds, 1...86400, "seconds"), .restart,
            "Results that are so long away, or so far behind, raise an alert."),
    ]

    private static let leader = [
        ConfigurationKey(
            "leader.leaseSeconds", .whole(\.leader.leaseSeconds, 3...120, "seconds"), .restart,
            "Who leads says so in the database every third of this; afterwards the lease has run out."),
        ConfigurationKey(
            "leader.graceSeconds", .whole(\.leader.graceSeconds, 1...600, "seconds"), .restart,
            "A standby takes over by itself so long after the lease has run out, where the units agree."),
        ConfigurationKey(
            "leader.machine", .whole(\.leader.machine, 1...15, ""), .restart,
            "This machine's number, another one on each machine of the centre."),
    ]

    private static let travel = [
        ConfigurationKey(
            "travel.detourFactor", .number(\.travel.detourFactor, 1...5, ""), .reload,
            "Road distance divided by straight distance, for travel times without roads."),
        ConfigurationKey(
            "travel.carKilometresPerHour", .number(\.travel.carKilometresPerHour, 1...200, "km/h"), .reload,
            "Mean speed of a car with siren, for travel times without roads."),
        ConfigurationKey(
            "travel.motorbikeKilometresPerHour",
            .number(\.travel.motorbikeKilometresPerHour, 1...200, "km/h"),
            .reload, "Mean speed of a motorbike ambulance, for travel times without roads."),
    ]

    private static let alarms =
        [
            ConfigurationKey(
                "orders.retrySeconds", .whole(\.orders.retrySeconds, 1...600, "seconds"), .reload,
                "An order that the unit's box has not acknowledged is sent again after this time."),
            ConfigurationKey(
                "orders.unacknowledgedAlertSeconds",
                .whole(\.orders.unacknowledgedAlertSeconds, 1...3600, "seconds"), .reload,
                "After this time without the box's acknowledgement the desk is told to phone the crew."),
            ConfigurationKey(
                "crew.acknowledgeAlertSeconds", .whole(\.crew.acknowledgeAlertSeconds, 1...3600, "seconds"),
                .reload,
                "After this time without the crew's own acknowledgement of an assignment the desk is alerted."
            ),
        ]
        + perPriority(
            "incidents.unassignedAlertSeconds",
            [
                \.incidents.unassignedAlertSeconds.p1, \.incidents.unassignedAlertSeconds.p2,
                \.incidents.unassignedAlertSeconds.p3, \.incidents.unassignedAlertSeconds.p4,
            ], 1...86400, "seconds",
            "An incident of this priority without a unit raises an alert after this time.")
        + [
            ConfigurationKey(
                "incidents.reopenHours", .whole(\.incidents.reopenHours, 1...720, "hours"), .reload,
                "A closed incident may be reopened for so long; after that a new one is opened.")
        ]
        + perPriority(
            "targets.minutes",
            [\.targets.minutes.p1, \.targets.minutes.p2, \.targets.minutes.p3, \.targets.minutes.p4],
            1...1440,
            "minutes",
            "Response target of this priority, from call to arrival, for the 90th centile.")

    private static let alerts = [
        ConfigurationKey(
            "alerts.repeatSeconds", .whole(\.alerts.repeatSeconds, 5...3600, "seconds"), .reload,
            "An alert about a P1 incident that nobody has acknowledged is said again after this time."),
        ConfigurationKey(
            "alerts.linesPerSecond", .whole(\.alerts.linesPerSecond, 6...100, "lines"), .reload,
            "Alert lines a console gets in a second; of more alerts one line names several."),
        ConfigurationKey(
            "alerts.unitSilentSeconds", .whole(\.alerts.unitSilentSeconds, 10...86400, "seconds"), .reload,
            "A unit with an order that has not been heard for this time raises an alert."),
        ConfigurationKey(
            "alerts.fleetStalePercent", .whole(\.alerts.fleetStalePercent, 1...100, "percent"), .reload,
            "From this share of the units on duty without a usable position on, the desk is alerted."),
        ConfigurationKey(
            "alerts.fixLossUnits", .whole(\.alerts.fixLossUnits, 3...10000, "units"), .reload,
            "So many units that lose their position together are one alert (jamming, network)."),
        ConfigurationKey(
            "alerts.fixLossPercent", .whole(\.alerts.fixLossPercent, 1...100, "percent"), .reload,
            "As fixLossUnits, as a share of the units on duty; whichever is fewer, but at least 3 units."),
        ConfigurationKey(
            "alerts.fixLossWindowSeconds", .whole(\.alerts.fixLossWindowSeconds, 5...3600, "seconds"),
            .reload, "Within how long units lose their position together."),
    ]

    private static let triage = [
        ConfigurationKey(
            "triage.cards", .path(\.triage.cards, emptyMeans: nil), .restart,
            "File of the triage cards and of what to tell the caller; docs/TRIAGE.md tells how to change it.")
    ]

    private static let paper = [
        ConfigurationKey(
            "printouts.everySeconds", .whole(\.printouts.everySeconds, 1...86400, "seconds"), .restart,
            "A printout is written after this time, and at the end."),
        ConfigurationKey(
            "printouts.kept", .whole(\.printouts.kept, 1...10_000, "printouts"), .restart,
            "So many printouts stay; older ones are removed."),
        ConfigurationKey(
            "shift.starts", .times(\.shift.starts), .reload,
            "Local times at which a shift begins, at any hour; `status` says whether it was signed for since."
        ),
    ]

    private static let privacy = [
        ConfigurationKey(
            "privacy.eraseTextsAfterDays", .whole(\.privacy.eraseTextsAfterDays, 0...36_500, "days"),
            .restart,
            "Names, numbers and words of so many days ago are erased for good, once a day; 0 keeps them.")
    ]

    private static let recommendation = [
        ConfigurationKey(
            "recommendation.count", .whole(\.recommendation.count, 1...50, "units"), .reload,
            "Units that a recommendation shows."),
        ConfigurationKey(
            "recommendation.candidates", .whole(\.recommendation.candidates, 1...100, "units"), .reload,
            "Nearest units for which a recommendation works out the travel time."),
        ConfigurationKey(
            "recommendation.farthestMinutes", .whole(\.recommendation.farthestMinutes, 1...1440, "minutes"),
            .restart, "A unit that would travel longer is not proposed by itself, only chosen by hand."),
        ConfigurationKey(
            "recommendation.motorbikeFirstSeconds",
            .whole(\.recommendation.motorbikeFirstSeconds, 1...3600, "seconds"), .restart,
            "A motorbike that is there so much earlier than what carries is proposed ahead of it, linked."),
    ]

    private static let offers =
        perPriority(
            "offers.answerSeconds",
            [
                \.offers.answerSeconds.p1, \.offers.answerSeconds.p2, \.offers.answerSeconds.p3,
                \.offers.answerSeconds.p4,
            ], 5...3600, "seconds",
            "A station that has not answered an offer of this priority by then counts as silent.")
        + [
            ConfigurationKey(
                "offers.atOnce", .whole(\.offers.atOnce, 1...16, "stations"), .reload,
                "Stations that are asked at the same time for a P1; the first yes wins."),
            ConfigurationKey(
                "offers.cascade", .whole(\.offers.cascade, 1...16, "stations"), .reload,
                "Stations that an offer to the nearest plans to ask, one after the other."),
        ]

    private static let tasks = [
        ConfigurationKey(
            "tasks.noticeAnswerSeconds", .whole(\.tasks.noticeAnswerSeconds, 10...3600, "seconds"), .reload,
            "A hospital that has not answered a pre-arrival notice by then counts as silent: an alert."),
        ConfigurationKey(
            "tasks.referralAnswerSeconds", .whole(\.tasks.referralAnswerSeconds, 10...86400, "seconds"),
            .reload,
            "A call that telehealth has not accepted by then is back in the queue, unless a time was typed."),
        ConfigurationKey(
            "tasks.referralWorkMinutes", .whole(\.tasks.referralWorkMinutes, 1...1440, "minutes"), .reload,
            "A call that telehealth has accepted and not completed by then is back in the queue."),
    ]

    /// One key for each priority; the slots are those of P1 to P4.
    private static func perPriority(
        _ path: String, _ slots: [ConfigurationType.Slot<Int>], _ range: ClosedRange<Int>, _ unit: String,
        _ meaning: String
    ) -> [ConfigurationKey] {
        slots.enumerated().map { index, slot in
            ConfigurationKey("\(path).p\(index + 1)", .whole(slot, range, unit), .reload, meaning)
        }
    }
}
