// docs/ROLES.md, written from the table of access. A test compares the committed page with it.

enum RolesReference {
    static func markdown() -> String {
        var out = """
            # Vai và lệnh / Roles and verbs

            <!-- Written by RolesReference.markdown() from the table of access; a test compares. -->

            Ai không có trong people.csv thì không được gì. Một người có thể có nhiều vai; được gõ lệnh mà một
            trong các vai cho phép. ● được; ◐ chỉ xe và đề nghị của trạm mình; trống: không.

            Who is not in people.csv may do nothing. A person may have several roles, and may type what one of
            them allows. ● may; ◐ its own station's units and offers only; empty: may not.

            | vai | role | people.csv |
            |---|---|---|

            """
        for role in Role.allCases {
            let word = Role.given.contains(role) ? "`\(role.word)`" : ""
            out += "| \(role.phrase.vi) | \(role.phrase.en) | \(word) |\n"
        }
        out += "\n| English | Tiếng Việt |"
        for role in Role.allCases { out += " \(role.phrase.en) |" }
        out += "\n|---|---|" + String(repeating: ":---:|", count: Role.allCases.count) + "\n"
        for spec in CommandTable.rows { out += row(spec) }
        out += "\n" + notes
        return out
    }

    private static func row(_ spec: CommandSpec) -> String {
        let allowed = AccessTable.roles(for: spec.verb)
        var out = "| `\(spec.english)` | `\(spec.vietnamese)` |"
        for role in Role.allCases {
            let isScoped = role == .station && AccessTable.isScopedToStation(spec.verb)
            out += allowed.contains(role) ? (isScoped ? " ◐ |" : " ● |") : " |"
        }
        return out + "\n"
    }

    private static let notes = """
        `JRNRAW` là lệnh của máy (`journal verify`, `journal export`). Dòng `!` báo động nêu nơi người gọi nên
        chỉ đến những ai được gõ `Q`; ai trong danh sách cũng được báo khi nhật ký không ghi bền.

        `JRNRAW` is the machine's verb (`journal verify`, `journal export`). Lines that begin with `!` and
        alert name callers' places, so they go only to those who may type `Q`; everybody in the list is told
        when the journal is not durable.

        """
}
