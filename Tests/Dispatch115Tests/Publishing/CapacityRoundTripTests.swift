import Foundation
import Geo
import Testing

@testable import Dispatch115

/// FHIR, HAVE and MeasureReport of one state say the same numbers, to readers that we did not write them with.
@Suite struct CapacityRoundTripTests {
    private static let haveNames: [String: String] = [
        "emergency": "EmergencyDepartment", "adult-icu": "AdultICU", "pediatric-icu": "PediatricICU",
        "neonatal-icu": "NeonatalICU", "burns": "Burn", "isolation": "NegativeFlowIsolation",
        "general": "MedicalSurgical", "pediatric": "Pediatrics", "obstetric": "Obstetric",
        "psychiatric": "AdultPsychiatric", "rehabilitation": "RehabLongTermCare",
        "operating-room": "OperatingRooms",
    ]

    /// What the numbers must be, worked out here from what the centre knows.
    private static func expected(_ bed: BedFace) -> ReadFigures {
        func known(_ number: Int32?) -> Int? { number.map { Int($0) }.flatMap { $0 >= 0 ? $0 : nil } }
        let inbound = max(0, Int(bed.inbound))
        let reported = known(bed.reported)
        return ReadFigures(
            installed: known(bed.baseline), reported: reported, inbound: inbound,
            available: reported.map { max(0, $0 - inbound) })
    }

