// The names of the field's closed lists in both languages. Exhaustive switches: a new value does not
// compile until it has both names.

extension Priority {
    /// "P1 đỏ": the short name that everybody says.
    var phrase: Phrase {
        switch self {
        case .p0: Phrase(vi: "P0 không xe", en: "P0 no vehicle")
        case .p1: Phrase(vi: "P1 đỏ", en: "P1 red")
        case .p2: Phrase(vi: "P2 cam", en: "P2 orange")
        case .p3: Phrase(vi: "P3 vàng", en: "P3 yellow")
        case .p4: Phrase(vi: "P4 xanh", en: "P4 green")
        }
    }

    /// "P1".
    var code: String { "P\(rawValue)" }

    /// The most urgent first; P0 wants no vehicle and comes last.
    var urgencyOrder: Int { self == .p0 ? 5 : Int(rawValue) }
}

extension PlaceCertainty {
    var phrase: Phrase {
        switch self {
        case .missing: Phrase(vi: "chưa có nơi", en: "no place yet")
        case .exact: Phrase(vi: "chính xác", en: "exact")
        case .approximate: Phrase(vi: "gần đúng", en: "approximate")
        case .ambiguous: Phrase(vi: "chưa rõ nơi nào", en: "ambiguous")
        case .unknown: Phrase(vi: "không tìm thấy nơi", en: "place not found")
        case .outside: Phrase(vi: "ngoài địa bàn", en: "outside the area")
        }
    }
}

extension UnitKind {
    var phrase: Phrase {
        switch self {
        case .car: Phrase(vi: "ô tô", en: "car")
        case .motorbike: Phrase(vi: "xe máy", en: "motorbike")
        case .boat: Phrase(vi: "xuồng", en: "boat")
        }
    }
}

extension Disposition {
    var phrase: Phrase {
        switch self {
        case .transported: Phrase(vi: "đã chuyển viện", en: "transported")
        case .treatedOnScene: Phrase(vi: "xử trí tại chỗ", en: "treated on scene")
        case .refusedByPatient: Phrase(vi: "bệnh nhân từ chối", en: "refused by the patient")
        case .leftByOtherMeans: Phrase(vi: "tự đi bằng xe khác", en: "left by other means")
        case .dead: Phrase(vi: "tử vong", en: "dead")
        case .notFound: Phrase(vi: "không tìm thấy", en: "not found")
        case .noVehicleNeeded: Phrase(vi: "không cần xe", en: "no vehicle needed")
        case .nuisance: Phrase(vi: "quấy rối", en: "nuisance")
        case .cancelledByCaller: Phrase(vi: "người gọi báo hủy", en: "cancelled by the caller")
        case .duplicate: Phrase(vi: "trùng ca khác", en: "duplicate")
        case .standbyOver: Phrase(vi: "hết giờ trực", en: "standby over")
        }
    }
}

extension PatientOutcome {
    var phrase: Phrase {
        switch self {
        case .open: Phrase(vi: "chưa có kết cục", en: "no outcome yet")
        case .handedOver: Phrase(vi: "đã bàn giao", en: "handed over")
        case .treatedOnScene: Phrase(vi: "xử trí tại chỗ", en: "treated on scene")
        case .refused: Phrase(vi: "từ chối", en: "refused")
        case .dead: Phrase(vi: "tử vong", en: "dead")
        case .left: Phrase(vi: "tự đi bằng xe khác", en: "left by other means")
        case .notFound: Phrase(vi: "không tìm thấy", en: "not found")
        case .mistaken: Phrase(vi: "ghi nhầm", en: "entered by mistake")
        }
    }
}

