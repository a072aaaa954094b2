import Geo
import Testing

@Suite struct CoordinateTests {
    @Test(arguments: [
        (10.7769, 106.7009, true), (90, 180, true), (-90, -180, true),
        (90.0000001, 0, false), (0, 180.0000001, false), (.nan, 0, false), (0, .infinity, false),
    ])
    func onlyDegreesOnTheGlobeAreTaken(latitude: Double, longitude: Double, taken: Bool) {
        #expect((UncheckedDegrees(latitude: latitude, longitude: longitude).checked != nil) == taken)
    }
}
