// Where to take a patient. Ranks hospitals by what they can treat, diversion, free places less those on
// their way, and the time until the patient is handed over; and then by number, so that the same knowledge
// gives the same answer. Decides nothing: a person's TR does.
//
// Order: what has all that the patient needs stands before what has not; what is open before what is
// closed; then the seconds until the hand-over, with seconds added for what is uncertain or scarce. A
// patient too unstable to be driven past a door goes to the nearest emergency department, closed or full.
// All whole numbers. Cost: n log n in the hospitals.

/// Seconds that are added to the time until the hand-over.
public struct HospitalChoiceRules: Equatable, Sendable {
    /// Nobody knows how many are free: neither none nor plenty.
    public var unknownSeconds: Int32 = 300
    /// None is free: the patient lies on a stretcher in the corridor for longer than that.
    public var fullSeconds: Int32 = 1_200
    /// One is free, which somebody else may take meanwhile; half of that where two are.
    public var scarceSeconds: Int32 = 120
    /// It asks not to be sent to, without being closed.
    public var advisorySeconds: Int32 = 300
    /// For each thing that it has not.
    public var unmetSeconds: Int32 = 600
    /// Waiting for the hand-over where nobody knows.
    public var handoverSeconds: Int32 = 900
    /// Patients that one plan sends where nobody knows how many are free, before that counts as full.
    public var unknownPlaces: Int32 = 2

    public init() {}
}

/// One hospital with all that a choice looks at, for any patient.
public struct HospitalSight: Equatable, Sendable {
    public struct Room: Equatable, Sendable {
        /// Nil where nobody has said, or where that has run out.
        public var reported: Int32?
        public var inbound: Int32
        public var asOf: Timestamp

        public init(reported: Int32?, inbound: Int32 = 0, asOf: Timestamp = .none) {
            self.reported = reported
            self.inbound = inbound
            self.asOf = asOf
        }
    }

    public var hospital: HospitalID
    /// The number people say.
    public var number: Int32
    public var capabilities: HospitalCapabilities
    public var diversion: DiversionStatus
    public var diversionUntil: Timestamp = .none
    public var diversionReason = ""
    /// By `BedKind.place`.
    public var rooms: [Room]
    /// Places for red and yellow patients, less those on their way; nil where nobody has said.
    public var redPlaces: Int32?
    public var yellowPlaces: Int32?
    /// -1 where there is no way or no place.
    public var travelSeconds: Int32
    /// Nil where nobody knows.
    public var handoverSeconds: Int32?
    public var handoverSource: HandoverSource = .assumed

    public init(
        hospital: HospitalID, number: Int32, capabilities: HospitalCapabilities,
        diversion: DiversionStatus = .open, travelSeconds: Int32, handoverSeconds: Int32? = nil
    ) {
        self.hospital = hospital
        self.number = number
        self.capabilities = capabilities
        self.diversion = diversion
        self.travelSeconds = travelSeconds
        self.handoverSeconds = handoverSeconds
        rooms = Array(repeating: Room(reported: nil), count: BedKind.allCases.count)
    }

    public subscript(bed: BedKind) -> Room {
        get { rooms[bed.place] }
        set { rooms[bed.place] = newValue }
    }
}

public struct HospitalChooser: Equatable, Sendable {
    public var rules: HospitalChoiceRules

    public init(rules: HospitalChoiceRules = HospitalChoiceRules()) { self.rules = rules }

    /// The best first; every hospital once.
    public func rank(_ need: HospitalNeed, _ hospitals: [HospitalSight]) -> [HospitalCandidate] {
        hospitals.map { sight in
            let candidate = candidate(need, sight)
            return (key: key(need, candidate, sight.number), candidate: candidate)
        }.sorted { $0.key < $1.key }.map(\.candidate)
    }

