// The two languages of the console. Everything a person may read is a `Phrase`, which cannot be made
// without both: a missing translation is a compile error.

/// A language that the console speaks.
enum Language: String, CaseIterable, Sendable {
    case vi
    case en
}

/// One thing said in both languages.
struct Phrase: Equatable, Sendable {
    var vi: String
    var en: String

    init(vi: String, en: String) {
        self.vi = vi
        self.en = en
    }

    subscript(language: Language) -> String {
        switch language {
        case .vi: vi
        case .en: en
        }
    }
}
