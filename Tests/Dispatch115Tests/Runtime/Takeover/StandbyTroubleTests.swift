import Foundation
import Glibc
import Testing

@testable import Dispatch115

/// Two machines in worse weather: without privileges, without the database, with its clock set, with a journal
/// of more than a page, with erased texts.
@Suite(.serialized, .enabled(if: PostgresHome.binaries != nil, "no PostgreSQL server here"))
struct StandbyTroubleTests {
    /// An account of this machine that owns nothing but what it is given.
    private static let nobody: UInt32 = 61_115

    /// The lines of /proc/PID/status that say whose a process is and what it may do.
    private func rights(_ machine: TwoMachinesFixture.Machine) throws -> [String: String] {
        let text = try Files.readText("/proc/\(machine.process?.identifier ?? 0)/status")
        var found: [String: String] = [:]
        for line in text.split(separator: "\n") {
            let parts = line.split(separator: ":", maxSplits: 1)
            if parts.count == 2 {
                found[String(parts[0])] = parts[1].split(separator: "\t").joined(separator: " ")
            }
        }
        return found
    }

    /// Service, results, lease and take-over as an account without any capability, and as logins of the writers'
    /// group, which may make no table and delete nothing.
    @Test(.timeLimit(.minutes(3)), .enabled(if: geteuid() == 0, "not root: no other account to run as"))
    func leastPrivilegesAreEnough() throws {
        let user = StandbyTroubleTests.nobody
        let two = try TwoMachinesFixture(asUser: user)
        try two.one.start()
        try two.startUnits()
        try two.two.start(standby: true)
        for machine in [two.one, two.two] {
            let rights = try rights(machine)
            #expect(rights["Uid"] == "\(user) \(user) \(user) \(user)", "\(rights)")
            #expect(rights["CapEff"] == "0000000000000000" && rights["NoNewPrivs"] == "1", "\(rights)")
        }
        _ = try two.one.ask("N 0903123456 10.7550,106.6590 ; chest pain")
        #expect(try two.one.ask("DSP 1 1").contains("unit 1"))
        #expect(eventually { two.one.status("results.state") == "following" }, "\(two.one.log.suffix(1500))")
        #expect(eventually { two.isCaughtUp })
        #expect(eventually { Int(two.two.status("units.heard")) ?? 0 >= 10 })
        // Results and lease of the one, the other's reading: the lease is renewed a second after the start.
        let sql = """
            SELECT count(*) FILTER (WHERE r.rolsuper), count(*) FROM pg_stat_activity a JOIN pg_roles r
                ON r.rolname = a.usename WHERE a.datname = '\(two.database)' AND a.application_name LIKE 'dispatch115%'
            """
        #expect(eventually { (try? two.cluster.query(sql).integer(0, 1)) ?? 0 >= 3 })
        #expect(try two.cluster.query(sql).integer(0, 0) == 0, "nobody is a superuser")
        two.one.kill()
        #expect(eventually { two.two.leads }, "\(two.two.log.suffix(1500))")
        _ = try two.two.ask("N 10.77,106.70 ; second patient")
        #expect(try two.two.ask("DSP 2 2").contains("unit 2"))
        #expect(eventually { two.two.status("results.state") == "following" }, "\(two.two.log.suffix(1500))")
        two.two.stop()
        #expect(try two.differences(two.two) == [])
    }

    /// Neither machine reaches the database, and the first one is lost: a supervisor says so at the second.
    @Test(.timeLimit(.minutes(3))) func aSupervisorTakesOverWithoutTheDatabase() throws {
        let two = try TwoMachinesFixture()
        try two.one.start()
        try two.startUnits()
        try two.two.start(standby: true)
        _ = try two.one.ask("N 10.7550,106.6590 ; known to both")
        #expect(eventually { two.isCaughtUp })
        try two.cutOff(0..<2)
        two.one.kill()
        #expect(eventually { two.two.status("standby.database") == "AWAY" })
        let told = try two.two.ask("TAKEOVER")
        #expect(told.contains("NOT proven dead") && told.contains("database"), "\(told)")
        let code = told.split(separator: " ").last.map(String.init) ?? ""
        #expect(try two.two.ask("TAKEOVER \(code)").contains("taking over as told"))
        #expect(eventually { two.two.leads }, "\(two.two.log.suffix(1500))")
        // An epoch that nobody else can take: of the second machine's own lane.
        let epoch = UInt32(two.two.status("service.epoch")) ?? 0
        #expect(epoch / LeaderEpoch.block % LeaderEpoch.lanes == 2, "\(epoch)")
        #expect(try two.two.ask("I 1").contains("known to both"))
        #expect(try two.two.ask("DSP 1 1").contains("unit 1"))
        #expect(eventually { (try? two.two.ask("I 1").contains("box has order")) == true })
        #expect(try two.two.ask("NOTE 1 ; without a database").contains("without a database"))
        try two.mend()
        #expect(eventually { two.two.status("results.state") == "following" }, "\(two.two.log.suffix(1500))")
        // The first one, back, finds the lease taken.
        let back = try two.one.run(["serve"])
        #expect(back.status == LeadershipExit.status, "\(back.output)")
        two.two.stop()
        #expect(try two.differences(two.two) == [])
    }

