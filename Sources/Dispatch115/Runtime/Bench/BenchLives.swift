// Incident lives as a desk has them, from ring to closed, decided and applied on a centre of its own. The
// same seed gives the same events. Bounded: one life is open at a time, closed ones leave the centre's memory
// by its own rules.

import Geo

struct BenchLives {
    enum Mix {
        /// Open, dispatch, confirm, eight steps, close: no text but the caller's.
        case whole
        /// What a day brings: calls that need no vehicle, notes, changed priorities, recommendations shown,
        /// units stood down.
        case day
    }

    private(set) var centre: Centre
    private(set) var livesLived = 0
    private let mix: Mix
    private var random = SplitMix64(seed: 115)
    private var now = Timestamp(nanoseconds: 1_790_000_000_000_000_000)
    private var nextUnit = 0
    private let candidates: [Candidate]

    private static let stationCount = 59
    private static let unitCount = 114
    private static let middle = (latitudeE7: Int32(107_769_000), longitudeE7: Int32(1_067_009_000))
    private static let words = [
        "đau ngực, khó thở, vã mồ hôi", "tai nạn xe máy, gãy chân, còn tỉnh", "bé sốt cao co giật",
        "người già ngã cầu thang, đau hông", "bất tỉnh, không rõ còn thở không, gọi lại số này",
    ]
    private static let places = [
        "36/45/32/49/13 Lê Văn Sỹ", "cổng sau chợ Bến Thành", "chung cư Ngô Gia Tự lô F tầng 3",
        "ngã tư Hàng Xanh, dưới chân cầu vượt",
    ]

    /// A new centre with its stations and units; every event goes to `sink` as well.
    init(_ mix: Mix, rules: CentreRules = CentreRules(), _ sink: (Event) -> Void) throws(Rejection) {
        self.mix = mix
        centre = Centre(rules: rules)
        candidates = (0..<5).map { rank in
            Candidate(
                unit: UnitID(index: Int32(rank)), standing: .eligible,
                coordinate: Coordinate(
                    latitudeE7: BenchLives.middle.latitudeE7 + Int32(rank) * 10_000,
                    longitudeE7: BenchLives.middle.longitudeE7),
                measuredAt: Timestamp(nanoseconds: 1_790_000_000_000_000_000),
                travelSeconds: 200 + Int32(rank) * 40)
        }
        let actor = Actor(.configuration)
        try put(.startEpoch(monotonicNanoseconds: 1), actor, sink)
        for number in 1...Int32(BenchLives.stationCount) {
            guard
                let place = Coordinate(
                    latitudeE7: BenchLives.middle.latitudeE7 + number * 9_000,
                    longitudeE7: BenchLives.middle.longitudeE7 - number * 7_000)
            else { continue }
            try put(
                .defineStation(number: number, coordinate: place, name: "Bệnh viện \(number)"), actor, sink)
        }
        for number in 1...Int32(BenchLives.unitCount) {
            try put(
                .defineUnit(
                    number: number, kind: .car,
                    station: StationID(index: number % Int32(BenchLives.stationCount)),
                    skills: [.nurse], equipment: [.oxygen, .stretcher]), actor, sink)
        }
    }

    /// One more life, from ring to closed.
    mutating func live(_ sink: (Event) -> Void) throws(Rejection) {
        let desk = Actor(.console, 1000)
        let place = Coordinate(
            latitudeE7: BenchLives.middle.latitudeE7 + Int32(random.below(800_000)) - 400_000,
            longitudeE7: BenchLives.middle.longitudeE7 + Int32(random.below(800_000)) - 400_000)
        let incident = IncidentID(index: centre.incidents.end)
        try put(
            .openIncident(
                phone: "09\(10_000_000 + random.below(89_999_999))", priority: .p2,
                place: PlaceReport(
                    coordinate: place, certainty: .approximate, precisionMetres: 400,
                    said: BenchLives.places[random.below(BenchLives.places.count)], name: "Phường Bến Thành"),
                words: BenchLives.words[random.below(BenchLives.words.count)]), desk, sink)
        pass(seconds: 15)
        switch mix {
        case .whole: try serve(incident, place, desk, sink)
        case .day: try liveOfADay(incident, place, desk, sink)
        }
        pass(seconds: 5)
        livesLived += 1
        guard let deadline = centre.nextDeadline, deadline <= now else { return }
        try put(.tick, Actor(.clock), sink)
        centre.forgetFiredDeadlines(now)
    }

    private mutating func liveOfADay(
        _ incident: IncidentID, _ place: Coordinate?, _ desk: Actor, _ sink: (Event) -> Void
    ) throws(Rejection) {
        if random.below(3) == 0 {
            try put(.note(incident, "người gọi chờ ở đầu hẻm, áo đỏ"), desk, sink)
        }
        // Three of eight need no vehicle after all.
        guard random.below(8) >= 3 else {
            try put(.close(incident, .noVehicleNeeded), desk, sink)
            return
        }
        if random.below(8) == 0 { try put(.prioritise(incident, .p1), desk, sink) }
        if random.below(2) == 0 { try put(.recommend(incident, basis(place)), desk, sink) }
        if random.below(10) == 0 {
            let unit = takeUnit()
            try put(.dispatch([unit], incident, basis(place)), desk, sink)
            pass(seconds: 10)
            try put(.standDown(unit), desk, sink)
            try put(.confirmOrder(unit, centre[unit].order), Actor(.unit, 1), sink)
        }
        try serve(incident, place, desk, sink)
    }

    /// Dispatch, the order's confirmation, eight steps by the unit's buttons, close.
    private mutating func serve(
        _ incident: IncidentID, _ place: Coordinate?, _ desk: Actor, _ sink: (Event) -> Void
    ) throws(Rejection) {
        let unit = takeUnit()
        let box = Actor(.unit, UInt32(clamping: centre[unit].number))
        try put(.dispatch([unit], incident, basis(place)), desk, sink)
        pass(seconds: 2)
        try put(.confirmOrder(unit, centre[unit].order), box, sink)
        for button in Button.allCases {
            pass(seconds: 8)
            let hospital = button == .transport ? HospitalID(index: unit.index % 59) : .none
            try put(
                .press(
                    unit, button, press: centre[unit].lastPress + 1, pressedAt: now, destination: hospital),
                box, sink)
        }
        pass(seconds: 20)
        try put(.close(incident, .transported), desk, sink)
    }

    private func basis(_ place: Coordinate?) -> Basis {
        Basis(place: place, method: .straightLine, candidates: candidates)
    }

    private mutating func takeUnit() -> UnitID {
        nextUnit = (nextUnit + 1) % BenchLives.unitCount
        return UnitID(index: Int32(nextUnit))
    }

    private mutating func pass(seconds: Int64) { now = now.adding(seconds: seconds) }

    private mutating func put(_ command: Command, _ actor: Actor, _ sink: (Event) -> Void) throws(Rejection) {
        for event in try centre.decide(Submission(command, actor: actor, now: now)) {
            centre.apply(event)
            sink(event)
        }
    }
}
