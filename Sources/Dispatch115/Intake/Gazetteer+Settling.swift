// Decides which place the mentions mean, or that it must be asked.
//
// 1. Names that may be streets or bridges fall away where something else is named.
// 2. Several names: only candidates stay that lie in, or hold, a candidate of every other name (by the
//    records of which ward lay where, not by distance); the smallest area that is left answers. Nothing
//    left: all are asked.
// 3. One name: candidates whose centres lie close together are one place; the ward of 2025 goes before the
//    old one, the smaller area before the larger, and the precision covers them all. Far apart: asked.
// 4. Where that is ambiguous and a name was typed with accents, once more with those candidates only that
//    bear these.
// Bound: more than `mentionLimit` different names are not compared but asked.

import Geo

extension Gazetteer {
    /// At most so many different names are compared with each other.
    static let mentionLimit = 8

    /// What the mentions mean together.
    func settle(_ mentions: [PlaceMention]) -> PlaceAnswer {
        var firm = mentions.filter { !$0.isNamesake }
        if firm.isEmpty { firm = mentions }
        var distinct: [PlaceMention] = []
        for mention in firm where distinct.count <= Gazetteer.mentionLimit && !distinct.contains(mention) {
            distinct.append(mention)
        }
        if distinct.isEmpty { return .unknown }
        if distinct.count > Gazetteer.mentionLimit { return asked(distinct) }
        let plain = choose(distinct)
        if case .found = plain { return plain }
        let exact = distinct.map { mention in
            var narrowed = mention
            let exact = mention.candidates.filter(\.isExact)
            if !exact.isEmpty { narrowed.candidates = exact }
            return narrowed
        }
        if exact != distinct, case .found(let place) = choose(exact) { return .found(place) }
        return plain
    }

    private func choose(_ mentions: [PlaceMention]) -> PlaceAnswer {
        guard let left = agreeing(mentions) else { return asked(mentions) }
        // The mention whose largest candidate is smallest says most; the first of equals.
        var answering = left[0]
        for mention in left.dropFirst() where largestRadius(mention) < largestRadius(answering) {
            answering = mention
        }
        if answering.isNamesake || answering.isDoubtful { return asked([answering]) }
        return one(of: answering)
    }

    private func largestRadius(_ mention: PlaceMention) -> Double {
        mention.candidates.reduce(0) { max($0, entries[$1.entry].radiusMetres) }
    }

    /// The mentions with only those candidates that agree with every other mention; nil where one has none
    /// left.
    private func agreeing(_ mentions: [PlaceMention]) -> [PlaceMention]? {
        var left = mentions
        var isStable = false
        while !isStable {
            isStable = true
            for index in left.indices {
                let kept = left[index].candidates.filter { candidate in
                    left.indices.allSatisfy { other in
                        other == index
                            || left[other].candidates.contains {
                                agree(entries[candidate.entry], entries[$0.entry])
                            }
                    }
                }
                if kept.isEmpty { return nil }
                if kept.count < left[index].candidates.count {
                    left[index].candidates = kept
                    isStable = false
                }
            }
        }
        return left
    }

    /// Whether one is the other, or lay in it, or went to it.
    func agree(_ a: Entry, _ b: Entry) -> Bool {
        if a.kind == b.kind { return a.code == b.code }
        return holds(a, b) || holds(b, a)
    }

    private func holds(_ large: Entry, _ small: Entry) -> Bool {
        switch (large.kind, small.kind) {
        case (.oldDistrict, .oldWard), (.oldProvince, .oldDistrict):
            return small.within.contains(large.code)
        case (.oldProvince, .oldWard):
            return small.within.contains { district($0)?.within.contains(large.code) == true }
        case (.oldDistrict, .ward):
            return small.linked.contains(large.code)
        case (.oldProvince, .ward):
            return small.linked.contains {
                $0 == large.code || district($0)?.within.contains(large.code) == true
            }
        case (.ward, .oldWard):
            return small.linked.contains(large.code)
        case (.point, _), (.ward, _), (.oldWard, _), (.oldDistrict, _), (.oldProvince, _), (.landmark, _),
            (.address, _), (.alley, _), (.crossing, _), (.street, _):
            return false
        }
    }
}

