import Foundation
import Testing

@testable import Dispatch115

/// The table of access against a running service, cell by cell, and the kernel's word on who is there.
@Suite(.serialized) struct RolesTests {
    /// A user id that no account has, for each role that the file gives; nobody for a stranger.
    static func userID(_ role: Role) -> UInt32 {
        role == .service ? Account.ownUserID : 70_000 + UInt32(role.rawValue)
    }

    static func isDenied(_ answer: [String]) -> Bool {
        answer.first?.hasPrefix("NOT ALLOWED") == true || answer.first?.hasPrefix("KHÔNG ĐƯỢC PHÉP") == true
    }

    /// The service in this process, so that lines can be given to it as anybody's. What the kernel says of a
    /// real connection is tested below.
    final class Desk {
        let service: Service
        private let folder: TestFolder
        private let console: TestConsole
        private let language: Language

        init(
            _ language: Language, people: [TestPerson], change: (inout Configuration) -> Void = { _ in }
        ) throws {
            self.language = language
            folder = try TestFolder()
            try Files.writeAtomically(
                folder.path + "/people.csv", Array(TestPerson.file(people).utf8), mode: 0o600)
            var configuration = Configuration()
            configuration.folders.data = folder.path
            configuration.folders.city = ServiceFixture.root + "/cities/hcmc"
            configuration.telemetry.port = 0
            change(&configuration)
            service = try Service(configuration)
            console = try TestConsole(folder.socket)
            // Answered once: the server knows the connection, which is its first.
            console.send("LANG \(language.rawValue)\n")
            _ = console.reply()
        }

        func close() {
            service.stop()
            folder.remove()
        }

        /// Types a line as this user.
        func ask(_ line: String, as userID: UInt32) throws -> [String] {
            let parsed = LineParser().parse(line, now: Timestamp(nanoseconds: WallClock.wallNanoseconds()))
            let taken = service.engine.offer(
                ConsoleInput(
                    connection: LineServer.firstConnection, userID: userID, language: language,
                    clientID: parsed.clientID, verb: parsed.verb, request: parsed.request, units: parsed.units
                ))
            guard taken, let answer = console.reply() else { throw SystemCallError("ask", line, code: EPIPE) }
            return answer
        }

        func status(_ key: String) throws -> String {
            let lines = try ask("STATUS", as: Account.ownUserID)
            let line = lines.first { $0.hasPrefix(key + " ") } ?? ""
            return line.split(separator: " ").dropFirst().first.map(String.init) ?? ""
        }
    }

