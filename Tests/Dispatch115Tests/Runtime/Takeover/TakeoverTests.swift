import Foundation
import Glibc
import Testing

@testable import Dispatch115

extension ConsoleLink {
    /// The answer with the alert lines before it.
    fileprivate func asked(_ line: String) throws -> [String] {
        try send(line)
        return try wholeAnswer()
    }
}

/// Two machines of one centre, as real processes: what is left when the first one is gone, and who leads.
@Suite(.serialized) struct TakeoverTests {
    @Test(.timeLimit(.minutes(5)))
    func killedUnderLoadTheStandbyLeads() throws {
        let two = try TwoMachinesFixture(settings: [
            "journal.durability=both", "journal.bothDeadlineMilliseconds=10000",
        ])
        try two.one.start()
        #expect(eventually { two.one.status("results.state") == "following" })
        try two.startUnits()
        try two.two.start(standby: true)
        #expect(eventually { Int(two.two.status("units.heard")) ?? 0 >= 10 })
        _ = try two.one.ask("N 0903123456 10.7550,106.6590 ; chest pain")
        let acknowledged = Locked<[String]>([])
        let path = two.one.folder + "/console.sock"
        let writer = try NamedThread("load") {
            guard let link = try? ConsoleLink(path), (try? link.ask("LANG en")) != nil else { return }
            for index in 0... {
                guard let answer = try? link.ask("NOTE 1 ; mark \(index).").joined(separator: "\n") else {
                    return
                }
                if answer.contains("mark \(index)."), !answer.contains("NOT D") {
                    acknowledged.with { $0.append("mark \(index).") }
                }
            }
        }
        WallClock.sleep(nanoseconds: 1_500_000_000)
        two.one.kill()
        writer.join()
        let marks = acknowledged.with { $0 }
        #expect(marks.count > 20, "the load was real")
        // Its machine is lost whole.
        try FileManager.default.removeItem(atPath: two.one.folder)
        let atDeath = two.events
        #expect(eventually { two.two.leads }, "\(two.two.log.suffix(1500))")
        #expect(Int(two.two.status("service.epoch")) ?? 0 >= 16_384)
        // The units obey it, also those that the old leader had sent somewhere.
        _ = try two.two.ask("N 10.77,106.70 ; second patient")
        #expect(try two.two.ask("DSP 2 2").contains("unit 2"))
        #expect(
            eventually { (try? two.two.ask("I 2").contains("box has order")) == true },
            "\((try? two.two.ask("I 2")) ?? "")")
        #expect(eventually { two.two.status("results.state") == "following" })
        two.two.stop()
        #expect(try two.differences(two.two) == [])
        #expect(two.events > atDeath)
        let centre = try two.two.centreOnDisk()
        var kept: Set<String> = []
        for note in centre.notes.rows { kept.insert(centre.text(note.text) ?? "") }
        let missing = marks.filter { !kept.contains($0) }
        #expect(missing.isEmpty, "\(missing.count) of \(marks.count) are missing: \(missing.prefix(3))")
        #expect(centre.brokenInvariants().isEmpty)
        print("take-over: \(marks.count) acknowledged lines, all there; \(centre.sequence) events")
    }

    @Test(.timeLimit(.minutes(5)))
    func aSecondLeaderIsRefused() throws {
        let two = try TwoMachinesFixture()
        try two.one.start()
        let refused = try two.two.run(["serve"])
        #expect(refused.status == LeadershipExit.status)
        #expect(refused.output.contains("another machine leads this centre"), "\(refused.output)")
        #expect(refused.output.contains(two.one.folder), "\(refused.output)")
        #expect(try two.one.ask("N 10.77,106.70 ; still leading").contains("1"))
        // The same machine again, at once: its lease is its own.
        two.one.kill()
        try two.one.start()
        #expect(two.one.status("service.epoch") == "2")
    }

    /// The first machine loses the database and dispatches on: nothing takes over by itself. A supervisor does;
    /// the first one stands down when it is back, and what it did alone is listed.
    @Test(.timeLimit(.minutes(5)))
    func aLeaderThatComesBackStandsDownAndItsTailIsListed() throws {
        let two = try TwoMachinesFixture()
        try two.one.start()
        try two.startUnits()
        try two.two.start(standby: true)
        _ = try two.one.ask("N 10.7550,106.6590 ; known to both")
        #expect(eventually { two.isCaughtUp })
        #expect(try two.two.ask("Q").contains("standby; the leader is"))
        // The leader says how its lease stands and who follows, in both languages.
        #expect(two.one.status("leader.lease") == "held" && two.one.status("leader.epoch") == "1")
        #expect(eventually { !["", "-", "?"].contains(two.one.status("leader.standby")) })
        #expect((0...3).contains(Int(two.one.status("leader.expires-seconds")) ?? -1))
        #expect(try two.one.ask("STATUS").contains("the lease is this machine's"))
        #expect(try two.one.link().ask("TINHTRANG").joined().contains("còn hạn điều hành"))
        try two.cutOff()
        #expect(try two.one.ask("DSP 1 1").contains("unit 1"))
        _ = try two.one.ask("N 10.77,106.70 ; only there")
        _ = try two.one.ask("NOTE 1 ; phoned the ward")
        #expect(eventually { two.two.status("units.strange-orders") == "1" })
        // Longer than lease and grace: the units show that it dispatches on.
        WallClock.sleep(nanoseconds: 6_000_000_000)
        #expect(!two.two.leads)
        #expect(two.two.status("leader.proven-dead") == "no")
        let told = try two.two.ask("TAKEOVER")
        #expect(told.contains("NOT proven dead") && told.contains("unit 1"), "\(told)")
        #expect(try two.two.ask("TAKEOVER 1000").contains("wrong or old") || told.hasSuffix("1000"))
        let code = told.split(separator: " ").last.map(String.init) ?? ""
        #expect(try two.two.ask("TAKEOVER \(code)").contains("taking over as told"))
        #expect(eventually { two.two.leads }, "\(two.two.log.suffix(1500))")
        // Unit 1 obeys what the first one ordered: desks are told what to do, until it has an order from here.
        let watching = try two.two.link()
        _ = try watching.ask("LANG en")
        #expect(eventually { two.two.status("leader.strange-orders") == "1" })
        #expect(
            eventually {
                WallClock.sleep(nanoseconds: 200_000_000)
                return (try? watching.asked("Q").joined())?.contains("UNIT 1 OBEYS AN ORDER") == true
            })
        _ = try two.two.ask("NOTE 1 ; the new leader writes here")
        #expect(eventually { two.two.status("results.state") == "following" })
        let desk = try two.one.link()
        _ = try desk.ask("LANG en")
        try two.mend()
        #expect(eventually { two.one.process?.hasEnded ?? true }, "\(two.one.log.suffix(1500))")
        #expect(two.one.log.contains("THIS MACHINE HAS STOOD DOWN"))
        let news = (try? desk.wholeAnswer().joined()) ?? ""
        #expect(news.isEmpty || news.contains("STOOD DOWN"))
        let again = try two.one.run(["serve"])
        #expect(again.status == LeadershipExit.status, "\(again.output)")
        let listed = try two.two.run(["stranded", "--lang", "en"])
        #expect(listed.status == 0)
        #expect(listed.output.contains("phoned the ward"), "\(listed.output)")
        #expect(listed.output.contains("incident 1 was changed by the new leader"), "\(listed.output)")
        try settleOne(listed.output, two.two)
        let aside = try two.one.run(["set-aside"])
        #expect(aside.status == 0, "\(aside.output)")
        #expect(try LeaderFolder(two.one.folder).ledUnder() == 1, "what it led under is kept")
        try two.one.start(standby: true)
        #expect(
            eventually { two.one.status("standby.event") == "\(two.events)" }, "\(two.one.log.suffix(800))")
        two.two.stop()
        two.one.stop()
        #expect(try two.differences(two.one) == [])
        #expect(try two.differences(two.two) == [])
    }

    private func settleOne(_ list: String, _ machine: TwoMachinesFixture.Machine) throws {
        let line = list.split(separator: "\n").first { $0.contains("phoned the ward") } ?? ""
        let number = line.split(separator: " ").first.map(String.init) ?? ""
        let done = try machine.run(["stranded", "--settle", number, "--how", "told the crew"])
        #expect(done.status == 0, "\(done.output)")
        let left = try machine.run(["stranded", "--lang", "en"])
        #expect(!left.output.contains("phoned the ward"))
        let all = try machine.run(["stranded", "--lang", "en", "--all"])
        #expect(all.output.contains("settled: ") && all.output.contains("told the crew"), "\(all.output)")
        #expect(try machine.run(["stranded", "--settle", number, "--how", "again"]).status == 1)
        #expect(try machine.run(["stranded", "--settle", "x"]).status == ArgumentsError.exitStatus)
    }

    /// A leader that stands still for longer than its lease finds another one when it goes on.
    @Test(.timeLimit(.minutes(5)))
    func aLeaderThatWasStoppedStandsDown() throws {
        let two = try TwoMachinesFixture()
        try two.one.start()
        try two.startUnits()
        try two.two.start(standby: true)
        #expect(eventually { two.isCaughtUp })
        #expect(eventually { Int(two.two.status("units.heard")) ?? 0 >= 10 })
        two.one.signal(SIGSTOP)
        #expect(eventually { two.two.leads }, "\(two.two.log.suffix(1500))")
        two.one.signal(SIGCONT)
        #expect(eventually { two.one.process?.hasEnded ?? true }, "\(two.one.log.suffix(1500))")
        #expect(two.one.log.contains("THIS MACHINE HAS STOOD DOWN"))
        _ = try two.two.ask("N 10.77,106.70 ; goes on")
        #expect(try two.two.ask("DSP 1 1").contains("unit 1"))
        #expect(eventually { (try? two.two.ask("I 1").contains("box has order")) == true })
        // Started again where it led: it leads on, without asking a person.
        two.two.kill()
        try two.two.start(standby: true)
        #expect(two.two.leads)
    }
}
