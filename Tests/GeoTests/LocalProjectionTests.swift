import Geo
import Testing

@Suite struct LocalProjectionTests {
    /// The promise: within 75 km of the reference, distances within 0.02 % of the great circle (and the 1.1
    /// cm step of a coordinate, and the 8 mm step of a Float).
    @Test(arguments: [(10.77, 106.7), (21.03, 105.85), (0, 0), (-33.9, 151.2), (60, 25), (10, 179.9)])
    func keepsDistancesOverACity(latitude: Double, longitude: Double) throws {
        let seed = TestSeed.announced("LocalProjectionTests.keepsDistancesOverACity")
        var random = SplitMix64(seed: seed)
        let reference = try #require(UncheckedDegrees(latitude: latitude, longitude: longitude).checked)
        let projection = LocalProjection(reference: reference)
        var places: [Coordinate] = []
        while places.count < 300 {
            let north = (random.unitInterval() - 0.5) * 1.4
            let east = (random.unitInterval() - 0.5) * 3
            let wrapped = longitude + east > 180 ? longitude + east - 360 : longitude + east
            let place = try #require(UncheckedDegrees(latitude: latitude + north, longitude: wrapped).checked)
            if place.distanceMetres(to: reference) <= 75_000 { places.append(place) }
        }
        // Error beyond what is promised, in metres; the worst of all pairs is held against none.
        var exactExcess = -Double.infinity
        var roundedExcess = -Double.infinity
        for first in places {
            for second in places.prefix(60) {
                let real = first.distanceMetres(to: second)
                let a = projection.metres(of: first)
                let b = projection.metres(of: second)
                let (east, north) = (a.east - b.east, a.north - b.north)
                let planar = (east * east + north * north).squareRoot()
                exactExcess = max(exactExcess, abs(planar - real) - (real * 2e-4 + 1e-6))
                let rounded = projection.point(of: first).squaredMetres(to: projection.point(of: second))
                let roundedMetres = Double(rounded.squareRoot())
                roundedExcess = max(roundedExcess, abs(roundedMetres - real) - (real * 2e-4 + 0.02))
            }
        }
        #expect(exactExcess <= 0, "seed \(seed)")
        #expect(roundedExcess <= 0, "seed \(seed)")
    }

    @Test func northIsUpAndEastIsRight() throws {
        let reference = try #require(Coordinate(latitudeE7: 107_700_000, longitudeE7: 1_067_000_000))
        let projection = LocalProjection(reference: reference)
        let northEast = try #require(Coordinate(latitudeE7: 107_800_000, longitudeE7: 1_067_100_000))
        #expect(projection.metres(of: reference) == (0, 0))
        #expect(abs(projection.metres(of: northEast).north - 1_112) < 1)
        #expect(abs(projection.metres(of: northEast).east - 1_092) < 1)
    }

    /// The rest of the globe stays finite and far: nothing from another country lands in the city.
    @Test func placesFarAwayStayFarAway() throws {
        for (latitude, longitude) in [(10.77, 106.7), (-60, -170), (60, 25), (0, 0)] {
            let reference = try #require(UncheckedDegrees(latitude: latitude, longitude: longitude).checked)
            let projection = LocalProjection(reference: reference)
            var allFinite = true
            var nearest = Float.infinity
            for north in stride(from: -90.0, through: 90, by: 1.5) {
                for east in stride(from: -180.0, through: 180, by: 1.5) {
                    let place = try #require(UncheckedDegrees(latitude: north, longitude: east).checked)
                    let point = projection.point(of: place)
                    allFinite = allFinite && point.eastMetres.isFinite && point.northMetres.isFinite
                    guard place.distanceMetres(to: reference) > 300_000 else { continue }
                    nearest = min(
                        nearest, point.squaredMetres(to: PlanarPoint(eastMetres: 0, northMetres: 0)))
                }
            }
            #expect(allFinite)
            #expect(nearest.squareRoot() > 100_000, "at \(latitude), \(longitude)")
        }
    }
}
