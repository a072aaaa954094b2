import Testing

@testable import Dispatch115

/// What a leader says of its lease and of orders that are not its own, in both languages.
@Suite struct LeaderWordsTests {
    private func told(_ picture: LeaderPicture) -> [String: (value: String, said: Phrase)] {
        Dictionary(
            uniqueKeysWithValues: LeaderWords.status(picture).map { ($0.key, ($0.value, $0.meaning)) })
    }

    @Test func theLeaseIsShownAsItStands() {
        var picture = LeaderPicture(holder: "may1:/var/lib #7", epoch: 3)
        var lines = told(picture)
        #expect(lines["leader.holder"]?.value == "may1:/var/lib_#7")
        #expect(lines["leader.epoch"]?.value == "3")
        #expect(lines["leader.lease"]?.value == "NONE" && lines["leader.expires-seconds"]?.value == "?")
        #expect(lines["leader.standby"]?.value == "?")
        picture.leaseLeft = 8_900_000_000
        picture.standbys = []
        lines = told(picture)
        #expect(lines["leader.lease"]?.value == "held" && lines["leader.expires-seconds"]?.value == "8")
        #expect(lines["leader.standby"]?.value == "-")
        picture.leaseLeft = -2_000_000_000
        picture.standbys = ["may2:/a", "may3:/b"]
        lines = told(picture)
        #expect(lines["leader.lease"]?.value == "RUN-OUT" && lines["leader.expires-seconds"]?.value == "-2")
        #expect(lines["leader.standby"]?.value == "may2:/a,may3:/b")
        #expect(lines["leader.lease"]?.said.vi.contains("HẾT HẠN ĐIỀU HÀNH") == true)
        #expect(lines["leader.lease"]?.said.en.contains("HAS RUN OUT") == true)
    }

    @Test func strangeOrdersSayWhatToDo() {
        #expect(LeaderWords.strange([]) == nil)
        let orders = [UInt32(7), 12].map { StrangeOrder(unit: $0, order: 1 << 32, heardAt: 1) }
        let said = LeaderWords.strange(orders)
        #expect(said?.en.hasPrefix("UNIT 7, 12 OBEYS") == true && said?.en.contains("call the crew") == true)
        #expect(
            said?.vi.hasPrefix("XE 7, 12 ĐANG THEO LỆNH") == true && said?.vi.contains("gọi kíp xe") == true)
        let lines = told(LeaderPicture(strange: orders))
        #expect(lines["leader.strange-orders"]?.value == "7,12")
        #expect(lines["leader.strange-orders"]?.said == said)
    }
}
