// What was wrong with a line, where, and what would be accepted.

extension Renderer {
    func refused(_ error: LineError) -> String {
        let place = error.column.map { say(vi: " (cột \($0))", en: " (column \($0))") } ?? ""
        let lines =
            SafeText.wrap(say(vi: "TỪ CHỐI", en: "REFUSED") + place + ": " + SafeText.visible(why(error)))
            + SafeText.wrap(say(vi: "  được: ", en: "  accepted: ") + SafeText.visible(better(error)))
        return reply(lines)
    }

    private func why(_ error: LineError) -> String {
        switch error {
        case .tooLong(let limit):
            say(vi: "dòng dài hơn \(limit) byte", en: "the line is longer than \(limit) bytes")
        case .notUTF8(let byte):
            say(vi: "byte thứ \(byte) không phải UTF-8", en: "byte \(byte) is no UTF-8")
        case .controlCharacter(let value, _):
            say(
                vi: "ký tự điều khiển \(SafeText.name(value)) không được nhận",
                en: "the control character \(SafeText.name(value)) is not taken")
        case .badClientID: say(vi: "mã dòng sau # không hợp lệ", en: "the client id after # is not valid")
        case .unknownVerb(let word, _, _):
            say(vi: "không có lệnh \"\(cut(word))\"", en: "there is no command \"\(cut(word))\"")
        case .renamedVerb(let word, let verb, _):
            say(
                vi: "\(word) nay là \(self.verb(verb)); chưa làm gì cả",
                en: "\(word) is \(self.verb(verb)) now; nothing was done")
        case .ambiguousOS:
            say(
                vi: "OS có hai nghĩa: đến hiện trường, hoặc tạm nghỉ",
                en: "OS means on scene to some and out of service to others")
        case .missing(let kind, _, _):
            say(vi: "thiếu: \(name(kind))", en: "missing: \(name(kind))")
        case .unexpected(let word, _, _):
            say(vi: "thừa \"\(cut(word))\"", en: "\"\(cut(word))\" is not expected here")
        case .badValue(let word, let kind, _, _):
            say(vi: "\"\(cut(word))\" không phải \(name(kind))", en: "\"\(cut(word))\" is no \(name(kind))")
        case .givenTwice(let kind, _, _):
            say(vi: "ghi hai lần: \(name(kind))", en: "given twice: \(name(kind))")
        }
    }

    private func better(_ error: LineError) -> String {
        switch error {
        case .tooLong(let limit):
            return say(
                vi: "dòng ngắn hơn; lời dài chia thành nhiều \(verb(.note))",
                en: "a shorter line; long text in several \(verb(.note))")
                + " (\(limit))"
        case .notUTF8: return say(vi: "chữ UTF-8", en: "text in UTF-8")
        case .controlCharacter:
            return say(vi: "chữ, số, dấu câu và khoảng trắng", en: "letters, digits, punctuation and spaces")
        case .badClientID:
            return say(
                vi: "# rồi 1 đến 64 ký tự ASCII nhìn thấy được, một dấu cách, rồi lệnh",
                en: "# and 1 to 64 visible ASCII characters, a space, then the command")
        case .unknownVerb(_, _, let nearest):
            guard !nearest.isEmpty else { return verb(.help) }
            return nearest.joined(separator: ", ") + "; \(verb(.help))"
        case .renamedVerb(_, let verb, _): return CommandTable.spec(verb).usage(language)
        case .ambiguousOS:
            let unit = ArgumentKind.unit.placeholder[language]
            return say(
                vi:
                    "\(verb(.onScene)) \(unit) (đến hiện trường), \(verb(.outOfService)) \(unit) lý-do (tạm nghỉ)",
                en:
                    "\(verb(.onScene)) \(unit) (on scene), \(verb(.outOfService)) \(unit) reason (out of service)"
            )
        case .missing(let kind, let verb, _), .badValue(_, let kind, let verb, _):
            return kind.accepts[language] + "   " + CommandTable.spec(verb).usage(language)
        case .unexpected(_, let verb, _), .givenTwice(_, let verb, _):
            let spec = CommandTable.spec(verb)
            return spec.usage(language)
                + (spec.examples.first.map { say(vi: ", như ", en: ", such as ") + $0[language] } ?? "")
        }
    }

    private func cut(_ word: String) -> String { SafeText.cut(SafeText.visible(word), 40) }

    /// What the argument is, in a sentence.
    private func name(_ kind: ArgumentKind) -> String { kind.noun[language] }
}

