import Foundation
import Testing

@testable import Dispatch115

/// Offers through the real service: real sockets, the real journal, real time.
@Suite(.serialized) struct OfferEndToEndTests {
    /// The first car of each of so many stations of the example city.
    static func firstCars(_ count: Int) throws -> [(station: Int, unit: Int)] {
        var found: [(station: Int, unit: Int)] = []
        for line in try Files.readText(ServiceFixture.root + "/cities/hcmc/units.csv").split(separator: "\n")
        {
            let fields = line.split(separator: ",")
            guard fields.count >= 3, fields[1] == "car", let unit = Int(fields[0]),
                let station = Int(fields[2])
            else { continue }
            if !found.contains(where: { $0.station == station }) { found.append((station, unit)) }
        }
        return Array(found.prefix(count))
    }

    /// One station says no, the next nothing, the third yes: and the unit has its order.
    @Test(.timeLimit(.minutes(2)))
    func aRefusalCascade() throws {
        let fixture = try ServiceFixture(settings: ["offers.answerSeconds.p2=5"])
        try fixture.start()
        let cars = try OfferEndToEndTests.firstCars(3)
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        _ = try desk.ask("N P=2 10.77,106.70 ; chest pain")
        let numbers = cars.map { "\($0.station)" }.joined(separator: ",")
        let asked = try desk.ask("OFFER \(numbers) 1").joined(separator: "\n")
        #expect(asked.contains("station \(cars[0].station), incident 1: asked"), "\(asked)")
        #expect(!asked.contains("station \(cars[1].station), incident 1: asked"))
        let no = try desk.ask("DEC S=\(cars[0].station) 1 no crew until 23:59 ; doctor in theatre").joined()
        #expect(
            no.contains("declined, no crew") && no.contains("station \(cars[1].station), incident 1: asked"))
        let isThirdAsked = eventually {
            ((try? desk.ask("I 1").joined(separator: "\n")) ?? "").contains(
                "station \(cars[2].station): asked")
        }
        #expect(isThirdAsked, "after five seconds of silence the third is asked")
        #expect(try desk.ask("Q").joined().contains("1 open"))
        let yes = try desk.ask("YES \(cars[2].unit) 1 ; Dr Lan").joined(separator: "\n")
        #expect(yes.contains("accepted, unit \(cars[2].unit), crew Dr Lan"), "\(yes)")
        let whole = try desk.ask("I 1").joined(separator: "\n")
        #expect(
            whole.contains("declined no crew") && whole.contains("silent") && whole.contains("accepted unit"))
        let why = try desk.ask("WHY \(try planned(desk))").joined(separator: "\n")
        #expect(why.contains("to be offered to station"), "\(why)")
        #expect(try fixture.value("offers.asked") == "3" && fixture.value("offers.accepted") == "1")
        #expect(try fixture.value("offers.silent") == "1" && fixture.value("offers.declined.no-crew") == "1")
        let seconds = Int(try fixture.value("offers.ring-to-accepted.p50")) ?? -1
        #expect(seconds >= 5)
        #expect(Self.flat(try desk.ask("OFFER").joined(separator: "\n")).contains("busy until 23:59"))
        fixture.kill()
        try fixture.start()
        #expect(
            try fixture.link().ask("CA 1").joined(separator: "\n").contains("đồng ý xe \(cars[2].unit)"),
            "all of it is in the journal")
        fixture.kill()
        let centre = try fixture.centreOnDisk()
        #expect(centre.offers.rows.map(\.state) == [.declined, .silent, .accepted])
        #expect(centre[centre.offers[2].unit].live == centre.offers[2].assignment)
        #expect(centre.brokenInvariants().isEmpty)
    }

    /// The sequence number of the event by which offers were planned.
    private func planned(_ desk: ConsoleLink) throws -> String {
        let line = try desk.ask("JRN 60").first { $0.contains("to be offered") } ?? "#1 "
        return String(line.dropFirst().prefix { $0 != " " })
    }

    /// Sixteen stations say yes at once to one P1: one wins, the others are told that it is withdrawn, and who
    /// goes.
    @Test(.timeLimit(.minutes(10)))
    func sixteenStationsSayYesAtOnce() throws {
        let rounds = isCampaign ? 10_000 : 100
        let fixture = try ServiceFixture(settings: ["offers.atOnce=16"])
        try fixture.start()
        let cars = try OfferEndToEndTests.firstCars(16)
        #expect(cars.count == 16)
        let consoles = try (0..<16).map { _ in try RaceConsole(fixture.folder + "/console.sock") }
        for console in consoles { _ = try console.link.ask("LANG en") }
        let numbers = cars.map { "\($0.station)" }.joined(separator: ",")
        for round in 1...rounds {
            let desk = consoles[round % 16].link
            _ = try desk.ask("N P=1 10.77,106.70 ; race \(round)")
            let asked = try desk.ask("OFFER \(numbers) \(round)").joined(separator: "\n")
            #expect(asked.hasPrefix("#"), "\(asked)")
            for (index, console) in consoles.enumerated() {
                try console.send("YES \(cars[index].unit) \(round)")
            }
            var winners: [Int] = []
            var losers: [String] = []
            for (index, console) in consoles.enumerated() {
                let answer = try console.receive().joined(separator: "\n")
                if answer.hasPrefix("#") { winners.append(index) } else { losers.append(answer) }
            }
            #expect(winners.count == 1, "round \(round): \(winners)")
            guard let winner = winners.first else { return }
            let who = "unit \(cars[winner].unit) of station \(cars[winner].station) has it"
            #expect(
                losers.allSatisfy { $0.contains("was withdrawn") && Self.flat($0).contains(who) }, "\(losers)"
            )
            _ = try desk.ask("STAND \(cars[winner].unit)")
            _ = try desk.ask("CL \(round) notfound")
        }
        fixture.kill()
        let centre = try fixture.centreOnDisk()
        #expect(centre.assignments.end == Int32(rounds), "one assignment a round")
        let states = centre.offers.rows.map(\.state)
        #expect(states.filter { $0 == .accepted }.count * 15 == states.filter { $0 == .withdrawn }.count)
        #expect(centre.brokenInvariants().isEmpty)
    }

    /// A reply's wrapped lines as one.
    private static func flat(_ text: String) -> String {
        text.split(whereSeparator: { $0 == " " || $0 == "\n" }).joined(separator: " ")
    }

    /// A station's own desk answers for its own units, and asks nobody.
    @Test(.timeLimit(.minutes(2)))
    func aStationsDeskAnswersForItself() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let cars = try OfferEndToEndTests.firstCars(2)
        let (own, other) = (cars[0], cars[1])
        let desk = try fixture.link()
        for line in [
            "LANG en", "N P=1 10.77,106.70 ; chest pain", "N 10.77,106.70 ; fall",
            "OFFER \(own.station),\(other.station) 1", "OFFER \(own.station) 2",
        ] { _ = try desk.ask(line) }
        try fixture.write(people: [TestPerson(Account.ownUserID, "station", station: Int32(own.station))])
        try fixture.reloadPeople()
        let list = try desk.ask("OFFER").joined(separator: "\n")
        #expect(list.contains("station \(own.station): 2 open") && !list.contains("station \(other.station)"))
        let refused: [(String, String)] = [
            ("OFFER \(other.station) 2", "does not offer"),
            ("YES \(other.unit) 1", "is not of station \(own.station)"),
            ("DEC S=\(other.station) 1 busy", "answers for station \(own.station) only"),
            ("DSP \(own.unit) 1", "needs the role dispatcher"),
        ]
        for (line, why) in refused {
            let answer = Self.flat(try desk.ask(line).joined(separator: "\n"))
            #expect(!answer.hasPrefix("#") && answer.contains(why), "\(answer)")
        }
        let no = try desk.ask("DEC 2 broken").joined(separator: "\n")
        #expect(no.contains("declined, broken") && !no.contains("by phone"), "\(no)")
        let yes = Self.flat(try desk.ask("YES \(own.unit)").joined(separator: "\n"))
        #expect(yes.contains("accepted, unit \(own.unit)") && !yes.contains("by phone"), "\(yes)")
        fixture.kill()
        let centre = try fixture.centreOnDisk()
        #expect(centre.offers.rows.map(\.state) == [.accepted, .withdrawn, .declined])
        #expect(centre.offers.rows.allSatisfy { !$0.isByPhone })
    }

    /// RE measures real units; the cascade of OF follows from the same ranking, and its basis explains it.
    @Test(.timeLimit(.minutes(2)))
    func theNearestStationsFollowFromWhatIsKnown() throws {
        let fixture = try ServiceFixture(settings: ["offers.cascade=3"])
        try fixture.start()
        try fixture.startUnits(count: 126, hurry: 1)
        #expect(eventually { (try? fixture.value("fleet.unheard")) == "0" })
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        // 200 m north of station 1.
        _ = try desk.ask("N P=3 10.7550,106.6590 ; fall")
        let asked = try desk.ask("OFFER near 1").joined(separator: "\n")
        #expect(asked.contains("to be offered to station 1, "), "\(asked)")
        #expect(asked.contains("(nearest first)") && asked.contains("station 1, incident 1: asked"))
        let why = try desk.ask("WHY \(try planned(desk))").joined(separator: "\n")
        #expect(why.contains("known then") && why.contains("1.  unit "), "\(why)")
        _ = try desk.ask("DEC S=1 1 busy until 23:59")
        let advice = try desk.ask("RE 1").joined(separator: "\n")
        #expect(advice.contains("its station declined"), "\(advice)")
        _ = try desk.ask("N P=3 10.7550,106.6590 ; another fall")
        let second = try desk.ask("RE 2").joined(separator: "\n")
        #expect(second.contains("its station is busy until 23:59"), "\(second)")
        let sent = try desk.ask("DSP 10 1").joined(separator: "\n")
        #expect(sent.contains("withdrawn, a unit has been sent"), "\(sent)")
    }
}
