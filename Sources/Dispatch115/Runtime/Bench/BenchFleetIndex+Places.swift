// Places for the fleet index from a file, so that another program can be measured on the very same ones.

import Geo
import Glibc

extension BenchFleetIndex {
    /// The places of the file that `DISPATCH115_BENCH_PLACES` names: a heading, then `id,latitude,longitude`
    /// a line. Empty where it names none.
    static func givenPlaces() throws -> [Coordinate] {
        guard let path = getenv("DISPATCH115_BENCH_PLACES").map({ String(cString: $0) }), !path.isEmpty else {
            return []
        }
        let places = try Files.readText(path).utf8.split(separator: UInt8(ascii: "\n")).dropFirst().map {
            line in
            let fields = line.split(separator: UInt8(ascii: ",")).map { String(decoding: $0, as: UTF8.self) }
            guard fields.count >= 3, let latitude = Double(fields[1]), let longitude = Double(fields[2]),
                abs(latitude) <= 90, abs(longitude) <= 180,
                let place = Coordinate(
                    latitudeE7: Int32((latitude * 1e7).rounded()),
                    longitudeE7: Int32((longitude * 1e7).rounded()))
            else { throw BenchFailure("\(path): \(String(decoding: line, as: UTF8.self))") }
            return place
        }
        guard !places.isEmpty else { throw BenchFailure("\(path) has no places") }
        return places
    }
}
