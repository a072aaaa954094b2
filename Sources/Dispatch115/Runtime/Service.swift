// `serve`: puts the rooms together in the order in which they may fail, and takes them apart again. Nothing
// here decides anything.
//
//   configuration -> city -> data folder (journal, keys, snapshots) -> centre as it was -> engine
//   -> results -> telemetry -> call feed -> consoles. A service whose console socket answers is ready.

import Geo
import Glibc

/// Why the service does not start; the text says what to do.
struct ServiceError: Error, CustomStringConvertible {
    let description: String
    init(_ error: some CustomStringConvertible) { description = error.description }
    init(_ text: String) { description = text }
}

/// What the service takes from outside besides its configuration: the clock and who people are. A drill plays
/// both; everything else stays real.
struct ServiceWorld: Sendable {
    static let systemClock: @Sendable () -> Timestamp = {
        Timestamp(nanoseconds: WallClock.wallNanoseconds())
    }

    var clock = systemClock
    var monotonic: @Sendable () -> Int64 = WallClock.monotonicNanoseconds
    /// The user of a new console connection, given what the kernel says.
    var userID: @Sendable (_ kernelSays: UInt32) -> UInt32 = { $0 }
    /// Who works at the desk; nil for those of people.csv.
    var people: People?
    /// Where the results are written, in place of what the configuration says; nil: as it says.
    var resultsStore: (@Sendable () -> any ResultsStore)?
    /// The program that is started as courier; nil: the one that runs.
    var courierProgram: String?
}

final class Service: @unchecked Sendable {
    let configuration: Configuration
    private let store: CentreStore
    private let writer: JournalWriter
    let engine: Engine
    private let engineThread: NamedThread
    /// As the city gave them at the start.
    private let stationNumbers: Set<Int32>
    private let telemetry: TelemetryReceiver
    private let console: ConsoleServer
    private let calls: CallFeed
    /// Nil where no results are written.
    let results: ServiceResults?
    /// The doors for reports of capacity.
    let inbox: CapacityInbox
    /// Nil where nothing is published.
    private let publisher: Publisher?

    /// Where datagrams are taken, once started.
    var telemetryAddress: SocketAddress { telemetry.localAddress }

    init(
        _ configuration: Configuration, in world: ServiceWorld = ServiceWorld(),
        leading start: LeaderStart = .alone
    ) throws(ServiceError) {
        self.configuration = configuration
        let city: City
        let placeFinder: PlaceFinder
        do {
            city = try City.load(folder: configuration.folders.city)
            placeFinder = try city.placeFinder()
        } catch { throw ServiceError(error) }
        let triage: TriageDesk
        do { triage = try TriageDesk.load(configuration.triage.cards) } catch { throw ServiceError(error) }
        let parts = try Service.openStore(configuration)
        store = parts.store
        let gate = DurableGate(durable: parts.centre.sequence)
        let news = Locked<[JournalStateChange]>([])
        let boxes = Locked<Mailbox<Engine.Message>?>(nil)
        do {
            let keys = store.keys
            let low = store.keysAreLow
            writer = try JournalWriter(
                store.journal, limits: Service.limits(configuration),
                beforeHealing: { if let text = low.newest { try keys.topUp(above: text) } }
            ) { change in
                guard let box = boxes.with({ $0 }) else { return news.with { $0.append(change) } }
                _ = box.put(.journalState(change))
            }
        } catch {
            throw ServiceError(error)
        }
        let ring = FixRing(capacity: Service.powerOfTwo(configuration.telemetry.ringCapacity))
        engine = Engine(
            centre: parts.centre, recent: parts.recent,
            fleet: Fleet(around: city.middle, rules: Service.freshness(configuration)),
            vault: SealedTexts(store.sealer),
            surroundings: Engine.Surroundings(
                writer: writer, gate: gate, console: nil, telemetry: nil, ring: ring,
                placeFinder: placeFinder, recommender: try Service.recommender(configuration),
                snapshotter: Snapshotter(
                    store, lastSequence: parts.snapshotSequence,
                    everyEvents: configuration.journal.snapshotEveryEvents,
                    everySeconds: configuration.journal.snapshotEverySeconds),
                printer: Service.printer(configuration), eraser: TextEraser(store.keys),
                configuration: configuration, people: .none,
                clock: world.clock, monotonic: world.monotonic, triage: triage))
        let box = engine.box
        boxes.with { $0 = box }
        for change in news.with({ $0 }) { _ = box.put(.journalState(change)) }
        try Service.define(city, on: engine, start)
        stationNumbers = Set(engine.centre.stations.map(\.number))
        do {
            let people: People
            if let played = world.people {
                people = played
            } else {
                people = try People.load(configuration, stations: stationNumbers)
            }
            engine.take(people)
        } catch {
            throw ServiceError(error)
        }
        results = try Service.openResults(configuration, world, store, engine)
        engine.surroundings.results = results?.writer
        publisher = try Service.openPublishing(configuration, world, store, engine)
        engine.surroundings.publisher = publisher
        telemetry = try Service.openTelemetry(
            configuration, engine, store.journal, writer, marks: parts.marks, ring)
        engine.surroundings.telemetry = telemetry
        let receiver = telemetry
        engine.fleet.heardAt = { receiver.heardAt($0) }
        // Before the consoles: when their socket answers, everything does.
        calls = try Service.openCalls(configuration, engine)
        engine.surroundings.calls = calls
        console = try Service.openConsole(configuration, engine, world)
        engine.surroundings.console = console
        engine.resendOrders()
        let engine = engine
        do {
            engineThread = try NamedThread("engine") { engine.run() }
            try telemetry.start()
            try calls.start()
            try console.start()
        } catch {
            throw ServiceError(error)
        }
        inbox = try CapacityInbox(configuration, engine)
        let opened = inbox
        _ = engine.box.put(.perform { $0.surroundings.inbox = opened })
    }

