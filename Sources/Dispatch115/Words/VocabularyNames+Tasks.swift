// The words for pre-arrival notices and referrals, in both languages.

extension NoticeState {
    var phrase: Phrase {
        switch self {
        case .asked: Phrase(vi: "chưa tới viện", en: "not there yet")
        case .delivered: Phrase(vi: "viện đã có tin, chưa trả lời", en: "has it, no answer yet")
        case .accepted: Phrase(vi: "viện nhận", en: "accepted")
        case .rejected: Phrase(vi: "viện không nhận", en: "rejected")
        case .silent: Phrase(vi: "viện im lặng", en: "silent")
        case .closed: Phrase(vi: "xong", en: "over")
        }
    }
}

extension NoticeEnd {
    var phrase: Phrase {
        switch self {
        case .arrived: Phrase(vi: "xe đã đến", en: "the unit has arrived")
        case .otherHospital: Phrase(vi: "đi viện khác", en: "goes to another hospital")
        case .cancelled: Phrase(vi: "không chở nữa", en: "no longer under way")
        }
    }
}

extension ReferralState {
    var phrase: Phrase {
        switch self {
        case .offered: Phrase(vi: "chưa tới nơi", en: "not there yet")
        case .delivered: Phrase(vi: "đã có tin, chưa trả lời", en: "has it, no answer yet")
        case .accepted: Phrase(vi: "đã nhận, đang tư vấn", en: "accepted, being advised")
        case .completed: Phrase(vi: "tư vấn xong", en: "completed")
        case .rejected: Phrase(vi: "không nhận", en: "rejected")
        case .late: Phrase(vi: "quá giờ", en: "late")
        case .withdrawn: Phrase(vi: "đã lấy lại", en: "taken back")
        }
    }
}

extension ReferralWithdrawal {
    var phrase: Phrase {
        switch self {
        case .takenBack: Phrase(vi: "bàn lấy lại", en: "by the desk")
        case .escalated: Phrase(vi: "ca cần xe", en: "it needs a vehicle")
        case .unitSent: Phrase(vi: "đã điều xe", en: "a unit was sent")
        case .closed: Phrase(vi: "ca đã đóng", en: "the incident is closed")
        }
    }
}

extension TaskStatus {
    var phrase: Phrase {
        switch self {
        case .delivered: Phrase(vi: "đã có tin", en: "has it")
        case .accepted: Phrase(vi: "nhận", en: "accepted")
        case .rejected: Phrase(vi: "không nhận", en: "rejected")
        case .completed: Phrase(vi: "xong", en: "completed")
        }
    }
}
