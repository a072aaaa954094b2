import Geo
import Testing

@testable import Dispatch115

/// A small centre to try commands on, with its own clock.
struct CentreFixture {
    var centre: Centre
    var events: [Event] = []
    var now = Timestamp(nanoseconds: 1_790_000_000_000_000_000)
    /// Whether to look at every invariant after every event.
    var checksInvariants = true

    init(units: Int32 = 4, rules: CentreRules = CentreRules()) {
        centre = Centre(rules: rules)
        expectDone(.startEpoch(monotonicNanoseconds: 1))
        for number in 1...3 as ClosedRange<Int32> {
            expectDone(
                .defineStation(
                    number: number, coordinate: CentreFixture.place(number), name: "Trạm \(number)"))
        }
        for number in 1...units {
            expectDone(
                .defineUnit(
                    number: number, kind: number % 4 == 0 ? .motorbike : .car, station: StationID(index: 0),
                    skills: .nurse, equipment: .oxygen))
        }
    }

    static func place(_ step: Int32) -> Coordinate {
        Coordinate(latitudeE7: 107_700_000 + step * 10_000, longitudeE7: 1_067_000_000) ?? .init(nearZero: ())
    }

    mutating func submit(
        _ command: Command, actor: Actor = Actor(.console, 1000), client: UInt64 = 0
    ) throws(Rejection) -> [Event] {
        let made = try centre.decide(Submission(command, actor: actor, client: client, now: now))
        for event in made {
            centre.apply(event)
            if checksInvariants {
                let broken = centre.brokenInvariants()
                #expect(broken.isEmpty, "\(command) -> \(event.body): \(broken)")
            }
        }
        events += made
        return made
    }

    mutating func expectDone(_ command: Command, sourceLocation: SourceLocation = #_sourceLocation) {
        do {
            _ = try submit(command)
        } catch {
            Issue.record("\(command) was refused: \(error)", sourceLocation: sourceLocation)
        }
    }

    mutating func expectRefused(
        _ command: Command, _ reason: Rejection, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let before = centre.sequence
        do {
            let made = try submit(command)
            Issue.record("\(command) made \(made)", sourceLocation: sourceLocation)
        } catch {
            #expect(error == reason, sourceLocation: sourceLocation)
        }
        #expect(
            centre.sequence == before, "a refused command changes nothing", sourceLocation: sourceLocation)
    }

    /// The line that made the event at this place, with what came later: as the engine gathers it.
    func line(at index: Int) -> LineToUndo {
        guard events.indices.contains(index) else { return LineToUndo(line: [], later: []) }
        let event = events[index]
        func isSame(_ other: Event) -> Bool {
            other.at == event.at && other.actor == event.actor && other.client == event.client
        }
        return LineToUndo(
            line: events.filter(isSame), later: events[(index + 1)...].filter { !isSame($0) })
    }

    /// The newest event that passes, taken back.
    mutating func undo(
        anybodys: Bool = false, as actor: Actor = Actor(.console, 1000), _ passes: (EventBody) -> Bool
    ) throws(Rejection) {
        let index = events.lastIndex { passes($0.body) } ?? -1
        _ = try submit(.course(.undo(line(at: index), anybodys: anybodys)), actor: actor)
    }

    mutating func pass(seconds: Int64) { now = now.adding(seconds: seconds) }

    /// Opens an incident and gives its id.
    mutating func open(_ priority: Priority = .p2) -> IncidentID {
        expectDone(
            .openIncident(
                phone: "0903123456", priority: priority,
                place: PlaceReport(
                    coordinate: CentreFixture.place(9), certainty: .exact, precisionMetres: 10,
                    said: "10.7709,106.70", name: ""), words: "đau ngực"))
        return IncidentID(index: centre.incidents.end - 1)
    }

    mutating func step(_ unit: UnitID, _ button: Button, at: Timestamp = .none) {
        let hospital = button == .transport ? HospitalID(index: 2) : HospitalID.none
        expectDone(.step(unit, button, occurredAt: at, destination: hospital))
    }
}

extension Coordinate {
    init(nearZero: ()) {
        self = UncheckedDegrees(latitude: 0, longitude: 0).checked ?? Coordinate(nearZero: ())
    }
}

let unit1 = UnitID(index: 0)
let unit2 = UnitID(index: 1)
let unit3 = UnitID(index: 2)
/// A motorbike.
let unit4 = UnitID(index: 3)
