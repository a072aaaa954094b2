// What is to be told to whom, and what may go now: every rule of delivery as one value, so that it can be walked
// at random without a network. Holds no document and no personal data: a message is (destination, subject,
// sequence), and its documents are made when it goes. Does no input or output, and is told the time.
//
// A hospital has at most one message waiting for a destination, the newest; a task (notice, referral) has every
// message, in order. At most one message of a subject is under way to a destination. Order of sending: what has
// waited longest. Cost of `next`: one look at each subject of the destination that has something waiting.
// Bounds: subjects are the hospitals and the tasks not yet told; tasks above `maximumTasks` of one destination
// become dead letters, the oldest first; of dead tasks the newest `maximumDead` are kept.

import Geo

/// Whom or what a message is about.
public enum OutboxSubject: Hashable, Sendable {
    /// By the number people say.
    case hospital(Int32)
    /// A pre-arrival notice and a referral, by the number people say.
    case notice(Int32)
    case referral(Int32)

    public var isTask: Bool {
        switch self {
        case .hospital: false
        case .notice, .referral: true
        }
    }

    /// "hospital/12", "notice/7": as it is kept.
    public var text: String {
        switch self {
        case .hospital(let number): "hospital/\(number)"
        case .notice(let number): "notice/\(number)"
        case .referral(let number): "referral/\(number)"
        }
    }

    public init?(text: String) {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false)
        guard parts.count == 2, let number = Int32(parts[1]) else { return nil }
        switch parts[0] {
        case "hospital": self = .hospital(number)
        case "notice": self = .notice(number)
        case "referral": self = .referral(number)
        default: return nil
        }
    }
}

/// One state that waits to be told.
public struct OutboxMessage: Equatable, Sendable {
    /// The journal's event that made it so.
    public var sequence: Int64
    /// When that was so.
    public var asOf: Timestamp
    /// Since when something of this subject has been waiting; the oldest of those it replaced.
    public var since: Timestamp
}

/// All that is known of one subject at one destination.
public struct OutboxSlot: Equatable, Sendable {
    public enum State: String, CaseIterable, Sendable {
        /// Nothing to be told.
        case sent
        case waiting
        case inFlight
        /// Refused for good; goes again when it changes or somebody says so.
        case dead
    }

    public var subject: OutboxSubject
    public var state = State.sent
    /// Oldest first; a hospital has one at most.
    public var messages: [OutboxMessage] = []
    /// The sequence under way, the first of `messages`.
    public var inFlight: Int64 = 0
    /// A newer one came while an older was under way.
    public var hasNewer = false
    /// Tries of what waits.
    public var attempts: Int32 = 0
    public var nextTry = Timestamp.none
    /// The newest that was acknowledged; 0 where none was.
    public var sentSequence: Int64 = 0
    public var sentAt = Timestamp.none
    /// Of what was acknowledged last; nil where that is not known.
    public var sentHash: Digest?
    /// Which parts of it were ever told, as whoever makes the documents counts them; only grows.
    public var parts: UInt64 = 0
    /// What was said last; empty where nothing was.
    public var failure = ""

    public init(_ subject: OutboxSubject) { self.subject = subject }

    /// Since when it has been waiting.
    public var waitingSince: Timestamp { messages.first?.since ?? .none }
}

/// A message that may go now.
public struct OutboxOrder: Equatable, Sendable {
    public var destination: Int
    public var subject: OutboxSubject
    public var sequence: Int64
    /// Of what was acknowledged last: what has this hash need not go. Nil where it must.
    public var lastHash: Digest?
    /// Parts that were ever told.
    public var parts: UInt64
}

/// How one destination is treated.
public struct OutboxRules: Equatable, Sendable {
    public var atOnce: Int
    public var firstWaitNanoseconds: Int64
    public var mostWaitNanoseconds: Int64
    /// No Retry-After is followed for longer.
    public var mostRetryAfterSeconds: Int64 = 900
    public var maximumTasks = 20_000
    public var maximumDead = 1_000

    public init(
        atOnce: Int, firstWaitNanoseconds: Int64 = 500_000_000, mostWaitNanoseconds: Int64 = 60_000_000_000
    ) {
        self.atOnce = atOnce
        self.firstWaitNanoseconds = firstWaitNanoseconds
        self.mostWaitNanoseconds = mostWaitNanoseconds
    }
}

