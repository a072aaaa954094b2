// The stage on which a transcript is played: the real service in this process (journal, console socket,
// engine), with a clock that stands still between steps, people who are played by one process, and a fleet
// whose boxes answer at once. Nothing of the service knows that it is a play.

import Foundation
import Geo

@testable import Dispatch115

final class TranscriptStage {
    /// 2026-11-23 at midnight in Vietnam.
    private static let midnight: Int64 = 1_795_366_800
    /// Who may appear: account, name, roles. `tram12` is the desk of station 12.
    private static let cast: [(account: String, name: String, roles: RoleSet)] = [
        ("lan", "Lan", [.callTaker, .dispatcher]), ("minh", "Minh", [.dispatcher]),
        ("ha", "Hà", [.supervisor]), ("tuan", "Tuấn", [.callTaker, .dispatcher]),
        ("thu", "Thu", [.callTaker]), ("kiem", "Kiểm", [.auditor]),
    ]
    private static let firstUser: UInt32 = 2001
    private static let firstStation: UInt32 = 3000

    private let folder: String
    private let service: Service
    private let clock: Locked<Timestamp>
    private let nextUser = Locked<UInt32>(0)
    private var consoles: [(account: String, console: TranscriptConsole)] = []
    private let language: Language
    private var day: Int64 = 0
    private var second: Int64
    /// Where each unit stands; units whose box is off are nil.
    private var places: [Coordinate?] = []
    private var silentBoxes: Set<Int32> = []
    private var presses: UInt32 = 0
    /// When each box was last heard.
    private let heard = Locked<[Timestamp]>([])

    init(_ language: Language, startsAt second: Int64) throws {
        self.language = language
        self.second = second
        var template = Array("/tmp/dispatch115-play-XXXXXX".utf8CString)
        guard mkdtemp(&template) != nil else { throw SystemCallError("mkdtemp") }
        folder = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
        let clock = Locked(Timestamp(nanoseconds: (TranscriptStage.midnight + second) * 1_000_000_000))
        self.clock = clock
        let user = nextUser
        let configuration = try Configuration.load(
            file: nil,
            overrides: [
                "folders.data=\(folder)",
                "folders.city=\(ServiceFixture.root)/cities/hcmc",
                "triage.cards=\(ServiceFixture.root)/cards/triage.json5",
                "telemetry.port=0",
                // They live in real time; nothing of a page is about them.
                "results.kind=none",
            ].compactMap(ConfigurationOverride.init(setting:)))
        service = try Service(
            configuration,
            in: ServiceWorld(
                clock: { clock.with { $0 } }, monotonic: { clock.with { $0.nanoseconds } },
                userID: { _ in user.with { $0 } },
                people: TranscriptStage.people))
        let centre = try onEngine { $0.centre }
        places = centre.units.map { centre[$0.station].coordinate }
        let heard = heard
        heard.with { $0 = Array(repeating: .none, count: centre.units.count) }
        try onEngine { engine in
            engine.fleet.heardAt = { unit in heard.with { $0[Int(unit.index)] } }
        }
        try settle()
    }

    func close() {
        service.stop()
        do { try FileManager.default.removeItem(atPath: folder) } catch { print("left behind: \(folder)") }
    }

    /// Plays a step; gives what is shown for it.
    func play(_ step: TranscriptStep) throws -> [String] {
        var shown = try pass(to: step.second)
        switch step.act {
        case .line(let account, let line):
            let console = try console(of: account)
            shown += try console.ask(line)
        case .direction(let words): try direct(words, step.heading)
        }
        try settle()
        return shown + (try news())
    }

    // MARK: - Time

    /// Lets the time go on to `second`, deadline by deadline, as it would have.
    private func pass(to second: Int64) throws -> [String] {
        if second < self.second { day += 1 }
        self.second = second
        let goal = Timestamp(
            nanoseconds: (TranscriptStage.midnight + day * 86_400 + second) * 1_000_000_000)
        while let next = try onEngine({ $0.centre.nextDeadline }), next <= goal {
            try settle(at: next)
        }
        try settle(at: goal)
        return try news()
    }

    /// At one moment, in one turn of the engine: the clock, the fixes of all boxes that are heard, the deadlines
    /// that are due, the boxes' word for their orders.
    private func settle(at moment: Timestamp? = nil) throws {
        let places = places
        let silent = silentBoxes
        let clock = clock
        let heard = heard
        try onEngine { engine in
            if let moment { clock.with { $0 = max($0, moment) } }
            let now = engine.now
            for (index, place) in places.enumerated() where !silent.contains(Int32(index)) {
                guard let place else { continue }
                heard.with { $0[index] = now }
                engine.fleet.take(
                    Fix(
                        unit: UnitID(index: Int32(index)), coordinate: place, measuredAt: now, receivedAt: now
                    ))
            }
            engine.housekeep()
            for (index, unit) in engine.centre.units.enumerated()
            where !unit.isOrderDelivered && !silent.contains(Int32(index)) {
                engine.take(
                    .orderAcknowledged(
                        unit: UnitID(index: Int32(index)), orderID: unit.order, receivedAt: now))
            }
        }
    }

