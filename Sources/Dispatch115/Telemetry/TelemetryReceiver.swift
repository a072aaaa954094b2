// The one UDP socket of the service and the thread that owns it. Other threads give it orders and
// acknowledgements through a bounded box; it gives them fixes through a ring, signals and high-water marks
// through hooks. It never blocks on any of them, never touches the fleet index (the engine's thread drains
// the ring and owns the index) and never decides anything.

import Synchronization

public struct TelemetryConfiguration: Sendable {
    /// Where to listen; port 0 lets the kernel choose.
    public var bind: SocketAddress
    public var receiveBufferBytes = 8 << 20
    public var purpose: KeyPurpose = .live
    /// Must be higher at each start of a leader: units ignore a lower one, and the frames that a start before
    /// this one sent with the same.
    public var leaderEpoch: UInt32
    public var limits = TelemetryLimits()
    /// After datagrams came, others may gather this long, so that a thousand units do not cost a thousand
    /// wake-ups a second. 0 none. Orders do not wait for it.
    public var gatherMilliseconds: Int32 = 4
    /// Orders and acknowledgements that may wait for the receiver's thread.
    public var commandCapacity = 16_384

    public init(bind: SocketAddress, leaderEpoch: UInt32) {
        self.bind = bind
        self.leaderEpoch = leaderEpoch
    }
}

/// What the receiver calls, always on its own thread; none of these may block.
public struct TelemetryHooks: Sendable {
    /// Make these marks durable, then call `done` (from any thread, at once where the service goes on without
    /// a disk). Not called: asked again after two seconds.
    public var persist: @Sendable (_ marks: [UnitMark], _ done: @escaping @Sendable () -> Void) -> Void
    /// False where it could not be taken: a press or acknowledgement is then passed on with the unit's next
    /// frame.
    public var onSignal: @Sendable (UnitSignal) -> Bool
    /// So many fixes were put into the ring since the last call.
    public var onFixes: @Sendable (Int) -> Void

    public init(
        persist: @escaping @Sendable (_ marks: [UnitMark], _ done: @escaping @Sendable () -> Void) -> Void,
        onSignal: @escaping @Sendable (UnitSignal) -> Bool,
        onFixes: @escaping @Sendable (Int) -> Void = { _ in }
    ) {
        self.persist = persist
        self.onSignal = onSignal
        self.onFixes = onFixes
    }
}

/// Why a receiver cannot start.
public enum TelemetrySetupError: Error, Equatable, CustomStringConvertible {
    /// A unit number that is 0, above 999,999, or there twice.
    case roster(UInt32)
    case system(SystemCallError)

    public var description: String {
        switch self {
        case .roster(let number):
            "unit \(number): numbers must be 1...\(UnitKeyFile.largestUnitNumber), each once"
        case .system(let error): "telemetry: \(error)"
        }
    }
}

/// What other threads ask of the receiver's.
enum TelemetryCommand: Sendable {
    case order(UnitOrder)
    case withdraw(UnitID, orderID: UInt64)
    case pressDurable(UnitID, pressID: UInt32)
    case marksDurable([UnitMark])
}

/// What both sides of the receiver share.
final class TelemetryShared: @unchecked Sendable {
    let commands: Mailbox<TelemetryCommand>
    let wake: WakeUp
    let counters: TelemetryCounters
    let stopping = Atomic<Bool>(false)
    let unitCount: Int
    private let lastHeard: UnsafeMutablePointer<Atomic<Int64>>

    init(unitCount: Int, commandCapacity: Int, counters: TelemetryCounters) throws(SystemCallError) {
        commands = Mailbox(capacity: commandCapacity)
        wake = try WakeUp()
        self.counters = counters
        self.unitCount = unitCount
        lastHeard = .allocate(capacity: max(1, unitCount))
        for i in 0..<unitCount { (lastHeard + i).initialize(to: Atomic(Timestamp.none.nanoseconds)) }
    }

    deinit {
        lastHeard.deinitialize(count: unitCount)
        lastHeard.deallocate()
    }

    func post(_ command: TelemetryCommand) -> Bool {
        guard commands.put(command) else {
            counters.add(.commandRefused)
            return false
        }
        wake.signal()
        return true
    }

