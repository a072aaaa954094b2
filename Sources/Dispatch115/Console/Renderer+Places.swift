// Candidates for a place, numbered, with what tells them apart; and the refusals of a choice.

extension Renderer {
    /// One line for each candidate, and how to choose.
    func asked(_ candidates: [Place], more: Int, _ id: IncidentID) -> String {
        var lines = [say(vi: "  nơi nào? hỏi người gọi:", en: "  which place? ask the caller:")]
        for (index, place) in candidates.enumerated() {
            lines += SafeText.wrap("    #\(index + 1) " + describe(place), indent: 7)
        }
        if more > 0 {
            lines.append(
                say(
                    vi: "    và \(more) nơi nữa: hỏi thêm phường hoặc quận",
                    en: "    and \(more) more: ask for the ward or district"))
        }
        lines.append(say(vi: "  chọn: ", en: "  choose: ") + "\(verb(.locate)) \(id.number) #1")
        return reply(lines)
    }

    /// "Phường Đa Kao, Quận 1; phường cũ, nay Phường Sài Gòn, Phường Tân Định; ±560 m".
    func describe(_ place: Place) -> String {
        var parts = [place.label, place.kind.phrase[language]]
        if place.isOutsideArea { parts.append(say(vi: "ngoài địa bàn", en: "outside the area")) }
        if !place.nowIn.isEmpty {
            parts.append(say(vi: "nay ", en: "now ") + place.nowIn.joined(separator: ", "))
        }
        if !place.alsoMeans.isEmpty {
            parts.append(say(vi: "hoặc ", en: "or ") + place.alsoMeans.joined(separator: ", "))
        }
        return SafeText.visible(parts.joined(separator: "; ")) + "; ±\(place.precisionMetres) m"
    }

    func noSuchCandidate(_ number: Int, of id: IncidentID, count: Int) -> String {
        refusal(
            say(
                vi: "ca \(id.number) không có nơi #\(number) để chọn; có \(count) nơi",
                en: "incident \(id.number) has no place #\(number) to choose; it has \(count)"),
            "\(verb(.locate)) \(id.number) #1" + (count > 1 ? " ... #\(count)" : ""))
    }

    /// `isChanged`: the city's files have changed since the candidates were read out.
    func nothingToChoose(_ id: IncidentID, isChanged: Bool) -> String {
        let why =
            isChanged
            ? say(
                vi: "danh sách nơi của ca \(id.number) đã khác lúc hỏi",
                en: "the places asked of incident \(id.number) are not the same any more")
            : say(
                vi: "ca \(id.number) không có danh sách nơi để chọn",
                en: "incident \(id.number) has no list of places to choose from")
        return refusal(why, CommandTable.spec(.locate).usage(language))
    }
}

extension PlaceKind {
    var phrase: Phrase {
        switch self {
        case .point: Phrase(vi: "tọa độ", en: "coordinate")
        case .ward: Phrase(vi: "phường/xã hiện nay", en: "ward of today")
        case .oldWard: Phrase(vi: "phường/xã cũ", en: "old ward")
        case .oldDistrict: Phrase(vi: "quận/huyện cũ", en: "old district")
        case .oldProvince: Phrase(vi: "tỉnh/thành cũ", en: "old province")
        case .landmark: Phrase(vi: "địa danh", en: "landmark")
        case .address: Phrase(vi: "số nhà", en: "house number")
        case .alley: Phrase(vi: "đầu hẻm", en: "alley mouth")
        case .crossing: Phrase(vi: "giao lộ", en: "crossing")
        case .street: Phrase(vi: "cả con đường", en: "whole street")
        }
    }
}