extension AssignmentState {
    var phrase: Phrase {
        switch self {
        case .dispatched: Phrase(vi: "đã điều", en: "dispatched")
        case .acknowledged: Phrase(vi: "đã nhận lệnh", en: "acknowledged")
        case .enRoute: Phrase(vi: "đang đến", en: "en route")
        case .onScene: Phrase(vi: "tại hiện trường", en: "on scene")
        case .atPatient: Phrase(vi: "bên bệnh nhân", en: "at patient")
        case .transporting: Phrase(vi: "đang chuyển viện", en: "transporting")
        case .atHospital: Phrase(vi: "tại bệnh viện", en: "at hospital")
        case .handedOver: Phrase(vi: "đã bàn giao", en: "handed over")
        case .completed: Phrase(vi: "xong", en: "completed")
        case .cancelled: Phrase(vi: "đã rút", en: "cancelled")
        }
    }
}

extension EndReason {
    var phrase: Phrase {
        switch self {
        case .none: Phrase(vi: "không lý do", en: "no reason")
        case .stoodDown: Phrase(vi: "cho rút", en: "stood down")
        case .diverted: Phrase(vi: "đổi hướng", en: "diverted")
        case .calledOff: Phrase(vi: "cho rút: người gọi báo hủy", en: "stood down: called off")
        case .nearerUnit: Phrase(vi: "cho rút: có xe gần hơn", en: "stood down: a nearer unit goes")
        case .brokenDown: Phrase(vi: "cho rút: hỏng xe", en: "stood down: broken down")
        case .wrongPlace: Phrase(vi: "cho rút: sai nơi", en: "stood down: wrong place")
        case .otherService: Phrase(vi: "cho rút: đơn vị khác lo", en: "stood down: another service has it")
        }
    }
}

extension OrderKind {
    var phrase: Phrase {
        switch self {
        case .dispatch: Phrase(vi: "lệnh đi", en: "order to go")
        case .standDown: Phrase(vi: "lệnh rút", en: "order to stand down")
        }
    }
}

extension IncidentPhase {
    var phrase: Phrase {
        switch self {
        case .waiting: Phrase(vi: "chờ xe", en: "waiting")
        case .underway: Phrase(vi: "có xe", en: "underway")
        case .served: Phrase(vi: "xe xong", en: "served")
        case .closed: Phrase(vi: "đã đóng", en: "closed")
        }
    }
}

extension AlertKind {
    var phrase: Phrase {
        switch self {
        case .orderUndelivered:
            Phrase(vi: "máy trên xe chưa nhận lệnh", en: "the unit's box has not got the order")
        case .crewSilent: Phrase(vi: "kíp xe chưa xác nhận", en: "the crew has not acknowledged")
        case .incidentWaiting: Phrase(vi: "chưa có xe, quá giờ chờ", en: "no unit within the time allowed")
        case .incidentWithoutUnit: Phrase(vi: "vừa mất xe cuối cùng", en: "its last unit was taken away")
        case .incidentOverdue:
            Phrase(vi: "quá giờ mục tiêu, chưa có ai tới", en: "past its target, nobody there")
        case .withoutTransport:
            Phrase(vi: "mới có xe máy, chưa có xe chở", en: "only a motorbike, nothing that can carry")
        case .plannedDue: Phrase(vi: "đến giờ hẹn, chưa có xe", en: "due, and no unit yet")
        case .offerSilent:
            Phrase(vi: "trạm không trả lời đề nghị", en: "the station does not answer its offer")
        case .offersExhausted: Phrase(vi: "không trạm nào nhận", en: "no station has accepted")
        case .callWaiting: Phrase(vi: "chuông reo lâu, chưa ai nhận", en: "rings, and nobody has answered")
        case .callbackOverdue: Phrase(vi: "quá giờ gọi lại", en: "its call-back is overdue")
        case .noticePhone:
            Phrase(vi: "viện không nhận tin tự động", en: "the hospital takes no messages")
        case .noticeRejected: Phrase(vi: "viện không nhận bệnh nhân", en: "the hospital rejects the patient")
        case .noticeSilent:
            Phrase(vi: "viện không trả lời báo trước", en: "the hospital does not answer its notice")
        case .referralReturned: Phrase(vi: "tư vấn từ xa trả ca về", en: "back from telehealth")
        case .unitSilent: Phrase(vi: "đang có lệnh mà mất tín hiệu", en: "under an order and not heard")
        case .fleetStale:
            Phrase(vi: "phần lớn xe không có vị trí dùng được", en: "most units have no usable fix")
        case .massFixLoss:
            Phrase(vi: "nhiều xe mất vị trí cùng lúc", en: "many units lost their fix together")
        case .notDurable:
            Phrase(
                vi: "CHƯA LƯU BỀN: nhật ký không ghi được", en: "NOT DURABLE: the journal cannot be written")
        case .resultsAway:
            Phrase(
                vi: "kho kết quả không ghi được hoặc chậm; việc vẫn an toàn trong nhật ký",
                en: "the results cannot be written, or lag; all is safe in the journal")
        case .hospitalClosed:
            Phrase(
                vi: "ngừng nhận mà xe chở bệnh nhân đang đến",
                en: "takes nobody, and units with patients are on their way there")
        case .publishingAway:
            Phrase(vi: "nơi nhận sức chứa không trả lời", en: "who is told of capacity does not answer")
        case .publishingDead:
            Phrase(vi: "nơi nhận từ chối bản tin", en: "a destination refuses messages")
        }
    }
}

