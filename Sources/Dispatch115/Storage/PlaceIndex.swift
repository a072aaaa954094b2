// Landmarks, streets, house numbers and crossings of a city in an SQLite database in memory: names exactly (an
// index over the folded name) and by likeness (FTS5 over the same), numbers by street. Built once at start from
// the city's rows, then only read; nothing of it is ever written to a disk.
//
// Names are folded by VietnameseFold before they go in (đ is d), since no tokenizer of SQLite folds đ. What is
// asked of FTS5 is always quoted: no word of a caller's is an operator. One connection, one caller at a time: the
// others wait, a query's time at most. Memory: about 100 bytes an address.

import Geo

final class PlaceIndex: PlaceLookup, @unchecked Sendable {
    static let rowLimit: Int64 = 64
    private let connection: SQLiteConnection
    /// The connection is opened without a lock of its own: two callers at once would wreck it.
    private let turn = Locked(())
    private let exactly: SQLiteStatement
    private let like: SQLiteStatement
    private let numbered: SQLiteStatement
    private let belowNumber: SQLiteStatement
    private let aboveNumber: SQLiteStatement
    private let meeting: SQLiteStatement

    init(_ places: CityPlaces) throws(SQLiteError) {
        connection = try SQLiteConnection(path: ":memory:")
        try connection.execute(
            """
            PRAGMA temp_store = MEMORY;
            CREATE TABLE name(id INTEGER PRIMARY KEY, key TEXT NOT NULL, street INTEGER NOT NULL, row INTEGER NOT NULL);
            CREATE VIRTUAL TABLE name_words USING fts5(key, content='name', content_rowid='id',
                tokenize='unicode61 remove_diacritics 2', prefix='3');
            CREATE TABLE address(street INTEGER NOT NULL, path TEXT NOT NULL, ward INTEGER NOT NULL,
                latitude INTEGER NOT NULL, longitude INTEGER NOT NULL, number INTEGER);
            CREATE TABLE crossing(street INTEGER NOT NULL, other INTEGER NOT NULL, latitude INTEGER NOT NULL,
                longitude INTEGER NOT NULL, PRIMARY KEY(street, other, latitude, longitude)) WITHOUT ROWID;
            """)
        try PlaceIndex.fill(connection, places)
        exactly = try connection.prepare(
            "SELECT row, street FROM name WHERE key = ?1 ORDER BY street, row LIMIT \(PlaceIndex.rowLimit)")
        like = try connection.prepare(
            """
            SELECT name.key, name.row, name.street FROM name_words JOIN name ON name.id = name_words.rowid
            WHERE name_words MATCH ?1 ORDER BY bm25(name_words), name.id LIMIT \(PlaceIndex.rowLimit)
            """)
        numbered = try connection.prepare(
            """
            SELECT path, ward, latitude, longitude FROM address WHERE street = ?1 AND path = ?2
            ORDER BY rowid LIMIT \(PlaceIndex.rowLimit)
            """)
        let columns = "SELECT number, path, ward, latitude, longitude FROM address WHERE street = ?1"
        belowNumber = try connection.prepare(
            columns + " AND number < ?2 AND number % 2 = ?3 ORDER BY number DESC, rowid LIMIT 2")
        aboveNumber = try connection.prepare(
            columns + " AND number > ?2 AND number % 2 = ?3 ORDER BY number, rowid LIMIT 2")
        meeting = try connection.prepare(
            """
            SELECT latitude, longitude FROM crossing WHERE street = ?1 AND other = ?2
            LIMIT \(PlaceIndex.rowLimit)
            """)
    }

    /// One name's key: folded words, digits apart from letters as callers' words are.
    static func key(_ name: String) -> String {
        PlaceWords(name).words.map(\.text).joined(separator: " ")
    }

    private static func fill(_ connection: SQLiteConnection, _ places: CityPlaces) throws(SQLiteError) {
        try connection.begin()
        let name = try connection.prepare("INSERT INTO name(key, street, row) VALUES(?1, ?2, ?3)")
        func put(_ names: [String], _ isStreet: Bool, _ row: Int) throws(SQLiteError) {
            var keys: [String] = []
            for one in names {
                let key = key(one)
                guard !key.isEmpty, !keys.contains(key) else { continue }
                keys.append(key)
                try name.bind(1, text: key)
                try name.bind(2, isStreet ? 1 : 0)
                try name.bind(3, Int64(row))
                try name.run()
            }
        }
        for (row, street) in places.streets.enumerated() {
            try put(PlaceNames.spellings(of: street), true, row)
        }
        for (row, landmark) in places.landmarks.enumerated() {
            try put(PlaceNames.spellings(of: landmark), false, row)
        }
        try connection.execute("CREATE INDEX name_key ON name(key, street, row)")
        try connection.execute("INSERT INTO name_words(name_words) VALUES('rebuild')")
        try fillPoints(connection, places)
        try connection.commit()
    }

