// Who sits where: the people of people.csv by the user id that the kernel gives for a connection. A value
// that is replaced whole; who is not in it is a stranger. Never reads a file and never asks the machine.

/// Somebody with an account.
struct Person: Equatable, Sendable {
    let userID: UInt32
    /// The account's name on this machine; empty for a stranger.
    let account: String
    /// The person's own name; empty for a stranger.
    let name: String
    /// Never empty.
    let roles: RoleSet
    /// The number of the station that the role station is for.
    let station: Int32?

    func may(_ verb: Verb) -> Bool { !roles.isDisjoint(with: AccessTable.roles(for: verb)) }

    /// The number of the station whose units and offers this person is held to with this verb (0, which no
    /// station has, where none is known); nil where another role of theirs allows it for all of the centre.
    func scope(of verb: Verb) -> Int32? {
        guard AccessTable.isScopedToStation(verb), roles.contains(.station) else { return nil }
        let others = roles.subtracting(.station)
        return others.isDisjoint(with: AccessTable.roles(for: verb)) ? station ?? 0 : nil
    }

    /// Alert lines name callers' places: they are for those who may see the queue.
    var hearsAlerts: Bool { may(.queue) }
}

/// All of them.
struct People: Sendable {
    private let byUserID: [UInt32: Person]
    /// Accounts that are the service's own.
    private let ownUserIDs: [UInt32]

    /// `ownUserIDs` get the role service beside what the file gives them.
    init(_ persons: [Person], ownUserIDs: [UInt32]) {
        self.ownUserIDs = ownUserIDs
        var byUserID: [UInt32: Person] = [:]
        for person in persons { byUserID[person.userID] = person }
        for own in ownUserIDs {
            let given = byUserID[own]
            byUserID[own] = Person(
                userID: own, account: given?.account ?? "", name: given?.name ?? "",
                roles: (given?.roles ?? []).union(.service), station: given?.station)
        }
        self.byUserID = byUserID
    }

    /// Nobody at all.
    static let none = People([], ownUserIDs: [])

    /// Who this user id is; a stranger where nobody said.
    func person(_ userID: UInt32) -> Person {
        byUserID[userID] ?? Person(userID: userID, account: "", name: "", roles: .stranger, station: nil)
    }

    /// "Lan (lan)"; nil for an account that the file does not name.
    func displayName(_ userID: UInt32) -> String? {
        guard let person = byUserID[userID], !person.account.isEmpty else { return nil }
        return "\(person.name) (\(person.account))"
    }

    var count: Int { byUserID.values.filter { !$0.account.isEmpty }.count }
}
