// History and completion at a person's terminal: the console runs once more, under rlwrap, where that is
// installed. Nothing that is typed is kept on a disk: a desk's lines hold callers' numbers and words, so the
// history lives as long as the desk is open. Without rlwrap, or where the terminal cannot, all goes on as it
// is. rlwrap may start no editor: behind a forced command that would be a door.

import Glibc

enum LineEditing {
    /// In the environment of what runs under it, so that it is done once.
    static let mark = "DISPATCH115_LINE_EDITING"

    /// What to run in place of `dispatch115` with `words`, or nil where nothing is gained.
    static func command(_ words: [String]) -> (program: String, arguments: [String])? {
        guard Terminal.environment(mark) == nil, Terminal.isThere, Terminal.isCapable, Terminal.columns > 0,
            let rlwrap = Terminal.program("rlwrap")
        else { return nil }
        var arguments = [
            "--no-warnings", "--case-insensitive", "--command-name=dispatch115",
            // Read, never written: a negative size.
            "--history-filename=/dev/null", "--histsize=-1000", "--history-no-dupes=1",
        ]
        if let list = Terminal.pipe(holding: CompletionWords.file) { arguments.append("--file=" + list.path) }
        setenv(mark, "1", 1)
        setenv("RLWRAP_EDITOR", "/bin/false", 1)
        unsetenv("RLWRAP_FILTERDIR")
        setLetters()
        return (rlwrap, arguments + ["--", ChildProcess.ownProgram] + words)
    }

    /// Letters with accents are typed as letters, also where nobody has set a locale, as behind SSH.
    private static func setLetters() {
        let name = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(Terminal.environment).first ?? ""
        let folded = name.lowercased()
        guard !folded.hasSuffix("utf-8"), !folded.hasSuffix("utf8") else { return }
        if Terminal.environment("LC_ALL") != nil { setenv("LC_ALL", "C.UTF-8", 1) }
        setenv("LC_CTYPE", "C.UTF-8", 1)
    }
}
