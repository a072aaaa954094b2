// What units were doing on a day by their duty: on duty, out of service and why. A fold of its own: the state
// of each unit after each change. A unit of which no change was read is on duty from its definition on, as the
// centre takes it. One step an event; memory grows with the changes that are read.

struct DayDuty: Sendable {
    private struct Mark {
        var at: Timestamp
        var isOnDuty: Bool
        var reason: OutOfServiceReason = .none
    }

    /// By `UnitID.index`, in the order of time; empty for a unit that is not defined yet.
    private var marks: [[Mark]] = []

    mutating func define(_ id: UnitID, at moment: Timestamp) {
        guard id.index >= 0, id.index <= NumberTable.largestNumber else { return }
        while marks.count <= Int(id.index) { marks.append([]) }
        if marks[Int(id.index)].isEmpty { marks[Int(id.index)] = [Mark(at: moment, isOnDuty: true)] }
    }

    mutating func take(_ duty: DutyEvent, _ event: Event) {
        switch duty {
        case .loggedOn(let id, _, _, _): mark(id, Mark(at: event.at, isOnDuty: true))
        case .loggedOff(let id, _): mark(id, Mark(at: event.at, isOnDuty: false))
        case .outOfService(let id, let reason, _, _):
            mark(id, Mark(at: event.at, isOnDuty: true, reason: reason))
        case .backInService(let id): mark(id, Mark(at: event.at, isOnDuty: true))
        case .restored(let id):
            guard marks.indices.contains(Int(id.index)) else { return }
            let before = marks[Int(id.index)].dropLast().last
            mark(
                id,
                Mark(
                    at: event.at, isOnDuty: before?.isOnDuty ?? true, reason: before?.reason ?? .none))
        case .whereabouts, .odometerRead, .odometerWithdrawn: break
        }
    }

    private mutating func mark(_ id: UnitID, _ mark: Mark) {
        define(id, at: mark.at)
        if marks.indices.contains(Int(id.index)) { marks[Int(id.index)].append(mark) }
    }

    /// Between two moments.
    func numbers(_ from: Timestamp, _ to: Timestamp) -> DayDutyNumbers {
        var numbers = DayDutyNumbers()
        for unit in marks where !unit.isEmpty {
            numbers.units += 1
            for (position, mark) in unit.enumerated() where mark.isOnDuty {
                let ends = position + 1 < unit.count ? unit[position + 1].at : to
                let begin = max(from, mark.at)
                let seconds = min(to, ends).seconds(since: begin)
                numbers.onDuty += seconds
                if let place = OutOfServiceReason.allCases.firstIndex(of: mark.reason), mark.reason != .none {
                    numbers.outOfService[place] += seconds
                }
            }
        }
        return numbers
    }
}

/// Seconds of all units together.
struct DayDutyNumbers: Equatable, Sendable {
    /// How many are known.
    var units = 0
    var onDuty: Int64 = 0
    /// On duty and not to be sent, in the order of `OutOfServiceReason.allCases`.
    var outOfService = [Int64](repeating: 0, count: OutOfServiceReason.allCases.count)
}
