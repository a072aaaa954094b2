// What is said of hospitals: events in one line each, refusals with what would be accepted.

extension Renderer {
    /// The event in one line without its number.
    func what(_ hospital: HospitalEvent, _ centre: Centre) -> String {
        switch hospital {
        case .defined(_, let definition):
            return say(vi: "viện \(definition.number): ", en: "hospital \(definition.number): ")
                + SafeText.visible(definition.name)
        case .withdrawn(let id):
            return self.hospital(id, centre) + say(vi: ": thôi dùng", en: ": no longer used")
        case .reported(let id, let kind, let from, let to, let reporter, let isNewest):
            return self.hospital(id, centre) + ", " + kind.phrase[language] + ": " + free(from) + " -> "
                + free(to) + told(to.asOf, to.validUntil, reporter) + history(isNewest, from.asOf)
        case .received(let id, _, let to, let reporter, let isNewest):
            return self.hospital(id, centre) + ": " + reception(to)
                + told(to.asOf, to.validUntil, reporter) + history(isNewest, centre[id].reception.asOf)
        case .diverted(let id, let from, let to, let reporter, let isNewest):
            return self.hospital(id, centre) + ": " + from.status.phrase[language] + " -> "
                + to.status.phrase[language] + until(to.validUntil)
                + (to.reason.isEmpty ? "" : ", " + SafeText.visible(to.reason)) + self.reporter(reporter)
                + history(isNewest, from.asOf)
        case .bedsRanOut(let id, let kind):
            return self.hospital(id, centre) + ", " + kind.phrase[language]
                + say(vi: ": báo cáo hết hạn, không rõ còn bao nhiêu", en: ": the report ran out, unknown")
        case .receptionRanOut(let id):
            return self.hospital(id, centre)
                + say(vi: ": báo cáo tiếp nhận hết hạn", en: ": what it said of its reception ran out")
        case .diversionRanOut(let id, let was):
            return self.hospital(id, centre) + ": " + was.phrase[language] + " -> "
                + DiversionStatus.open.phrase[language] + say(vi: " (hết hạn)", en: " (ran out)")
        case .bedChosen(let patient, let from, let to):
            return self.patient(patient, centre) + say(vi: ": giường ", en: ": bed ") + bed(from) + " -> "
                + bed(to)
        case .reportRestored(let id, let kind, let said):
            return self.hospital(id, centre) + ", " + kind.phrase[language]
                + say(vi: ": trở lại ", en: ": back to ") + free(said)
        case .receptionRestored(let id, let said):
            return self.hospital(id, centre) + say(vi: ": trở lại ", en: ": back to ") + reception(said)
        case .diversionRestored(let id, let said):
            return self.hospital(id, centre) + say(vi: ": trở lại ", en: ": back to ")
                + said.status.phrase[language] + until(said.validUntil)
        }
    }

    private func bed(_ kind: BedKind?) -> String {
        kind?.phrase[language] ?? say(vi: "chưa chọn", en: "none chosen")
    }

    /// "4/12", "4", "?/12", "?".
    func free(_ said: BedState) -> String {
        (said.free >= 0 ? "\(said.free)" : "?") + (said.baseline >= 0 ? "/\(said.baseline)" : "")
    }

    func reception(_ said: ReceptionState) -> String {
        var parts: [String] = []
        if said.offloadMinutes >= 0 {
            parts.append(
                say(
                    vi: "chờ nhận \(said.offloadMinutes) phút",
                    en: "\(said.offloadMinutes) min until unloaded"))
        }
        if said.redPlaces >= 0 { parts.append(say(vi: "đỏ \(said.redPlaces)", en: "red \(said.redPlaces)")) }
        if said.yellowPlaces >= 0 {
            parts.append(say(vi: "vàng \(said.yellowPlaces)", en: "yellow \(said.yellowPlaces)"))
        }
        return parts.isEmpty ? say(vi: "chưa rõ", en: "unknown") : parts.joined(separator: ", ")
    }

    func until(_ moment: Timestamp) -> String {
        moment.isSet ? say(vi: " đến ", en: " until ") + dateAndClock(moment) : ""
    }

    private func told(_ asOf: Timestamp, _ validUntil: Timestamp, _ reporter: Text) -> String {
        (asOf.isSet ? say(vi: " lúc ", en: " as of ") + clock(asOf) : "")
            + (validUntil.isSet ? say(vi: ", dùng đến ", en: ", good until ") + clock(validUntil) : "")
            + self.reporter(reporter)
    }

