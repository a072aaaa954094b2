// Great-circle distance between two checked coordinates. Never used in the fleet index's hot path (that is
// `LocalProjection`): a call costs four trigonometric functions and a square root.
//
// Source: the haversine formula (Sinnott, "Virtues of the haversine", Sky and Telescope 68, 1984) on a sphere
// with the mean radius R1 of WGS 84 (Moritz, "Geodetic Reference System 1980"). Against the ellipsoid the
// error is at most about 0.6 %, largest along a meridian near the equator.

import Glibc

/// Figures of the sphere that distances are measured on.
public enum EarthSphere {
    /// Mean radius R1 = (2a + b) / 3 of WGS 84, in metres.
    public static let radiusMetres = 6_371_008.8
    /// Radians per 10^-7 degree.
    public static let radiansPerE7 = Double.pi / 180 * 1e-7
}

extension Coordinate {
    /// Great-circle distance in metres: symmetric, 0 for equal places, at most pi * radius.
    public func distanceMetres(to other: Coordinate) -> Double {
        let scale = EarthSphere.radiansPerE7
        let latitudeHalf = sin(Double(Int64(other.latitudeE7) - Int64(latitudeE7)) * scale / 2)
        let longitudeHalf = sin(Double(Int64(other.longitudeE7) - Int64(longitudeE7)) * scale / 2)
        let cosines = cos(Double(latitudeE7) * scale) * cos(Double(other.latitudeE7) * scale)
        let haversine = latitudeHalf * latitudeHalf + cosines * longitudeHalf * longitudeHalf
        return 2 * EarthSphere.radiusMetres * asin(min(1, haversine.squareRoot()))
    }
}
