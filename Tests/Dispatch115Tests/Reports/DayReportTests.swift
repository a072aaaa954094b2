import Geo
import Testing

@testable import Dispatch115

@Suite struct DayReportTests {
    private let time = LocalTime()

    /// A desk at 10:00 local of a day.
    private func desk() -> CentreFixture {
        var desk = CentreFixture()
        desk.now = time.start(ofDay: 20_779).adding(seconds: 36_000)
        return desk
    }

    private func report(_ desk: CentreFixture, units: Int = 4) -> DayReport {
        var facts = DayFacts()
        for event in desk.events { facts.take(event) }
        return DayReport(
            facts, day: 20_779, until: desk.now, units: units, targetMinutes: [8, 15, 40, 120], time: time)
    }

    private func row(_ report: DayReport, _ interval: DayInterval, _ priority: Priority? = nil)
        -> IntervalStatistics?
    {
        report.groups.first { $0.priority == priority }?.rows.first { $0.interval == interval }?.statistics
    }

    /// One run with every step, each a known number of seconds after the one before.
    private func wholeRun(_ desk: inout CentreFixture, _ unit: UnitID, _ priority: Priority) -> IncidentID {
        let id = desk.open(priority)
        desk.pass(seconds: 30)
        desk.expectDone(.dispatch([unit], id, .unknown))
        for (button, seconds) in [
            (.acknowledge, 20), (.enRoute, 40), (.onScene, 300), (.atPatient, 60), (.transport, 600),
            (.atHospital, 480), (.handOver, 240), (.available, 120),
        ] as [(Button, Int64)] {
            desk.pass(seconds: seconds)
            desk.step(unit, button)
        }
        desk.expectDone(.close(id, .transported))
        return id
    }

    @Test func everyIntervalOfOneRun() {
        var desk = desk()
        _ = wholeRun(&desk, unit1, .p1)
        let report = report(desk)
        let expected: [(DayInterval, Int64)] = [
            (.codeToAssignment, 30), (.toAcknowledged, 20), (.toRolling, 40), (.travel, 300),
            (.onScene, 660), (.transport, 480), (.handover, 240), (.wrapUp, 120), (.response, 390),
            (.transportResponse, 390),
        ]
        for (interval, seconds) in expected {
            #expect(row(report, interval) == IntervalStatistics([seconds]), "\(interval)")
            #expect(row(report, interval, .p1) == IntervalStatistics([seconds]), "\(interval)")
        }
        // Without a call feed nobody knows how long it rang.
        #expect(row(report, .ringToAnswer) == IntervalStatistics([], leftOut: 1))
        #expect(report.groups.map(\.priority) == [nil, .p1])
        #expect(report.groups.last?.withinTarget == 1)
        #expect(report.callsByHour[10] == 1 && report.callsByHour.reduce(0, +) == 1)
        #expect(report.dispositions.map(\.count) == [1] && report.stillOpen == 0)
        #expect(report.busySeconds == 1_860 && report.duty.onDuty == report.unitSeconds)
        #expect(report.calls == DayCallNumbers([DayCall(receivedAt: desk.now, isRung: false)]))
        #expect(report.calls.typed == 1 && report.calls.rung == 0 && report.calls.answer.leftOut == 1)
        // Ten hours and 1,890 seconds, four units.
        #expect(report.unitSeconds == 4 * (36_000 + 1_890))
    }

