import Glibc
import Testing

@testable import Dispatch115

/// docs/messages is what the program makes of the examples, byte by byte.
@Suite struct MessagesReferenceTests {
    static let folder: String = {
        var parts = #filePath.split(separator: "/")
        parts.removeLast(4)
        return "/" + parts.joined(separator: "/") + "/docs/messages"
    }()

    private static func compare(_ name: String, with bytes: [UInt8]) throws {
        let path = folder + "/" + name
        if WriteReference.isAsked {
            mkdir(folder, 0o755)
            mkdir(folder + "/profiles", 0o755)
            try Files.writeAtomically(path, bytes, mode: 0o644)
        }
        let isSame = try Array(Files.readText(path).utf8) == bytes
        #expect(
            isSame,
            "docs/messages/\(name) is not what is made: DISPATCH115_WRITE_DOCS=1 swift test --filter Reference"
        )
    }

    @Test func theExamplesAreWhatIsMade() throws {
        for file in MessageExamples.files() { try Self.compare(file.name, with: file.bytes) }
    }

    @Test func theDefinitionsAreWhatIsMade() throws {
        for definition in OwnDefinitions.all(MessageExamples.ehr) {
            try Self.compare("profiles/" + definition.name + ".json", with: definition.json)
        }
    }

    @Test func thePageNamesEveryExampleAndEveryCode() throws {
        let page = try Files.readText(Self.folder + "/../MESSAGES.md")
        for file in MessageExamples.files() {
            #expect(page.contains("messages/" + file.name), "docs/MESSAGES.md does not name \(file.name)")
        }
        for definition in OwnDefinitions.all(MessageExamples.ehr) {
            #expect(page.contains(definition.name), "docs/MESSAGES.md does not name \(definition.name)")
        }
        let codes =
            CapacitySense.allCases.map(\.rawValue) + LocationFigure.allCases.map(\.rawValue)
            + CapacityPopulation.allCases.map(\.rawValue) + TaskInput.allCases.map(\.rawValue)
            + BedKind.allCases.map(\.published.code) + HospitalCapabilities.published.map(\.name.code)
            + TimePoint.allCases.map(\.nemsisCode) + FHIRTaskStatus.allCases.map(\.rawValue)
        for code in codes {
            #expect(page.contains("`\(code)`"), "docs/MESSAGES.md does not explain `\(code)`")
        }
    }
}