/// One destination as a whole.
public struct OutboxLane: Equatable, Sendable {
    public var name: String
    public var rules: OutboxRules
    /// In the order in which they came.
    public internal(set) var slots: [OutboxSlot] = []
    var places: [OutboxSubject: Int] = [:]
    public internal(set) var underWay = 0
    /// Failures in a row of the destination itself, whatever the message.
    public internal(set) var failures: Int32 = 0
    /// Nothing goes before; one at a time until one has come through.
    public internal(set) var holdUntil = Timestamp.none
    /// Since when it has not answered; `.none` where it does.
    public internal(set) var awaySince = Timestamp.none
    public internal(set) var lastFailure = ""
    public internal(set) var lastSuccess = Timestamp.none
    /// From the change to its acknowledgement, of the last that came through.
    public internal(set) var lastDelayNanoseconds: Int64 = 0
    // Since the start.
    public internal(set) var sentCount = 0
    public internal(set) var unchangedCount = 0
    public internal(set) var failedCount = 0
    public internal(set) var droppedDead = 0

    public var isAway: Bool { awaySince.isSet }

    /// Without its slots.
    public var summary: OutboxLane {
        var lane = self
        lane.slots = []
        lane.places = [:]
        return lane
    }
}

public struct Outbox: Equatable, Sendable {
    public internal(set) var lanes: [OutboxLane]
    /// What has changed since it was last kept: places in the lanes.
    var touched: [[Int]]
    var isTouched: [[Bool]]
    var forgotten: [(lane: Int, subject: OutboxSubject)] = []
    var random: SplitMix64

    public init(_ destinations: [(name: String, rules: OutboxRules)], seed: UInt64) {
        lanes = destinations.map { OutboxLane(name: $0.name, rules: $0.rules) }
        touched = destinations.map { _ in [] }
        isTouched = destinations.map { _ in [] }
        random = SplitMix64(seed: seed)
    }

    public static func == (left: Outbox, right: Outbox) -> Bool { left.lanes == right.lanes }

    public func slot(_ destination: Int, _ subject: OutboxSubject) -> OutboxSlot? {
        lanes[destination].places[subject].map { lanes[destination].slots[$0] }
    }

    // MARK: - What is to be told

    /// The subject has changed: at every destination for a hospital, at the one it concerns for a task.
    public mutating func changed(
        _ subject: OutboxSubject, at destination: Int, sequence: Int64, asOf: Timestamp, now: Timestamp
    ) {
        let place = place(of: subject, destination)
        touch(destination, place)
        lanes[destination].slots[place].add(
            OutboxMessage(sequence: sequence, asOf: asOf, since: now), now: now)
        if subject.isTask { keepBound(destination) }
    }

    /// A slot as it was kept; replaces what is there.
    public mutating func restore(_ slot: OutboxSlot, at destination: Int) {
        let place = place(of: slot.subject, destination)
        lanes[destination].slots[place] = slot
    }

    private mutating func place(of subject: OutboxSubject, _ destination: Int) -> Int {
        if let place = lanes[destination].places[subject] { return place }
        let place = lanes[destination].slots.count
        lanes[destination].slots.append(OutboxSlot(subject))
        lanes[destination].places[subject] = place
        isTouched[destination].append(false)
        return place
    }

    // MARK: - What may go

    /// The next message that may go now, which is under way from here on. Nil where none may.
    public mutating func next(_ destination: Int, now: Timestamp) -> OutboxOrder? {
        guard let place = due(destination, now) else { return nil }
        touch(destination, place)
        lanes[destination].underWay += 1
        let lastHash = lanes[destination].slots[place].sentHash
        lanes[destination].slots[place].start()
        let slot = lanes[destination].slots[place]
        return OutboxOrder(
            destination: destination, subject: slot.subject, sequence: slot.inFlight,
            lastHash: slot.subject.isTask ? nil : lastHash, parts: slot.parts)
    }

    private func due(_ destination: Int, _ now: Timestamp) -> Int? {
        let lane = lanes[destination]
        guard lane.underWay < (lane.isAway ? 1 : lane.rules.atOnce), !lane.isHeld(now) else { return nil }
        var best: Int?
        for (place, slot) in lane.slots.enumerated() where slot.state == .waiting {
            guard slot.isDue(now, lane.rules) else { continue }
            guard let found = best else {
                best = place
                continue
            }
            // While it is away what has been tried least goes first: one bad message is not tried for ever.
            let other = lane.slots[found]
            let isFirst =
                lane.isAway && slot.attempts != other.attempts
                ? slot.attempts < other.attempts : slot.waitingSince < other.waitingSince
            if isFirst { best = place }
        }
        return best
    }

