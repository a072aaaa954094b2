// The people of a desk that somebody tries out alone: the account that starts it may do everything. Never
// touches a file that is there, nor one that the configuration names.

enum DemoPeople {
    /// Writes people.csv into the data folder and gives what is to be said of it; nil where nothing was done.
    static func write(_ configuration: Configuration, folder: String) throws(SystemCallError) -> String? {
        guard configuration.console.people.isEmpty else { return nil }
        let path = folder + "/" + PeopleFile.name
        guard !Files.exists(path) else { return nil }
        let userID = Account.ownUserID
        let account = try Account.numbered(userID)?.name ?? "\(userID)"
        let roles: [Role] = [.callTaker, .dispatcher, .supervisor]
        let row = "\(account),\(account),\(roles.map(\.word).joined(separator: " ")),"
        let text = PeopleFile.columns.joined(separator: ",") + "\n" + row + "\n"
        try Files.writeAtomically(path, Array(text.utf8), mode: 0o600)
        return "\(account): " + roles.map(\.word).joined(separator: ", ")
    }
}
