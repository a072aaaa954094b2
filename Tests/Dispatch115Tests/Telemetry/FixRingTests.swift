import Geo
import Testing

@testable import Dispatch115

@Suite struct FixRingTests {
    private func fix(_ number: Int) -> Fix {
        Fix(
            unit: UnitID(index: Int32(number)), coordinate: .city(north: Double(number % 100)),
            measuredAt: Timestamp(nanoseconds: Int64(number)), receivedAt: Timestamp(nanoseconds: 0))
    }

    @Test func whatDoesNotFitIsRefusedAndTheRestStays() {
        let ring = FixRing(capacity: 4)
        for round in 0..<5 {
            #expect((0..<6).map { ring.put(fix($0 + round)) } == [true, true, true, true, false, false])
            var got: [Int32] = []
            #expect(ring.drain { got.append($0.unit.index) } == 4)
            #expect(got == (0..<4).map { Int32($0 + round) })
            #expect(ring.drain { _ in } == 0)
        }
    }

    /// Two real threads: everything that was taken in comes out once, whole and in order.
    @Test func twoThreads() throws {
        let ring = FixRing(capacity: 64)
        let total = 300_000
        let writer = try NamedThread("writer") {
            for number in 0..<total {
                let fix = Fix(
                    unit: UnitID(index: Int32(number)), coordinate: .city(),
                    measuredAt: Timestamp(nanoseconds: Int64(number)),
                    receivedAt: Timestamp(nanoseconds: Int64(-number)))
                while !ring.put(fix) { WallClock.sleep(nanoseconds: 1_000) }
            }
        }
        var next = 0
        var wrong = 0
        while next < total {
            ring.drain { fix in
                if fix.unit.index != Int32(next) || fix.measuredAt.nanoseconds != Int64(next)
                    || fix.receivedAt.nanoseconds != Int64(-next)
                {
                    wrong += 1
                }
                next += 1
            }
        }
        writer.join()
        #expect(wrong == 0 && next == total)
    }
}