    /// When the next may go at the earliest, as far as the time decides; nil where nothing waits.
    public func nextWake(_ destination: Int, now: Timestamp) -> Timestamp? {
        let lane = lanes[destination]
        guard lane.underWay < (lane.isAway ? 1 : lane.rules.atOnce) else { return nil }
        var wake: Timestamp?
        for slot in lane.slots where slot.state == .waiting {
            let at = slot.isDue(now, lane.rules) ? now : slot.nextTry
            wake = min(wake ?? at, at)
        }
        guard let wake else { return nil }
        return lane.isHeld(now) ? max(wake, lane.holdUntil) : wake
    }

    /// These parts are about to be told.
    public mutating func note(_ parts: UInt64, of order: OutboxOrder) {
        guard let place = lanes[order.destination].places[order.subject] else { return }
        lanes[order.destination].slots[place].parts |= parts
        touch(order.destination, place)
    }

    // MARK: - Keeping

    /// What has to be kept now; asked once.
    public mutating func takeChanges() -> (
        kept: [(destination: Int, slot: OutboxSlot)], gone: [(destination: Int, subject: OutboxSubject)]
    ) {
        var kept: [(destination: Int, slot: OutboxSlot)] = []
        for destination in lanes.indices {
            for place in touched[destination] {
                kept.append((destination, lanes[destination].slots[place]))
                isTouched[destination][place] = false
            }
            touched[destination].removeAll(keepingCapacity: true)
            sweep(destination)
        }
        defer { forgotten = [] }
        return (kept, forgotten.map { ($0.lane, $0.subject) })
    }

    mutating func touch(_ destination: Int, _ place: Int) {
        guard !isTouched[destination][place] else { return }
        isTouched[destination][place] = true
        touched[destination].append(place)
    }

    /// Tasks that have been told leave, now and then, so that the list is as long as what waits.
    private mutating func sweep(_ destination: Int) {
        func isDone(_ slot: OutboxSlot) -> Bool { slot.subject.isTask && slot.state == .sent }
        let lane = lanes[destination]
        let done = lane.slots.count(where: isDone)
        guard done > 64, done * 2 > lane.slots.count else { return }
        forgotten += lane.slots.filter(isDone).map { (destination, $0.subject) }
        lanes[destination].slots = lane.slots.filter { !isDone($0) }
        var places: [OutboxSubject: Int] = [:]
        for (place, slot) in lanes[destination].slots.enumerated() { places[slot.subject] = place }
        lanes[destination].places = places
        isTouched[destination] = lanes[destination].slots.map { _ in false }
    }
}

extension OutboxLane {
    /// A hold that lies further ahead than any is made is a clock that stepped back.
    func isHeld(_ now: Timestamp) -> Bool {
        holdUntil.isSet && holdUntil > now && holdUntil.nanoseconds - now.nanoseconds <= rules.mostAhead
    }
}

extension OutboxRules {
    var mostAhead: Int64 { max(mostWaitNanoseconds, mostRetryAfterSeconds * 1_000_000_000) * 2 }
}

extension OutboxSlot {
    mutating func add(_ message: OutboxMessage, now: Timestamp) {
        if subject.isTask {
            messages.append(message)
        } else if state == .inFlight {
            // The one under way stays at the head.
            if messages.count > 1 {
                messages[1].sequence = message.sequence
                messages[1].asOf = message.asOf
            } else {
                messages.append(message)
            }
        } else if messages.isEmpty {
            messages = [message]
        } else {
            messages[0].sequence = message.sequence
            messages[0].asOf = message.asOf
        }
        switch state {
        case .sent: begin(now)
        // What is new may be what it would take.
        case .dead: if !subject.isTask { begin(now) }
        case .waiting: break
        case .inFlight: hasNewer = true
        }
    }

    private mutating func begin(_ now: Timestamp) {
        state = .waiting
        attempts = 0
        nextTry = .none
    }

    mutating func start() {
        state = .inFlight
        inFlight = messages.first?.sequence ?? 0
        hasNewer = messages.count > 1
        attempts += 1
        // What it holds is not known from here on until it has answered.
        sentHash = nil
    }

    func isDue(_ now: Timestamp, _ rules: OutboxRules) -> Bool {
        guard nextTry.isSet, nextTry > now else { return true }
        return nextTry.nanoseconds - now.nanoseconds > rules.mostAhead
    }
}
