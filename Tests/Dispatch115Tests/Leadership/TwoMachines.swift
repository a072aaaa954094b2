// Two machines, their units and a database, all simulated, with links that come and go: what the rules of
// Leadership are tried on. Small integers for time (milliseconds); every choice from the seed.

import Geo

@testable import Dispatch115

struct TwoMachines {
    /// Duration and grace of the lease.
    static let lease: Int64 = 9_000
    static let grace: Int64 = 5_000

    struct Order: Equatable {
        var id: UInt64
        var unit: Int
    }

    struct Folder {
        var holder: String
        var journal: [Order] = []
        var epoch: UInt32 = 0
        /// Its newest epoch is somebody else's: alone nobody may count on from it.
        var follows = false
        /// The highest epoch of the folders that this machine had before.
        var ledUnder: UInt32 = 0
    }

    enum Role {
        case off
        case leading(LeaderState)
        case standby
        case refused
    }

    struct Machine {
        var folder: Folder
        var role = Role.off
        /// What it is started as.
        var isStandby: Bool
        var reachesDatabase = true
        var reaches: [Bool]
        var heardAt: [Int64]
        var heardOrder: [UInt64]
        var view = StandbyView()
        var nextRenewal: Int64 = 0
    }

    struct Unit {
        var epoch: UInt32 = 0
        var acknowledged: UInt64 = 0
    }

    var random: SplitMix64
    var now: Int64 = 1_000_000
    /// How far the database's clock is from ours.
    var databaseSkew: Int64 = 0
    var row = (epoch: UInt32(0), holder: "", until: Int64(0), renewedAt: Int64(0))
    /// When it was written, by no machine's clock.
    var rowWrittenAt: Int64 = 0
    var history: [Order] = []
    var cursorEpoch: UInt32 = 0
    var machines: [Machine]
    var units: [Unit]
    var folders = 0
    /// Which folder's life leads under an epoch; a second one breaks everything.
    var owners: [UInt32: String] = [:]
    var lives = 0
    var broken: [String] = []
    var takeOvers = 0
    var seizures = 0
    var standDowns = 0
    var obeyed = 0

    init(seed: UInt64, units count: Int = 3) {
        random = SplitMix64(seed: seed)
        units = Array(repeating: Unit(), count: count)
        machines = (0..<2).map {
            Machine(
                folder: Folder(holder: "m\($0) f0"), isStandby: $0 == 1,
                reaches: Array(repeating: true, count: count),
                heardAt: Array(repeating: .min / 2, count: count),
                heardOrder: Array(repeating: 0, count: count))
        }
    }

    mutating func chance(_ one: UInt64, in many: UInt64) -> Bool { random.next() % many < one }

    var databaseNow: Int64 { now + databaseSkew }

    // MARK: The database

    private func read() -> Lease {
        guard row.epoch > 0 else { return .none }
        return Lease(
            epoch: row.epoch, holder: row.holder, address: "",
            remaining: (row.until - databaseNow) * 1_000_000,
            renewedAgo: (databaseNow - row.renewedAt) * 1_000_000, renewal: row.renewedAt)
    }

    /// As one transaction; nil where the answer stays away, whether or not it was done.
    private mutating func ask(_ wish: LeaseWish, _ index: Int) -> LeaseOutcome? {
        guard machines[index].reachesDatabase, !chance(1, in: 40) else { return nil }
        let before = row.epoch
        let outcome = LeaseRules.outcome(of: wish, by: machines[index].folder.holder, on: read())
        if case .granted(let epoch) = outcome {
            row = (epoch, machines[index].folder.holder, databaseNow + TwoMachines.lease, databaseNow)
            rowWrittenAt = now
        }
        if row.epoch < before { broken.append("the row's epoch fell from \(before) to \(row.epoch)") }
        return chance(1, in: 40) ? nil : outcome
    }

    // MARK: The machines

    private mutating func lead(_ index: Int, _ epoch: UInt32, isRenewed: Bool) {
        lives += 1
        let life = "\(machines[index].folder.holder) life \(lives)"
        if let other = owners[epoch] { broken.append("epoch \(epoch) is led by \(other) and by \(life)") }
        if epoch <= machines[index].folder.epoch { broken.append("epoch \(epoch) is not above its folder's") }
        owners[epoch] = life
        machines[index].folder.epoch = epoch
        machines[index].folder.follows = false
        machines[index].isStandby = false
        machines[index].role = .leading(
            LeaderState(
                epoch: epoch, duration: TwoMachines.lease, now: now, isRenewed: isRenewed))
        machines[index].nextRenewal = now + TwoMachines.lease / 3
    }

    mutating func start(_ index: Int) {
        let own = machines[index].folder.epoch
        if machines[index].isStandby {
            machines[index].role = .standby
            machines[index].folder.follows = true
            machines[index].view = StandbyView()
            return
        }
        switch ask(.start(own: own), index) {
        case .granted(let epoch): lead(index, epoch, isRenewed: true)
        case .held, .behind: machines[index].role = .refused
        case .exhausted: machines[index].role = .off
        case nil:
            guard !machines[index].folder.follows else { return }
            if let epoch = LeaderEpoch.nextAlone(own: own) { lead(index, epoch, isRenewed: false) }
        }
    }

    /// A person sets the folder aside and starts the machine as the standby.
    mutating func setAside(_ index: Int) {
        folders += 1
        let old = machines[index].folder
        machines[index].folder = Folder(
            holder: "m\(index) f\(folders)", ledUnder: max(old.epoch, old.ledUnder))
        machines[index].isStandby = true
        machines[index].role = .off
    }

