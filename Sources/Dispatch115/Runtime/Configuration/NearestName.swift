// "Did you mean": the known name that is the fewest typing slips from one that somebody wrote.
// Levenshtein's distance over the first 64 scalars of both, letters alike in both cases; cost 64 x 64 a name.

enum NearestName {
    private static let maximumScalars = 64

    /// Insertions, deletions and exchanges between two names, and swaps of neighbours, which count once.
    static func distance(_ left: String, _ right: String) -> Int {
        let a = Array(left.lowercased().unicodeScalars.prefix(maximumScalars))
        let b = Array(right.lowercased().unicodeScalars.prefix(maximumScalars))
        var beforeLast: [Int] = []
        var last = Array(0...b.count)
        for i in a.indices {
            var row = [i + 1]
            row.reserveCapacity(b.count + 1)
            for j in b.indices {
                var best = min(last[j] + (a[i] == b[j] ? 0 : 1), last[j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    best = min(best, beforeLast[j - 1] + 1)
                }
                row.append(best)
            }
            beforeLast = last
            last = row
        }
        return last[b.count]
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
