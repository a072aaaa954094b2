import Foundation
import Geo
import Testing

@testable import Dispatch115

/// Where the validators that nobody here wrote stand: beside the repository, their Python below .build.
enum Validators {
    static let root: String = {
        var parts = #filePath.split(separator: "/")
        parts.removeLast(4)
        return "/" + parts.joined(separator: "/")
    }()
    static var folder: String { root + "/../shared/validators" }
    static var python: String { root + "/.build/validators/bin/python" }
    static let xmllint = "/usr/bin/xmllint"

    static let hasFHIR = Files.exists(folder + "/check_fhir.py") && Files.exists(python)
    static let hasHave = Files.exists(folder + "/check_have.sh") && Files.exists(xmllint)
    static let absent: Comment = "no validators here: tools/install-validators.sh says why"

    /// Runs a program to its end.
    static func run(_ program: String, _ arguments: [String]) throws -> (status: Int32, output: String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        let pipe = Pipe()
        process.standardOutput = pipe
        process.standardError = pipe
        try process.run()
        let output = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output)
    }

    static func expectFHIR(_ bundles: [(name: String, bytes: [UInt8])]) throws {
        let folder = try TemporaryFolder()
        let paths = try bundles.map { name, bytes in
            let path = folder.path + "/" + name
            try Files.writeAtomically(path, bytes, mode: 0o600)
            return path
        }
        let (_, output) = try run(python, [Validators.folder + "/check_fhir.py"] + paths)
        // pyrofile 0.3.0 knows the first four of R4's twelve task statuses: that one complaint is its own slip.
        let slip = "pyrofile: - ERROR terminology.required Task.status: Code 'cancelled' is not in required"
        let complaints = output.split(separator: "\n").filter { !$0.contains(slip) }
        #expect(
            complaints.count == 1 && complaints[0].hasPrefix("\(bundles.count) bundles, "),
            "\(output.prefix(6000))")
    }

    static func expectHave(_ documents: [[UInt8]]) throws {
        let folder = try TemporaryFolder()
        let paths = try documents.enumerated().map { number, bytes in
            let path = folder.path + "/\(number).xml"
            try Files.writeAtomically(path, bytes, mode: 0o600)
            return path
        }
        let (status, output) = try run("/bin/bash", [Validators.folder + "/check_have.sh"] + paths)
        #expect(status == 0, "\(output.prefix(6000))")
    }
}

/// A folder of a test's own, gone with it.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "dispatch115-messages-\(UInt64.random(in: 0 ... .max))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }
}

@Suite(.serialized) struct MessageValidatorTests {
    private static let seed = StorageSeed.value

    /// One bundle for all: the validators need seconds to start.
    @Test(.enabled(if: Validators.hasFHIR, Validators.absent))
    func theExamplesPassTheValidatorsOfFHIR() throws {
        let files = MessageExamples.files().filter(\.isFHIR)
        if isCampaign {
            try Validators.expectFHIR(files.map { ($0.name, $0.bytes) })
        } else {
            let all = FHIR.transaction(
                files.flatMap(\.drafts), MessageExamples.ehr, at: MessageExamples.now, .byID)
            let conditional = try #require(files.first { $0.name == "capacity-conditional.json" })
            try Validators.expectFHIR([("all.json", all), ("conditional.json", conditional.bytes)])
        }
    }

    @Test(.enabled(if: Validators.hasFHIR, Validators.absent))
    func everyExtremePassesTheValidatorsOfFHIR() throws {
        print("messages at the extremes: DISPATCH115_SEED=\(Self.seed)")
        var extremes = MessageExtremes(seed: Self.seed)
        // The example's canonical base: the validators know our extensions by it.
        let context = PublishingContext(zoneOffsetSeconds: -12_600, audience: .telehealth)
        var drafts: [FHIRDraft] = []
        for number in 0..<(isCampaign ? 60 : 10) {
            let kinds = BedKind.allCases.filter { ($0.place + number) % (number == 0 ? 1 : 5) == 0 }
            let face = extremes.face(number, kinds: kinds)
            var earlier = PublishedParts()
            earlier.kinds = 1 << UInt32(number % 12)
            earlier.capabilities = .dialysis
            drafts +=
                number % 7 == 6
                ? CapacityDocuments.withdrawalDrafts(of: face, context, earlier)
                : CapacityDocuments.drafts(of: face, context, earlier)
            drafts.append(CapacityDocuments.measureDraft(face, context))
        }
        for number in 0..<(isCampaign ? 40 : 4) {
            var notice = extremes.notice(number)
            var referral = extremes.referral(number)
            // Only two are taken back: each hides one of the five complaints that are shown.
            notice.intent = number == 1 ? .cancelled : .requested
            referral.intent = number == 2 ? .cancelled : .requested
            drafts += PreArrivalDocuments.drafts(
                of: notice, context, notice.intent == .cancelled ? .cancellation : .whole)
            drafts += ReferralDocuments.drafts(of: referral, context, .whole)
        }
        for updates in [FHIRUpdates.byID, .conditional] where updates == .byID || isCampaign {
            let bundle = FHIR.transaction(drafts, context, at: MessageExamples.now, updates)
            try Validators.expectFHIR([("extremes.json", bundle)])
        }
        #expect(drafts.allSatisfy { PublishedText.isIdentifier($0.key.id) })
        #expect(Set(drafts.map(\.key)).count == drafts.count)
    }

    @Test(.enabled(if: Validators.hasHave, Validators.absent))
    func everyExtremePassesTheSchemaOfHave() throws {
        var extremes = MessageExtremes(seed: Self.seed)
        var documents = MessageExamples.files().filter { !$0.isFHIR }.map(\.bytes)
        for number in 0..<(isCampaign ? 400 : 40) {
            let kinds = BedKind.allCases.filter { ($0.place + number) % (number % 5 + 1) == 0 }
            let faces = (0..<(1 + number % 3)).map { extremes.face(3 * number + $0, kinds: kinds) }
            documents.append(
                try #require(CapacityDocuments.have(of: faces, for: MessageExamples.telehealth)))
        }
        try Validators.expectHave(documents)
    }

    /// The published definitions are resources themselves, and as strict as the validators' own copy.
    @Test(.enabled(if: Validators.hasFHIR, Validators.absent))
    func ourDefinitionsAreResourcesAndCheckOurMessages() throws {
        let context = MessageExamples.ehr
        // The structures are compared below: the schema's list of FHIR versions ends before 4.0.1.
        let others = OwnDefinitions.all(context).filter { !$0.name.hasPrefix("StructureDefinition") }
        let entries = others.map { definition -> FHIRNode in
            ["fullUrl": .text(context.canonical + "/" + definition.name), "resource": definition.node]
        }
        var writer = FHIRWriter(updates: .byID)
        writer.write(["resourceType": "Bundle", "type": "collection", "entry": .list(entries)])
        try Validators.expectFHIR([("definitions.json", writer.bytes)])
        for name in ["supported-capacity", "ems-traffic-status"] {
            let theirs = try Self.rules(
                Files.readText(Validators.folder + "/fhir-r4/profiles/\(name).json"))
            let ours = try Self.rules(
                Files.readText(Validators.root + "/docs/messages/profiles/StructureDefinition-\(name).json"))
            #expect(ours == theirs)
        }
    }

    /// The elements of a structure without what is only for reading.
    private static func rules(_ text: String) throws -> [NSDictionary] {
        let root = try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any]
        let elements = (root?["differential"] as? [String: Any])?["element"] as? [[String: Any]]
        return try #require(elements).map { element in
            NSDictionary(dictionary: element.filter { $0.key != "short" })
        }
    }
}
