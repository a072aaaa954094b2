// The fields that events and snapshots share, each written one way. Network order, fixed widths.

import Geo

/// Writes fields; texts go through the vault.
struct FieldWriter {
    var bytes: ByteWriter
    let vault: any TextVault

    init(vault: any TextVault, capacity: Int = 128) {
        self.vault = vault
        bytes = ByteWriter(capacity: capacity)
    }

    @inline(__always) mutating func put<Number: FixedWidthInteger>(_ value: Number) { bytes.put(value) }
    @inline(__always) mutating func put(_ value: Bool) { bytes.put(value ? 1 : 0 as UInt8) }
    @inline(__always) mutating func put(_ value: Timestamp) { bytes.put(value.nanoseconds) }
    @inline(__always) mutating func put(_ id: some DenseIdentifier) { bytes.put(id.index) }

    @inline(__always)
    mutating func put<Choice: RawRepresentable>(_ choice: Choice) where Choice.RawValue: FixedWidthInteger {
        bytes.put(choice.rawValue)
    }

    mutating func put(plain text: String) {
        bytes.put(counted: Array(text.utf8.prefix(Int(UInt16.max))))
    }

    mutating func put(_ coordinate: Coordinate?) {
        put(coordinate != nil)
        if let coordinate { put(coordinate) }
    }

    mutating func put(_ coordinate: Coordinate) {
        put(coordinate.latitudeE7)
        put(coordinate.longitudeE7)
    }

    mutating func put(_ text: Text) {
        put(text.id)
        guard text.id.isSet else { return }
        put(content: text.content, text.id)
    }

    /// A flag whether the text is there, then its kept form.
    mutating func put(content: String?, _ id: TextID) {
        let kept = content.flatMap { vault.seal($0, id) }
        put(kept != nil)
        if let kept { bytes.put(counted: kept) }
    }

    mutating func put(_ place: PlaceRecord) {
        put(place.coordinate)
        put(place.certainty)
        put(place.precisionMetres)
        put(place.said)
        put(place.name)
    }

    mutating func put(_ basis: Basis) {
        put(basis.place)
        put(basis.method)
        put(UInt16(min(basis.candidates.count, Int(UInt16.max))))
        for candidate in basis.candidates.prefix(Int(UInt16.max)) {
            put(candidate.unit)
            put(candidate.standing)
            put(candidate.coordinate)
            put(candidate.measuredAt)
            put(candidate.travelSeconds)
        }
    }

    mutating func put(_ actor: Actor) {
        put(actor.kind)
        put(actor.number)
    }
}

/// Reads fields; throws and never traps, whatever the bytes are.
struct FieldReader {
    var bytes: ByteReader
    let vault: any TextVault

    init(_ raw: UnsafeRawBufferPointer, vault: any TextVault) {
        bytes = ByteReader(raw)
        self.vault = vault
    }

    @inline(__always)
    mutating func get<Number: FixedWidthInteger>(_ type: Number.Type = Number.self) throws(CodecError)
        -> Number
    {
        do { return try bytes.get(type) } catch { throw .bytes(error) }
    }

    @inline(__always) mutating func flag() throws(CodecError) -> Bool {
        let value = try get(UInt8.self)
        guard value <= 1 else { throw .bytes(.badValue(field: "flag", offset: bytes.offset - 1)) }
        return value == 1
    }

    @inline(__always) mutating func time() throws(CodecError) -> Timestamp {
        Timestamp(nanoseconds: try get())
    }

    @inline(__always)
    mutating func id<Identifier: DenseIdentifier>(_ type: Identifier.Type = Identifier.self)
        throws(CodecError)
        -> Identifier
    {
        Identifier(index: try get())
    }

    @inline(__always)
    mutating func choice<Choice: RawRepresentable>(_ type: Choice.Type = Choice.self) throws(CodecError)
        -> Choice where Choice.RawValue: FixedWidthInteger
    {
        let offset = bytes.offset
        guard let choice = Choice(rawValue: try get()) else {
            throw .bytes(.badValue(field: "\(type)", offset: offset))
        }
        return choice
    }

    mutating func raw() throws(CodecError) -> UnsafeRawBufferPointer {
        do { return try bytes.counted() } catch { throw .bytes(error) }
    }

    mutating func plain() throws(CodecError) -> String {
        let offset = bytes.offset
        guard let text = String(validating: try raw(), as: UTF8.self) else {
            throw .bytes(.badValue(field: "text", offset: offset))
        }
        return text
    }

    mutating func coordinate() throws(CodecError) -> Coordinate {
        let offset = bytes.offset
        let latitude = try get(Int32.self)
        guard let coordinate = Coordinate(latitudeE7: latitude, longitudeE7: try get()) else {
            throw .bytes(.badValue(field: "coordinate", offset: offset))
        }
        return coordinate
    }

    mutating func optionalCoordinate() throws(CodecError) -> Coordinate? {
        try flag() ? try coordinate() : nil
    }

    mutating func text() throws(CodecError) -> Text {
        let offset = bytes.offset
        let id = try id(TextID.self)
        guard id.isSet else {
            // One way to say "none", or the same event would have several forms.
            guard id == .none else { throw .bytes(.badValue(field: "text id", offset: offset)) }
            return .none
        }
        return Text(id: id, content: try content(id))
    }

    mutating func content(_ id: TextID) throws(CodecError) -> String? {
        guard try flag() else { return nil }
        return try vault.open(try raw(), id)
    }

    mutating func place() throws(CodecError) -> PlaceRecord {
        PlaceRecord(
            coordinate: try optionalCoordinate(), certainty: try choice(), precisionMetres: try get(),
            said: try text(), name: try text())
    }

    mutating func basis() throws(CodecError) -> Basis {
        var basis = Basis(place: try optionalCoordinate(), method: try choice(), candidates: [])
        let count = Int(try get(UInt16.self))
        basis.candidates.reserveCapacity(count)
        for _ in 0..<count {
            basis.candidates.append(
                Candidate(
                    unit: try id(), standing: try choice(), coordinate: try optionalCoordinate(),
                    measuredAt: try time(), travelSeconds: try get()))
        }
        return basis
    }

    mutating func actor() throws(CodecError) -> Actor { Actor(try choice(), try get()) }

    func finish() throws(CodecError) {
        do { try bytes.finish() } catch { throw .bytes(error) }
    }
}
