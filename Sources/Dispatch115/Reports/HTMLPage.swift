// Pages that stand alone: no script, no network, no picture from elsewhere. Whatever text comes in is made
// harmless here, once.

enum HTMLPage {
    /// Text as text, whatever it holds: markup is escaped, what acts on a reader or turns the reading
    /// direction is shown by its number.
    static func escaped(_ text: String) -> String {
        var out = ""
        for scalar in SafeText.visible(text).unicodeScalars {
            switch scalar {
            case "&": out += "&amp;"
            case "<": out += "&lt;"
            case ">": out += "&gt;"
            case "\"": out += "&quot;"
            case "'": out += "&#39;"
            default: out.unicodeScalars.append(scalar)
            }
        }
        return out
    }

    /// A whole page; `title` is escaped, `style` and `body` are markup.
    static func page(title: String, language: Language, style: String, body: String) -> String {
        """
        <!doctype html>
        <html lang="\(language.rawValue)">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
        <title>\(escaped(title))</title>
        <style>
        \(style)
        </style>
        </head>
        <body>
        \(body)
        </body>
        </html>

        """
    }
}