    /// One hospital as this patient sees it.
    func candidate(_ need: HospitalNeed, _ sight: HospitalSight) -> HospitalCandidate {
        let room = sight[need.bed]
        return HospitalCandidate(
            hospital: sight.hospital, missing: missing(need, sight.capabilities),
            unmet: need.preferred.subtracting(sight.capabilities),
            diversion: sight.diversion, diversionUntil: sight.diversionUntil,
            diversionReason: sight.diversionReason, reported: room.reported, inbound: room.inbound,
            asOf: room.asOf,
            tagPlaces: need.isRed ? sight.redPlaces : need.isYellow ? sight.yellowPlaces : nil,
            travelSeconds: sight.travelSeconds,
            handoverSeconds: max(0, sight.handoverSeconds ?? rules.handoverSeconds),
            handoverSource: sight.handoverSeconds == nil ? .assumed : sight.handoverSource)
    }

    /// What is needed and not there. A children's hospital (intensive care for children, none for adults) lacks
    /// that for whoever is not said to be a child; who is too unstable to be driven on is taken by any.
    private func missing(_ need: HospitalNeed, _ has: HospitalCapabilities) -> HospitalCapabilities {
        var missing = need.required.subtracting(has)
        let children: HospitalCapabilities = [.pediatrics, .pediatricICU, .neonatalICU]
        let isForChildren = has.contains(.pediatricICU) && !has.contains(.adultICU)
        if isForChildren, !need.isUnstable, need.required.isDisjoint(with: children) {
            missing.insert(.adultICU)
        }
        return missing
    }

    /// What decides between two: the smaller goes first.
    struct Key: Comparable {
        /// What cannot be made good by seconds.
        var tier: Int32
        var seconds: Int64
        var number: Int32

        static func < (left: Key, right: Key) -> Bool {
            (left.tier, left.seconds, left.number) < (right.tier, right.seconds, right.number)
        }
    }

    func key(_ need: HospitalNeed, _ candidate: HospitalCandidate, _ number: Int32) -> Key {
        var tier: Int32 = candidate.travelSeconds < 0 ? 8 : 0
        let travel = Int64(max(0, candidate.travelSeconds))
        if need.isUnstable {
            tier += candidate.missing.isEmpty ? 0 : 4
            return Key(tier: tier, seconds: travel, number: number)
        }
        if candidate.missing.contains(.emergencyDepartment) {
            tier += 4
        } else if !candidate.missing.isEmpty {
            tier += 2
        }
        if candidate.diversion == .closed { tier += 1 }
        let seconds = travel + Int64(candidate.handoverSeconds) + Int64(penaltySeconds(candidate))
        return Key(tier: tier, seconds: seconds, number: number)
    }

    /// Never grows with a free bed more.
    func penaltySeconds(_ candidate: HospitalCandidate) -> Int32 {
        var seconds = candidate.diversion == .advisory ? rules.advisorySeconds : 0
        let short = candidate.unmet.rawValue.nonzeroBitCount + candidate.missing.rawValue.nonzeroBitCount
        seconds += Int32(short) * rules.unmetSeconds
        guard let room = candidate.room else { return seconds + rules.unknownSeconds }
        switch room {
        case ...0: seconds += rules.fullSeconds
        case 1: seconds += rules.scarceSeconds
        case 2: seconds += rules.scarceSeconds / 2
        default: break
        }
        return seconds
    }

    // MARK: - What is kept of it

    /// Of a ranking what explains it: the first `firstCount`, the nearest of all and of those that have what is
    /// needed (which are closed or full then), and those that somebody chose.
    public static func kept(_ ranking: [HospitalCandidate], with chosen: [HospitalID] = [])
        -> [HospitalCandidate]
    {
        guard ranking.count > firstCount + 2 * nearestCount else { return ranking }
        let near = ranking.indices.filter { ranking[$0].travelSeconds >= 0 }.sorted {
            (ranking[$0].travelSeconds, $0) < (ranking[$1].travelSeconds, $1)
        }
        let named =
            near.prefix(nearestCount) + near.filter { ranking[$0].missing.isEmpty }.prefix(nearestCount)
        return ranking.indices.filter { index in
            index < firstCount || named.contains(index) || chosen.contains(ranking[index].hospital)
        }.map { ranking[$0] }
    }

    static let firstCount = 6
    static let nearestCount = 3
}
