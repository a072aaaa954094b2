import Foundation
import Geo
import Testing

@testable import Dispatch115

/// What other modules read in SQL and what every message is made of say the same numbers.
@Suite struct ResultsHospitalTests {
    /// A walk of reports, diversions and runs that ends now, so that the database's clock is the desk's.
    private func walked(_ seed: UInt64) -> CentreFixture {
        var random = SplitMix64(seed: seed)
        var desk = CentreFixture(units: 6)
        let end = Int64(Date().timeIntervalSince1970) * 1_000_000_000
        desk.now = Timestamp(nanoseconds: end).adding(seconds: -400 * 40)
        for _ in 0..<400 {
            desk.pass(seconds: 40)
            let hospital = HospitalID(index: Int32.random(in: 0...2, using: &random))
            let command =
                Bool.random(using: &random)
                ? CentreWalkTests.hospitalCommand(hospital, desk.now, &random)
                : CentreWalkTests.command(for: desk, &random)
            _ = try? desk.submit(command)
            if Bool.random(using: &random) {
                desk.expectDone(.tick)
                desk.centre.forgetFiredDeadlines(desk.now)
            }
        }
        return desk
    }

    @Test(arguments: seedsForTests(3))
    func theViewAndTheFaceAreOne(seed: UInt64) throws {
        let desk = walked(seed)
        let both = try ResultsDatabases(centre: JournalOfTest.code)
        for store in both.stores {
            var projection = ResultsProjection(centre: Centre(), code: JournalOfTest.code)
            let cursor = try store.open(epoch: 1)
            for row in JournalOfTest(desk.events).rows {
                try projection.take(row, vault: OpenTexts(), keys: nil)
            }
            try store.write(projection.batch(after: cursor, epoch: 1))
        }
        let before = faces(desk)
        for dialect in [ResultsDialect.sqlite] + (both.cluster == nil ? [] : [.postgres]) {
            let names = ResultsView.hospitalCapacity.columns.map(\.name)
            let told = try both.all(.hospitalCapacity, dialect).map { line in
                let cells = line.split(separator: "|", omittingEmptySubsequences: false).map(String.init)
                return [
                    "hospital", "facility_code", "diversion", "diversion_reason", "offload_minutes",
                    "bed_kind",
                    "baseline", "reported", "inbound", "effective",
                ].map { name in cells[names.firstIndex(of: name) ?? 0] }.joined(separator: "|")
            }
            // Something may run out while the database is asked.
            let sorted = told.sorted()
            #expect(sorted == before || sorted == faces(desk), "seed \(seed), \(dialect)")
        }
        let reports = desk.events.filter {
            if case .hospital(.reported) = $0.body { true } else { false }
        }
        #expect(
            try both.askSQLite("SELECT count(*) FROM capacity_report").first?.first == "\(reports.count)")
    }

    /// Every published hospital, a line for each kind of bed, as the face of now has it.
    private func faces(_ desk: CentreFixture) -> [String] {
        let now = Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1e9))
        var lines: [String] = []
        func told(_ number: Int32?) -> String { number.map { "\($0)" } ?? "-" }
        for id in desk.centre.hospitalIDs where !desk.centre[id].isWithdrawn {
            let face = HospitalFace(desk.centre, id, now)
            let head =
                "\(face.number)|\(face.facilityCode.isEmpty ? "-" : face.facilityCode)"
                + "|\(face.diversion.status)|\(face.diversion.reason.isEmpty ? "-" : face.diversion.reason)"
                + "|\(told(face.offloadMinutes))"
            if face.beds.isEmpty { lines.append(head + "|-|-|-|-|-") }
            for bed in face.beds {
                lines.append(
                    head + "|\(bed.kind)|\(told(bed.baseline))|\(told(bed.reported))|\(bed.inbound)"
                        + "|\(told(bed.effective))")
            }
        }
        return lines.sorted()
    }
}