    @inline(__always)
    func noteHeard(_ unit: Int, _ wall: Int64) { lastHeard[unit].store(wall, ordering: .relaxed) }

    func heardAt(_ unit: Int) -> Timestamp {
        Timestamp(nanoseconds: lastHeard[unit].load(ordering: .relaxed))
    }
}

public final class TelemetryReceiver: Sendable {
    public let counters: TelemetryCounters
    public let localAddress: SocketAddress
    /// As granted by the kernel.
    public let receiveBufferBytes: Int
    /// Units of the roster that can never prove themselves.
    public let unitsWithoutKey: [UInt32]
    private let shared: TelemetryShared
    private let loop: TelemetryLoop
    private let thread = Locked<NamedThread?>(nil)

    /// Opens the socket; `start` begins to receive. `units[i]` is `UnitID(index: i)`; keys of units that
    /// are not on the roster are left out.
    public init(
        _ configuration: TelemetryConfiguration, units: [TelemetryUnit], keys: [UnitKey], ring: FixRing,
        counters: TelemetryCounters = TelemetryCounters(), hooks: TelemetryHooks,
        random: any RandomBytes = SystemRandomBytes()
    ) throws(TelemetrySetupError) {
        var seen: Set<UInt32> = []
        for unit in units {
            guard unit.number >= 1, unit.number <= UnitKeyFile.largestUnitNumber,
                seen.insert(unit.number).inserted
            else { throw .roster(unit.number) }
        }
        let table = KeyTable(unitNumbers: units.map(\.number), keys: keys, purpose: configuration.purpose)
        self.counters = counters
        do throws(SystemCallError) {
            let socket = try UDPSocket(
                bind: configuration.bind, receiveBufferBytes: configuration.receiveBufferBytes)
            shared = try TelemetryShared(
                unitCount: units.count, commandCapacity: configuration.commandCapacity, counters: counters)
            localAddress = socket.localAddress
            receiveBufferBytes = socket.receiveBufferBytes
            loop = try TelemetryLoop(
                configuration, units: units, keys: table, socket: socket, shared: shared, ring: ring,
                hooks: hooks, random: random)
        } catch {
            throw .system(error)
        }
        unitsWithoutKey = units.indices.filter { !table.hasKey(unit: $0) }.map { units[$0].number }
    }

    /// Starts the thread "telemetry". Once.
    public func start() throws(SystemCallError) {
        let loop = loop
        let started = try NamedThread("telemetry") { loop.run() }
        thread.with { $0 = started }
    }

    /// Ends the thread and waits for it. Datagrams that are still queued are not read.
    public func stop() {
        shared.stopping.store(true, ordering: .sequentiallyConsistent)
        shared.wake.signal()
        thread.joinOnce()
    }

    /// Sends an order until its unit acknowledges it; it replaces an unacknowledged one of the same unit.
    /// False where the unit is not on the roster, the order's id is 0, or too much waits.
    public func send(_ order: UnitOrder) -> Bool {
        guard isOnRoster(order.unit), order.content.orderID != 0 else { return false }
        return shared.post(.order(order))
    }

    /// Takes back an order that has not been acknowledged; no effect where it was or is another.
    public func withdraw(_ unit: UnitID, orderID: UInt64) -> Bool {
        isOnRoster(unit) && shared.post(.withdraw(unit, orderID: orderID))
    }

    /// Every press of this unit up to `pressID` is settled (durable, or durably refused): the unit stops
    /// repeating it.
    public func pressDurable(_ unit: UnitID, pressID: UInt32) -> Bool {
        isOnRoster(unit) && shared.post(.pressDurable(unit, pressID: pressID))
    }

    /// When the unit's last accepted frame came, by our wall clock; `.none` before the first.
    public func heardAt(_ unit: UnitID) -> Timestamp {
        isOnRoster(unit) ? shared.heardAt(Int(unit.index)) : .none
    }

    private func isOnRoster(_ unit: UnitID) -> Bool {
        unit.index >= 0 && Int(unit.index) < shared.unitCount
    }
}