    private mutating func leadOn(_ index: Int, _ state: LeaderState) {
        var state = state
        if now >= machines[index].nextRenewal {
            machines[index].nextRenewal = now + TwoMachines.lease / 3
            let news = ask(.renew(epoch: state.epoch), index).map(LeaderState.News.outcome) ?? .away
            if case .standDown = state.take(news, now: now) {
                standDowns += 1
                machines[index].role = .refused
                return
            }
            machines[index].role = .leading(state)
        }
        if chance(1, in: 4) {
            let unit = Int(random.next() % UInt64(units.count))
            let last = machines[index].folder.journal.last?.id ?? 0
            let order = Order(id: max(last, UInt64(state.epoch) << 32) + 1, unit: unit)
            machines[index].folder.journal.append(order)
        }
        write(index, state)
        for unit in units.indices where machines[index].reaches[unit] && !chance(1, in: 5) {
            guard let order = machines[index].folder.journal.last(where: { $0.unit == unit }) else {
                continue
            }
            hear(unit, state.epoch, order, from: index)
        }
    }

    /// The results' writer: all or nothing, fenced by the cursor's epoch and history.
    private mutating func write(_ index: Int, _ state: LeaderState) {
        guard machines[index].reachesDatabase, chance(1, in: 2) else { return }
        if cursorEpoch > state.epoch {
            var fenced = state
            if case .standDown = fenced.take(.fenced(by: cursorEpoch), now: now) {
                standDowns += 1
                machines[index].role = .refused
            }
            return
        }
        let journal = machines[index].folder.journal
        guard journal.count >= history.count, Array(journal.prefix(history.count)) == history else { return }
        history = journal
        cursorEpoch = state.epoch
    }

    private mutating func hear(_ unit: Int, _ epoch: UInt32, _ order: Order, from index: Int) {
        guard epoch >= units[unit].epoch else { return }
        if owners[epoch]?.hasPrefix(machines[index].folder.holder) != true {
            broken.append("unit \(unit) obeys \(epoch) of a folder that does not lead under it")
        }
        units[unit].epoch = epoch
        units[unit].acknowledged = order.id
        obeyed += 1
    }

    private mutating func follow(_ index: Int) {
        if machines[index].reachesDatabase, !chance(1, in: 20) {
            machines[index].view.take(read(), at: now * 1_000_000)
            machines[index].view.isDatabaseReachable = true
            machines[index].view.isCaughtUp = true
            machines[index].folder.journal = history
            machines[index].folder.epoch = max(
                machines[index].folder.epoch, UInt32(truncatingIfNeeded: (history.last?.id ?? 0) >> 32))
        } else {
            machines[index].view.isDatabaseReachable = false
        }
        machines[index].view.now = now * 1_000_000
        let machine = machines[index]
        machines[index].view.unitsHeard = machine.heardAt.filter { now - $0 < 60_000 }.count
        machines[index].view.strangeOrders = units.indices.compactMap { unit in
            let known = machine.folder.journal.last { $0.unit == unit }?.id ?? 0
            guard machine.heardOrder[unit] > known else { return nil }
            return StrangeOrder(
                unit: UInt32(unit), order: machine.heardOrder[unit],
                heardAt: machine.heardAt[unit] * 1_000_000)
        }
        let view = machines[index].view
        let heard = machine.heardOrder.map { UInt32(truncatingIfNeeded: $0 >> 32) }.max() ?? 0
        let known = max(machine.folder.epoch, machine.folder.ledUnder, heard)
        let doubts = StandbyJudgement.doubts(view, grace: TwoMachines.grace * 1_000_000)
        if doubts.isEmpty, let seen = view.lease?.epoch {
            if now - rowWrittenAt < TwoMachines.lease + TwoMachines.grace {
                broken.append("dead after \(now - rowWrittenAt) ms, whatever the database's clock says")
            }
            let wish = LeaseWish.takeOver(seen: seen, known: known, grace: TwoMachines.grace * 1_000_000)
            if case .granted(let epoch) = ask(wish, index) {
                takeOvers += 1
                lead(index, epoch, isRenewed: true)
            }
        } else if chance(1, in: 400), view.lease != nil {
            seizures += 1
            switch ask(.seize(known: known), index) {
            case .granted(let epoch): lead(index, epoch, isRenewed: true)
            case nil:
                let highest = max(known, view.lease?.epoch ?? 0)
                if let epoch = LeaderEpoch.leap(above: highest, lane: UInt32(index + 1)) {
                    lead(index, epoch, isRenewed: false)
                }
            default: break
            }
        }
    }

    // MARK: Time

    mutating func step() {
        now += 100 + Int64(random.next() % 900)
        fate()
        for index in machines.indices {
            for unit in units.indices where machines[index].reaches[unit] {
                machines[index].heardAt[unit] = now
                machines[index].heardOrder[unit] = units[unit].acknowledged
            }
            switch machines[index].role {
            case .off:
                // People do such things too: a good folder set aside, a standby's folder started as the leader's.
                if chance(1, in: 20) { setAside(index) }
                if machines[index].isStandby, machines[index].folder.epoch > 0, chance(1, in: 20) {
                    machines[index].isStandby = false
                }
                if chance(1, in: 5) { start(index) }
            case .leading(let state): leadOn(index, state)
            case .standby: follow(index)
            case .refused: if chance(1, in: 20) { setAside(index) }
            }
        }
    }

    private mutating func fate() {
        for index in machines.indices {
            if chance(1, in: machines[index].reachesDatabase ? 120 : 30) {
                machines[index].reachesDatabase.toggle()
            }
            for unit in units.indices where chance(1, in: machines[index].reaches[unit] ? 200 : 40) {
                machines[index].reaches[unit].toggle()
            }
            if chance(1, in: 300) { machines[index].role = .off }
        }
        if chance(1, in: 800) { databaseSkew += Int64(random.next() % 40_000) - 20_000 }
    }
}
