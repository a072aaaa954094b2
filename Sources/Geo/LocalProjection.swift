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
    private let sine: Double
    private let cosine: Double

    /// References within 80 degrees of the equator; nearer to a pole the plane loses its meaning, not its safety.
    public init(reference: Coordinate) {
        self.reference = reference
        let latitude = Double(reference.latitudeE7) * EarthSphere.radiansPerE7
        sine = sin(latitude)
        cosine = cos(latitude)
    }

    /// Metres east and north of the reference, in Double.
    @inline(__always)
    public func metres(of place: Coordinate) -> (east: Double, north: Double) {
        var longitudeE7 = Int64(place.longitudeE7) - Int64(reference.longitudeE7)
        if longitudeE7 > 1_800_000_000 { longitudeE7 -= 3_600_000_000 }
        if longitudeE7 < -1_800_000_000 { longitudeE7 += 3_600_000_000 }
        let latitudeE7 = Int64(place.latitudeE7) - Int64(reference.latitudeE7)
        let eastward = Double(longitudeE7) * EarthSphere.radiansPerE7
        let northward = Double(latitudeE7) * EarthSphere.radiansPerE7
        let east = max(-0.1, min(0.1, eastward))
        let north = max(-0.1, min(0.1, northward))
        // cos(latitude) by Taylor at the reference; then the third-order terms of the transverse Mercator.
        let cosineHere = cosine - north * (sine + north * (0.5 * cosine))
        let widening = 1 + east * east * (cosine * cosine - sine * sine) / 6
        let bow = 0.5 * east * east * (sine * cosine + north * (cosine * cosine - sine * sine))
        return (
            EarthSphere.radiusMetres * eastward * cosineHere * widening,
            EarthSphere.radiusMetres * (northward + bow)
        )
    }

    /// The same, rounded to Float: what the fleet index stores.
    @inline(__always)
    public func point(of place: Coordinate) -> PlanarPoint {
        let exact = metres(of: place)
        return PlanarPoint(eastMetres: Float(exact.east), northMetres: Float(exact.north))
    }
}
