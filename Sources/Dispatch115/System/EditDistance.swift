/// How many slips of typing lie between two words.
enum EditDistance {
    /// Substitutions, insertions, deletions and swaps of neighbours (optimal string alignment).
    /// Cost: product of the lengths; words of a command line are short.
    static func between(_ left: String, _ right: String) -> Int {
        let a = Array(left.unicodeScalars)
        let b = Array(right.unicodeScalars)
        var before = [Int](repeating: 0, count: b.count + 1)
        var above = Array(0...b.count)
        for i in 0..<a.count {
            var row = [Int](repeating: 0, count: b.count + 1)
            row[0] = i + 1
            for j in 0..<b.count {
                let cost = a[i] == b[j] ? 0 : 1
                row[j + 1] = min(above[j + 1] + 1, row[j] + 1, above[j] + cost)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    row[j + 1] = min(row[j + 1], before[j - 1] + 1)
                }
            }
            before = above
            above = row
        }
        return above[b.count]
    }
}
