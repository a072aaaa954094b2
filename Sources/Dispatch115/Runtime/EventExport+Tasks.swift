// What happens around pre-arrival notices and referrals, as fields of JSON.

extension EventExport {
    static func describe(_ notice: NoticeEvent) -> Fields {
        switch notice {
        case .opened(let id, let assignment, let hospital, let isElectronic, let due):
            (
                "noticeOpened",
                [
                    ("notice", "\(id.number)"), ("assignment", "\(assignment.number)"),
                    ("hospital", "\(hospital.index)"), ("electronic", "\(isElectronic)"),
                    ("due", time(due)),
                ]
            )
        case .updated(let id, let version):
            ("noticeUpdated", [("notice", "\(id.number)"), ("version", "\(version)")])
        case .answered(let id, let status, let at, let words, let isByPhone, let next):
            (
                "noticeAnswered",
                [
                    ("notice", "\(id.number)"), ("status", JSONText.quoted("\(status)")), ("at", time(at)),
                    ("text", text(words)), ("byPhone", "\(isByPhone)"),
                ] + fields(next)
            )
        case .fellSilent(let id, let next): ("noticeSilent", [("notice", "\(id.number)")] + fields(next))
        case .keptGoing(let id, let version, let words):
            (
                "noticeKeptGoing",
                [("notice", "\(id.number)"), ("version", "\(version)"), ("text", text(words))]
            )
        case .closed(let id, let end, let version):
            (
                "noticeClosed",
                [
                    ("notice", "\(id.number)"), ("end", JSONText.quoted("\(end)")),
                    ("version", "\(version)"),
                ]
            )
        case .answeredLate(let id, let status, let at, let words):
            (
                "noticeAnsweredLate",
                [
                    ("notice", "\(id.number)"), ("status", JSONText.quoted("\(status)")), ("at", time(at)),
                    ("text", text(words)),
                ]
            )
        }
    }

    static func describe(_ referral: ReferralEvent) -> Fields {
        switch referral {
        case .offered(let id, let incident, let due, let words):
            (
                "referralOffered",
                [
                    ("referral", "\(id.number)"), ("incident", "\(incident.number)"), ("due", time(due)),
                    ("text", text(words)),
                ]
            )
        case .answered(let id, let status, let at, let due, let words, let isByPhone):
            (
                "referralAnswered",
                [
                    ("referral", "\(id.number)"), ("status", JSONText.quoted("\(status)")), ("at", time(at)),
                    ("due", time(due)), ("text", text(words)), ("byPhone", "\(isByPhone)"),
                ]
            )
        case .fellLate(let id): ("referralLate", [("referral", "\(id.number)")])
        case .withdrawn(let id, let why):
            ("referralWithdrawn", [("referral", "\(id.number)"), ("reason", JSONText.quoted("\(why)"))])
        case .answeredLate(let id, let status, let at, let words):
            (
                "referralAnsweredLate",
                [
                    ("referral", "\(id.number)"), ("status", JSONText.quoted("\(status)")), ("at", time(at)),
                    ("text", text(words)),
                ]
            )
        case .updated(let id, let version):
            ("referralUpdated", [("referral", "\(id.number)"), ("version", "\(version)")])
        }
    }

    private static func time(_ moment: Timestamp) -> String {
        moment.isSet ? "\(moment.nanoseconds)" : "null"
    }

    private static func fields(_ next: HospitalAlternative) -> [(String, String)] {
        [("nextHospital", "\(next.hospital.index)"), ("nextSeconds", "\(next.travelSeconds)")]
    }
}