    /// Another machine leads: no order leaves and no line is taken from here on.
    func standDown(_ why: Phrase) {
        telemetry.stop()
        _ = engine.box.put(.perform { $0.standDown(why) })
    }

    /// What `status` and the desks are told of the lease and of orders that are not this leader's.
    func show(leader picture: @escaping @Sendable () -> LeaderPicture) {
        _ = engine.box.put(.perform { $0.lead(showing: picture) })
    }

    /// The epoch of a leader that has written the results after this one; nil where none has.
    var fencedBy: UInt32? {
        if case .fenced(let epoch)? = results?.writer.status.state { return epoch }
        return nil
    }

    var epoch: UInt32 { engine.centre.epoch }

    /// Reads people.csv again, on the calling thread; one that cannot be taken changes nothing.
    func reloadPeople() {
        do {
            let people = try People.reload(configuration, stations: stationNumbers)
            if !engine.box.put(.perform { $0.take(people) }) {
                Log.line("people: not read again, too much waits")
            }
        } catch {
            Log.line("\(error); the people stay as they were")
        }
    }

    /// Ends in order: no more lines or datagrams, what was decided is written, a last snapshot.
    func stop() {
        console.stop()
        calls.stop()
        telemetry.stop()
        inbox.stop()
        let finished = Locked(false)
        let printed = Locked(false)
        let writer = writer
        _ = engine.box.put(
            .perform { engine in
                engine.surroundings.snapshotter.take(engine.centre, writer: writer) { _ in
                    finished.with { $0 = true }
                }
                guard let printer = engine.surroundings.printer else { return printed.with { $0 = true } }
                printer.print(engine.picture(), isLast: true) { printed.with { $0 = true } }
            })
        let end = WallClock.monotonicNanoseconds() + 10_000_000_000
        while !finished.with({ $0 }) || !printed.with({ $0 }), WallClock.monotonicNanoseconds() < end {
            WallClock.sleep(nanoseconds: 5_000_000)
        }
        _ = engine.box.put(.stop)
        engineThread.join()
        publisher?.close()
        results?.stop()
        let lost = writer.close()
        if lost > 0 {
            Log.line("NOT DURABLE: \(lost) events could not be written and are lost with this process")
        }
        Log.line("stopped at event \(engine.centre.sequence)")
    }

    // MARK: - The parts

    private struct OpenedStore {
        var store: CentreStore
        var centre: Centre
        var recent: RecentEvents
        var snapshotSequence: Int64
        var marks: [HighWaterMark]
    }

    private static func openStore(_ configuration: Configuration) throws(ServiceError) -> OpenedStore {
        do {
            let store = try CentreStore(folder: configuration.folders.data, code: configuration.centre.code)
            var recent = RecentEvents()
            let recovery = try store.recover(rules: rules(configuration), recent: &recent)
            for flaw in recovery.passedOver { Log.line(flaw) }
            // What a crash left undone, before anybody reads a text.
            TextEraser(store.keys).heal(recovery.centre.erasure)
            recent.erase(recovery.centre.erasure)
            let milliseconds = Int(recovery.seconds * 1000)
            Log.line(
                "centre \(configuration.centre.code): event \(recovery.centre.sequence), snapshot at "
                    + "\(recovery.snapshotSequence), \(recovery.replayedEvents) events replayed and verified in "
                    + "\(milliseconds) ms")
            let marks: [HighWaterMark]
            do { marks = try store.journal.highWater() } catch { throw CentreStoreError.journal(error) }
            return OpenedStore(
                store: store, centre: recovery.centre, recent: recent,
                snapshotSequence: recovery.snapshotSequence, marks: marks)
        } catch let error as CentreStoreError {
            throw ServiceError(error)
        } catch {
            throw ServiceError("\(error)")
        }
    }