extension ActorKind {
    var phrase: Phrase {
        switch self {
        case .configuration: Phrase(vi: "cấu hình", en: "configuration")
        case .console: Phrase(vi: "bàn", en: "desk")
        case .unit: Phrase(vi: "xe", en: "unit")
        case .clock: Phrase(vi: "đồng hồ", en: "clock")
        case .exchange: Phrase(vi: "tổng đài", en: "exchange")
        case .inbox: Phrase(vi: "hộp nhận báo cáo", en: "capacity inbox")
        case .module: Phrase(vi: "bên ngoài", en: "other module")
        }
    }
}

extension Standing {
    var phrase: Phrase {
        switch self {
        case .eligible: Phrase(vi: "đi được", en: "can go")
        case .busy: Phrase(vi: "đang bận", en: "busy")
        case .offDuty: Phrase(vi: "ngoài ca trực", en: "off duty")
        case .stale: Phrase(vi: "vị trí quá cũ", en: "stale fix")
        case .noFix: Phrase(vi: "không có vị trí", en: "no fix")
        case .wrongKind: Phrase(vi: "loại xe không hợp", en: "wrong kind")
        case .outOfService: Phrase(vi: "đang tạm nghỉ", en: "out of service")
        case .lacksSkill: Phrase(vi: "thiếu người cần", en: "lacks the skill")
        case .lacksEquipment: Phrase(vi: "thiếu thiết bị cần", en: "lacks the equipment")
        case .declined: Phrase(vi: "trạm đã từ chối ca này", en: "its station declined")
        case .stationBusy: Phrase(vi: "trạm báo bận", en: "its station is busy")
        case .tooFar: Phrase(vi: "quá xa", en: "too far")
        case .farther: Phrase(vi: "xa hơn", en: "farther")
        case .standby: Phrase(vi: "đang trực chờ", en: "on standby")
        }
    }
}

extension CallPhase {
    var phrase: Phrase {
        switch self {
        case .waiting: Phrase(vi: "đang reo", en: "rings")
        case .inHand: Phrase(vi: "đang nghe", en: "in hand")
        case .callback: Phrase(vi: "chờ gọi lại", en: "to be called back")
        case .done: Phrase(vi: "xong", en: "done")
        }
    }
}

extension OfferState {
    var phrase: Phrase {
        switch self {
        case .planned: Phrase(vi: "chờ lượt", en: "planned")
        case .asked: Phrase(vi: "đã hỏi", en: "asked")
        case .accepted: Phrase(vi: "đồng ý", en: "accepted")
        case .declined: Phrase(vi: "từ chối", en: "declined")
        case .silent: Phrase(vi: "im lặng", en: "silent")
        case .withdrawn: Phrase(vi: "đã thôi", en: "withdrawn")
        }
    }
}

