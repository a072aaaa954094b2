// The names of things. Inside the centre everything has a dense number that indexes an array; what
// people
// say is the same number plus one (incidents, calls, patients) or the number painted on the vehicle
// (units).
// Numbers are never reused and never reset.

/// A dense number of one kind of thing: 0, 1, 2 ... in the order of creation; `none` is -1.
public protocol DenseIdentifier: Equatable, Hashable, Comparable, Sendable {
    var index: Int32 { get }
    init(index: Int32)
}

extension DenseIdentifier {
    @inlinable public static var none: Self { Self(index: -1) }
    @inlinable public var isSet: Bool { index >= 0 }
    @inlinable public static func < (left: Self, right: Self) -> Bool { left.index < right.index }
}

/// A call: one ring of the phone.
public struct CallID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
    /// The number people say.
    @inlinable public var number: Int32 { index + 1 }
    @inlinable public init(number: Int32) { index = number - 1 }
}

/// An incident: one event that needs a response.
public struct IncidentID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
    @inlinable public var number: Int32 { index + 1 }
    @inlinable public init(number: Int32) { index = number - 1 }
}

/// A patient of an incident.
public struct PatientID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
    @inlinable public var number: Int32 { index + 1 }
    @inlinable public init(number: Int32) { index = number - 1 }
}

/// An assignment: one unit bound to one incident.
public struct AssignmentID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
    @inlinable public var number: Int32 { index + 1 }
    @inlinable public init(number: Int32) { index = number - 1 }
}

/// An offer: one incident put to one station.
public struct OfferID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
    @inlinable public var number: Int32 { index + 1 }
    @inlinable public init(number: Int32) { index = number - 1 }
}

/// A unit's place in the centre's table of units; the number on the vehicle is `Unit.number`.
public struct UnitID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
}

/// A station's place in the centre's table of stations; its public number is `Station.number`.
public struct StationID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
}

/// A piece of free or personal text; also the number of the key that encrypts it in the journal.
public struct TextID: DenseIdentifier {
    public let index: Int32
    @inlinable public init(index: Int32) { self.index = index }
}
