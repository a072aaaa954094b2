import Foundation
import Testing

@testable import Dispatch115

/// Pages under docs/ with blocks of the kind ```desk are played on the real service, line by line.
@Suite(.serialized) struct TranscriptReferenceTests {
    static let folder = ServiceFixture.root + "/docs"

    /// Every page that has a block, by its path under docs/.
    static let pages: [String] = {
        let all = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return all.filter { $0.hasSuffix(".vi.md") || $0.hasSuffix(".en.md") }.sorted()
    }()

    @Test func bothLanguagesAreThere() {
        for page in TranscriptReferenceTests.pages where page.hasSuffix(".vi.md") {
            let other = page.dropLast(6) + ".en.md"
            #expect(TranscriptReferenceTests.pages.contains(String(other)), "\(page) has no English page")
        }
        #expect(TranscriptReferenceTests.pages.count % 2 == 0, "every page stands in both languages")
        #expect(!TranscriptReferenceTests.pages.isEmpty)
    }

    @Test(arguments: pages)
    func thePageIsWhatTheServiceSays(_ name: String) throws {
        let path = TranscriptReferenceTests.folder + "/" + name
        let page = try String(contentsOfFile: path, encoding: .utf8)
        var transcript = try Transcript(page, language: name.hasSuffix(".vi.md") ? .vi : .en, name: name)
        var stage: TranscriptStage?
        defer { stage?.close() }
        for (position, piece) in transcript.pieces.enumerated() {
            guard case .steps(var steps) = piece else { continue }
            for (index, step) in steps.enumerated() {
                let here = try stage ?? TranscriptStage(transcript.language, startsAt: step.second)
                stage = here
                steps[index].shown = try here.play(step)
                if !WriteReference.isAsked {
                    #expect(steps[index].shown == step.shown, "\(name): \(step.heading)")
                }
                for line in steps[index].shown {
                    // Without whose console it came to.
                    let width = line.components(separatedBy: " | ").last?.count ?? 0
                    #expect(width <= 80, "\(name): \(step.heading): wider than 80 columns: \(line)")
                }
            }
            transcript.pieces[position] = .steps(steps)
        }
        if WriteReference.isAsked {
            try transcript.page.write(toFile: path, atomically: true, encoding: .utf8)
        }
    }
}
