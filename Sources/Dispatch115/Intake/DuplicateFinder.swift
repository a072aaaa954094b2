// Which open or just closed incidents a new call may concern: by place, time, number and words. Proposes with
// its evidence, never merges; a person decides.
//
// Probably the same: the same number within the hour, or within 150 m (both places known to 150 m) within half
// an hour, or the same names said of the place within a quarter of an hour of the same kind of event.
// Everything weaker, a crash 300 m away too, is only maybe.
//
// Cost: linear in the open incidents and the newest 8,192 calls; words are folded only for incidents that
// place and time have not ruled out. At most `limit` proposals.

import Geo

/// What is known of a new call.
struct NewReport: Sendable {
    /// Its own incident, if it has one already: not proposed.
    var incident = IncidentID.none
    var phone = ""
    var coordinate: Coordinate?
    var precisionMetres: Int32 = 0
    /// Words about the place, as said.
    var place = ""
    /// Words about what happened, as said.
    var words = ""
    var at: Timestamp
}

/// One reason why two calls may be of one incident.
enum DuplicateEvidence: Equatable, Sendable {
    case sameNumber
    /// Between two places that are known well.
    case metres(Int)
    /// The places are only known so well, and fit.
    case withinMetres(Int)
    /// Said of both places.
    case placeWords([String])
    case secondsBefore(Int64)
    case topic(SaidTopic)
    case words([String])
    /// It has been closed for so long.
    case closedSeconds(Int64)
}

struct DuplicateProposal: Equatable, Sendable {
    enum Level: UInt8, Sendable { case maybe, probably }

    var incident: IncidentID
    var level: Level
    /// 0 to about 180; for ordering only.
    var score: Int
    /// The strongest first.
    var evidence: [DuplicateEvidence]
}

struct DuplicateFinder {
    static let limit = 3
    static let samePlaceMetres = 150.0
    static let nearMetres = 500.0
    /// A place that is known worse than this says nothing.
    static let usefulPrecisionMetres = 6_000.0
    static let closedSeconds: Int64 = 1_800
    static let openSeconds: Int64 = 3_600
    static let scannedCalls: Int32 = 8_192
    /// Closed incidents that are looked at, from the newest.
    static let scannedClosed: Int32 = 512

    private let report: NewReport
    private let centre: Centre
    private let said: SaidWords
    private let place: SaidWords

    private init(_ report: NewReport, _ centre: Centre) {
        self.report = report
        self.centre = centre
        said = SaidWords(report.words)
        place = SaidWords(report.place)
    }

    /// The best first; equal ones by their number.
    static func proposals(for report: NewReport, in centre: Centre, limit: Int = limit)
        -> [DuplicateProposal]
    {
        let finder = DuplicateFinder(report, centre)
        let sameNumber = finder.incidentsOfNumber()
        var found: [DuplicateProposal] = []
        func offer(_ id: IncidentID) {
            guard id != report.incident,
                let proposal = finder.compare(id, isSameNumber: sameNumber.contains(id))
            else { return }
            let place =
                found.firstIndex {
                    ($0.level.rawValue, $0.score) < (proposal.level.rawValue, proposal.score)
                } ?? found.count
            found.insert(proposal, at: place)
            if found.count > limit { found.removeLast() }
        }
        for id in centre.openIncidents { offer(id) }
        let first = max(centre.incidents.base, centre.incidents.end - scannedClosed)
        for index in first..<centre.incidents.end where !centre.incidents[index].isOpen {
            let row = centre.incidents[index]
            // What was itself a duplicate, or nothing at all, is no place to go.
            guard row.disposition != .duplicate, row.disposition != .nuisance else { continue }
            offer(IncidentID(index: index))
        }
        return found
    }

    /// Incidents of which the same number has called, newest calls first.
    private func incidentsOfNumber() -> [IncidentID] {
        let key = PhoneNumber.key(report.phone)
        guard !key.isEmpty else { return [] }
        var found: [IncidentID] = []
        var index = centre.calls.end - 1
        let last = max(centre.calls.base, centre.calls.end - DuplicateFinder.scannedCalls)
        while index >= last {
            let call = centre.calls[index]
            if call.incident.isSet, call.incident != report.incident,
                PhoneNumber.key(centre.text(call.phone) ?? "") == key, !found.contains(call.incident)
            {
                found.append(call.incident)
            }
            index -= 1
        }
        return found
    }

    // MARK: - One incident

    private enum Whereabouts {
        case same(Int)
        case near(Int)
        case area(Int)
        case far, unknown
    }