extension ArgumentKind {
    var noun: Phrase {
        switch self {
        case .phone: Phrase(vi: "số điện thoại", en: "phone number")
        case .noticeAnswer: Phrase(vi: "lời đáp của viện", en: "hospital's answer")
        case .referralAsk: Phrase(vi: "giờ hay lời đáp", en: "time or answer")
        case .priority: Phrase(vi: "mức ưu tiên", en: "priority")
        case .place: Phrase(vi: "nơi", en: "place")
        case .words: Phrase(vi: "lời người gọi", en: "caller's words")
        case .incident: Phrase(vi: "số ca", en: "incident number")
        case .unit: Phrase(vi: "số xe", en: "unit number")
        case .units: Phrase(vi: "danh sách số xe", en: "list of unit numbers")
        case .hospital: Phrase(vi: "số bệnh viện", en: "hospital number")
        case .time: Phrase(vi: "giờ", en: "time of day")
        case .disposition: Phrase(vi: "kết cục", en: "disposition")
        case .text: Phrase(vi: "lời ghi", en: "text")
        case .unitFilter: Phrase(vi: "bộ lọc xe", en: "filter of units")
        case .journalFilter: Phrase(vi: "bộ lọc nhật ký", en: "filter of the journal")
        case .sequence, .fromSequence, .toSequence: Phrase(vi: "số thứ tự", en: "sequence number")
        case .verb: Phrase(vi: "tên lệnh", en: "command")
        case .language: Phrase(vi: "ngôn ngữ", en: "language")
        case .alerts: Phrase(vi: "số báo động", en: "alert number")
        case .alertFilter: Phrase(vi: "bộ lọc báo động", en: "filter of alerts")
        case .offerTarget: Phrase(vi: "trạm và ca", en: "stations and an incident")
        case .crewNames: Phrase(vi: "tên kíp", en: "names of a crew")
        case .offerStation: Phrase(vi: "số trạm", en: "station number")
        case .declineReason: Phrase(vi: "lý do từ chối", en: "reason for declining")
        case .declineWords: Phrase(vi: "lời của trạm", en: "station's words")
        case .busyUntil: Phrase(vi: "giờ sắp tới", en: "time to come")
        case .call, .signedCall: Phrase(vi: "số cuộc gọi", en: "call number")
        case .callFilter: Phrase(vi: "bộ lọc cuộc gọi", en: "filter of calls")
        case .callbackResult: Phrase(vi: "kết quả gọi lại", en: "result of the call-back")
        case .callEnd: Phrase(vi: "kết cục cuộc gọi", en: "outcome of the call")
        case .answers: Phrase(vi: "lời đáp", en: "answers")
        case .topic: Phrase(vi: "tên việc", en: "topic")
        case .form: Phrase(vi: "số phiếu giấy", en: "form number")
        case .steps: Phrase(vi: "các bước có giờ", en: "steps with times")
        case .formRange: Phrase(vi: "các số phiếu", en: "form numbers")
        case .textRange: Phrase(vi: "các số nội dung", en: "text numbers")
        case .destination: Phrase(vi: "nơi nhận", en: "a destination")
        case .resendTarget: Phrase(vi: "viện", en: "a hospital")
        case .formCount: Phrase(vi: "số lượng phiếu", en: "number of forms")
        case .shiftCode: Phrase(vi: "mã giao ca", en: "hand-over code")
        case .crew: Phrase(vi: "tên kíp", en: "crew")
        case .skills: Phrase(vi: "danh sách trình độ", en: "list of skills")
        case .equipment: Phrase(vi: "danh sách thiết bị", en: "list of equipment")
        case .kilometres: Phrase(vi: "số km", en: "odometer reading")
        case .outReason: Phrase(vi: "lý do tạm nghỉ", en: "reason to be out of service")
        case .standDownReason: Phrase(vi: "lý do rút xe", en: "reason to stand down")
        case .plannedTime, .plannedEnd: Phrase(vi: "giờ sắp tới", en: "time to come")
        case .remark: Phrase(vi: "lời ghi", en: "text")
        case .hospitalNeed: Phrase(vi: "điều bệnh nhân cần ở viện", en: "what the patient needs there")
        case .choiceReason: Phrase(vi: "lý do chọn viện", en: "reason for the hospital")
        case .patient: Phrase(vi: "số bệnh nhân trong ca", en: "patient of the incident")
        case .patients: Phrase(vi: "danh sách bệnh nhân", en: "list of patients")
        case .outcome: Phrase(vi: "kết cục của bệnh nhân", en: "outcome of a patient")
        case .tag: Phrase(vi: "màu phân loại", en: "triage tag")
        case .start: Phrase(vi: "lời đáp START", en: "answers to START")
        case .jumpStart: Phrase(vi: "lời đáp JumpSTART", en: "answers to JumpSTART")
        case .person: Phrase(vi: "lời tả bệnh nhân", en: "words on the patient")
        case .estimate: Phrase(vi: "số người", en: "number of patients")
        case .fromHospital: Phrase(vi: "bệnh viện nơi đi", en: "hospital of departure")
        case .doctor: Phrase(vi: "tên bác sĩ nhận", en: "accepting doctor")
        case .bed: Phrase(vi: "giường", en: "bed")
        case .escort: Phrase(vi: "người đi kèm", en: "escort")
        case .queueFilter: Phrase(vi: "bộ lọc hàng đợi", en: "filter of the queue")
        case .hospitalFilter: Phrase(vi: "bộ lọc bệnh viện", en: "filter of hospitals")
        case .capacityTopic: Phrase(vi: "loại giường", en: "kind of bed")
        case .freeBeds: Phrase(vi: "số giường", en: "number of beds")
        case .diversionStatus: Phrase(vi: "tình trạng nhận", en: "diversion status")
        case .bedKind: Phrase(vi: "loại giường", en: "kind of bed")
        }
    }
}
