// From ranked candidates to what would cover a need: one unit, several, or several that only together bring
// what is needed; and a motorbike ahead where its care is there clearly earlier. Looks only at the candidates,
// so that what is proposed can be explained from the basis that is kept.
//
// Cost: pairs and triples of the candidates that can help, which the recommender keeps to a few of each sort.

extension Recommender {
    /// `stillNeeded` units more are needed, 0 where those that were sent are enough.
    public func proposal(_ basis: Basis, need: Need, stillNeeded: Int, in centre: Centre) -> Proposal {
        var proposal = Proposal(kind: .none, need: need, stillNeeded: UInt8(clamping: stillNeeded))
        guard stillNeeded > 0 else {
            proposal.kind = .enough
            return proposal
        }
        let able = basis.candidates.filter(\.standing.canGo)
        let partial = basis.candidates.filter { $0.standing.isPartial && $0.travelSeconds >= 0 }
        var plan = Array(able.prefix(stillNeeded))
        if plan.isEmpty {
            plan = smallestCover(of: need, partial, centre)
            guard !plan.isEmpty else {
                let all = partial.reduce(Capability.nothing) { $0.with(Capability(of: centre[$1.unit])) }
                proposal.missing = need.missing(from: all)
                return proposal
            }
            proposal.kind = .combination
        } else {
            proposal.kind = plan.count > 1 ? .several : .single
        }
        if let first = motorbikeAhead(of: plan, need, partial, centre) {
            plan.removeAll { $0.unit == first.unit }
            plan.insert(first, at: 0)
            proposal.kind = .linked
        }
        proposal.units = plan.map(\.unit)
        proposal.careSeconds = plan.map(\.travelSeconds).filter { $0 >= 0 }.min() ?? -1
        proposal.transportSeconds =
            plan.filter { centre[$0.unit].kind.canTransport }.map(\.travelSeconds).filter { $0 >= 0 }.min()
            ?? -1
        return proposal
    }

    /// The nearest motorbike with the skills that are needed (some, where none are named), if it is there clearly
    /// before anybody of the plan who has them.
    private func motorbikeAhead(
        of plan: [Candidate], _ need: Need, _ partial: [Candidate], _ centre: Centre
    ) -> Candidate? {
        func cares(_ candidate: Candidate) -> Bool {
            let skills = Capability(of: centre[candidate.unit]).skills
            return !skills.isEmpty && need.skills.isSubset(of: skills)
        }
        guard need.transport, !plan.contains(where: { !centre[$0.unit].kind.canTransport }) else {
            return nil
        }
        let care = plan.filter(cares).map(\.travelSeconds).filter { $0 >= 0 }.min()
        guard let first = partial.first(where: { !centre[$0.unit].kind.canTransport && cares($0) })
        else { return nil }
        guard let care else { return first }
        return Int64(first.travelSeconds) + Int64(motorbikeFirstSeconds) <= Int64(care) ? first : nil
    }

    /// Two, or else three, that together bring everything: those of which the last is there soonest, then those
    /// with the smaller sum of times, then in the order of the candidates.
    private func smallestCover(of need: Need, _ partial: [Candidate], _ centre: Centre) -> [Candidate] {
        let brings = partial.map { Capability(of: centre[$0.unit]) }
        var best: [Int] = []
        func consider(_ chosen: [Int]) {
            let all = chosen.reduce(Capability.nothing) { $0.with(brings[$1]) }
            guard need.isMet(by: all), best.isEmpty || sooner(chosen, best, partial) else { return }
            best = chosen
        }
        let count = partial.count
        for first in 0..<count {
            for second in (first + 1)..<max(count, first + 1) { consider([first, second]) }
        }
        if best.isEmpty {
            for first in 0..<count {
                for second in (first + 1)..<max(count, first + 1) {
                    for third in (second + 1)..<max(count, second + 1) { consider([first, second, third]) }
                }
            }
        }
        return best.map { partial[$0] }
    }

    private func sooner(_ left: [Int], _ right: [Int], _ partial: [Candidate]) -> Bool {
        func times(_ chosen: [Int]) -> (last: Int32, sum: Int64) {
            let seconds = chosen.map { partial[$0].travelSeconds }
            return (seconds.max() ?? .max, seconds.reduce(0) { $0 + Int64($1) })
        }
        let (a, b) = (times(left), times(right))
        return a.last != b.last ? a.last < b.last : a.sum < b.sum
    }
}
