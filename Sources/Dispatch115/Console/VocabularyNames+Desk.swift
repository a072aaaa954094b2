// The names of the closed lists of duty, patients and course in both languages.

extension OutOfServiceReason {
    var phrase: Phrase {
        switch self {
        case .none: Phrase(vi: "làm việc", en: "in service")
        case .broken: Phrase(vi: "hỏng xe", en: "broken down")
        case .meal: Phrase(vi: "ăn cơm", en: "meal")
        case .cleaning: Phrase(vi: "vệ sinh xe", en: "cleaning")
        case .crew: Phrase(vi: "thiếu kíp", en: "crew not complete")
        case .fuel: Phrase(vi: "đổ xăng", en: "fuel")
        case .other: Phrase(vi: "lý do khác", en: "other reason")
        }
    }
}

extension Whereabouts {
    var phrase: Phrase {
        switch self {
        case .unknown: Phrase(vi: "không rõ ở đâu", en: "whereabouts not said")
        case .returning: Phrase(vi: "đang về", en: "returning")
        case .atStation: Phrase(vi: "tại trạm", en: "at station")
        }
    }
}

extension TriageTag {
    var phrase: Phrase {
        switch self {
        case .none: Phrase(vi: "chưa phân loại", en: "no tag")
        case .red: Phrase(vi: "đỏ", en: "red")
        case .yellow: Phrase(vi: "vàng", en: "yellow")
        case .green: Phrase(vi: "xanh", en: "green")
        case .black: Phrase(vi: "đen", en: "black")
        }
    }
}

extension IncidentKind {
    var phrase: Phrase {
        switch self {
        case .emergency: Phrase(vi: "cấp cứu", en: "emergency")
        case .standby: Phrase(vi: "trực sự kiện", en: "standby")
        case .transfer: Phrase(vi: "chuyển viện hẹn giờ", en: "planned transfer")
        }
    }
}
