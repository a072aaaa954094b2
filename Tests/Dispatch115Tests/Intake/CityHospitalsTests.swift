import Geo
import Testing

@testable import Dispatch115

/// hospitals.csv: the example that comes with the city, and what is refused of another.
@Suite struct CityHospitalsTests {
    private static let header = "number,facility_code,name,ward,latitude,longitude,capabilities,beds\n"
    private static let good = "3,79024,Bệnh viện,1,10.5,106.5,emergency pci,emergency=30 adult-icu=12"

    private func parse(_ rows: String?) throws(CityFileError) -> [HospitalDefinition]? {
        var wards = LinesByNumber()
        wards.insert(1, line: 2)
        return try City.parseHospitals(rows.map { Self.header + $0 + "\n" }, wardCodes: wards)
    }

    @Test func theExampleIsWholeAndSaysThatItIsOne() throws {
        let text = try Files.readText(ServiceFixture.root + "/cities/hcmc/hospitals.csv")
        #expect(text.contains("EXAMPLE") && text.contains("FACT"))
        let city = try City.load(folder: ServiceFixture.root + "/cities/hcmc")
        let hospitals = try #require(city.hospitals)
        for station in city.stations {
            let same = hospitals.first { Int($0.number) == station.number }
            #expect(same?.name == station.name && same?.coordinate == station.coordinate)
        }
        #expect(hospitals.count > city.stations.count, "and those to which patients are referred")
        #expect(hospitals.allSatisfy { $0.facilityCode.utf8.count == 5 })
        // A crew that is told nothing goes where there is an emergency department.
        #expect(city.destinations.count < hospitals.count && !city.destinations.isEmpty)
        let covered = hospitals.reduce(into: HospitalCapabilities()) { $0.formUnion($1.capabilities) }
        #expect(City.capabilityWords.allSatisfy { covered.contains($0.capability) })
    }

    @Test func aRowIsReadAndWhatIsMissingIsUnknown() throws {
        let row = try #require(try parse(Self.good)?.first)
        #expect(row.number == 3 && row.facilityCode == "79024")
        #expect(row.capabilities == [.emergencyDepartment, .pci])
        #expect(row.baselines[BedKind.adultICU.place] == 12 && row.baselines[BedKind.burns.place] == -1)
        #expect(try parse(nil) == nil)
        #expect(City.bedWords.map(\.kind) == BedKind.allCases)
    }

    @Test(arguments: [
        ("3,7902,BV,1,10.5,106.5,,", "facility_code", "'7902' is no such code"),
        (good + "\n4,79024,BV,1,10.5,106.5,,", "facility_code", "stands on line 2 already"),
        (good + "\n3,,BV,1,10.5,106.5,,", "number", "stands on line 2 already"),
        ("3,,BV,9,10.5,106.5,,", "ward", "9 is no ward"),
        ("3,,BV,1,10.5,106.5,surgery,", "capabilities", "'surgery' is not known"),
        ("3,,BV,1,10.5,106.5,,beds=3", "beds", "'beds=3'"),
        ("3,,BV,1,10.5,106.5,,emergency=-1", "beds", "'emergency=-1'"),
        ("3,,BV,1,10.5,106.5,,emergency=5001", "beds", "'emergency=5001'"),
        ("3,,BV,1,10.5,106.5,,burns=1 burns=2", "beds", "'burns=2'"),
    ])
    func wrongRowsAreNamed(_ rows: String, _ column: String, _ problem: String) {
        let error = #expect(throws: CityFileError.self) { _ = try parse(rows) }
        #expect(error?.file == "hospitals.csv" && error?.column == column)
        #expect(error?.problem.contains(problem) == true, "\(error?.description ?? "")")
        #expect(error?.accepted.isEmpty == false)
    }
}