    @Test func threeFacesOfOneStateSayTheSameNumbers() throws {
        print("faces of one state: DISPATCH115_SEED=\(StorageSeed.value)")
        var extremes = MessageExtremes(seed: StorageSeed.value)
        let context = MessageExamples.ehr
        for number in 0..<(isCampaign ? 5_000 : 300) {
            let face = extremes.face(
                number, kinds: BedKind.allCases.filter { _ in extremes.random.below(3) > 0 })
            var expected: [String: ReadFigures] = [:]
            for bed in face.beds { expected[bed.kind.published.code] = Self.expected(bed) }
            let resources = CapacityDocuments.fhirResources(of: face, for: context)
            #expect(try CapacityReaders.fhir(resources.map(\.json)) == expected)
            let report = CapacityDocuments.measureReport(of: face, for: context)
            #expect(try CapacityReaders.measureReport(report.json) == expected)
            let have = try #require(CapacityDocuments.have(of: [face], for: context))
            var inHave: [String: ReadFigures] = [:]
            for (kind, figures) in expected {
                inHave[try #require(Self.haveNames[kind])] = figures
            }
            let read = try CapacityReaders.have(have)
            #expect(read.count == 1 && read.values.first == inHave)
        }
    }

    @Test func theSameStateGivesTheSameBytes() {
        for face in [MessageExamples.busy, MessageExamples.quiet] {
            let context = MessageExamples.telehealth
            #expect(
                CapacityDocuments.fhirResources(of: face, for: context)
                    == CapacityDocuments.fhirResources(of: face, for: context))
            #expect(
                CapacityDocuments.have(of: [face], for: context)
                    == CapacityDocuments.have(of: [face], for: context))
        }
    }

    /// A change of one kind of bed changes that ward only: nothing else need be sent.
    @Test func oneBedTakenChangesOneWardOnly() throws {
        var later = MessageExamples.busy
        later.diversion.asOf = MessageExamples.busy.diversion.asOf
        later.offloadMinutes = nil
        later.redPlaces = nil
        later.yellowPlaces = nil
        let before = CapacityDocuments.fhirResources(of: later, for: MessageExamples.ehr)
        later.beds[1].inbound += 1
        later.beds[1].inboundAsOf = MessageExamples.ahead(1)
        later.asOf = MessageExamples.ahead(1)
        later.sequence += 1
        let after = CapacityDocuments.fhirResources(of: later, for: MessageExamples.ehr)
        let changed = zip(before, after).filter { $0 != $1 }.map { $1.id }
        #expect(changed == ["115.example.vn-79024-adult-icu"])
    }

    // MARK: - What is not known, what is no more

    @Test func whatIsNotKnownIsMarkedAndNeverZero() throws {
        let resources = CapacityDocuments.fhirResources(of: MessageExamples.quiet, for: MessageExamples.ehr)
        func ward(_ code: String) throws -> [String: Any] {
            let found = resources.first { $0.type == "Location" && $0.id.hasSuffix(code) }
            return try CapacityReaders.object(try #require(found).json)
        }
        func reason(_ ward: [String: Any]) -> String? {
            let status = ward["operationalStatus"] as? [String: Any]
            return CapacityReaders.objects(status?["extension"]).first?["valueCode"] as? String
        }
        #expect(reason(try ward("-emergency")) == "temp-unknown")
        #expect(reason(try ward("-burns")) == "unknown")
        let site = try CapacityReaders.object(resources[1].json)
        #expect(site["extension"] == nil, "nobody has said anything of diversion: not even \"normal\"")
        let have = String(
            decoding: CapacityDocuments.have(of: [MessageExamples.quiet], for: MessageExamples.ehr) ?? [],
            as: UTF8.self)
        #expect(!have.contains("AvailableCount") && !have.contains("have:CapacityStatus>"))
        #expect(!have.contains("EmergencyDepartmentStatus") && have.contains("reported=unknown inbound=1"))
    }

    @Test func whatIsNoMoreIsWithdrawn() throws {
        var face = MessageExamples.busy
        let earlier = PublishedParts(face)
        face.beds.remove(at: 2)
        face.capabilities.remove(.pci)
        func states(_ resources: [FHIRResource]) throws -> [String: String] {
            var states: [String: String] = [:]
            for resource in resources {
                let object = try CapacityReaders.object(resource.json)
                states[resource.key.path] =
                    object["status"] as? String ?? (object["active"] as? Bool == true ? "active" : "inactive")
            }
            return states
        }
        let now = try states(
            CapacityDocuments.fhirResources(of: face, for: MessageExamples.ehr, withdrawing: earlier))
        #expect(now["Location/115.example.vn-79024-obstetric"] == "inactive")
        #expect(now["HealthcareService/115.example.vn-79024-svc-pci"] == "inactive")
        #expect(now.values.count { $0 == "inactive" } == 2 && now.count == 10)
        let gone = try states(
            CapacityDocuments.fhirWithdrawal(of: face, for: MessageExamples.ehr, withdrawing: earlier))
        #expect(gone.count == 10 && gone.values.allSatisfy { $0 == "inactive" })
    }

    @Test func onlyTelehealthIsToldWhoCanBeConsulted() {
        let has = { (context: PublishingContext) in
            CapacityDocuments.fhirResources(of: MessageExamples.busy, for: context)
                .contains { $0.id.hasSuffix("svc-teleconsultation") }
        }
        #expect(has(MessageExamples.telehealth) && !has(MessageExamples.ehr))
    }

    @Test func aReceiversSearchFindsOurIdentifier() throws {
        let bundle = try CapacityReaders.object(
            CapacityDocuments.fhirTransaction(
                of: MessageExamples.busy, for: MessageExamples.ehr, updates: .conditional))
        for entry in CapacityReaders.objects(bundle["entry"]) {
            let resource = try #require(entry["resource"] as? [String: Any])
            let url = try #require((entry["request"] as? [String: Any])?["url"] as? String)
            let components = try #require(URLComponents(string: url))
            let wanted = try #require(components.queryItems?.first?.value?.split(separator: "|"))
            let found = CapacityReaders.objects(resource["identifier"]).contains {
                $0["system"] as? String == String(wanted[0]) && $0["value"] as? String == String(wanted[1])
            }
            #expect(found && components.path == resource["resourceType"] as? String)
            #expect(resource["id"] == nil)
        }
    }
}
