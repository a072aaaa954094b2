// docs/CONSOLE.md, written from the table of commands. A test compares the committed page with it.

enum ConsoleReference {
    static func markdown() -> String {
        var out = """
            # Bàn điều hành / The console

            <!-- Written by ConsoleReference.markdown() from the table of commands; a test compares. -->

            Một dòng vào, vài dòng ra. Chữ hoa hay thường, có dấu hay không (NFC, NFD) đều được.
            Lời tự do theo sau `;`.
            Ghi trễ: `@14:32` hay `@14h32` (lúc 00:05, 23:58 là hôm qua).
            Dòng bị từ chối không đổi gì.

            One line in, a few lines out. Upper or lower case, accents or none (NFC, NFD).
            Free text follows `;`.
            A late entry takes `@14:32` or `@14h32` (at 00:05, 23:58 means yesterday).
            A refused line changes nothing.


            """
        out += "| English | Tiếng Việt | làm gì | does |\n|---|---|---|---|\n"
        for spec in CommandTable.rows where spec.isShown {
            out += "| `\(cell(spec.usage(.en)))` | `\(cell(spec.usage(.vi)))` "
            out += "| \(cell(spec.does.vi)) | \(cell(spec.does.en)) |\n"
        }
        for spec in CommandTable.rows where spec.isShown { out += section(spec) }
        out += words()
        return out
    }

    private static func section(_ spec: CommandSpec) -> String {
        var out =
            "\n## \(spec.english) / \(spec.vietnamese)\n\n\(spec.does.vi); \(spec.effect.phrase.vi).  \n"
        out += "\(spec.does.en); \(spec.effect.phrase.en).\n"
        if !spec.arguments.isEmpty {
            out += "\n| | | nhận | accepts |\n|---|---|---|---|\n"
            for argument in spec.arguments {
                let names = argument.names.map { " `\($0)=`" }.joined()
                let need = argument.isRequired ? "" : " (không bắt buộc / optional)"
                let placeholder = argument.kind.placeholder
                out += "| \(cell(placeholder.en)) / \(cell(placeholder.vi))\(need) |\(names) "
                out += "| \(cell(argument.kind.accepts.vi)) | \(cell(argument.kind.accepts.en)) |\n"
            }
        }
        out += "\n"
        for example in spec.examples { out += "    \(example.en)\n    \(example.vi)\n" }
        return out
    }

    private static func words() -> String {
        var out = "\n## Kết cục / Dispositions\n\n| | kết cục | gõ | typed |\n|---|---|---|---|\n"
        for row in DispositionWords.rows {
            out += "| \(row.disposition.phrase.en) | \(row.disposition.phrase.vi) "
            out += "| \(row.vietnamese.joined(separator: " ")) | \(row.english.joined(separator: " ")) |\n"
        }
        out += "\n## Mức ưu tiên / Priorities\n\n| | | gõ / typed |\n|---|---|---|\n"
        for row in PriorityWords.rows {
            out += "| \(row.priority.phrase.en) | \(row.priority.phrase.vi) "
            out += "| \(row.words.joined(separator: " ").lowercased()) |\n"
        }
        return out
    }

    private static func cell(_ text: String) -> String {
        text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
    }
}
