import Geo
import Glibc

@testable import Dispatch115

/// Two servers behind two links, one of which leads and the other follows it synchronously, and somebody who
/// breaks them: what it does next comes from its seed. What it has broken it mends before the next.
final class ResultsFaulter: @unchecked Sendable {
    enum Fault: CaseIterable, Sendable {
        case cutAtCommit, cutAtByte, cutNow, hang, refuse, kill, pause, pauseStandby, endSessions, failOver
    }

    let database: String
    private(set) var leader: PostgresCluster
    private(set) var follower: PostgresCluster
    /// The links, in the order of the connection string; a server keeps its link for life.
    private let links: [LinkProxy]
    private var portOfLink: [UInt16]
    private var random: SplitMix64
    private(set) var done: [Fault: Int] = [:]
    private var generation = 1

    init(seed: UInt64) throws {
        random = SplitMix64(seed: seed)
        leader = try PostgresCluster("leader")
        database = try ResultsFixture.makeDatabase(leader)
        follower = try leader.standby("standby1", isSynchronous: true)
        portOfLink = [leader.port, follower.port]
        links = try portOfLink.map { try LinkProxy(to: $0) }
    }

    var conninfo: String {
        "host=127.0.0.1,127.0.0.1 port=\(links[0].port),\(links[1].port) dbname=\(database) user=postgres "
            + "target_session_attrs=read-write"
    }

    var total: Int { done.values.reduce(0, +) }

    /// Which comes next: mostly cuts at commits; the slow ones seldom, a fail-over where `index` says so.
    func next(_ index: Int, failOverEvery: Int) -> Fault {
        if index % failOverEvery == failOverEvery / 2 { return .failOver }
        if index % 40 == 20 { return .kill }
        switch random.below(1000) {
        case ..<620: return .cutAtCommit
        case ..<800: return .cutAtByte
        case ..<870: return .cutNow
        case ..<920: return .endSessions
        case ..<945: return .refuse
        case ..<960: return .hang
        case ..<975: return .pause
        case ..<985: return .pauseStandby
        default: return .kill
        }
    }

    /// Breaks it, waits until the writer has felt it (`felt` counts its failures) where that takes a while, and
    /// mends it.
    func perform(_ fault: Fault, failures: () -> Int, isOver: () -> Bool) throws {
        let link = links[portOfLink.firstIndex(of: leader.port) ?? 0]
        let before = failures()
        func feel() { _ = eventually { failures() > before || isOver() } }
        switch fault {
        case .cutAtCommit:
            link.cutAtNextCommit(LinkProxy.CommitCut.allCases[random.below(3)])
            feel()
        case .cutAtByte:
            link.cut(after: random.below(3000), random.below(2) == 0 ? .toServer : .toClient)
            feel()
        case .cutNow: link.cutNow()
        case .endSessions:
            _ = try? leader.query(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'dispatch115'"
                    + " AND pid <> pg_backend_pid()")
        case .refuse:
            link.set(.refuse)
            link.cutNow()
            feel()
        case .hang:
            link.set(.hang)
            feel()
            link.cutNow()
        case .kill:
            leader.kill()
            feel()
            try leader.start()
        case .pause:
            leader.pause()
            feel()
            leader.resume()
        case .pauseStandby:
            follower.pause()
            feel()
            follower.resume()
        case .failOver: try failOver(feel)
        }
        for link in links { link.heal() }
        done[fault, default: 0] += 1
    }

    /// The leader dies for good; its standby leads, and gets a new standby in the dead one's place.
    private func failOver(_ feel: () -> Void) throws {
        let place = portOfLink.firstIndex(of: leader.port) ?? 0
        leader.kill()
        feel()
        try follower.promote()
        leader = follower
        generation += 1
        follower = try leader.standby("standby\(generation)", isSynchronous: true)
        portOfLink[place] = follower.port
        links[place].redirect(to: follower.port)
    }

    func healAll() {
        leader.resume()
        follower.resume()
        for link in links { link.heal() }
    }
}