    @Test func whatWasLeftOutIsCounted() {
        var desk = desk()
        let waiting = desk.open(.p2)
        let cancelled = desk.open(.p2)
        desk.pass(seconds: 10)
        desk.expectDone(.dispatch([unit2], cancelled, .unknown))
        desk.expectDone(.standDown(unit2))
        let going = desk.open(.p3)
        desk.expectDone(.dispatch([unit3], going, .unknown))
        desk.pass(seconds: 100)
        desk.step(unit3, .onScene)
        let report = report(desk)
        #expect(row(report, .codeToAssignment) == IntervalStatistics([10, 0], leftOut: 1), "\(waiting)")
        // Stood down before it answered: no run that failed to answer. The third never said en route.
        #expect(row(report, .toAcknowledged) == IntervalStatistics([], leftOut: 1))
        #expect(row(report, .travel)?.count == 0)
        #expect(
            report.stoodDown == 1 && report.diverted == 0 && report.dispatches == 2 && report.stillOpen == 3)
    }

    /// A motorbike comes first, a car later: two clocks.
    @Test func theClockOfCareAndTheClockOfTransport() {
        var desk = desk()
        let id = desk.open(.p1)
        desk.expectDone(.dispatch([unit4, unit1], id, .unknown))
        desk.pass(seconds: 200)
        desk.step(unit4, .onScene)
        desk.pass(seconds: 250)
        desk.step(unit1, .onScene)
        let report = report(desk)
        #expect(row(report, .response)?.median == 200)
        #expect(row(report, .transportResponse)?.median == 450)
    }

    @Test func lateEntriesCountByTheirOwnTimes() {
        var desk = desk()
        desk.expectDone(PaperEntryTests.entry(desk, form: 17, minutesAgo: 120))
        let id = IncidentID(index: 0)
        let ago = { (minutes: Int64) in desk.now.adding(seconds: -60 * minutes) }
        desk.expectDone(
            .shift(
                .enterRun(
                    [unit1], id, sentAt: ago(118),
                    steps: [LateStep(.onScene, at: ago(105)), LateStep(.available, at: ago(80))],
                    destination: .none)))
        desk.expectDone(.shift(.closeLate(id, .treatedOnScene, at: ago(79))))
        let report = report(desk)
        #expect(report.callsByHour[8] == 1 && report.callsByHour[10] == 0)
        #expect(row(report, .response)?.median == 900)
        #expect(row(report, .codeToAssignment)?.median == 120)
        #expect(report.late.map(\.form) == [17] && report.lateRuns == 1 && report.lateCloses == 1)
        #expect(report.busySeconds == 38 * 60)
        // The same entry made about the day before belongs to that day.
        var other = DayFacts()
        for event in desk.events { other.take(event) }
        let before = DayReport(
            other, day: 20_778, until: desk.now, units: 4, targetMinutes: [8], time: time)
        #expect(before.groups.first?.cases == 0 && before.callsByHour.reduce(0, +) == 0)
    }

    @Test func staleFixesAreAShareOfWhatIsKnown() {
        var desk = desk()
        let standings: [Standing] = [.eligible, .stale, .noFix]
        for (unit, standing) in zip([unit1, unit2, unit3], standings) {
            let id = desk.open()
            let candidate = Candidate(
                unit: unit, standing: standing, coordinate: nil, measuredAt: .none, travelSeconds: -1)
            desk.expectDone(
                .dispatch([unit], id, Basis(place: nil, method: .none, candidates: [candidate])))
        }
        desk.expectDone(.dispatch([unit4], desk.open(), .unknown))
        let report = report(desk)
        #expect(report.knownFixes == 3 && report.staleFixes == 2)
    }

    @Test func aRunOverMidnightIsCutForTheHoursOfUnits() {
        var desk = CentreFixture()
        desk.now = time.start(ofDay: 20_779).adding(seconds: -600)
        let id = desk.open()
        desk.expectDone(.dispatch([unit1], id, .unknown))
        desk.now = time.start(ofDay: 20_779).adding(seconds: 900)
        desk.step(unit1, .onScene)
        desk.step(unit1, .available)
        let report = report(desk, units: 1)
        #expect(report.busySeconds == 900 && report.unitSeconds == 900)
        #expect(report.groups.first?.cases == 0, "the case is of the day before")
    }

    private func ring(_ desk: inout CentreFixture, _ name: UInt64) -> CallReport {
        // The first is of the number whose incident the fixture opens: that takes it.
        let phone = name == 1 ? "0903123456" : "09000000\(name)"
        let report = CallReport(exchange: name, phone: phone, at: desk.now)
        desk.expectDone(.call(.rang(report)))
        return CallReport(exchange: name, phone: "")
    }

    /// Answered by the exchange's word and by CLAIM, given up and called back, still ringing, typed.
    @Test func callsFromRingToAnswer() {
        var desk = desk()
        let first = ring(&desk, 1)
        desk.pass(seconds: 4)
        desk.expectDone(.call(.answered(first, by: 1000)))
        let incident = desk.open(.p1)
        _ = ring(&desk, 2)
        desk.pass(seconds: 10)
        desk.expectDone(.call(.claim(CallID(number: 2))))
        desk.expectDone(.call(.finish(CallID(number: 2), .advice, words: "")))
        let third = ring(&desk, 3)
        let fourth = ring(&desk, 4)
        desk.pass(seconds: 30)
        desk.expectDone(.call(.abandoned(third)))
        desk.expectDone(.call(.abandoned(fourth)))
        desk.expectDone(.call(.tried(CallID(number: 3), .reached)))
        desk.expectDone(.call(.finish(CallID(number: 3), .advice, words: "")))
        _ = ring(&desk, 5)
        // Claimed, given back, claimed again: the second answer is the one that counts.
        desk.expectDone(.call(.claim(CallID(number: 5))))
        desk.expectDone(.call(.release(CallID(number: 5))))
        desk.pass(seconds: 21)
        desk.expectDone(.call(.claim(CallID(number: 5))))
        desk.expectDone(.call(.finish(CallID(number: 5), .test, words: "")))
        _ = ring(&desk, 6)
        _ = desk.open(.p2)
        let report = report(desk)
        let calls = report.calls
        #expect(calls.rung == 6 && calls.typed == 1 && calls.abandoned == 2 && calls.reached == 1)
        #expect(calls.ringing == 1)
        #expect(calls.answer == IntervalStatistics([4, 10, 21], leftOut: 4))
        #expect(calls.answer.median == 10 && calls.answer.ninetieth == 21)
        #expect(report.callsByHour[10] == 7)
        // Of the cases one came of a ring.
        #expect(row(report, .ringToAnswer) == IntervalStatistics([4], leftOut: 1), "\(incident)")
        #expect(row(report, .ringToAnswer, .p1) == IntervalStatistics([4]))
    }

    @Test func offersByStationAndReason() {
        var desk = desk()
        let (first, second) = (StationID(index: 0), StationID(index: 1))
        let incident = desk.open(.p2)
        desk.pass(seconds: 10)
        desk.expectDone(.offer(.ask(incident, [second, first], chosen: true, .unknown)))
        desk.pass(seconds: 5)
        desk.expectDone(
            .offer(.decline(second, incident, .noCrew, until: .none, words: "", byPhone: true)))
        desk.pass(seconds: 20)
        desk.expectDone(.offer(.accept(unit1, incident, from: first, crew: "", .unknown)))
        let other = desk.open(.p2)
        desk.expectDone(.offer(.ask(other, [second], chosen: true, .unknown)))
        desk.pass(seconds: 400)
        desk.expectDone(.tick)
        _ = desk.open(.p2)
        let report = report(desk)
        let offers = report.offers
        #expect(offers.stations.map(\.number) == [2, 1])
        #expect(offers.all.asked == 3 && offers.all.accepted == 1 && offers.all.silent == 1)
        let noCrew = DeclineReason.allCases.firstIndex(of: .noCrew) ?? -1
        #expect(offers.stations[0].declined[noCrew] == 1 && offers.all.declinedInAll == 1)
        #expect(offers.stations[0].asked == 2 && offers.stations[1].accepted == 1)
        #expect(offers.answer == IntervalStatistics([5, 20], leftOut: 1))
        // Two cases asked stations, one found none; the third asked nobody.
        #expect(row(report, .toAccepted) == IntervalStatistics([35], leftOut: 1))
    }

    @Test func hoursOnDutyAndOutOfService() {
        var desk = desk()
        // Ten hours of the day have passed.
        desk.expectDone(.duty(.logOff(unit1)))
        desk.expectDone(.duty(.outOfService(unit2, .fuel, until: .none, note: "")))
        desk.pass(seconds: 600)
        desk.expectDone(.duty(.logOn(unit2, crew: "", skills: nil, equipment: nil, kilometres: -1)))
        desk.pass(seconds: 1)
        desk.expectDone(.duty(.outOfService(unit3, .meal, until: .none, note: "")))
        desk.pass(seconds: 60)
        do { try desk.undo { if case .duty(.outOfService) = $0 { true } else { false } } } catch {
            Issue.record("\(error)")
        }
        desk.pass(seconds: 2_939)
        let report = report(desk)
        let hour: Int64 = 3_600
        #expect(report.unitSeconds == 4 * 11 * hour)
        #expect(report.duty.units == 4 && report.duty.onDuty == 3 * 11 * hour + 10 * hour)
        var out = [Int64](repeating: 0, count: OutOfServiceReason.allCases.count)
        out[OutOfServiceReason.allCases.firstIndex(of: .fuel) ?? 0] = 600
        out[OutOfServiceReason.allCases.firstIndex(of: .meal) ?? 0] = 60
        #expect(report.duty.outOfService == out)
    }

    @Test func whatIsReopenedIsNotOverAndPlannedWorkIsInNoInterval() {
        var desk = desk()
        let reopened = desk.open(.p1)
        desk.expectDone(.close(reopened, .notFound))
        desk.pass(seconds: 60)
        desk.expectDone(.course(.reopen(reopened)))
        let mistaken = desk.open(.p2)
        desk.pass(seconds: 1)
        desk.expectDone(.close(mistaken, .nuisance))
        desk.pass(seconds: 5)
        do { try desk.undo { if case .incidentClosed = $0 { true } else { false } } } catch {
            Issue.record("\(error)")
        }
        desk.expectDone(
            .course(
                .standby(
                    place: PlaceReport(coordinate: CentreFixture.place(8), certainty: .exact, said: "sân"),
                    words: "giải chạy", priority: .p4, at: .none, to: desk.now.adding(seconds: 3600))))
        desk.expectDone(.dispatch([unit1], IncidentID(number: 3), .unknown))
        desk.pass(seconds: 30)
        desk.step(unit1, .onScene)
        let report = report(desk)
        #expect(report.reopened == 1 && report.closingsTakenBack == 1 && report.planned == 1)
        #expect(report.stillOpen == 3 && report.dispositions.isEmpty)
        #expect(report.calls.typed == 2 && report.callsByHour[10] == 2, "nobody called for the standby")
        #expect(report.groups.first?.cases == 2 && report.groups.map(\.priority) == [nil, .p1, .p2])
        #expect(row(report, .response)?.count == 0 && row(report, .travel)?.count == 0)
    }

    @Test func fromTheRingToCompressions() {
        var desk = desk()
        let call = ring(&desk, 1)
        desk.pass(seconds: 4)
        desk.expectDone(.call(.answered(call, by: 1000)))
        let incident = desk.open(.p1)
        _ = desk.open(.p1)
        for (seconds, isCompressions) in [(10, false), (30, true), (40, true)] as [(Int64, Bool)] {
            desk.pass(seconds: seconds)
            desk.expectDone(
                .triage(
                    .instruct(
                        incident,
                        InstructionShown(
                            version: 1, instruction: "cpr", title: "a || b", steps: 3,
                            isCompressions: isCompressions))))
        }
        #expect(row(report(desk), .toCompressions) == IntervalStatistics([44]), "nobody else needed it")
    }

    /// Events from the middle of a journal: what is not known is left out, nothing traps.
    @Test(arguments: seedsForTests(3))
    func anyPieceOfAJournalMakesAPage(seed: UInt64) {
        let events = EventCodecTests.events(seed: seed)
        for start in stride(from: 0, to: events.count, by: 211) {
            var facts = DayFacts()
            for event in events[start...] { facts.take(event) }
            let day = time.day(of: events[events.count / 2].at)
            let report = DayReport(
                facts, day: day, until: events[events.count - 1].at, units: 6,
                targetMinutes: [8, 15, 40, 120], time: time)
            for group in report.groups {
                for row in group.rows {
                    #expect((row.statistics.median ?? 0) >= 0 && row.statistics.leftOut >= 0, "seed \(seed)")
                }
            }
            #expect(report.busySeconds >= 0 && report.busySeconds <= report.unitSeconds, "seed \(seed)")
            let page = DayReportPage(
                report: report, centre: "<b>", language: .vi, targetMinutes: [8, 15, 40, 120], time: time,
                madeAt: report.to
            ).html
            #expect(page.contains("&lt;b&gt;") && !page.contains("<b>&lt;b") && !page.contains("nan"))
        }
    }

    @Test func thePageSaysEverythingTwiceAndAsksTheNetworkForNothing() {
        var desk = desk()
        _ = wholeRun(&desk, unit1, .p1)
        _ = wholeRun(&desk, unit2, .p3)
        for language in Language.allCases {
            let page = DayReportPage(
                report: report(desk), centre: "Trung tâm", language: language,
                targetMinutes: [8, 15, 40, 120], time: time, madeAt: desk.now
            ).html
            for words in [
                "đi đường", "travel", "ring to answer", "chuông → nhấc máy", "abandoned", "giờ trực",
                "on duty", "no station was asked", "chưa hỏi trạm nào", "reopened", "ca mở lại",
                "Calls by hour", "Cuộc gọi theo giờ", "P95", "left out", "bỏ ra",
            ] {
                #expect(page.contains(words), "\(words)")
            }
            for word in ["http:", "https:", "<script", "@import", "url("] { #expect(!page.contains(word)) }
            #expect(page.contains("<svg") && page.contains("2026-11-22") && page.contains("6:30"))
            #expect(page.hasPrefix("<!doctype html>\n<html lang=\"\(language.rawValue)\">"))
        }
    }
}
