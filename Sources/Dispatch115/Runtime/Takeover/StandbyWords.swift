// What a standby and a leader that has stood down say to people, in both languages. Looks nothing up.

enum StandbyWords {
    static let leads = Phrase(
        vi: "máy này đang điều hành; TIEPQUAN chỉ dùng ở máy dự phòng",
        en: "this machine leads; TAKEOVER is for the standby")

    static func about(_ lease: Lease) -> String {
        guard lease.epoch > 0 else { return "nobody yet" }
        let until =
            lease.remaining > 0
            ? "its lease runs for \(seconds(lease.remaining)) s more"
            : "its lease ran out \(seconds(-lease.remaining)) s ago"
        return "\(lease.holder), units report to \(lease.address), epoch \(lease.epoch), renewed "
            + "\(seconds(lease.renewedAgo)) s ago, \(until)"
    }

    static func stoodDown(_ lease: Lease?) -> Phrase {
        let who = lease.map(\.holder) ?? "?"
        return Phrase(
            vi:
                "MÁY NÀY ĐÃ NGỪNG ĐIỀU HÀNH: máy khác (\(who)) đã tiếp quản; nối sang máy đó và làm tiếp. Dòng vừa "
                + "gõ ở đây không được thực hiện",
            en:
                "THIS MACHINE HAS STOOD DOWN: another one (\(who)) has taken over; connect to that one and go on. "
                + "What is typed here is not done")
    }

    /// The answer to every line that a standby does not take.
    static func standby(_ lease: Lease?) -> Phrase {
        guard let lease, lease.epoch > 0 else {
            return Phrase(
                vi: "máy dự phòng, chưa biết máy nào điều hành; ở đây chỉ có TINHTRANG và TIEPQUAN",
                en: "standby, and no leader is known yet; only STATUS and TAKEOVER are answered here")
        }
        return Phrase(
            vi: "máy dự phòng; máy đang điều hành là \(lease.holder). Ở đây chỉ có TINHTRANG và TIEPQUAN",
            en: "standby; the leader is \(lease.holder). Only STATUS and TAKEOVER are answered here")
    }

    static let taking = Phrase(
        vi: "máy chính chắc chắn đã mất: đang tiếp quản; vài giây nữa nối lại bàn",
        en: "the leader is proven dead: taking over; connect again in a few seconds")
    static let takingByWord = Phrase(
        vi: "đang tiếp quản theo lệnh; vài giây nữa nối lại bàn",
        en: "taking over as told; connect again in a few seconds")
    static let wrongCode = Phrase(
        vi: "mã này không đúng hoặc đã cũ; gõ TIEPQUAN để biết tình hình và lấy mã mới",
        en: "this code is wrong or old; type TAKEOVER for what is known and a new code")

    /// What is known and what is not, and how to insist.
    static func question(_ doubts: [LeaderDoubt], _ picture: StandbyPicture, code: UInt32) -> Phrase {
        var vi = ["KHÔNG chắc máy chính đã mất:"]
        var en = ["The leader is NOT proven dead:"]
        for doubt in doubts {
            let said = words(doubt)
            vi.append("  - " + said.vi)
            en.append("  - " + said.en)
        }
        let age = picture.lastEventAgeSeconds.map { "\($0)" } ?? "?"
        vi.append(
            "Ở đây có đến sự kiện \(picture.sequence), cách đây \(age) giây; nghe được \(picture.unitsHeard) xe."
        )
        en.append(
            "Here up to event \(picture.sequence), \(age) s old; \(picture.unitsHeard) units are heard.")
        vi.append("Nếu máy chính còn chạy, hai máy sẽ cùng điều xe: gọi hoặc đến xem máy đó trước.")
        vi.append("Vẫn tiếp quản: TIEPQUAN \(code)")
        en.append("If it still runs, two machines will dispatch: call or go and look first.")
        en.append("To take over all the same: TAKEOVER \(code)")
        return Phrase(vi: vi.joined(separator: "\n"), en: en.joined(separator: "\n"))
    }

    static func words(_ doubt: LeaderDoubt) -> Phrase {
        switch doubt {
        case .databaseAway:
            Phrase(
                vi: "không hỏi được cơ sở dữ liệu: không biết máy chính còn gia hạn hay không",
                en: "the database does not answer: nobody knows whether the leader renews its lease")
        case .neverLed:
            Phrase(
                vi: "cơ sở dữ liệu chưa có máy nào từng điều hành",
                en: "the database knows no leader so far")
        case .leaseRuns(let left):
            Phrase(
                vi: "máy chính vẫn gia hạn, còn \(seconds(left)) giây",
                en: "the leader renews its lease, which runs for \(seconds(left)) s more")
        case .inGrace(let left):
            Phrase(
                vi: "hạn vừa hết, còn chờ thêm \(seconds(left)) giây",
                en: "its lease has just run out; \(seconds(left)) s of grace are left")
        case .notCaughtUp:
            Phrase(
                vi: "ở đây chưa chép đủ những gì cơ sở dữ liệu có",
                en: "not everything that the database holds is here yet")
        case .nobodyHeard:
            Phrase(
                vi: "không nghe được xe nào: có thể chính máy này bị đứt mạng",
                en: "no unit is heard: perhaps this machine is the one that is cut off")
        case .ordersNewer(let orders):
            Phrase(
                vi: "xe đã nhận lệnh mà ở đây không có (máy chính có thể vẫn điều xe): "
                    + orders.prefix(8).map { "xe \($0.unit)" }.joined(separator: ", "),
                en: "units have taken orders that are not known here (the leader may be dispatching on): "
                    + orders.prefix(8).map { "unit \($0.unit)" }.joined(separator: ", "))
        }
    }

    private static func seconds(_ nanoseconds: Int64) -> Int64 {
        nanoseconds > .max / 8 ? 0 : (nanoseconds + 999_999_999) / 1_000_000_000
    }
}
