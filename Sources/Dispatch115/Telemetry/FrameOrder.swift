// What an order says, and the plain form of its encrypted body: place of the incident, priority, place in
// words, text in words. Text that does not fit is cut between two characters (as people see them, so that no
// accent is torn off) and ends with an ellipsis.

import Geo

/// An order to one unit, without the frame around it.
public struct OrderContent: Equatable, Sendable {
    /// Never 0, never reused.
    public var orderID: UInt64
    public var kind: OrderKind
    /// The number people say.
    public var incidentNumber: UInt32
    /// Nil while nobody knows where.
    public var coordinate: Coordinate?
    public var priority: UInt8
    public var place: String
    public var text: String

    public init(
        orderID: UInt64, kind: OrderKind, incidentNumber: UInt32, coordinate: Coordinate?,
        priority: UInt8 = 0, place: String = "", text: String = ""
    ) {
        self.orderID = orderID
        self.kind = kind
        self.incidentNumber = incidentNumber
        self.coordinate = coordinate
        self.priority = priority
        self.place = place
        self.text = text
    }
}

extension OrderContent {
    /// Latitude, longitude, priority and two lengths.
    static let fixedBodyByteCount = 4 + 4 + 1 + 2 + 2
    /// The place in words may take so much; the rest is the text's.
    static let placeByteLimit = 400
    /// Stands in both coordinate fields where nobody knows the place.
    static let unknownE7 = Int32.min
    static let cutMark = "…"

    func body(limit: Int) -> [UInt8] {
        precondition(limit >= OrderContent.fixedBodyByteCount + OrderContent.placeByteLimit)
        let words = OrderContent.cut(place, limit: OrderContent.placeByteLimit)
        let room = limit - OrderContent.fixedBodyByteCount - words.count
        var out = ByteWriter(capacity: limit)
        out.put(coordinate?.latitudeE7 ?? OrderContent.unknownE7)
        out.put(coordinate?.longitudeE7 ?? OrderContent.unknownE7)
        out.put(priority)
        out.put(counted: words)
        out.put(counted: OrderContent.cut(text, limit: room))
        return out.bytes
    }

    /// The text's UTF-8, or as many whole characters as fit with the mark behind them.
    static func cut(_ text: String, limit: Int) -> [UInt8] {
        guard text.utf8.count > limit else { return Array(text.utf8) }
        let room = limit - cutMark.utf8.count
        guard room >= 0 else { return [] }
        var used = 0
        var end = text.startIndex
        for index in text.indices {
            let width = text[index].utf8.count
            guard used + width <= room else { break }
            used += width
            end = text.index(after: index)
        }
        return Array(text[..<end].utf8) + Array(cutMark.utf8)
    }

    init(orderID: UInt64, kind: OrderKind, incidentNumber: UInt32, body: [UInt8]) throws(FrameError) {
        self.orderID = orderID
        self.kind = kind
        self.incidentNumber = incidentNumber
        let parsed: Result<OrderBody, FrameError> = body.withUnsafeBytes { bytes in
            do throws(ByteError) {
                return .success(try OrderBody(bytes))
            } catch {
                return .failure(.length(body.count))
            }
        }
        let fields = try parsed.get()
        guard let place = String(validating: fields.place, as: UTF8.self),
            let text = String(validating: fields.text, as: UTF8.self)
        else { throw .value(.text) }
        coordinate = Coordinate(latitudeE7: fields.latitudeE7, longitudeE7: fields.longitudeE7)
        priority = fields.priority
        self.place = place
        self.text = text
    }
}

private struct OrderBody {
    var latitudeE7: Int32
    var longitudeE7: Int32
    var priority: UInt8
    var place: [UInt8]
    var text: [UInt8]

    init(_ bytes: UnsafeRawBufferPointer) throws(ByteError) {
        var reader = ByteReader(bytes)
        latitudeE7 = try reader.get()
        longitudeE7 = try reader.get()
        priority = try reader.get()
        place = Array(try reader.counted())
        text = Array(try reader.counted())
        try reader.finish()
    }
}