    static func rules(_ configuration: Configuration) -> CentreRules {
        var rules = CentreRules()
        rules.orderAlertSeconds = Int64(configuration.orders.unacknowledgedAlertSeconds)
        rules.crewAlertSeconds = Int64(configuration.crew.acknowledgeAlertSeconds)
        rules.callAlertSeconds = Int64(configuration.calls.waitingAlertSeconds)
        rules.callbackTries = UInt8(clamping: configuration.calls.callbackTries)
        rules.callbackSeconds = Int64(configuration.calls.callbackMinutes) * 60
        rules.floodCalls = configuration.calls.floodCalls
        rules.capacityValidSeconds = Int64(configuration.hospitals.capacityValidMinutes) * 60
        rules.waitingAlertSeconds =
            [3_600] + configuration.incidents.unassignedAlertSeconds.inOrder.map(Int64.init)
        rules.reopenSeconds = Int64(configuration.incidents.reopenHours) * 3600
        rules.targetSeconds = [0] + configuration.targets.minutes.inOrder.map { Int64($0) * 60 }
        // What needs no vehicle is in no hurry either.
        let answers = configuration.offers.answerSeconds
        rules.offerAnswerSeconds = [Int64(answers.p4)] + answers.inOrder.map(Int64.init)
        rules.offersAtOnce = configuration.offers.atOnce
        rules.noticeAnswerSeconds = Int64(configuration.tasks.noticeAnswerSeconds)
        rules.referralAnswerSeconds = Int64(configuration.tasks.referralAnswerSeconds)
        rules.referralWorkSeconds = Int64(configuration.tasks.referralWorkMinutes) * 60
        return rules
    }

    private static func printer(_ configuration: Configuration) -> Printer {
        Printer(
            folder: configuration.printoutsFolder, title: configuration.centre.name,
            language: configuration.centre.language == .vi ? .vi : .en,
            everySeconds: configuration.printouts.everySeconds, kept: configuration.printouts.kept)
    }

    private static func limits(_ configuration: Configuration) -> JournalWriter.Limits {
        var limits = JournalWriter.Limits()
        limits.groupCommitMaximumEvents = configuration.journal.groupCommitMaximumEvents
        limits.degradedMaximumEvents = configuration.journal.degradedMaximumEvents
        return limits
    }

    private static func freshness(_ configuration: Configuration) -> FreshnessRules {
        var rules = FreshnessRules()
        rules.freshSeconds = Int64(configuration.telemetry.freshSeconds)
        rules.staleSeconds = Int64(configuration.telemetry.staleSeconds)
        rules.parkedSeconds = Int64(configuration.telemetry.parkedFreshSeconds)
        return rules
    }

    private static func recommender(_ configuration: Configuration) throws(ServiceError) -> Recommender {
        let travel = configuration.travel
        do {
            let car = try StraightLineTravel(
                metresPerSecond: travel.carKilometresPerHour / 3.6, detourFactor: travel.detourFactor)
            let motorbike = try StraightLineTravel(
                metresPerSecond: travel.motorbikeKilometresPerHour / 3.6, detourFactor: travel.detourFactor)
            return Recommender(
                travel: [(.car, car), (.motorbike, motorbike)], method: .straightLine,
                rankedCount: configuration.recommendation.count,
                consideredCount: configuration.recommendation.candidates,
                farthestSeconds: Int32(configuration.recommendation.farthestMinutes * 60),
                motorbikeFirstSeconds: Int32(configuration.recommendation.motorbikeFirstSeconds))
        } catch {
            throw ServiceError("travel: \(error)")
        }
    }

    static func powerOfTwo(_ wanted: Int) -> Int {
        var power = 2
        while power < wanted, power < 1 << 20 { power *= 2 }
        return power
    }

    /// A new epoch, then whatever of the city the centre does not know yet. Before the engine's thread runs.
    private static func define(_ city: City, on engine: Engine, _ start: LeaderStart) throws(ServiceError) {
        let actor = Actor(.configuration)
        func put(_ command: Command) throws(ServiceError) {
            do {
                _ = try engine.submit(Submission(command, actor: actor, now: engine.now))
            } catch .rejected(.nothingChanges) {
            } catch {
                throw ServiceError("city: \(command) is refused: \(error)")
            }
        }
        try put(
            .startEpoch(
                monotonicNanoseconds: WallClock.monotonicNanoseconds(), epoch: start.epoch,
                renewsOrders: start.isTakeOver))
        for command in city.stationDefinitions { try put(command) }
        for command in city.hospitalDefinitions(in: engine.centre) { try put(command) }
        for command in city.unitDefinitions(in: engine.centre) { try put(command) }
        let numbers = Set(city.units.map { Int32($0.number) })
        for command in engine.dutyOfDefinedUnits(numbers) { try put(command) }
        // The epoch stands in every frame down: it must be durable before the first one leaves.
        let answered = Locked(false)
        engine.surroundings.gate.pass(after: engine.centre.sequence) { durability in
            if !durability.isDurable {
                Log.line("NOT DURABLE: this epoch's number may be used again after a crash")
            }
            answered.with { $0 = true }
        }
        while !answered.with({ $0 }) { WallClock.sleep(nanoseconds: 200_000) }
    }

