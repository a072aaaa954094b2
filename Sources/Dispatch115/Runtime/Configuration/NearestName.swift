// "Did you mean": the known name that is the fewest typing slips from one that somebody wrote.
// Looks at the first 64 scalars of both; cost 64 x 64 a name.

enum NearestName {
    private static let maximumScalars = 64

    /// Slips between two names, letters alike in both cases.
    static func distance(_ left: String, _ right: String) -> Int {
        func short(_ name: String) -> String {
            String(String.UnicodeScalarView(name.lowercased().unicodeScalars.prefix(maximumScalars)))
        }
        return EditDistance.between(short(left), short(right))
    }

    /// The nearest of the names, the first of equals; nil only where there are none.
    static func of(_ written: String, among names: [String]) -> String? {
        of(among: names) { distance(written, $0) }
    }

    static func of(among names: [String], by distance: (String) -> Int) -> String? {
        var nearest: (name: String, distance: Int)?
        for name in names {
            let found = distance(name)
            if nearest.map({ found < $0.distance }) ?? true { nearest = (name, found) }
        }
        return nearest?.name
    }

    /// For key paths: also counts somebody who wrote the right name in the wrong group, or the name alone.
    static func ofPath(_ written: String, among paths: [String]) -> String? {
        let last = lastName(written)
        return of(among: paths) { path in
            let whole = distance(written, path)
            return min(whole, distance(last, lastName(path)) + 1)
        }
    }

    private static func lastName(_ path: String) -> String {
        String(path[(path.lastIndex(of: ".").map { path.index(after: $0) } ?? path.startIndex)...])
    }
}
