// A plane laid on the earth at one reference coordinate: metres east and north of it, with a dozen
// multiplications and no trigonometry per point. It is the transverse Mercator of the sphere, cut after the
// third order (Snyder, "Map Projections: A Working Manual", USGS Professional Paper 1395, section 8), so that
// distances within 75 km of the reference (a city of 150 km across) differ from the great circle by less than
// 0.02 % for references up to 60 degrees of latitude (LocalProjectionTests holds that bound).
//
// Beyond 0.1 radian (about 637 km) the correction terms stop growing: positions stay finite, continuous and
// far away, but distances there are no longer metres. It wraps at the date line. It never fails.

import Glibc

/// Metres on a local plane. Float: 8 mm steps at 75 km from the reference.
public struct PlanarPoint: Equatable, Sendable {
    public var eastMetres: Float
    public var northMetres: Float

    @inlinable
    public init(eastMetres: Float, northMetres: Float) {
        self.eastMetres = eastMetres
        self.northMetres = northMetres
    }

    /// Squared distance in square metres, in exactly the operations the fleet index uses.
    @inlinable
    public func squaredMetres(to other: PlanarPoint) -> Float {
        let east = eastMetres - other.eastMetres
        let north = northMetres - other.northMetres
        return east * east + north * north
    }
}

/// The projection centred at one reference coordinate.
public struct LocalProjection: Sendable {
    public let reference: Coordinate
    private let referenceLatitudeE7: Int64
    private let referenceLongitudeE7: Int64
    // Coefficients for offsets in units of 10^-7 degree; the radius is in the leading ones.
    private let north1: Double
    private let east0: Double
    private let east1: Double
    private let east2: Double
    private let widening: Double
    private let bow0: Double
    private let bow1: Double

    /// Offsets up to which the correction terms grow: 0.1 radian.
    private static let correctedE7: Int64 = 57_295_780

    /// References within 80 degrees of the equator; nearer to a pole the plane loses its meaning, not its
    /// safety.
    public init(reference: Coordinate) {
        self.reference = reference
        referenceLatitudeE7 = Int64(reference.latitudeE7)
        referenceLongitudeE7 = Int64(reference.longitudeE7)
        let unit = EarthSphere.radiansPerE7
        let sine = sin(Double(reference.latitudeE7) * unit)
        let cosine = cos(Double(reference.latitudeE7) * unit)
        let difference = cosine * cosine - sine * sine
        north1 = EarthSphere.radiusMetres * unit
        // cos(latitude) by Taylor at the reference; then the third-order terms of the transverse Mercator.
        east0 = north1 * cosine
        east1 = -north1 * sine * unit
        east2 = -north1 * 0.5 * cosine * unit * unit
        widening = difference / 6 * unit * unit
        bow0 = north1 * 0.5 * sine * cosine * unit
        bow1 = north1 * 0.5 * difference * unit * unit
    }

    /// Metres east and north of the reference, in Double.
    @inline(__always)
    public func metres(of place: Coordinate) -> (east: Double, north: Double) {
        let east = Int64(place.longitudeE7) &- referenceLongitudeE7
        let north = Int64(place.latitudeE7) &- referenceLatitudeE7
        // Both offsets within the corrected range, in one comparison each.
        let range = UInt64(2 * LocalProjection.correctedE7)
        if UInt64(bitPattern: east &+ LocalProjection.correctedE7) <= range,
            UInt64(bitPattern: north &+ LocalProjection.correctedE7) <= range
        {
            return corrected(Double(east), Double(north), Double(east), Double(north))
        }
        return farMetres(east, north)
    }

    @inline(never)
    private func farMetres(_ east: Int64, _ north: Int64) -> (east: Double, north: Double) {
        var wrapped = east
        if wrapped > 1_800_000_000 { wrapped -= 3_600_000_000 }
        if wrapped < -1_800_000_000 { wrapped += 3_600_000_000 }
        let most = LocalProjection.correctedE7
        return corrected(
            Double(wrapped), Double(north), Double(max(-most, min(most, wrapped))),
            Double(max(-most, min(most, north))))
    }

    /// `e` and `n` are the offsets again, limited, for the correction terms.
    @inline(__always)
    private func corrected(
        _ east: Double, _ north: Double, _ e: Double, _ n: Double
    ) -> (east: Double, north: Double) {
        let square = e * e
        let metresEast = east * (east0 + n * (east1 + n * east2)) * (1 + square * widening)
        let metresNorth = north * north1 + square * (bow0 + n * bow1)
        return (metresEast, metresNorth)
    }

    /// The same, rounded to Float: what the fleet index stores.
    @inline(__always)
    public func point(of place: Coordinate) -> PlanarPoint {
        let exact = metres(of: place)
        return PlanarPoint(eastMetres: Float(exact.east), northMetres: Float(exact.north))
    }
}