    private func reporter(_ reporter: Text) -> String {
        text(reporter).map { say(vi: ", theo ", en: ", says ") + $0 } ?? ""
    }

    private func history(_ isNewest: Bool, _ newest: Timestamp) -> String {
        isNewest
            ? ""
            : say(
                vi: "; cũ hơn tin lúc \(dateAndClock(newest)), chỉ lưu lại",
                en: "; older than what is known as of \(dateAndClock(newest)), kept as history only")
    }

    /// What to type next: how to take it back.
    func afterwards(_ hospital: HospitalEvent, _ event: Event, _ centre: Centre) -> [String] {
        switch hospital {
        case .reported(_, _, _, _, _, true), .received(_, _, _, _, true), .diverted(_, _, _, _, true):
            return [takeBack("\(verb(.undo)) \(event.sequence)")]
        case .reported, .received, .diverted, .defined, .withdrawn, .bedsRanOut, .receptionRanOut,
            .diversionRanOut, .bedChosen, .reportRestored, .receptionRestored, .diversionRestored:
            return []
        }
    }

    // MARK: - Refusals

    func why(_ rejection: HospitalRejection, _ centre: Centre) -> String {
        switch rejection {
        case .withdrawn(let id):
            return hospital(id, centre) + say(vi: " không còn dùng", en: " is no longer used")
        case .nothingSaid: return say(vi: "chưa nói con số nào", en: "no number is said")
        case .codeUnfit(let code):
            return say(vi: "mã cơ sở '\(code)' sai", en: "'\(code)' is no facility code")
        case .asOfInFuture(let moment):
            return dateAndClock(moment) + say(vi: " chưa tới", en: " lies in the future")
        case .outOfRange(let field, let number, _):
            return name(of: field) + say(vi: " không thể là \(number)", en: " cannot be \(number)")
        case .freeAboveBaseline(let id, let kind, let free, let baseline):
            return hospital(id, centre) + ", " + kind.phrase[language]
                + say(vi: ": còn \(free) mà chỉ có \(baseline)", en: ": \(free) free of only \(baseline)")
        case .ranOut(let moment):
            return say(vi: "báo cáo này đã hết hạn lúc ", en: "that report ran out at ")
                + dateAndClock(moment)
        case .validTooLong(let moment, _):
            return dateAndClock(moment) + say(vi: " xa quá", en: " is too far ahead")
        case .reasonTooLong: return say(vi: "lý do quá dài", en: "the reason is too long")
        case .openHasNoEnd:
            return say(vi: "đang nhận thì không có giờ hết hạn", en: "an open hospital has nothing that ends")
        }
    }

    func better(_ rejection: HospitalRejection, _ centre: Centre) -> String {
        switch rejection {
        case .withdrawn: return hospitals(centre)
        case .nothingSaid: return ""
        case .codeUnfit: return say(vi: "năm chữ số, như 79024", en: "five digits, such as 79024")
        case .asOfInFuture: return ArgumentKind.time.accepts[language]
        case .outOfRange(_, _, let most): return say(vi: "từ 0 đến \(most)", en: "0 to \(most)")
        case .freeAboveBaseline(_, _, let free, let baseline):
            return say(
                vi: "còn từ 0 đến \(baseline), hoặc \(free)/\(free) nếu đã thêm giường",
                en: "0 to \(baseline) free, or \(free)/\(free) where beds were added")
        case .ranOut: return say(vi: "giờ còn ở phía trước", en: "a time that lies ahead")
        case .validTooLong(_, let hours):
            return say(vi: "trong vòng \(hours) giờ", en: "within \(hours) hours")
        case .reasonTooLong(let limit): return say(vi: "tối đa \(limit) byte", en: "at most \(limit) bytes")
        case .openHasNoEnd: return say(vi: "bỏ giờ đi", en: "leave the time out")
        }
    }

    private func name(of field: ReportField) -> String {
        switch field {
        case .free: say(vi: "số giường trống", en: "the number of free beds")
        case .baseline: say(vi: "số giường có", en: "the number of beds")
        case .offloadMinutes: say(vi: "số phút chờ nhận", en: "the minutes until unloaded")
        case .redPlaces: say(vi: "chỗ cho bệnh nhân đỏ", en: "places for red patients")
        case .yellowPlaces: say(vi: "chỗ cho bệnh nhân vàng", en: "places for yellow patients")
        }
    }
}
