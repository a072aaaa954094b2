// `serve --standby`: follows the leader through the database, listens to the units without answering, and takes
// over when the leader is proven dead or a supervisor says so. Its own thread follows, reads the lease and
// judges; the listener and the console's door have theirs.

import Synchronization

/// What the standby knows, for its console.
struct StandbyPicture: Sendable {
    var view = StandbyView()
    var doubts: [LeaderDoubt] = [.databaseAway]
    var sequence: Int64 = 0
    var lastEventAgeSeconds: Int64?
    var unitsHeard = 0
    var failure: String?
}

final class Standby: @unchecked Sendable {
    enum End: Sendable {
        case takesOver(LeaderStart)
        case failed(String)
    }

    private let configuration: Configuration
    private let door: LeaseDoor
    private let copy: StandbyCopy
    private let listener: UnitListener
    private let people: People
    let picture = Locked(StandbyPicture())
    private let console = Locked<ConsoleServer?>(nil)
    private let order = Locked<(code: UInt32, until: Int64, isGiven: Bool)>((0, 0, false))
    private let end = Locked<End?>(nil)
    private let stopping = Atomic<Bool>(false)
    private let thread = Locked<NamedThread?>(nil)
    private static let pollNanoseconds: Int64 = 200_000_000
    private static let askMilliseconds: Int64 = 1_500
    private static let codeNanoseconds: Int64 = 120_000_000_000

    var address: SocketAddress { listener.localAddress }
    var outcome: End? { end.with { $0 } }

    init(_ configuration: Configuration, _ door: LeaseDoor) throws(ServiceError) {
        self.configuration = configuration
        self.door = door
        let city: City
        do { city = try City.load(folder: configuration.folders.city) } catch { throw ServiceError(error) }
        copy = try StandbyCopy(configuration)
        let path = configuration.unitKeysPath
        let keys: [UnitKey]
        do {
            guard Files.exists(path) else {
                throw ServiceError("unit keys: copy the leader's file to \(path): the boxes know no others")
            }
            keys = try UnitKeyFile.read(path)
            people = try People.load(configuration, stations: Set(city.stations.map { Int32($0.number) }))
        } catch let error as ServiceError {
            throw error
        } catch {
            throw ServiceError("\(error)")
        }
        let place = "\(configuration.telemetry.address):\(configuration.telemetry.port)"
        guard let bind = SocketAddress(place) else {
            throw ServiceError("telemetry.address: \(place) is no IPv4 address")
        }
        do {
            listener = try UnitListener(
                bind: bind, receiveBufferBytes: configuration.telemetry.receiveBufferBytes, keys: keys)
        } catch { throw ServiceError(error) }
    }

    func start() throws(ServiceError) {
        do {
            let opened = try openConsole()
            console.with { $0 = opened }
            try listener.start()
            let started = try NamedThread("standby") { [self] in run() }
            thread.with { $0 = started }
            try opened.start()
        } catch { throw ServiceError("standby: \(error)") }
    }

    /// Ends all threads and lets the folder go.
    func stop() {
        stopping.store(true, ordering: .sequentiallyConsistent)
        thread.joinOnce()
        console.with { $0 }?.stop()
        listener.stop()
        if outcome == nil { copy.store.journal.close() }
    }

    // MARK: - The standby's thread

    private func run() {
        let source = PostgresFollower(
            door.conninfo, centre: configuration.centre.code, holder: door.terms.holder,
            deadlineMilliseconds: Standby.askMilliseconds)
        defer { source.close() }
        let grace = Int64(configuration.leader.graceSeconds) * 1_000_000_000
        var view = StandbyView()
        var said = ""
        while !stopping.load(ordering: .acquiring) {
            let failure = look(source, &view)
            if let failure, failure != said { Log.line("standby: \(failure)") }
            said = failure ?? ""
            let doubts = judge(&view, grace, failure)
            if doubts.isEmpty {
                Log.line("standby: the leader is proven dead: \(view.lease.map(StandbyWords.about) ?? "")")
                takeOver(view, grace: grace, isProven: true)
            } else if order.with({ $0.isGiven }) {
                Log.line("standby: a supervisor says TAKEOVER")
                takeOver(view, grace: grace, isProven: false)
            }
            if outcome != nil { break }
            WallClock.sleep(nanoseconds: Standby.pollNanoseconds)
        }
    }