extension DeclineReason {
    var phrase: Phrase {
        switch self {
        case .vehicleBusy: Phrase(vi: "xe bận", en: "vehicle busy")
        case .noCrew: Phrase(vi: "thiếu kíp", en: "no crew")
        case .broken: Phrase(vi: "xe hỏng", en: "broken")
        case .tooFar: Phrase(vi: "xa quá", en: "too far")
        case .noFuel: Phrase(vi: "hết nhiên liệu", en: "no fuel")
        case .other: Phrase(vi: "lý do khác", en: "other")
        }
    }
}

extension WithdrawReason {
    var phrase: Phrase {
        switch self {
        case .othersAccepted: Phrase(vi: "trạm khác đã nhận", en: "another station has accepted")
        case .sent: Phrase(vi: "đã điều xe", en: "a unit has been sent")
        case .closed: Phrase(vi: "ca đã đóng", en: "the incident is closed")
        case .stationBusy: Phrase(vi: "trạm báo bận", en: "the station is busy")
        case .noFreeUnit: Phrase(vi: "trạm không còn xe rảnh", en: "the station has no free unit")
        }
    }
}

extension ProposalKind {
    var phrase: Phrase {
        switch self {
        case .none: Phrase(vi: "chưa ai đáp ứng đủ", en: "nobody covers the need")
        case .single: Phrase(vi: "một xe", en: "one unit")
        case .linked:
            Phrase(
                vi: "đi đôi, chăm sóc tới trước, xe chở theo sau", en: "linked, care first, transport behind")
        case .combination: Phrase(vi: "ghép nhiều xe mới đủ", en: "only together")
        case .several: Phrase(vi: "nhiều xe", en: "several units")
        case .enough: Phrase(vi: "đã đủ xe", en: "enough has been sent")
        }
    }
}

extension TravelMethod {
    var phrase: Phrase {
        switch self {
        case .none: Phrase(vi: "không tính được giờ đi", en: "no travel times")
        case .straightLine:
            Phrase(
                vi: "ước theo đường thẳng có hệ số vòng",
                en: "estimated from the straight line and a detour factor")
        }
    }
}

extension Freshness {
    var phrase: Phrase {
        switch self {
        case .fresh: Phrase(vi: "mới", en: "fresh")
        case .ageing: Phrase(vi: "hơi cũ", en: "ageing")
        case .stale: Phrase(vi: "quá cũ", en: "stale")
        case .parked: Phrase(vi: "tại trạm", en: "parked")
        case .none: Phrase(vi: "chưa có", en: "no fix")
        }
    }
}

extension Button {
    /// What the crew reports with it.
    var phrase: Phrase {
        switch self {
        case .acknowledge: Phrase(vi: "nhận lệnh", en: "acknowledged")
        case .enRoute: Phrase(vi: "lên đường", en: "en route")
        case .onScene: Phrase(vi: "đến hiện trường", en: "on scene")
        case .atPatient: Phrase(vi: "tiếp cận bệnh nhân", en: "at patient")
        case .transport: Phrase(vi: "chuyển viện", en: "transporting")
        case .atHospital: Phrase(vi: "đến bệnh viện", en: "at hospital")
        case .handOver: Phrase(vi: "bàn giao", en: "handed over")
        case .available: Phrase(vi: "sẵn sàng", en: "available")
        }
    }
}

extension TimePoint {
    var phrase: Phrase {
        switch self {
        case .callReceived: Phrase(vi: "gọi", en: "call")
        case .dispatchNotified: Phrase(vi: "điều", en: "dispatch")
        case .unitNotified: Phrase(vi: "xe có lệnh", en: "notified")
        case .acknowledged: Phrase(vi: "nhận", en: "ack")
        case .enRoute: Phrase(vi: "đi", en: "en route")
        case .onScene: Phrase(vi: "đến", en: "on scene")
        case .atPatient: Phrase(vi: "gặp BN", en: "at patient")
        case .leftScene: Phrase(vi: "rời", en: "left")
        case .atDestination: Phrase(vi: "tới viện", en: "hospital")
        case .transferOfCare: Phrase(vi: "bàn giao", en: "handover")
        case .backInService: Phrase(vi: "sẵn sàng", en: "available")
        case .cancelled: Phrase(vi: "rút", en: "cancelled")
        }
    }
}
