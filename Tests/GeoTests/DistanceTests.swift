import Geo
import Testing

@Suite struct DistanceTests {
    private func place(_ latitude: Double, _ longitude: Double) throws -> Coordinate {
        try #require(UncheckedDegrees(latitude: latitude, longitude: longitude).checked)
    }

    /// Quarters and halves of a great circle are known without a formula: pi * 6371008.8 m / 2 =
    /// 10007557.22 m.
    @Test(arguments: [
        (0.0, 0.0, 0.0, 0.0, 0.0), (0, 0, 0, 90, 10_007_557.22), (0, 0, 90, 0, 10_007_557.22),
        (0, 0, 0, 180, 20_015_114.44), (90, 0, -90, 77, 20_015_114.44), (45, 179.5, 45, -179.5, 78626.3),
        (0, 0, 0, 1, 111_195.08), (10, 106, 11, 106, 111_195.08), (60, 10, 60, 10.002, 111.195),
    ])
    func isTheGreatCircle(_ lat1: Double, _ lon1: Double, _ lat2: Double, _ lon2: Double, _ metres: Double)
        throws
    {
        let from = try place(lat1, lon1)
        let to = try place(lat2, lon2)
        #expect(abs(from.distanceMetres(to: to) - metres) <= 0.02 + metres * 1e-6)
        #expect(from.distanceMetres(to: to) == to.distanceMetres(to: from))
    }

    /// The steps of 1.1 cm are told apart: the haversine does not lose small distances as an arc cosine
    /// would.
    @Test func tellsNeighbouringStepsApart() throws {
        let from = try place(10.7769, 106.7009)
        let to = try #require(Coordinate(latitudeE7: from.latitudeE7 + 1, longitudeE7: from.longitudeE7))
        #expect(abs(from.distanceMetres(to: to) - 0.0111195) < 1e-5)
    }
}
