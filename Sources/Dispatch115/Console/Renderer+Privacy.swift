// What is said of erased texts. Their numbers are those of `journal export` and of the results.

extension Renderer {
    /// The event in one line without its number.
    func what(_ privacy: PrivacyEvent) -> String {
        switch privacy {
        case .textsErased(let range, .age):
            say(
                vi: "đã xóa vĩnh viễn các nội dung quá hạn lưu: \(numbers(range))",
                en: "texts past their time were erased for good: \(numbers(range))")
        case .textsErased(let range, .request):
            say(
                vi: "đã xóa vĩnh viễn theo yêu cầu: \(numbers(range))",
                en: "erased for good on request: \(numbers(range))")
        }
    }

    private func numbers(_ range: TextRange) -> String {
        range.count == 1
            ? say(vi: "nội dung số \(range.first.index)", en: "text \(range.first.index)")
            : say(
                vi: "nội dung số \(range.first.index) đến \(range.end.index - 1)",
                en: "texts \(range.first.index) to \(range.end.index - 1)")
    }

    func why(_ rejection: PrivacyRejection) -> String {
        switch rejection {
        case .unknownText(let newest):
            newest.isSet
                ? say(
                    vi: "chưa có nội dung nào mang số đó; mới nhất là \(newest.index)",
                    en: "no text has that number yet; the newest is \(newest.index)")
                : say(vi: "chưa có nội dung nào được ghi", en: "no text has been written yet")
        case .needed(let text, let need):
            say(vi: "nội dung số \(text.index) còn cần cho ", en: "text \(text.index) is still needed by ")
                + what(need)
        case .tooMany(let limit):
            say(
                vi: "quá nhiều một lần, nhiều nhất \(limit) nội dung",
                en: "too many at once, at most \(limit) texts")
        }
    }

    func better(_ rejection: PrivacyRejection) -> String {
        switch rejection {
        case .unknownText, .tooMany:
            say(
                vi: "các số trong dispatch115 journal export, như 120-131",
                en: "numbers out of dispatch115 journal export, such as 120-131")
        case .needed(_, .incident): say(vi: "đóng ca trước", en: "close the incident first")
        case .needed(_, .call): say(vi: "xong cuộc gọi trước", en: "settle the call first")
        case .needed(_, .unit): say(vi: "cho xe hết trực trước", en: "log the unit off first")
        }
    }

    private func what(_ need: TextNeed) -> String {
        switch need {
        case .incident(let id): say(vi: "ca \(id.number) đang mở", en: "open incident \(id.number)")
        case .call(let id): say(vi: "cuộc gọi c\(id.number)", en: "call c\(id.number)")
        case .unit: say(vi: "kíp xe đang trực", en: "a crew on duty")
        }
    }
}