// MARK: - One name

extension Gazetteer {
    private func one(of mention: PlaceMention) -> PlaceAnswer {
        let candidates = mention.candidates.map { entries[$0.entry] }
        var best = candidates[0]
        for entry in candidates.dropFirst() where isBetter(entry, best) { best = entry }
        for (index, a) in candidates.enumerated() {
            let isWide = a.kind == .oldDistrict || a.kind == .oldProvince
            if candidates.count > 1, isWide, a.radiusMetres > Gazetteer.mergeableRadiusMetres {
                return asked([mention])
            }
            for b in candidates[(index + 1)...]
            where a.coordinate.distanceMetres(to: b.coordinate) > Gazetteer.sameplaceMetres {
                return asked([mention])
            }
        }
        var radius = best.radiusMetres
        for entry in candidates {
            radius = max(radius, best.coordinate.distanceMetres(to: entry.coordinate) + entry.radiusMetres)
        }
        if radius > Gazetteer.usefulRadiusMetres { return asked([mention]) }
        var place = place(best)
        place.precisionMetres = Int(radius.rounded(.up))
        place.alsoMeans = candidates.filter { isOther($0, than: best) }.map(\.officialName)
        return .found(place)
    }

    /// A ward of 2025 before the rest, then the smaller area; equals keep their order.
    private func isBetter(_ a: Entry, _ b: Entry) -> Bool {
        if (a.kind == .ward) != (b.kind == .ward) { return a.kind == .ward }
        return a.radiusMetres < b.radiusMetres
    }

    /// Whether to say that the words may have meant this one instead: not for an old ward under the new one's
    /// name.
    private func isOther(_ entry: Entry, than best: Entry) -> Bool {
        if entry.kind == best.kind && entry.code == best.code { return false }
        return !(best.kind == .ward && entry.kind == .oldWard)
    }

    /// A choice of all candidates: exact accents first, then wards of 2025, districts, provinces, old wards.
    private func asked(_ mentions: [PlaceMention]) -> PlaceAnswer {
        var candidates: [PlaceCandidate] = []
        for mention in mentions { candidates += mention.candidates }
        candidates.sort { $0.isExact != $1.isExact ? $0.isExact : $0.entry < $1.entry }
        var kept: [Entry] = []
        for candidate in candidates {
            let entry = entries[candidate.entry]
            let isListed = kept.contains { $0.kind == entry.kind && $0.code == entry.code }
            if !isListed && !isCovered(entry, by: candidates) { kept.append(entry) }
        }
        let shown = kept.prefix(Gazetteer.candidateLimit).map(place)
        return .ambiguous(shown, more: kept.count - shown.count)
    }

    /// Whether an old ward stands beside the new ward of its name close by, which is listed in its stead.
    private func isCovered(_ entry: Entry, by candidates: [PlaceCandidate]) -> Bool {
        guard entry.kind == .oldWard else { return false }
        return candidates.contains { candidate in
            let other = entries[candidate.entry]
            return other.kind == .ward && other.key == entry.key
                && other.coordinate.distanceMetres(to: entry.coordinate) <= Gazetteer.sameplaceMetres
        }
    }

    /// An area as a place.
    func place(_ entry: Entry) -> Place {
        let isOldWard = entry.kind == .oldWard
        return Place(
            coordinate: entry.coordinate, name: entry.officialName, kind: entry.kind, code: entry.code,
            precisionMetres: Int(entry.radiusMetres.rounded(.up)),
            district: entry.within.first.flatMap { district($0)?.officialName },
            nowIn: isOldWard ? entry.linked.compactMap { newWard($0)?.officialName } : [], alsoMeans: [],
            isOutsideArea: false)
    }
}