    /// The database's clock is set forward by an hour, as it also is by a fail-over to a machine whose clock is
    /// wrong: the lease looks long gone, and its leader renews it every second.
    @Test(.timeLimit(.minutes(3)), .enabled(if: SteppedClock.library != nil, "no clang here"))
    func aClockThatStepsMakesNoSecondLeader() throws {
        let clock = try SteppedClock()
        let two = try TwoMachinesFixture(cluster: PostgresCluster("stepped", clock: clock))
        try two.one.start()
        try two.startUnits()
        try two.two.start(standby: true)
        #expect(eventually { two.isCaughtUp })
        #expect(eventually { Int(two.two.status("units.heard")) ?? 0 >= 10 })
        for seconds: Int64 in [3600, -300] {
            try clock.set(seconds)
            // Longer than two renewals.
            WallClock.sleep(nanoseconds: 2_500_000_000)
            #expect(two.two.status("leader.proven-dead") == "no", "\(two.two.log.suffix(800))")
            #expect(two.one.process?.hasEnded == false, "\(two.one.log.suffix(800))")
        }
        #expect(two.one.status("service.epoch") == "1")
        // A leader that is really gone is found out all the same.
        try clock.set(0)
        two.one.kill()
        #expect(eventually { two.two.leads }, "\(two.two.log.suffix(1500))")
    }

    /// More events than a page, and texts that are erased before the standby comes and while it follows.
    @Test(.timeLimit(.minutes(3))) func manyPagesAndErasuresAreFollowed() throws {
        let two = try TwoMachinesFixture()
        try two.one.start()
        let desk = try two.one.link()
        _ = try desk.ask("LANG en")
        for number in 1...3 {
            _ = try desk.ask("N P=2 090312345\(number) 10.77\(number),106.70 ; secret \(number)")
        }
        _ = try desk.ask("CL 1 notfound")
        _ = try desk.ask("CL 2 notfound")
        let lines = PostgresFollower.pageRows + 300
        for start in stride(from: 0, to: lines, by: 50) {
            for number in start..<min(lines, start + 50) { try desk.send("NOTE 3 ; mark \(number)") }
            for _ in start..<min(lines, start + 50) { _ = try desk.answer() }
        }
        #expect(try desk.ask("ERASE 0-3").joined().contains("erased for good"))
        #expect(eventually { two.one.status("results.behind") == "0" && two.events > lines })
        try two.two.start(standby: true)
        #expect(
            eventually { two.two.status("standby.event") == "\(two.events)" }, "\(two.two.log.suffix(800))")
        // Keys that the standby has got by now.
        #expect(try desk.ask("ERASE 4-7").joined().contains("erased for good"))
        #expect(eventually { two.one.status("results.behind") == "0" })
        #expect(eventually { two.two.status("standby.event") == "\(two.events)" })
        two.two.stop()
        two.one.stop()
        #expect(try two.differences(two.two) == [])
        let store = try CentreStore(folder: two.two.folder, code: "HCM")
        for text in 0..<8 {
            #expect(try store.keys.key(for: TextID(index: Int32(text))) == nil, "text \(text) can be read")
        }
        #expect(try store.keys.key(for: TextID(index: 8)) != nil)
        store.journal.close()
        let centre = try two.two.centreOnDisk()
        #expect(centre.notes.rows.count >= lines && centre.brokenInvariants().isEmpty)
    }
}
