import Foundation
import Testing

@testable import Dispatch115

/// A desk that keeps what it gets and says what it is told to say.
final class FakeCapacityDesk: CapacityDesk, @unchecked Sendable {
    private let state = Locked<(taken: [CapacityRow], awayTimes: Int)>(([], 0))

    var taken: [CapacityRow] { state.with { $0.taken } }

    init(awayTimes: Int = 0) { state.with { $0.awayTimes = awayTimes } }

    func take(_ rows: [CapacityRow], from source: CapacitySource, writtenAt: [Timestamp]) throws(CapacityAway)
        -> [CapacityVerdict]
    {
        let isAway = state.with { state in
            state.awayTimes -= 1
            if state.awayTimes < 0 { state.taken += rows }
            return state.awayTimes >= 0
        }
        if isAway { throw CapacityAway(why: "away") }
        return rows.map { row in
            switch row[.hospital] {
            case "9": .refused(row.line, Phrase(vi: "không có", en: "there is none"))
            case "8": .flagged(row.line, Phrase(vi: "cũ", en: "old"))
            default: .accepted(row.line)
            }
        }
    }
}

@Suite struct CapacityFolderTests {
    private final class Place {
        let path: String
        init() throws { path = try Files.makeTemporaryFolder("d115-inbox") }
        deinit { try? FileManager.default.removeItem(atPath: path) }

        /// Written as long ago as `age` seconds.
        func drop(_ name: String, _ text: String, age: Double = 60) throws {
            let hidden = path + "/." + name
            try Data(text.utf8).write(to: URL(fileURLWithPath: hidden))
            try FileManager.default.setAttributes(
                [.modificationDate: Date(timeIntervalSinceNow: -age)], ofItemAtPath: hidden)
            guard rename(hidden, path + "/" + name) == 0 else { throw SystemCallError("rename", name) }
        }

        func there(_ name: String) -> Bool { Files.exists(path + "/" + name) }
        func text(_ name: String) -> String { (try? Files.readText(path + "/" + name)) ?? "" }
    }

    private func watch(_ place: Place, _ desk: FakeCapacityDesk) throws -> CapacityFolder {
        try CapacityFolder(place.path, desk: desk, lookNanoseconds: 50_000_000)
    }

    @Test func goodFilesAreDoneAndBadOnesTellWhy() throws {
        let place = try Place()
        let desk = FakeCapacityDesk()
        try place.drop("good.csv", "hospital,bed,free\n1,burns,1\n2,burns,2\n")
        try place.drop(
            "mixed.csv", "hospital,bed,free\n1,burns,1\n9,burns,2\n8,burns,2\n1,burns,7\n3,burns\n")
        try place.drop("old.json", #"[{"hospital":"8","bed":"burns","free":1}]"#)
        try place.drop("broken.json", "[{")
        try place.drop("picture.png", "x")
        let folder = try watch(place, desk)
        defer { folder.stop() }
        #expect(eventually { folder.counts.files == 5 })
        #expect(place.there("done/good.csv") && !place.there("done/good.csv.txt") && !place.there("good.csv"))
        #expect(
            place.there("done/old.json")
                && place.text("done/old.json.txt").contains("item 1: cần xem / flagged"))
        #expect(place.there("rejected/mixed.csv"))
        let told = place.text("rejected/mixed.csv.txt").split(separator: "\n").map(String.init)
        #expect(told.count == 5 && told[0].hasPrefix("1 nhận / accepted, 1 cần xem / flagged, 3 từ chối"))
        #expect(told[1].contains("line 3: từ chối / refused: không có / there is none"))
        #expect(told[2].contains("line 4: cần xem"))
        #expect(told[3].contains("line 5") && told[3].contains("doubles line 2"))
        #expect(told[4].contains("line 6") && told[4].contains("has 2 fields"))
        #expect(place.text("rejected/broken.json.txt").contains("is no JSON"))
        #expect(place.text("rejected/picture.png.txt").contains("no .csv"))
        #expect(
            folder.counts == CapacityCounts(files: 5, accepted: 3, flagged: 2, refused: 5))
        #expect(Set(desk.taken.map(\.identity)).count == desk.taken.count)
    }

    @Test func whatStillGrowsAndWhatIsNoPlainFileIsLeft() throws {
        let place = try Place()
        let desk = FakeCapacityDesk()
        try place.drop("half.csv.part", "hospital,bed,free\n")
        try place.drop("~x.csv~", "hospital,bed,free\n")
        #expect(symlink("/etc/hostname", place.path + "/link.csv") == 0)
        #expect(mkfifo(place.path + "/pipe.csv", 0o600) == 0)
        try Files.makeFolder(place.path + "/folder.csv")
        try place.drop("growing.csv", "hospital,bed,free\n", age: 0)
        let folder = try watch(place, desk)
        defer { folder.stop() }
        // It grows three times, a little before it would count as whole.
        for number in 1...3 {
            WallClock.sleep(nanoseconds: 700_000_000)
            #expect(place.there("growing.csv"))
            let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: place.path + "/growing.csv"))
            try handle.seekToEnd()
            try handle.write(contentsOf: Data("\(number),burns,1\n".utf8))
            try handle.close()
        }
        #expect(eventually { place.there("done/growing.csv") })
        #expect(desk.taken.map { $0[.hospital] } == ["1", "2", "3"])
        for name in ["half.csv.part", "~x.csv~", "link.csv", "pipe.csv", "folder.csv"] {
            #expect(place.there(name), "\(name)")
        }
        #expect(eventually { folder.counts.files == 1 })
    }

    @Test func whileNothingCanBeTakenTheFileWaits() throws {
        let place = try Place()
        let desk = FakeCapacityDesk(awayTimes: 3)
        try place.drop("a.csv", "hospital,bed,free\n1,burns,1\n")
        let folder = try watch(place, desk)
        defer { folder.stop() }
        #expect(eventually { place.there("done/a.csv") })
        #expect(eventually { folder.counts.accepted == 1 })
        #expect(desk.taken.count == 1)
    }

    @Test func theSameNameTwiceKeepsBoth() throws {
        let place = try Place()
        let desk = FakeCapacityDesk()
        let folder = try watch(place, desk)
        defer { folder.stop() }
        try place.drop("a.csv", "hospital,bed,free\n1,burns,1\n")
        #expect(eventually { place.there("done/a.csv") })
        try place.drop("a.csv", "hospital,bed,free\n1,burns,2\n", age: 30)
        #expect(eventually { place.there("done/2-a.csv") })
        #expect(desk.taken.count == 2)
    }

    @Test func tooLargeIsNotRead() throws {
        let place = try Place()
        let desk = FakeCapacityDesk()
        try place.drop("big.csv", String(repeating: "x", count: CapacityFile.mostBytes + 1))
        let folder = try watch(place, desk)
        defer { folder.stop() }
        #expect(eventually { place.text("rejected/big.csv.txt").contains("at most 4194304") })
        #expect(desk.taken.isEmpty)
    }
}