    /// Follows and reads the lease; why it could not, if so.
    private func look(_ source: PostgresFollower, _ view: inout StandbyView) -> String? {
        do {
            let isCaughtUp = try copy.follow(source)
            // Not before: a folder that holds more than the database stays a leader's.
            let folder = LeaderFolder(configuration.folders.data)
            if !folder.follows { try folder.setFollows() }
            view.take(try source.lease(), at: WallClock.monotonicNanoseconds())
            view.isCaughtUp = isCaughtUp
            view.isDatabaseReachable = true
            return nil
        } catch let failure as FollowFailure {
            view.isCaughtUp = false
            finish(.failed(failure.description))
            return failure.description
        } catch {
            view.isDatabaseReachable = false
            return "\(error)"
        }
    }

    private func judge(_ view: inout StandbyView, _ grace: Int64, _ failure: String?) -> [LeaderDoubt] {
        let heard = listener.units
        view.now = WallClock.monotonicNanoseconds()
        let now = view.now
        view.unitsHeard = heard.filter { $0.at != 0 && now - $0.at < StandbyView.hearingNanoseconds }.count
        view.strangeOrders = copy.strangeOrders(heard)
        let doubts = StandbyJudgement.doubts(view, grace: grace)
        let age =
            copy.lastEventAt.isSet
            ? max(0, WallClock.wallNanoseconds() - copy.lastEventAt.nanoseconds) / 1_000_000_000 : nil
        let seen = view
        picture.with {
            $0.view = seen
            $0.doubts = doubts
            $0.sequence = copy.head.sequence
            $0.lastEventAgeSeconds = age
            $0.unitsHeard = seen.unitsHeard
            $0.failure = failure
        }
        return doubts
    }

    private func takeOver(_ view: StandbyView, grace: Int64, isProven: Bool) {
        let heard = listener.units
        let ordered = heard.map { UInt32(truncatingIfNeeded: $0.order >> 32) }.max() ?? 0
        let ledUnder: UInt32
        do throws(ServiceError) {
            ledUnder = try LeaderFolder(configuration.folders.data).ledUnder()
        } catch { return finish(.failed("cannot take over: \(error)")) }
        let known = max(copy.centre.epoch, ordered, ledUnder)
        let seen = view.lease?.epoch ?? 0
        let lease = door.lease(milliseconds: Standby.askMilliseconds)
        defer { lease.close() }
        var start: LeaderStart
        do throws(PostgresError) {
            let wish: LeaseWish =
                isProven
                ? .takeOver(seen: seen, known: known, grace: grace) : .seize(known: max(known, seen))
            guard case .granted(let epoch) = try lease.ask(wish) else {
                Log.line("standby: somebody else leads meanwhile")
                return
            }
            start = LeaderStart(epoch: epoch, isTakeOver: true, hasLease: true)
        } catch {
            Log.line("standby: lease: \(error)")
            let lane = UInt32(configuration.leader.machine)
            guard !isProven, let epoch = LeaderEpoch.leap(above: max(known, seen), lane: lane) else { return }
            start = LeaderStart(epoch: epoch, isTakeOver: true)
        }
        start.strange = view.strangeOrders
        for strange in view.strangeOrders {
            Log.line(
                "standby: unit \(strange.unit) has taken an order that is not known here: \(strange.order)")
        }
        do {
            try copy.finish(heard)
            try LeaderFolder(configuration.folders.data).setLeads()
        } catch {
            return finish(.failed("cannot take over: \(error)"))
        }
        Log.line("standby: takes over at event \(copy.head.sequence) under epoch \(start.epoch)")
        finish(.takesOver(start))
    }

    private func finish(_ outcome: End) {
        end.with { $0 = $0 ?? outcome }
        StandbyCommand.wake()
    }

    // MARK: - The console

    private func openConsole() throws -> ConsoleServer {
        var settings = ConsoleServer.Settings(path: configuration.consoleSocketPath)
        settings.mode = UInt32(configuration.console.socketMode)
        settings.language = configuration.centre.language == .vi ? .vi : .en
        settings.maximumConnections = configuration.console.maximumConnections
        settings.maximumLineBytes = configuration.console.maximumLineBytes
        let opened = try ConsoleServer(
            settings, now: ServiceWorld.systemClock, onInput: { [weak self] in self?.answer($0) })
        if !configuration.console.socketGroup.isEmpty {
            try Files.give(settings.path, toGroup: configuration.console.socketGroup)
        }
        return opened
    }

