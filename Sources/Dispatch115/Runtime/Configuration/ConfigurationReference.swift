// The table of keys as a page, as a terminal's help and as an example file. The page and the example are
// committed; a test compares them and writes them anew when DISPATCH115_WRITE_DOCS=1. Never describes a key
// by itself.

enum ConfigurationReference {
    /// docs/CONFIGURATION.md.
    static func markdown() -> String {
        var page = """
            # Configuration

            Written from the table of keys in `Sources/Dispatch115/Runtime/Configuration`: do not edit this
            page, change the table and run `DISPATCH115_WRITE_DOCS=1 swift test --filter
            ConfigurationReference`.

            One file in [JSON5](https://spec.json5.org): JSON with comments, commas at the end and names
            without quotes. `--config FILE` names it; without it every key has its default.
            [dispatch115.json5](../dispatch115.json5) holds all keys with their defaults. A key `group.name`
            is written `group: { name: ... }`.

            A value is taken from the default, then the file, then `--set key=value` and `--data DIR` (the
            same as `--set folders.data=DIR`) in the order of the command line: the last one counts. With
            `--set`, text needs no quotes. Relative paths start at the folder in which the program was
            started.

            Nothing wrong is passed over, and the program ends with status \(ConfigurationError.exitStatus)
            (EX_CONFIG). Unknown keys (the nearest valid one is named), values of another type or outside
            their range and keys that do not go together are reported all at once, each as
            `file:line:column`. A file that is no JSON5, or gives a key twice, is refused at the first such
            place.

            The last column says how a change may reach a running service: **restart**, only by starting it
            again; **reload**, nothing is held open or sized by it, so a reload may take it.

            """
        var group = ""
        for key in ConfigurationKey.all {
            if key.group != group {
                group = key.group
                page +=
                    "\n## \(group)\n\n| key | default | accepted | meaning | change |\n"
                    + "|---|---|---|---|---|\n"
            }
            page += "| `\(key.path)` | `\(key.defaultText)` | \(key.type.accepted) | \(key.meaning) | "
            page += key.needsRestart ? "restart |\n" : "reload |\n"
        }
        page += "\n## Keys that go together\n\n"
        for order in ConfigurationOrder.all {
            page += "- `\(order.smaller)` is at most `\(order.greater)`: \(order.why).\n"
        }
        page +=
            "- The path of the console's socket, given or made from `folders.data`, has at most 107 bytes.\n"
        page += "- `journal.durability` is \"both\" only where `results.kind` is not \"none\".\n"
        page += "- `results.database` is given only where `results.kind` is \"postgresql\".\n"
        return page
    }

    /// `dispatch115 help configuration`, at most `width` columns where words allow it.
    static func text(width: Int = 100) -> String {
        var page = "Keys of the configuration file (--config FILE) and of --set key=value:\n"
        for key in ConfigurationKey.all {
            page += "\n\(key.path) = \(key.defaultText)\n"
            let change = key.needsRestart ? "A change needs a restart." : "May change by reload."
            page += HelpText.wrapped("\(key.meaning) \(change)", indent: 4, width: width)
            page += HelpText.wrapped("Accepted: \(key.type.accepted).", indent: 4, width: width)
        }
        return page
    }

    /// Every key with its default, meaning and range, as a file that can be read.
    static func example() -> String {
        var file = """
            // dispatch115: every key with its default; docs/CONFIGURATION.md explains. Keep what you change.
            // Written from the table of keys: the page says how.

            """
        file += "{\n"
        var open: [Substring] = []
        for key in ConfigurationKey.all {
            let names = key.path.split(separator: ".")
            let groups = Array(names.dropLast())
            var common = 0
            while common < open.count, common < groups.count, open[common] == groups[common] { common += 1 }
            while open.count > common {
                open.removeLast()
                file += indent(open.count + 1) + "},\n"
            }
            for group in groups[common...] {
                file += indent(open.count + 1) + "\(group): {\n"
                open.append(group)
            }
            let margin = indent(open.count + 1)
            for sentence in [key.meaning, "Accepted: \(key.type.accepted)."] {
                for line in HelpText.wrapped(sentence, indent: 0, width: 100 - margin.count).split(
                    separator: "\n")
                {
                    file += "\(margin)// \(line)\n"
                }
            }
            file += "\(margin)\(key.lastName): \(key.defaultText),\n"
        }
        while !open.isEmpty {
            open.removeLast()
            file += indent(open.count + 1) + "},\n"
        }
        return file + "}\n"
    }

    private static func indent(_ depth: Int) -> String { String(repeating: "    ", count: depth) }
}

extension ConfigurationKey {
    /// The default as it would be written in the file.
    var defaultText: String { type.text(in: Configuration()) }
}

/// Words in lines for a terminal.
enum HelpText {
    /// Each line indented and ended with LF, broken at blanks so that it has at most `width` characters; a
    /// longer word stands alone.
    static func wrapped(_ text: String, indent: Int, width: Int) -> String {
        let margin = String(repeating: " ", count: indent)
        var out = ""
        var line = ""
        for word in text.split(separator: " ") {
            if !line.isEmpty, indent + line.count + 1 + word.count > width {
                out += margin + line + "\n"
                line = ""
            }
            line += (line.isEmpty ? "" : " ") + word
        }
        return line.isEmpty ? out : out + margin + line + "\n"
    }
}
