import Foundation
import Testing

@testable import Dispatch115

@Suite struct BenchRowTests {
    static let members = ["case", "n", "metric", "value", "unit", "machine", "compiler", "commit"]
    static let origin = BenchOrigin(
        machine: "A \"quoted\" CPU\t@ 2 GHz x2", compiler: "Swift 6.3", commit: "abc")

    static func parsed(_ row: BenchRow) throws -> [String: Any] {
        let line = row.json(of: "core", on: origin)
        #expect(!line.contains("\n"))
        let value = try JSONSerialization.jsonObject(with: Data(line.utf8))
        return try #require(value as? [String: Any])
    }

    @Test func aRowIsOneObjectWithTheseMembersInThisOrder() throws {
        let row = BenchRow("events", 3_000_000, 1234.5678, "1/s")
        let object = try BenchRowTests.parsed(row)
        #expect(object.keys.sorted() == BenchRowTests.members.sorted())
        #expect(object["case"] as? String == "core")
        #expect(object["n"] as? Int == 3_000_000)
        #expect(object["metric"] as? String == "events")
        #expect(object["value"] as? Double == 1235)
        #expect(object["unit"] as? String == "1/s")
        #expect(object["machine"] as? String == BenchRowTests.origin.machine)
        #expect(object["compiler"] as? String == "Swift 6.3")
        #expect(object["commit"] as? String == "abc")
        let line = row.json(of: "core", on: BenchRowTests.origin)
        let places = try BenchRowTests.members.map { try #require(line.range(of: "\"\($0)\":")).lowerBound }
        #expect(places == places.sorted())
    }

    @Test func valuesKeepWhatCanBeRead() throws {
        let rows: [(Double, Double)] = [
            (0, 0), (0.123456, 0.1235), (-2.5, -2.5), (999.99996, 1000), (106_000_000.4, 106_000_000),
            (1e300, 1e300),
        ]
        for (value, expected) in rows {
            let object = try BenchRowTests.parsed(BenchRow("m", 1, value, "u"))
            #expect(object["value"] as? Double == expected, "\(value)")
        }
    }

    @Test func whatWasNotMeasuredIsNull() throws {
        for value in [Double.nan, .infinity, -.infinity] {
            let object = try BenchRowTests.parsed(BenchRow("m", 0, value, "u"))
            #expect(object["value"] is NSNull)
        }
    }

    @Test func everyOriginIsNamed() {
        let origin = BenchOrigin.here()
        #expect(!origin.machine.isEmpty)
        #expect(origin.compiler.hasPrefix("Swift "))
        #expect(!origin.commit.isEmpty)
    }

    @Test func percentilesAreOfNanosecondsInAnyOrder() {
        let each: [Int64] = (1...100).reversed().map { $0 * 1000 }
        #expect(each.percentileMicroseconds(0.5) == 51)
        #expect(each.percentileMicroseconds(0.99) == 100)
        #expect(each.percentileMicroseconds(1) == 100)
        #expect([Int64]().percentileMicroseconds(0.5).isNaN)
    }
}
