import Geo
import Testing

@testable import Dispatch115

@Suite struct RecommenderNeedTests {
    static let place = CentreFixture.place(0)

    /// Units along a line, each so many steps (about 11 m) from the place, heard a second ago.
    struct Street {
        var desk = CentreFixture(units: 1)
        var numbers: [Int32] = []
        let fleet = Fleet(around: RecommenderTests.middle, rules: FreshnessRules())

        @discardableResult
        mutating func put(
            _ number: Int32, _ kind: UnitKind = .car, at step: Int32, _ skills: Skills = .nurse,
            _ equipment: Equipment = .oxygen, station: Int32 = 0, age: Int64 = 1, isHeard: Bool = true
        ) -> UnitID {
            desk.expectDone(
                .defineUnit(
                    number: number, kind: kind, station: StationID(index: station), skills: skills,
                    equipment: equipment))
            let id = desk.centre.unit(numbered: number)
            fleet.note(id, desk.centre[id])
            if isHeard { fleet.take(RecommenderTests.fix(id, step, age: age, at: desk.now)) }
            return id
        }

        func basis(
            _ need: Need, incident: IncidentID = .none, farthest: Int32 = .max, ranked: Int = 3
        ) throws -> Basis {
            try recommender(farthest, ranked).basis(
                for: RecommenderNeedTests.place, need: need, incident: incident, in: desk.centre,
                fleet: fleet,
                now: desk.now)
        }

        func recommender(_ farthest: Int32 = .max, _ ranked: Int = 3) throws -> Recommender {
            Recommender(
                travel: [
                    (.car, try StraightLineTravel(metresPerSecond: 10)),
                    (.motorbike, try StraightLineTravel(metresPerSecond: 12)),
                ], method: .straightLine, rankedCount: ranked, consideredCount: 10,
                farthestSeconds: farthest, motorbikeFirstSeconds: 60)
        }

        func proposal(_ need: Need, stillNeeded: Int = 1) throws -> Proposal {
            try recommender().proposal(
                try basis(need), need: need, stillNeeded: stillNeeded, in: desk.centre)
        }

        func number(_ unit: UnitID) -> Int32 { desk.centre[unit].number }
    }

    /// Each candidate's standing, and the first reason that counts.
    @Test func everyStandingHasItsCase() throws {
        var street = Street()
        let incident = street.desk.open()
        let need = Need(skills: .doctor, equipment: .ventilator)
        let full: Equipment = [.oxygen, .ventilator]
        let good = street.put(10, at: 20, .doctor, full)
        let busy = street.put(11, at: 21, .doctor, full)
        let off = street.put(12, at: 22, .doctor, full)
        let stale = street.put(13, at: 40, .doctor, full, age: 90)
        let bike = street.put(14, .motorbike, at: 24, .doctor, full)
        let unskilled = street.put(15, at: 25, .nurse, full)
        let unequipped = street.put(16, at: 26, .doctor)
        let declined = street.put(17, at: 27, .doctor, full, station: 1)
        let stationBusy = street.put(18, at: 28, .doctor, full, station: 2)
        let tooFar = street.put(19, at: 2_000, .doctor, full)
        street.desk.expectDone(.dispatch([busy], street.desk.open(), .unknown))
        street.desk.centre.units[Int(off.index)].isOnDuty = false
        for id in [busy, off] { street.fleet.note(id, street.desk.centre[id]) }
        let (one, two) = (StationID(index: 1), StationID(index: 2))
        street.desk.expectDone(.offer(.ask(incident, [one], chosen: true, .unknown)))
        street.desk.expectDone(
            .offer(.decline(one, incident, .noCrew, until: .none, words: "", byPhone: true)))
        let other = street.desk.open()
        street.desk.expectDone(.offer(.ask(other, [two], chosen: true, .unknown)))
        street.desk.expectDone(
            .offer(
                .decline(
                    two, other, .vehicleBusy, until: street.desk.now.adding(seconds: 600), words: "",
                    byPhone: true)))
        let basis = try street.basis(need, incident: incident, farthest: 600)
        let seen = Dictionary(uniqueKeysWithValues: basis.candidates.map { ($0.unit, $0.standing) })
        let expected: [(UnitID, Standing)] = [
            (good, .eligible), (busy, .busy), (off, .offDuty), (stale, .stale), (bike, .wrongKind),
            (unskilled, .lacksSkill), (unequipped, .lacksEquipment), (declined, .declined),
            (stationBusy, .stationBusy), (tooFar, .tooFar),
        ]
        for (unit, standing) in expected { #expect(seen[unit] == standing, "\(street.number(unit))") }
        #expect(basis.candidates[0].unit == good)
        #expect(
            try street.basis(need, incident: other, farthest: 600).candidates.first { $0.unit == declined }?
                .standing == .eligible, "a no concerns one incident")
        let again = try street.basis(need, incident: incident, farthest: 600)
        #expect(again == basis, "the same knowledge, the same answer")
    }

