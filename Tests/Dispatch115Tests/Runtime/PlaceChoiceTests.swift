import Testing

@testable import Dispatch115

/// Asked on the console, chosen by number; the caller's words stay.
@Suite(.serialized) struct PlaceChoiceTests {
    @Test func aNumberChoosesWhatWasAsked() throws {
        let fixture = try ServiceFixture()
        try fixture.start()
        let desk = try fixture.link()
        _ = try desk.ask("LANG en")
        let opened = try desk.ask("N 0903123456 Tân Phú gần cầu ; té xe").joined(separator: "\n")
        #expect(opened.contains("which place?") && opened.contains("#1 Phường Tân Phú"), "\(opened)")
        #expect(opened.contains("#2 Quận Tân Phú") && opened.contains("old district"), "\(opened)")
        #expect(opened.contains("LOC 1 #1") && opened.contains("±"), "\(opened)")
        let refused = try desk.ask("LOC 1 #9").joined(separator: "\n")
        #expect(refused.hasPrefix("REFUSED") && refused.contains("it has "), "\(refused)")
        #expect(try desk.ask("LOC 1 #0").joined().hasPrefix("REFUSED"))
        #expect(try desk.ask("LOC 7 #1").joined().contains("no incident 7"))
        let chosen = try desk.ask("LOC 1 #2").joined(separator: "\n")
        #expect(chosen.contains("-> Quận Tân Phú") && !chosen.contains("take back: LOC 1 #1"), "\(chosen)")
        let shown = try desk.ask("I 1").joined(separator: "\n")
        #expect(
            shown.contains("place said: Tân Phú gần cầu") && shown.contains("place: Quận Tân Phú"), "\(shown)"
        )
        // Another one may still be chosen.
        _ = try desk.ask("LANG vi")
        #expect(try desk.ask("VT 1 #1").joined().contains("-> Phường Tân Phú"))
        // A place of its own ends the asking.
        _ = try desk.ask("VT 1 10.7725,106.6980")
        let nothing = try desk.ask("VT 1 #1").joined(separator: "\n")
        #expect(nothing.hasPrefix("TỪ CHỐI") && nothing.contains("không có danh sách"), "\(nothing)")
        fixture.stop()
        let centre = try fixture.centreOnDisk()
        #expect(centre.text(centre.incidents[0].placeSaid) == "10.7725,106.6980")
    }

    @Test func aLongListIsKeptWithinTheLimitOfAText() {
        let place = Place(
            coordinate: SyntheticCity.at(0, 0), name: String(repeating: "ậ", count: 480), kind: .landmark,
            code: nil,
            precisionMetres: 1, district: nil, nowIn: [], alsoMeans: [], isOutsideArea: false)
        let list = PlaceChoice.list(Array(repeating: place, count: 8), more: 2)
        #expect(list.utf8.count <= 4_000 && list.hasSuffix("| +8") && PlaceChoice.isList(list))
    }
}