    @Test(arguments: Language.allCases)
    func everyRoleMayTypeWhatTheTableSaysAndNothingElse(_ language: Language) throws {
        let given = Role.given.map {
            // The table's examples speak of unit 12, which is station 5's.
            TestPerson(RolesTests.userID($0), $0.word, station: $0 == .station ? 5 : nil)
        }
        let desk = try Desk(language, people: given)
        defer { desk.close() }
        // QUIT ends the connection that all answers come through: it is asked last, once.
        let rows = CommandTable.rows.filter { $0.verb != .quit }
        let before = try desk.status("journal.sequence")
        var denied = 0
        for role in Role.allCases {
            for spec in rows where !AccessTable.roles(for: spec.verb).contains(role) {
                // The arguments do not matter: neither right ones nor wrong ones nor none are looked at.
                for line in spec.examples.map({ $0[language] }) + [spec.name(language)] {
                    let answer = try desk.ask(line, as: RolesTests.userID(role))
                    #expect(RolesTests.isDenied(answer), "\(role) typed \(line): \(answer)")
                    denied += 1
                }
            }
        }
        #expect(try desk.status("journal.sequence") == before, "what is denied changes nothing")
        #expect(try desk.status("console.denied") == "\(denied)")
        for role in Role.allCases {
            for spec in rows where AccessTable.roles(for: spec.verb).contains(role) {
                for line in spec.examples.map({ $0[language] }) {
                    let answer = try desk.ask(line, as: RolesTests.userID(role))
                    #expect(
                        !RolesTests.isDenied(answer) && !answer.isEmpty, "\(role) typed \(line): \(answer)")
                }
            }
        }
        #expect(try desk.status("console.denied") == "\(denied)")
        let unknown = try desk.ask("WHATEVER 1", as: RolesTests.userID(.stranger))
        #expect(RolesTests.isDenied(unknown), "a stranger is not taught: \(unknown)")
        let taught = try desk.ask("WHATEVER 1", as: RolesTests.userID(.station))
        #expect(!RolesTests.isDenied(taught))
        let left = try desk.ask(CommandTable.name(.quit, language), as: RolesTests.userID(.stranger))
        #expect(!RolesTests.isDenied(left), "everybody may leave: \(left)")
    }

    /// A repeat of a line is answered with what it did: not to somebody who may not type it any more.
    @Test func aRoleThatIsTakenAwayTakesItsOldLinesAlong() throws {
        let user = RolesTests.userID(.dispatcher)
        let desk = try Desk(.en, people: [TestPerson(user, "dispatcher")])
        defer { desk.close() }
        #expect(try desk.ask("#a N 10.77,106.70 ; once", as: user).joined().contains("incident 1"))
        #expect(try desk.ask("#a N 10.77,106.70 ; once", as: user).joined().contains("already"))
        desk.service.engine.surroundings.people = .none
        #expect(RolesTests.isDenied(try desk.ask("#a N 10.77,106.70 ; once", as: user)))
    }

    @Test func aStationSeesItsOwnUnitsOnly() throws {
        let users = [
            TestPerson(70_004, "station", station: 1), TestPerson(70_005, "station auditor", station: 1),
        ]
        let desk = try Desk(.en, people: users)
        defer { desk.close() }
        let all = try desk.ask("U", as: 70_005)
        let city = try City.load(folder: ServiceFixture.root + "/cities/hcmc")
        let own = city.units.filter { $0.station == 1 }.count
        #expect(all[0].hasPrefix("\(city.units.count) units:"))
        let seen = try desk.ask("U", as: 70_004)
        #expect(seen[0].hasPrefix("\(own) units:") && seen.count == own + 1, "\(seen)")
        #expect(seen.dropFirst().allSatisfy { $0.contains("station 1 ") }, "\(seen)")
        let other = try desk.ask("U station=2", as: 70_004)
        #expect(other.last == "no unit fits the filter", "\(other)")
    }

    /// Whatever verb a station may come to type: the parser says which units a line names.
    @Test func aLineThatNamesAnotherStationsUnitIsKnown() throws {
        let desk = try Desk(.en, people: [TestPerson(70_004, "station", station: 1)])
        defer { desk.close() }
        let engine = desk.service.engine
        let city = try City.load(folder: ServiceFixture.root + "/cities/hcmc")
        let own = try #require(city.units.first { $0.station == 1 }).number
        let other = try #require(city.units.first { $0.station != 1 }).number
        let station = engine.centre.station(numbered: 1)
        let rows: [(line: String, units: [Int32], foreign: Int32?)] = [
            ("AK \(own)", [Int32(own)], nil), ("AK \(other)", [Int32(other)], Int32(other)),
            ("TR U=\(other) 3", [Int32(other)], Int32(other)),
            ("DSP \(own),\(other) 1", [Int32(own), Int32(other)], Int32(other)), ("AK 9999", [9999], nil),
            ("I 1", [], nil), ("AK", [], nil),
        ]
        for row in rows {
            let parsed = LineParser().parse(row.line, now: Timestamp(nanoseconds: 1))
            #expect(parsed.units == row.units, "\(row.line)")
            let input = ConsoleInput(
                connection: 0, userID: 70_004, language: .en, clientID: nil, verb: parsed.verb,
                request: parsed.request, units: parsed.units)
            #expect(engine.foreignUnit(input, to: station) == row.foreign, "\(row.line)")
        }
        expectReply(Renderer(.vi).notOwnUnit(12, 3))
    }

    @Test func theJournalNamesPeople() throws {
        let desk = try Desk(
            .vi, people: [TestPerson(70_000, "call-taker supervisor", name: "Nguyễn Thị Lan")])
        defer { desk.close() }
        _ = try desk.ask("N 10.77,106.70 ; dau nguc", as: 70_000)
        _ = try desk.ask("GHI 1 ; cong khoa", as: 70_000)
        #expect(
            RolesTests.flat(try desk.ask("NK 1", as: 70_000).joined(separator: " ")).contains(
                "Nguyễn Thị Lan (70000): ca 1 ghi"))
        #expect(
            RolesTests.flat(try desk.ask("CA 1", as: 70_000).joined(separator: " ")).contains(
                "(Nguyễn Thị Lan (70000)): cong khoa"))
        desk.service.engine.surroundings.people = People(
            [Person(userID: 70_000, account: "", name: "", roles: .supervisor, station: nil)], ownUserIDs: [])
        #expect(
            RolesTests.flat(try desk.ask("NK 1", as: 70_000).joined(separator: " ")).contains(
                "bàn 70000: ca 1 ghi"))
    }

    // MARK: - Real processes

    @Test func withoutAFileOnlyTheServiceItselfIsAnswered() throws {
        let fixture = try ServiceFixture(settings: ["console.people="])
        try Files.remove(fixture.peopleFile)
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        #expect(RolesTests.isDenied(try desk.ask("N 10.77,106.70 ; help")))
        for line in ["Q", "HELP", "U"] { #expect(RolesTests.isDenied(try desk.ask(line)), "\(line)") }
        #expect(try fixture.run(["status"] + fixture.common).status == 0)
        let verified = try fixture.run(["journal", "verify"] + fixture.common)
        #expect(verified.status == 0 && verified.output.contains("sound"), "\(verified)")
        #expect(try Files.readText(fixture.folder + "/serve.log").contains("nobody may work at the desk"))
    }

    @Test func aWrongFileRefusesTheStart() throws {
        let fixture = try ServiceFixture()
        try Files.remove(fixture.peopleFile)
        #expect(throws: SystemCallError.self) { try fixture.start() }
        #expect(
            try Files.readText(fixture.folder + "/serve.log").contains("people.csv"),
            "a named one must be there")
        let rows = "account,name,roles,station\nroot,Root,supervisor,\nno-such-account,A,auditor,\n"
        try Files.writeAtomically(fixture.peopleFile, Array(rows.utf8))
        #expect(throws: SystemCallError.self) { try fixture.start() }
        let log = try Files.readText(fixture.folder + "/serve.log")
        #expect(
            log.contains("people.csv:3: column account: this machine has no account 'no-such-account'"),
            "\(log)")
    }

    @Test func theFileIsReadAgainAndAWrongOneChangesNothing() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        #expect(try desk.ask("N 10.77,106.70 ; help").joined().contains("incident 1"))
        try fixture.write(people: [TestPerson(Account.ownUserID, "auditor")])
        try fixture.reloadPeople()
        #expect(RolesTests.isDenied(try desk.ask("NOTE 1 ; no more")), "the same desk, at once")
        #expect(try !RolesTests.isDenied(desk.ask("I 1")))
        try Files.writeAtomically(fixture.peopleFile, Array("account\n".utf8))
        try fixture.reloadPeople()
        #expect(try !RolesTests.isDenied(desk.ask("I 1")), "as it was")
        try Files.remove(fixture.peopleFile)
        try fixture.reloadPeople()
        #expect(try !RolesTests.isDenied(desk.ask("I 1")), "as it was")
        #expect(try Files.readText(fixture.folder + "/serve.log").contains("the people stay as they were"))
    }

    /// A desk hears the places of alerts only while its role sees the queue.
    @Test func alertsReachThoseWhoSeeTheQueue() throws {
        let fixture = try ServiceFixture(settings: ["incidents.unassignedAlertSeconds.p1=1"])
        try fixture.start()
        let socket = fixture.folder + "/console.sock"
        let heard = try TestConsole(socket)
        heard.send("LANG en\nN P=1 10.77,106.70 ; first\n")
        _ = heard.reply()
        _ = heard.reply()
        #expect(heard.line()?.hasPrefix("! incident 1 P1") == true)
        heard.send("N P=1 10.77,106.70 ; second\n")
        _ = heard.reply()
        try fixture.write(people: [TestPerson(Account.ownUserID, "station", station: 1)])
        try fixture.reloadPeople()
        let link = try fixture.link()
        #expect(eventually { (try? link.status().first { $0.key == "desk.open-alerts" }?.value) == "2" })
        heard.send("STATUS\n")
        #expect(heard.reply()?.contains { $0.hasPrefix("!") } == false)
    }

    /// Without the breaks of its lines.
    static func flat(_ text: String) -> String {
        text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
    }

    static let isRoot = Account.ownUserID == 0

    /// The kernel says who is there, whatever the line says: a console that runs as another account.
    @Test(
        .enabled(if: isRoot, "running a console as another account needs root; the cells above stand alone"))
    func theKernelsWordCounts() throws {
        let nobody = try #require(try Account.named("nobody")).userID
        let fixture = try ServiceFixture(settings: ["console.socketMode=0666"])
        chmod(fixture.folder, 0o711)
        try fixture.start()
        let lines = "LANG en\nN 10.77,106.70 ; from nobody\nQ\nJRN\nQUIT\n"
        func typed() throws -> String {
            let run = try fixture.run(
                ["console", "--plain", "--lang", "en", "--socket", fixture.folder + "/console.sock"],
                input: lines, asUser: nobody)
            #expect(run.status == 0, "\(run)")
            return run.output
        }
        let stranger = try typed()
        #expect(
            stranger.components(separatedBy: "NOT ALLOWED: this account has no role").count == 4,
            "\(stranger)")
        try fixture.write(people: [
            TestPerson(nobody, "call-taker", name: "Minh"), TestPerson(Account.ownUserID, "supervisor"),
        ])
        try fixture.reloadPeople()
        let taker = RolesTests.flat(try typed())
        #expect(taker.contains("incident 1") && taker.contains("1 open"), "\(taker)")
        #expect(
            taker.contains(
                "NOT ALLOWED: JRN needs the role supervisor or auditor; Minh (\(nobody)) is call-taker"))
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        #expect(
            RolesTests.flat(try desk.ask("JRN 5").joined(separator: "\n")).contains(
                "Minh (\(nobody)): incident 1"))
    }
}
