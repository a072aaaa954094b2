// Distance between two places a few hundred kilometres apart at most, on a plane: for comparing areas, not
// for travel.
//
// Standard library only, so the same bytes everywhere. Error below 0.3 % up to 100 km in the tropics.

import Geo

/// Straight distance in metres on the plane that touches the earth between the two.
func planarMetres(_ a: Coordinate, _ b: Coordinate) -> Double {
    let metresPerE7 = 6_371_008.8 * 3.14159265358979323846 / 180e7
    let middleRadians = (a.latitude + b.latitude) * 0.5 * 3.14159265358979323846 / 180
    let square = middleRadians * middleRadians
    // The cosine's series to the eighth power: better than 3e-5 as far as the poles.
    let cosine = 1 - square / 2 * (1 - square / 12 * (1 - square / 30 * (1 - square / 56)))
    let north = (Double(a.latitudeE7) - Double(b.latitudeE7)) * metresPerE7
    let east = (Double(a.longitudeE7) - Double(b.longitudeE7)) * metresPerE7 * cosine
    return (north * north + east * east).squareRoot()
}