    private static func fillPoints(_ connection: SQLiteConnection, _ places: CityPlaces) throws(SQLiteError) {
        let address = try connection.prepare(
            "INSERT INTO address(street, path, ward, latitude, longitude, number) VALUES(?1, ?2, ?3, ?4, ?5, ?6)"
        )
        let nothing = try connection.prepare(
            "INSERT INTO address(street, path, ward, latitude, longitude) VALUES(?1, ?2, ?3, ?4, ?5)")
        for row in places.addresses {
            let number = row.path.streetNumber
            let insert = number == nil ? nothing : address
            try insert.bind(1, Int64(row.street))
            try insert.bind(2, text: row.path.text)
            try insert.bind(3, Int64(row.ward))
            try insert.bind(4, Int64(row.coordinate.latitudeE7))
            try insert.bind(5, Int64(row.coordinate.longitudeE7))
            if let number { try insert.bind(6, Int64(number)) }
            try insert.run()
        }
        try connection.execute(
            """
            CREATE INDEX address_path ON address(street, path);
            CREATE INDEX address_number ON address(street, number % 2, number) WHERE number IS NOT NULL;
            """)
        let crossing = try connection.prepare("INSERT OR IGNORE INTO crossing VALUES(?1, ?2, ?3, ?4)")
        for row in places.crossings {
            for (one, other) in [(row.street, row.other), (row.other, row.street)] {
                try crossing.bind(1, Int64(one))
                try crossing.bind(2, Int64(other))
                try crossing.bind(3, Int64(row.coordinate.latitudeE7))
                try crossing.bind(4, Int64(row.coordinate.longitudeE7))
                try crossing.run()
            }
        }
    }

    // MARK: - Asked

    func names(_ keys: [String]) throws(PlaceLookupError) -> [IndexedName] {
        try explained { () throws(SQLiteError) in
            var found: [IndexedName] = []
            var asked = Set<String>()
            for key in keys where asked.insert(key).inserted {
                try exactly.bind(1, text: key)
                while try exactly.step() {
                    found.append(
                        IndexedName(
                            key: key, row: Int(exactly.integer(0)), isStreet: exactly.integer(1) == 1))
                }
                exactly.reset()
            }
            return found
        }
    }

    func names(like words: [String]) throws(PlaceLookupError) -> [IndexedName] {
        var terms: [String] = []
        for word in words.prefix(40) {
            guard word.utf8.allSatisfy({ $0 != UInt8(ascii: "\"") && $0 != 0 }), word.utf8.count <= 32 else {
                continue
            }
            terms.append("\"\(word)\"")
            if word.unicodeScalars.count >= 4 {
                terms.append("\"" + String(String.UnicodeScalarView(word.unicodeScalars.prefix(3))) + "\"*")
            }
        }
        if terms.isEmpty { return [] }
        let match = terms.joined(separator: " OR ")
        return try explained { () throws(SQLiteError) in
            var found: [IndexedName] = []
            try like.bind(1, text: match)
            while try like.step() {
                found.append(
                    IndexedName(
                        key: like.text(0), row: Int(like.integer(1)), isStreet: like.integer(2) == 1))
            }
            like.reset()
            return found
        }
    }

    func points(street: Int, path: String) throws(PlaceLookupError) -> [IndexedPoint] {
        try explained { () throws(SQLiteError) in
            var found: [IndexedPoint] = []
            try numbered.bind(1, Int64(street))
            try numbered.bind(2, text: path)
            while try numbered.step() {
                if let point = PlaceIndex.point(numbered, from: 0) { found.append(point) }
            }
            numbered.reset()
            return found
        }
    }

    func neighbours(street: Int, number: Int) throws(PlaceLookupError) -> (
        below: [(number: Int, point: IndexedPoint)], above: [(number: Int, point: IndexedPoint)]
    ) {
        try explained { () throws(SQLiteError) in
            var sides: [[(number: Int, point: IndexedPoint)]] = []
            for statement in [belowNumber, aboveNumber] {
                try statement.bind(1, Int64(street))
                try statement.bind(2, Int64(number))
                try statement.bind(3, Int64(number % 2))
                var side: [(number: Int, point: IndexedPoint)] = []
                while try statement.step() {
                    guard let point = PlaceIndex.point(statement, from: 1) else { continue }
                    side.append((Int(statement.integer(0)), point))
                }
                statement.reset()
                sides.append(side)
            }
            return (Array(sides[0].reversed()), sides[1])
        }
    }

    func crossings(_ street: Int, _ other: Int) throws(PlaceLookupError) -> [Coordinate] {
        try explained { () throws(SQLiteError) in
            var found: [Coordinate] = []
            try meeting.bind(1, Int64(street))
            try meeting.bind(2, Int64(other))
            while try meeting.step() {
                if let coordinate = PlaceIndex.coordinate(meeting, from: 0) { found.append(coordinate) }
            }
            meeting.reset()
            return found
        }
    }

    private static func point(_ statement: SQLiteStatement, from column: Int32) -> IndexedPoint? {
        coordinate(statement, from: column + 2).map {
            IndexedPoint(
                path: statement.text(column), ward: Int(statement.integer(column + 1)), coordinate: $0)
        }
    }

    private static func coordinate(_ statement: SQLiteStatement, from column: Int32) -> Coordinate? {
        Coordinate(
            latitudeE7: Int32(truncatingIfNeeded: statement.integer(column)),
            longitudeE7: Int32(truncatingIfNeeded: statement.integer(column + 1)))
    }

    private func explained<Value>(_ body: () throws(SQLiteError) -> Value) throws(PlaceLookupError) -> Value {
        let answer: Result<Value, SQLiteError> = turn.with { _ in
            do throws(SQLiteError) { return .success(try body()) } catch { return .failure(error) }
        }
        switch answer {
        case .success(let value): return value
        case .failure(let error): throw PlaceLookupError(description: error.description)
        }
    }
}