    @Test func slowerOnesThanThoseRankedAreFarther() throws {
        var street = Street()
        for step in 1...5 as ClosedRange<Int32> { street.put(10 + step, at: 10 * step) }
        let basis = try street.basis(.unknown, ranked: 2)
        #expect(
            basis.candidates.map(\.standing) == [.eligible, .eligible, .farther, .farther, .farther])
    }

    @Test func theMotorbikeGoesFirstWhereItIsClearlyEarlier() throws {
        var street = Street()
        street.put(12, at: 180)
        street.put(201, .motorbike, at: 40)
        var proposal = try street.proposal(.unknown)
        #expect(proposal.kind == .linked && proposal.units.map(street.number) == [201, 12])
        #expect(proposal.careSeconds < proposal.transportSeconds && proposal.careSeconds > 0)
        // A car that is about as near needs no motorbike before it.
        street.put(13, at: 36)
        proposal = try street.proposal(.unknown)
        #expect(proposal.kind == .single && proposal.units.map(street.number) == [13])
        // Nobody need be carried: the motorbike is simply the first.
        proposal = try street.proposal(.anyone)
        #expect(proposal.kind == .single && proposal.units.map(street.number) == [201])
    }

    @Test func aMotorbikeWithoutTheSkillIsNotSentAhead() throws {
        var street = Street()
        street.put(12, at: 180, .doctor)
        street.put(201, .motorbike, at: 40, .nurse)
        #expect(try street.proposal(Need(skills: .doctor)).kind == .single)
        street.put(202, .motorbike, at: 50, .doctor)
        #expect(try street.proposal(Need(skills: .doctor)).units.map(street.number) == [202, 12])
        #expect(try street.proposal(Need(skills: .nurse)).units.map(street.number) == [201, 12])
    }

    @Test func whatNobodyBringsAloneIsPutTogether() throws {
        var street = Street()
        street.put(12, at: 60, .nurse)
        street.put(13, at: 90, .nurse, [.oxygen, .ventilator])
        let none = try street.proposal(Need(skills: .doctor))
        #expect(none.kind == .none && none.units.isEmpty)
        #expect(none.missing == Capability(skills: .doctor, equipment: [], transport: false))
        street.put(201, .motorbike, at: 80, .doctor)
        let two = try street.proposal(Need(skills: .doctor))
        #expect(two.kind == .combination && Set(two.units.map(street.number)) == [12, 201])
        let both = Need(skills: .doctor, equipment: .ventilator)
        let ventilated = try street.proposal(both)
        #expect(Set(ventilated.units.map(street.number)) == [13, 201])
        #expect(ventilated.transportSeconds > 0 && ventilated.careSeconds <= ventilated.transportSeconds)
        street.put(14, at: 70, [], [.incubator])
        let three = try street.proposal(
            Need(skills: .doctor, equipment: [.ventilator, .incubator]))
        #expect(Set(three.units.map(street.number)) == [13, 14, 201])
    }

    @Test func severalAreProposedWhereSeveralAreNeeded() throws {
        var street = Street()
        for step in 1...4 as ClosedRange<Int32> { street.put(10 + step, at: 10 * step) }
        let three = try street.proposal(Need(units: 3), stillNeeded: 3)
        #expect(three.kind == .several && three.units.map(street.number) == [11, 12, 13])
        let enough = try street.proposal(Need(units: 3), stillNeeded: 0)
        #expect(enough.kind == .enough && enough.units.isEmpty)
        let nine = try street.proposal(Need(units: 9), stillNeeded: 9)
        #expect(nine.stillNeeded == 9 && nine.units.count == 3)
    }

    /// Those that lack what is needed do not hide the one behind them that has it.
    @Test func theOneWithTheSkillIsFoundBehindManyWithout() throws {
        var street = Street()
        for step in 1...60 as ClosedRange<Int32> { street.put(100 + step, at: step) }
        street.put(300, at: 400, .doctor)
        let basis = try street.basis(Need(skills: .doctor))
        #expect(basis.candidates[0].unit == street.desk.centre.unit(numbered: 300))
        #expect(basis.candidates[0].standing == .eligible)
        #expect(basis.candidates.count <= 1 + 2 + 10, "of a sort only the nearest few are named")
    }

    /// Against trying every pair: the pair that is proposed covers the need, and none is complete sooner.
    @Test(arguments: seedsForTests(6))
    func noOtherPairIsCompleteSooner(seed: UInt64) throws {
        var random = SplitMix64(seed: seed)
        var street = Street()
        let need = Need(skills: .doctor, equipment: [.ventilator, .incubator])
        for number in 10..<22 as Range<Int32> {
            let hasOne = Bool.random(using: &random)
            street.put(
                number, Bool.random(using: &random) ? .car : .motorbike,
                at: Int32.random(in: 10...900, using: &random),
                Bool.random(using: &random) ? .doctor : .nurse,
                hasOne ? .ventilator : .incubator)
        }
        let basis = try street.basis(need)
        let proposal = try street.recommender().proposal(
            basis, need: need, stillNeeded: 1, in: street.desk.centre)
        let helpers = basis.candidates.filter { $0.standing.isPartial }
        var best = Int32.max
        for (position, left) in helpers.enumerated() {
            for right in helpers[(position + 1)...] {
                let all = Capability(of: street.desk.centre[left.unit]).with(
                    Capability(of: street.desk.centre[right.unit]))
                if need.isMet(by: all) { best = min(best, max(left.travelSeconds, right.travelSeconds)) }
            }
        }
        guard best < .max else {
            #expect(proposal.units.count != 2, "seed \(seed)")
            return
        }
        let last = helpers.filter { proposal.units.contains($0.unit) }.map(\.travelSeconds).max()
        #expect(proposal.kind == .combination || proposal.kind == .linked, "seed \(seed)")
        #expect(last == best, "seed \(seed)")
    }
}