    private func onEngine<Answer: Sendable>(_ body: @escaping @Sendable (Engine) -> Answer) throws -> Answer {
        let answer = Locked<Answer?>(nil)
        guard service.engine.box.put(.perform { engine in answer.with { $0 = body(engine) } }) else {
            throw TranscriptError(description: "the engine takes no more")
        }
        guard eventually({ answer.with { $0 != nil } }), let done = answer.with({ $0 }) else {
            throw TranscriptError(description: "the engine does not answer")
        }
        return done
    }

    // MARK: - People

    private static func userID(_ account: String) -> UInt32? {
        if let position = cast.firstIndex(where: { $0.account == account }) {
            return firstUser + UInt32(position)
        }
        guard account.hasPrefix("tram"), let number = UInt32(account.dropFirst(4)), number < 60 else {
            return nil
        }
        return firstStation + number
    }

    private static let people: People = {
        let desk = cast.enumerated().map { position, one in
            Person(
                userID: firstUser + UInt32(position), account: one.account, name: one.name, roles: one.roles,
                station: nil)
        }
        let stations = (1...59 as ClosedRange<Int32>).map {
            Person(
                userID: firstStation + UInt32($0), account: "tram\($0)", name: "Trạm \($0)", roles: .station,
                station: $0)
        }
        return People(desk + stations, ownUserIDs: [])
    }()

    private func console(of account: String) throws -> TranscriptConsole {
        if let known = consoles.first(where: { $0.account == account }) { return known.console }
        guard let number = TranscriptStage.userID(account) else {
            throw TranscriptError(
                description: "\(account) is not in the cast: "
                    + TranscriptStage.cast.map(\.account).joined(separator: " ") + " tram1 ... tram59")
        }
        nextUser.with { $0 = number }
        let console = try TranscriptConsole(folder + "/console.sock", language)
        consoles.append((account, console))
        return console
    }

    /// What came to the consoles by itself: once where all got the same, else with the account in front.
    private func news() throws -> [String] {
        let all = try consoles.map { ($0.account, try $0.console.news()) }
        guard let first = all.first else { return [] }
        if all.allSatisfy({ $0.1 == first.1 }) { return first.1 }
        return all.flatMap { account, lines in lines.map { account + " | " + $0 } }
    }

    // MARK: - Stage directions

    private func direct(_ words: [String], _ heading: String) throws {
        let usage = TranscriptError(
            description: "\(heading): accepted: '* unit 12 presses enRoute', '* unit 12 is at 10.77,106.69', "
                + "'* unit 12 is silent', '* unit 12 is heard', '* call x1 rings 0903123456', "
                + "'* call x1 is answered by lan', '* call x1 hangs up', '* call x1 ends', "
                + "'* task notice-1 rejected no bed left', '* nothing happens'"
        )
        switch words.first {
        case "nothing": return
        case "call":
            guard words.count >= 3 else { throw usage }
            try exchange(words, usage)
        case "task":
            guard words.count >= 3, let task = TaskID(text: words[1]),
                let status = TaskStatus.allCases.first(where: { "\($0)" == words[2] })
            else { throw usage }
            let answer = TaskAnswer(
                task: task, status: status, reason: words.dropFirst(3).joined(separator: " "))
            guard try onEngine({ $0.answer(answer) }) == .recorded else { throw usage }
        case "unit":
            guard words.count >= 4, let number = Int32(words[1]) else { throw usage }
            let unit = try onEngine { $0.centre.unit(numbered: number) }
            guard unit.isSet else { throw usage }
            try direct(unit, Array(words.dropFirst(2)), usage)
        default: throw usage
        }
    }

    /// What the phone exchange tells.
    private func exchange(_ words: [String], _ usage: TranscriptError) throws {
        let name = Engine.exchange(words[1])
        let command: CallCommand
        switch words[2] {
        case "rings": command = .rang(CallReport(exchange: name, phone: words.count > 3 ? words[3] : ""))
        case "is":
            guard words.count == 6, let user = TranscriptStage.userID(words[5]) else { throw usage }
            command = .answered(CallReport(exchange: name, phone: ""), by: user)
        case "hangs": command = .abandoned(CallReport(exchange: name, phone: ""))
        case "ends": command = .ended(CallReport(exchange: name, phone: ""))
        default: throw usage
        }
        let isDone = try onEngine { engine in
            let submission = Submission(.call(command), actor: Actor(.exchange, 0), now: engine.now)
            return (try? engine.submit(submission)) != nil
        }
        guard isDone else { throw usage }
    }

    private func direct(_ unit: UnitID, _ words: [String], _ usage: TranscriptError) throws {
        switch (words[0], words[1]) {
        case ("presses", let name):
            guard let button = Button.allCases.first(where: { "\($0)" == name }) else { throw usage }
            presses += 1
            let press = presses
            let destination = words.count > 2 ? UInt16(words[2]) ?? 0 : 0
            try onEngine { engine in
                engine.take(
                    .press(
                        UnitPress(
                            unit: unit, button: button, pressID: press, pressedAt: engine.now,
                            receivedAt: engine.now, destination: destination)))
            }
        case ("is", "silent"): silentBoxes.insert(unit.index)
        case ("is", "heard"): silentBoxes.remove(unit.index)
        case ("is", "at"):
            guard words.count > 2, let place = TypedCoordinate.all(in: words[2]).first?.coordinate else {
                throw usage
            }
            places[Int(unit.index)] = place
        default: throw usage
        }
    }
}
