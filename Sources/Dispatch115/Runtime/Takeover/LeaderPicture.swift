// What a leader knows of its own leading, and says in `status` and at its desks: its lease, who stands by, and
// units that obey orders of a leader before it that nobody here has. Plain data and words; asks nobody.

struct LeaderPicture: Equatable, Sendable {
    var holder = ""
    var epoch: UInt32 = 0
    /// Nanoseconds until the lease runs out, below 0 since; nil while the database has not given it.
    var leaseLeft: Int64?
    /// Standbys that are connected to the database; nil while it does not answer.
    var standbys: [String]?
    /// Not settled yet: found at the take-over.
    var strange: [StrangeOrder] = []
}

enum LeaderWords {
    static func status(_ picture: LeaderPicture) -> [StatusLine] {
        var lines: [StatusLine] = []
        func add(_ key: String, _ value: String, _ vi: String, _ en: String) {
            lines.append(StatusLine(key: key, value: value, meaning: Phrase(vi: vi, en: en)))
        }
        let left = picture.leaseLeft.map { $0 / 1_000_000_000 }
        add("leader.holder", picture.holder.asOneWord, "máy này điều hành", "this machine leads")
        add("leader.epoch", "\(picture.epoch)", "lần điều hành", "the leader's epoch")
        let state: (String, Phrase) =
            switch left {
            case nil:
                (
                    "NONE",
                    Phrase(
                        vi: "CƠ SỞ DỮ LIỆU CHƯA GIAO QUYỀN: máy khác có thể tiếp quản",
                        en: "THE DATABASE HAS NOT GIVEN THE LEASE: another machine may take over")
                )
            case let left? where left < 0:
                (
                    "RUN-OUT",
                    Phrase(
                        vi: "HẾT HẠN ĐIỀU HÀNH: vẫn điều hành, nhưng máy dự phòng có thể tiếp quản",
                        en: "THE LEASE HAS RUN OUT: leading on, but a standby may take over")
                )
            default: ("held", Phrase(vi: "còn hạn điều hành", en: "the lease is this machine's"))
            }
        add("leader.lease", state.0, state.1.vi, state.1.en)
        add(
            "leader.expires-seconds", left.map { "\($0)" } ?? "?",
            "hạn còn (giây), nếu không gia hạn được nữa",
            "seconds that the lease runs, were it not renewed any more")
        let standbys = picture.standbys.map { $0.isEmpty ? "-" : $0.joined(separator: ",") } ?? "?"
        add("leader.standby", standbys.asOneWord, "máy dự phòng đang theo", "standbys that follow")
        let units = picture.strange.map { "\($0.unit)" }.joined(separator: ",")
        let said = strange(picture.strange)
        add(
            "leader.strange-orders", units.isEmpty ? "-" : units,
            said?.vi ?? "xe theo lệnh của máy trước mà ở đây không có",
            said?.en ?? "units that obey orders of the leader before, not known here")
        return lines
    }

    /// What a dispatcher has to do about them; nil where there are none.
    static func strange(_ orders: [StrangeOrder]) -> Phrase? {
        guard !orders.isEmpty else { return nil }
        let units = orders.prefix(12).map { "\($0.unit)" }.joined(separator: ", ")
        return Phrase(
            vi:
                "XE \(units) ĐANG THEO LỆNH CỦA MÁY TRƯỚC, ở đây không có lệnh đó: gọi kíp xe hỏi đang đi ca nào, "
                + "nhập ca đó (N), rồi điều lại chính xe đó (DSP). Đừng coi xe là rảnh trước khi hỏi",
            en:
                "UNIT \(units) OBEYS AN ORDER OF THE LEADER BEFORE that is not known here: call the crew, ask for "
                + "which incident, type it in (N) and send the same unit (DSP). Do not count it as free before"
        )
    }
}

/// What the engine keeps of it.
struct EngineLeading {
    /// Nil where there is no second machine.
    var picture: (@Sendable () -> LeaderPicture)?
    /// Monotonic; when strange orders are said again.
    var sayAt: Int64 = 0
}

extension Engine {
    /// Said again so often, until every such unit has an order of this leader's.
    private static let sayNanoseconds: Int64 = 60_000_000_000
    /// Desks come back within seconds of a take-over.
    private static let firstNanoseconds: Int64 = 5_000_000_000

    /// On the engine's thread.
    func lead(showing picture: @escaping @Sendable () -> LeaderPicture) {
        leading.picture = picture
        leading.sayAt = WallClock.monotonicNanoseconds() + Engine.firstNanoseconds
    }

    private var leaderPicture: LeaderPicture? {
        guard var picture = leading.picture?() else { return nil }
        picture.strange.removeAll { strange in
            let unit = centre.unit(numbered: Int32(clamping: strange.unit))
            return unit.isSet && centre[unit].order > strange.order
        }
        return picture
    }

    func addLeader(_ add: Adding) {
        guard let picture = leaderPicture else { return }
        for line in LeaderWords.status(picture) {
            add(line.key, line.value, line.meaning.vi, line.meaning.en)
        }
    }

    func sayStrangeOrders() {
        let now = WallClock.monotonicNanoseconds()
        guard leading.picture != nil, now >= leading.sayAt else { return }
        leading.sayAt = now + Engine.sayNanoseconds
        guard let said = LeaderWords.strange(leaderPicture?.strange ?? []) else { return }
        announce(Phrase(vi: "! " + said.vi, en: "! " + said.en))
    }
}

extension String {
    /// A value of `status` is one word.
    fileprivate var asOneWord: String { String(map { $0 == " " ? "_" : $0 }) }
}
