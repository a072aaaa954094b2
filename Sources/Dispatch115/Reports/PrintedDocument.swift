// A document of plain lines under headings, as text and as a page that prints on A4 in black and white. It
// holds what it is given; the words are somebody else's.

struct PrintedDocument: Sendable {
    struct Section: Sendable {
        var title: String
        /// Each stays together on paper where it can.
        var blocks: [[String]]

        init(_ title: String, _ blocks: [[String]]) {
            self.title = title
            self.blocks = blocks
        }
    }

    var language: Language
    var title: String
    /// Short lines below the title.
    var head: [String]
    var sections: [Section]

    var text: String {
        func visible(_ line: String) -> String { SafeText.visible(line) }
        var lines = [visible(title), String(repeating: "=", count: max(8, SafeText.width(title)))]
        lines += head.map(visible)
        for section in sections {
            lines += ["", visible(section.title)]
            lines.append(String(repeating: "-", count: max(8, SafeText.width(section.title))))
            for block in section.blocks {
                lines += block.map(visible)
                if section.blocks.count > 1 { lines.append("") }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    var html: String {
        var body = "<h1>" + HTMLPage.escaped(title) + "</h1>\n"
        for line in head { body += "<p>" + HTMLPage.escaped(line) + "</p>\n" }
        for section in sections {
            body += "<h2>" + HTMLPage.escaped(section.title) + "</h2>\n"
            for block in section.blocks {
                body += "<pre>" + block.map(HTMLPage.escaped).joined(separator: "\n") + "</pre>\n"
            }
        }
        return HTMLPage.page(title: title, language: language, style: PrintedDocument.style, body: body)
    }

    private static let style = """
        @page { size: A4; margin: 14mm; }
        body { font: 15px/1.4 sans-serif; color: #000; background: #fff; max-width: 60rem; margin: 1rem auto;
          padding: 0 1rem; }
        h1 { font-size: 1.3rem; margin: 0 0 .3rem; }
        h2 { font-size: 1.1rem; margin: 1.2rem 0 .4rem; border-bottom: 2px solid #000; break-after: avoid; }
        p { margin: .1rem 0; }
        pre { font: 13px/1.35 "DejaVu Sans Mono", "Noto Sans Mono", Consolas, monospace;
          white-space: pre-wrap; overflow-wrap: anywhere; margin: 0 0 .5rem;
          padding: .3rem .5rem; border: 1px solid #888; break-inside: avoid; }
        @media print { body { margin: 0; padding: 0; max-width: none; } pre { font-size: 9.5pt; } }
        """
}