    private func answer(_ input: ConsoleInput) {
        let renderer = Renderer(input.language, people: people)
        let person = people.person(input.userID)
        var text: String
        var isLast = false
        switch input.request {
        case .failure(let error):
            text = person.roles == .stranger ? renderer.stranger() : renderer.refused(error)
        case .success(.empty): text = ""
        case .success(let request):
            if let verb = input.verb, !person.may(verb) {
                text = renderer.denied(verb, person)
                break
            }
            switch request {
            case .status: text = renderer.status(statusLines())
            case .help(let verb): text = renderer.help(verb, for: person)
            case .language: text = renderer.languageSet()
            case .quit:
                text = renderer.goodbye()
                isLast = true
            case .takeOver(let code): text = takeOver(code, person)[input.language]
            default: text = StandbyWords.standby(picture.with { $0.view.lease })[input.language]
            }
        }
        console.with { $0 }?.send(input.connection, text, thenClose: isLast)
    }

    /// Told what is known; with the code of that answer it is done.
    private func takeOver(_ code: UInt32?, _ person: Person) -> Phrase {
        let known = picture.with { $0 }
        if known.doubts.isEmpty { return StandbyWords.taking }
        let now = WallClock.monotonicNanoseconds()
        if let code {
            let isRight = order.with { order in
                guard order.code == code, code != 0, now < order.until else { return false }
                order.isGiven = true
                return true
            }
            guard isRight else { return StandbyWords.wrongCode }
            Log.line("standby: TAKEOVER by user \(person.userID) (\(person.account))")
            return StandbyWords.takingByWord
        }
        let bytes = SystemRandomBytes().bytes(4).reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
        let made = 1_000 + bytes % 9_000
        order.with { $0 = (made, now + Standby.codeNanoseconds, false) }
        return StandbyWords.question(known.doubts, known, code: made)
    }

    private func statusLines() -> [StatusLine] {
        let known = picture.with { $0 }
        var lines: [StatusLine] = []
        func add(_ key: String, _ value: String, _ vi: String, _ en: String) {
            lines.append(StatusLine(key: key, value: value, meaning: Phrase(vi: vi, en: en)))
        }
        let lease = known.view.lease ?? .none
        add("service.centre", configuration.centre.code, "mã trung tâm", "centre")
        add(
            "standby.state", known.failure == nil ? "following" : "ALONE", "đang theo máy chính",
            "follows the leader")
        add("standby.event", "\(known.sequence)", "sự kiện mới nhất có ở đây", "newest event here")
        add(
            "standby.event-age-seconds", known.lastEventAgeSeconds.map { "\($0)" } ?? "?",
            "sự kiện đó cách đây (giây)", "its age in seconds")
        add(
            "standby.database", known.view.isDatabaseReachable ? "reachable" : "AWAY",
            "cơ sở dữ liệu", "the database")
        add("leader.holder", lease.holder.isEmpty ? "?" : lease.holder, "máy đang điều hành", "who leads")
        add("leader.epoch", "\(lease.epoch)", "lần điều hành", "the leader's epoch")
        add(
            "leader.renewed-seconds", lease.epoch == 0 ? "?" : "\(lease.renewedAgo / 1_000_000_000)",
            "gia hạn cách đây (giây)", "renewed so many seconds ago")
        add(
            "leader.proven-dead", known.doubts.isEmpty ? "yes" : "no", "máy chính chắc chắn đã mất",
            "whether it is proven dead")
        add(
            "units.heard", "\(known.unitsHeard)", "xe nghe được trong một phút", "units heard within a minute"
        )
        add(
            "units.strange-orders", "\(known.view.strangeOrders.count)", "xe nhận lệnh mà ở đây không có",
            "units with an order that is not known here")
        add("telemetry.address", "\(listener.localAddress)", "nơi nghe các xe", "where units are heard")
        add("journal.state", "durable", "nhật ký", "the journal")
        return lines
    }
}
