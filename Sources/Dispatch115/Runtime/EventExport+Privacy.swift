// What happens around erased texts, as fields of JSON.

extension EventExport {
    static func describe(_ privacy: PrivacyEvent) -> Fields {
        switch privacy {
        case .textsErased(let range, let reason):
            (
                "textsErased",
                [
                    ("first", "\(range.first.index)"), ("end", "\(range.end.index)"),
                    ("reason", JSONText.quoted("\(reason)")),
                ]
            )
        }
    }
}
