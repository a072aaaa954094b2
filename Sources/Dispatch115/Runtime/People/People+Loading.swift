// The people as the configuration says where to find them. Without a file nobody may do anything but the
// service's own account, which may ask how it is.

extension People {
    /// The path that counts, and whether the configuration names it.
    static func path(_ configuration: Configuration) -> (path: String, isNamed: Bool) {
        let named = configuration.console.people
        return named.isEmpty ? (configuration.inDataFolder(PeopleFile.name), false) : (named, true)
    }

    /// At the start. A file that the configuration names must be there.
    static func load(_ configuration: Configuration, stations: Set<Int32>) throws(PeopleFileError) -> People {
        let (path, isNamed) = path(configuration)
        if !isNamed, !Files.exists(path) {
            Log.line(
                "people: there is no \(path) and console.people names no other: nobody may work at the desk")
            return People([], ownUserIDs: ownUserIDs)
        }
        return try reload(configuration, stations: stations)
    }

    /// While the service lives: a file that is gone is an error, so that one slip locks nobody out.
    static func reload(_ configuration: Configuration, stations: Set<Int32>) throws(PeopleFileError) -> People
    {
        People(
            try PeopleFile.read(path(configuration).path, stations: stations), ownUserIDs: ownUserIDs)
    }

    /// Ours, and root's: who may become our account is not kept from asking what it may ask.
    private static var ownUserIDs: [UInt32] {
        let own = Account.ownUserID
        return own == 0 ? [0] : [0, own]
    }
}
