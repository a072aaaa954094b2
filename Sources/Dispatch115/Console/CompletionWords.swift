// The words that a terminal may complete, from the same tables that the parser reads: verbs of both
// languages and dispositions. Verbs that only the machine types are not among them.

enum CompletionWords {
    static let all: [String] = {
        var words: [String] = []
        for row in CommandTable.rows where row.isShown { words += [row.english, row.vietnamese] }
        for row in DispositionWords.rows { words += row.english + row.vietnamese }
        var seen: Set<String> = []
        return words.filter { seen.insert($0).inserted }
    }()

    /// One a line.
    static var file: [UInt8] { Array((all.joined(separator: "\n") + "\n").utf8) }
}
