// A small centre and its events for tests of the console: two stations, three cars, one motorbike.

import Geo

@testable import Dispatch115

struct ConsoleFixture {
    var centre = Centre()
    /// 2026-11-22 07:00:00 UTC, 14:00:00 local.
    var now = Timestamp(nanoseconds: 1_795_330_800_000_000_000)
    let desk = Actor(.console, 1000)

    init() throws {
        try run(.startEpoch(monotonicNanoseconds: 1), as: Actor(.configuration))
        for (number, name) in [(1, "BV Nhân dân 115"), (3, "BV Chợ Rẫy")] as [(Int32, String)] {
            try run(.defineStation(number: number, coordinate: Self.coordinate(number), name: name))
        }
        for (number, kind) in [(12, .car), (15, .car), (7, .motorbike), (20, .car)] as [(Int32, UnitKind)] {
            try run(
                .defineUnit(
                    number: number, kind: kind, station: StationID(index: 0), skills: .doctor,
                    equipment: .oxygen))
        }
    }

    static func coordinate(_ step: Int32) -> Coordinate {
        Coordinate(latitudeE7: 107_725_200 + step * 10_000, longitudeE7: 1_066_980_100) ?? zero
    }

    private static let zero = UncheckedDegrees(latitude: 0, longitude: 0).checked.unsafelyUnwrapped

    /// Decides and applies; one second passes before it.
    @discardableResult
    mutating func run(_ command: Command, as actor: Actor? = nil, client: UInt64 = 0) throws -> [Event] {
        now = now.adding(seconds: 1)
        let events = try centre.decide(
            Submission(command, actor: actor ?? desk, client: client, now: now))
        for event in events { centre.apply(event) }
        return events
    }

    /// The reason why not.
    func rejection(_ command: Command) -> Rejection? {
        do throws(Rejection) {
            _ = try centre.decide(Submission(command, actor: desk, now: now.adding(seconds: 1)))
            return nil
        } catch { return error }
    }

    static let place = PlaceReport(
        coordinate: coordinate(5), certainty: .approximate, precisionMetres: 800, said: "cho ben thanh",
        name: "phường Bến Thành")

    /// An incident with a place; its number is the next one.
    @discardableResult
    mutating func open(_ priority: Priority = .p2, words: String = "dau nguc") throws -> [Event] {
        try run(.openIncident(phone: "0903123456", priority: priority, place: Self.place, words: words))
    }

    func unit(_ number: Int32) -> UnitID { centre.unit(numbered: number) }

    var basis: Basis {
        Basis(
            place: Self.coordinate(5), method: .straightLine,
            candidates: [
                Candidate(
                    unit: unit(12), standing: .eligible, coordinate: Self.coordinate(1),
                    measuredAt: now.adding(seconds: -4), travelSeconds: 200),
                Candidate(
                    unit: unit(15), standing: .eligible, coordinate: Self.coordinate(2),
                    measuredAt: now.adding(seconds: -9), travelSeconds: 260),
                Candidate(
                    unit: unit(7), standing: .busy, coordinate: Self.coordinate(3),
                    measuredAt: now.adding(seconds: -2), travelSeconds: 61),
                Candidate(
                    unit: unit(20), standing: .noFix, coordinate: nil, measuredAt: .none, travelSeconds: -1),
            ])
    }
}
