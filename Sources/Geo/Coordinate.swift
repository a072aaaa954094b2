// A checked place on the earth. Everything that has passed a door of the program carries this type;
// degrees that somebody typed or sent are `UncheckedDegrees` until they have been checked.
//
// Degrees times 10^7 in Int32 (about 1.1 cm at the equator): integers, so that events and replays have the
// same bytes on every machine.

/// A checked WGS 84 coordinate in units of 10^-7 degrees.
public struct Coordinate: Equatable, Hashable, Sendable {
    /// Latitude times 10^7, -900_000_000...900_000_000.
    public let latitudeE7: Int32
    /// Longitude times 10^7, -1_800_000_000...1_800_000_000.
    public let longitudeE7: Int32

    /// Takes degrees times 10^7, or nothing where they are off the globe.
    @inlinable
    public init?(latitudeE7: Int32, longitudeE7: Int32) {
        guard latitudeE7 >= -900_000_000, latitudeE7 <= 900_000_000,
            longitudeE7 >= -1_800_000_000, longitudeE7 <= 1_800_000_000
        else { return nil }
        self.latitudeE7 = latitudeE7
        self.longitudeE7 = longitudeE7
    }

    /// Degrees north.
    @inlinable public var latitude: Double { Double(latitudeE7) * 1e-7 }
    /// Degrees east.
    @inlinable public var longitude: Double { Double(longitudeE7) * 1e-7 }
}

/// Degrees as they were typed or sent: not yet known to be on the globe, or to be numbers at all.
public struct UncheckedDegrees: Equatable, Sendable {
    public let latitude: Double
    public let longitude: Double

    public init(latitude: Double, longitude: Double) {
        self.latitude = latitude
        self.longitude = longitude
    }

    /// The nearest coordinate, or nil where a value is not finite or off the globe.
    public var checked: Coordinate? {
        guard latitude.isFinite, longitude.isFinite, abs(latitude) <= 90, abs(longitude) <= 180
        else { return nil }
        return Coordinate(
            latitudeE7: Int32((latitude * 1e7).rounded()), longitudeE7: Int32((longitude * 1e7).rounded()))
    }
}
