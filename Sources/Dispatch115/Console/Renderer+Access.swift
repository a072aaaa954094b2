// What somebody is told who may not type a line: what it needs, what they are, that nothing changed.

extension Renderer {
    /// The answer to a line whose verb this person may not type.
    func denied(_ verb: Verb, _ person: Person) -> String {
        if person.roles == .stranger { return stranger() }
        let who = self.person(person.userID)
        let are = roles(person.roles)
        let lines =
            SafeText.wrap(
                say(
                    vi: "KHÔNG ĐƯỢC PHÉP: \(needs(verb)); \(who) là \(are)",
                    en: "NOT ALLOWED: \(needs(verb)); \(who) is \(are)"))
            + [
                say(
                    vi: "  không có gì thay đổi; \(self.verb(.help)) xem các lệnh được gõ",
                    en: "  nothing was changed; \(self.verb(.help)) shows what you may type")
            ]
        return reply(lines)
    }

    /// The answer to whatever an account types that people.csv does not name.
    func stranger() -> String {
        reply([
            say(
                vi: "KHÔNG ĐƯỢC PHÉP: tài khoản này chưa có trong danh sách người trực",
                en: "NOT ALLOWED: this account is not in the list of people"),
            say(
                vi: "  không có gì thay đổi; người giữ hệ thống ghi tên vào people.csv",
                en: "  nothing was changed; whoever keeps the system enters it in people.csv"),
        ])
    }

    /// "DSP needs the role dispatcher or supervisor".
    func needs(_ verb: Verb) -> String {
        let roles = AccessTable.roles(for: verb).inOrder.filter { Role.given.contains($0) }
        let words = roles.map { $0.phrase[language] }.joined(separator: say(vi: " hay ", en: " or "))
        return say(
            vi: "\(self.verb(verb)) cần vai \(words)", en: "\(self.verb(verb)) needs the role \(words)")
    }

    /// "tổng đài viên, điều phối viên".
    func roles(_ roles: RoleSet) -> String {
        roles.inOrder.map { $0.phrase[language] }.joined(separator: ", ")
    }
}
