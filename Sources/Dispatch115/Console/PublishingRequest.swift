// Lines about what is published: their rows of the table of commands and what they ask for.

/// One parsed line.
enum PublishingRequest: Equatable, Sendable {
    /// Every destination; with a name its hospitals; with a hospital's number the document as it would go now.
    case look(destination: String?, hospital: Int32?)
    /// Lets go now what was refused or waits.
    case resend(destination: String, ResendTarget)
}

/// What is to go again.
enum ResendTarget: Equatable, Sendable {
    case all
    case hospital(Int32)

    /// A number, or "all" in either language.
    init?(_ text: Substring) {
        switch LetterFolding.fold(text) {
        case "ALL", "TATCA": self = .all
        default:
            guard let number = ArgumentReader.number(text, from: 0, to: 65_535) else { return nil }
            self = .hospital(number)
        }
    }
}

extension CommandTable {
    static let publishingRows: [CommandSpec] = [
        CommandSpec(
            .publishing, "PUB", "XB", .reads,
            [ArgumentSpec(.destination, required: false), ArgumentSpec(.hospital, required: false)],
            does: Phrase(
                vi: "sức chứa đã gửi tới đâu: mọi nơi nhận, một nơi, hoặc bản tin của một viện",
                en: "how far capacity has been told: all destinations, one, or one hospital's message"),
            examples: [
                Phrase(vi: "XB", en: "PUB"), Phrase(vi: "XB ehr", en: "PUB ehr"),
                Phrase(vi: "XB ehr 12", en: "PUB ehr 12"),
            ]),
        CommandSpec(
            .resend, "RESEND", "PHATLAI", .reads,
            [ArgumentSpec(.destination), ArgumentSpec(.resendTarget, required: false)],
            does: Phrase(
                vi: "gửi lại ngay những gì nơi nhận đã từ chối hoặc đang chờ",
                en: "sends again now what a destination refused, or what waits for it"),
            examples: [
                Phrase(vi: "PHATLAI ehr", en: "RESEND ehr"),
                Phrase(vi: "PHATLAI ehr 12", en: "RESEND ehr 12"),
            ]),
    ]
}