    private func compare(_ id: IncidentID, isSameNumber: Bool) -> DuplicateProposal? {
        let row = centre[id]
        let seconds = report.at.seconds(since: row.openedAt)
        if row.isOpen {
            guard seconds <= DuplicateFinder.openSeconds || isSameNumber else { return nil }
        } else {
            guard report.at.seconds(since: row.closedAt) <= DuplicateFinder.closedSeconds else { return nil }
        }
        let whereabouts = whereabouts(row)
        if case .far = whereabouts, !isSameNumber { return nil }
        return weigh(id, row, whereabouts, seconds, isSameNumber: isSameNumber)
    }

    private func whereabouts(_ row: Incident) -> Whereabouts {
        guard let here = report.coordinate, let there = row.coordinate else { return .unknown }
        let slack = Double(max(0, report.precisionMetres)) + Double(max(0, row.precisionMetres))
        guard slack <= DuplicateFinder.usefulPrecisionMetres else { return .unknown }
        let reach = max(slack, 0) + DuplicateFinder.nearMetres
        // A degree of latitude is 111 km everywhere: most incidents are ruled out without a distance.
        let north = abs(Double(Int64(here.latitudeE7) - Int64(there.latitudeE7))) * 0.011_1
        guard north <= reach else { return .far }
        let metres = here.distanceMetres(to: there)
        let isPrecise = slack <= 2 * DuplicateFinder.samePlaceMetres
        if isPrecise, metres <= DuplicateFinder.samePlaceMetres { return .same(Int(metres)) }
        if isPrecise { return metres <= DuplicateFinder.nearMetres ? .near(Int(metres)) : .far }
        return metres <= slack + 200 ? .area(Int(slack)) : .far
    }

    private func weigh(
        _ id: IncidentID, _ row: Incident, _ whereabouts: Whereabouts, _ seconds: Int64, isSameNumber: Bool
    ) -> DuplicateProposal? {
        var evidence: [DuplicateEvidence] = []
        var score = 0
        if isSameNumber {
            evidence.append(.sameNumber)
            score += 45
        }
        var isSamePlace = false
        var hasPlace = false
        switch whereabouts {
        case .same(let metres):
            evidence.append(.metres(metres))
            score += 50
            (isSamePlace, hasPlace) = (true, true)
        case .near(let metres):
            evidence.append(.metres(metres))
            score += 10 + 30 * (Int(DuplicateFinder.nearMetres) - metres) / Int(DuplicateFinder.nearMetres)
            hasPlace = true
        case .area(let metres):
            evidence.append(.withinMetres(metres))
            score += 20
            hasPlace = true
        case .far, .unknown: break
        }
        let names = place.shared(with: SaidWords(centre.text(row.placeSaid) ?? ""))
        if !names.isEmpty {
            evidence.append(.placeWords(DuplicateFinder.shown(names)))
            score += 15 * min(2, names.count)
        }
        let isQuarter = seconds <= 900
        score += seconds <= 300 ? 20 : isQuarter ? 15 : 5
        evidence.append(.secondsBefore(seconds))
        let other = SaidWords(centre.text(row.words) ?? "")
        let topic = said.topics.first { other.topics.contains($0) }
        if let topic {
            evidence.append(.topic(topic))
            score += 15
        }
        let common = said.shared(with: other)
        if !common.isEmpty {
            evidence.append(.words(DuplicateFinder.shown(common)))
            score += 8 * min(3, common.count)
        }
        let isAnotherTopic = topic == nil && !said.topics.isEmpty && !other.topics.isEmpty
        if isAnotherTopic { score -= 25 }
        if !row.isOpen { evidence.append(.closedSeconds(report.at.seconds(since: row.closedAt))) }
        guard score >= 35 else { return nil }
        // Time alone is no reason.
        let tellsSame = topic != nil || common.count >= 2
        guard isSameNumber || hasPlace || !names.isEmpty || tellsSame && isQuarter else { return nil }
        var isFar = false
        if case .far = whereabouts { isFar = true }
        let isProbable =
            isSameNumber && !isFar && seconds <= DuplicateFinder.openSeconds
            || isSamePlace && seconds <= 1_800 && !isAnotherTopic
            || !isFar && names.count >= 2 && isQuarter && (topic != nil || !common.isEmpty)
                && !isOnlyNear(whereabouts)
        return DuplicateProposal(
            incident: id, level: isProbable ? .probably : .maybe, score: score, evidence: evidence)
    }

    private static func shown(_ pairs: [SaidWords.Pair]) -> [String] {
        let words = pairs.filter(\.isWord)
        return (words.isEmpty ? pairs : words).prefix(3).map(\.typed)
    }

    /// Both places are well known, and are two.
    private func isOnlyNear(_ whereabouts: Whereabouts) -> Bool {
        if case .near = whereabouts { return true }
        return false
    }
}
