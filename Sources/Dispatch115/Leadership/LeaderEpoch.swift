// The number under which a leader leads. Units obey the highest they have seen, the results take from nobody
// below the last writer: so no two leaders may ever have the same, and the later one must have the higher.
//
// Numbers come in blocks of 1,024. A folder that leads on adds one, and where it is alone, without a database to
// ask, it stays within its block. Whoever takes over from another folder leaps to a block that nobody else can
// take: those with a block number of 16 n are given by the database, one at a time; 16 n + m belong to
// machine m for the take-over that a person orders while there is no database. Pure.

enum LeaderEpoch {
    static let block: UInt32 = 1_024
    /// The database's own, and one for each machine that may take over without it.
    static let lanes: UInt32 = 16
    static let databaseLane: UInt32 = 0

    /// The same folder again, with the database's word: one above all that is known. Nil at the end of the
    /// numbers.
    static func next(own: UInt32, database: UInt32) -> UInt32? {
        let highest = max(own, database)
        return highest < .max ? highest + 1 : nil
    }

    /// The same folder without it: nil where that would be the first of the next block, which may be another's.
    static func nextAlone(own: UInt32) -> UInt32? {
        guard own < .max, (own + 1) % block != 0 else { return nil }
        return own + 1
    }

    /// Another folder: the first of the next block of this lane above all that is known.
    static func leap(above highest: UInt32, lane: UInt32) -> UInt32? {
        let current = highest / block
        let behind = (current % lanes + lanes - lane % lanes) % lanes
        let (target, over) = current.addingReportingOverflow(lanes - behind)
        let (epoch, beyond) = target.multipliedReportingOverflow(by: block)
        return over || beyond ? nil : epoch
    }
}