    private static func openTelemetry(
        _ configuration: Configuration, _ engine: Engine, _ journal: Journal, _ writer: JournalWriter,
        marks: [HighWaterMark], _ ring: FixRing
    ) throws(ServiceError) -> TelemetryReceiver {
        let path = configuration.unitKeysPath
        let keys: [UnitKey]
        do {
            if Files.exists(path) {
                keys = try UnitKeyFile.read(path)
            } else if engine.centre.epoch > 1 {
                throw ServiceError(
                    "unit keys: \(path) is gone, and the boxes know the keys that were in it: restore the file "
                        + "(to give every box a new key, make a file with new keys there)")
            } else {
                keys = try UnitKeyFile.writeFresh(
                    path, unitNumbers: engine.centre.units.map { UInt32(clamping: $0.number) })
                Log.line("made new keys for \(keys.count) units in \(path): install them in the boxes")
            }
        } catch let error as ServiceError {
            throw error
        } catch let error as UnitKeyFileError {
            throw ServiceError(error)
        } catch {
            throw ServiceError("unit keys: \(error)")
        }
        guard
            let bind = SocketAddress(
                "\(configuration.telemetry.address):\(configuration.telemetry.port)")
        else {
            throw ServiceError("telemetry.address: \(configuration.telemetry.address) is no IPv4 address")
        }
        var settings = TelemetryConfiguration(bind: bind, leaderEpoch: engine.centre.epoch)
        settings.receiveBufferBytes = configuration.telemetry.receiveBufferBytes
        settings.limits.reportsPerSecond = Int(configuration.telemetry.tokensPerSecond.rounded(.up))
        settings.limits.reportBurst = configuration.telemetry.tokensBurst
        settings.limits.maximumMetresPerSecond = configuration.telemetry.maximumSpeedKilometresPerHour / 3.6
        settings.limits.orderWaitFactor = Int64(configuration.orders.retrySeconds)
        let units = engine.centre.units.enumerated().map { index, unit in
            TelemetryUnit(
                number: UInt32(clamping: unit.number),
                highWaterMark: marks.first { $0.unit == Int32(index) }.map { UInt64(clamping: $0.sequence) }
                    ?? 0,
                durablePressID: unit.lastPress)
        }
        let box = engine.box
        let hooks = TelemetryHooks(
            persist: { marks, done in
                let kept = marks.map {
                    HighWaterMark(unit: $0.unit.index, sequence: Int64(clamping: $0.sequence))
                }
                // In declared degraded mode positions must go on too: the mark then counts as kept.
                _ = writer.raiseHighWater(kept) { _ in done() }
            },
            onSignal: { box.put(.signal($0)) })
        do {
            let receiver = try TelemetryReceiver(settings, units: units, keys: keys, ring: ring, hooks: hooks)
            if !receiver.unitsWithoutKey.isEmpty {
                Log.line("units without a key, which cannot be heard: \(receiver.unitsWithoutKey)")
            }
            return receiver
        } catch {
            throw ServiceError(error)
        }
    }

    private static func openConsole(
        _ configuration: Configuration, _ engine: Engine, _ world: ServiceWorld
    ) throws(ServiceError) -> ConsoleServer {
        var settings = ConsoleServer.Settings(path: configuration.consoleSocketPath)
        settings.userID = world.userID
        settings.mode = UInt32(configuration.console.socketMode)
        settings.language = configuration.centre.language == .vi ? .vi : .en
        settings.maximumConnections = configuration.console.maximumConnections
        settings.maximumLineBytes = configuration.console.maximumLineBytes
        settings.maximumOutputBytes = configuration.console.maximumPendingBytes
        do {
            let server = Locked<ConsoleServer?>(nil)
            let opened = try ConsoleServer(
                settings, now: world.clock,
                onInput: { input in
                    guard !engine.offer(input) else { return }
                    // Every line is answered, also when there are too many.
                    let busy = Phrase(
                        vi: "quá nhiều việc đang chờ; gõ lại dòng này",
                        en: "too much waits; type this line again")
                    server.with { $0 }?.send(input.connection, Renderer(input.language).failed(busy))
                })
            server.with { $0 = opened }
            if !configuration.console.socketGroup.isEmpty {
                try Files.give(settings.path, toGroup: configuration.console.socketGroup)
            }
            return opened
        } catch {
            throw ServiceError("console: \(error)")
        }
    }
}
