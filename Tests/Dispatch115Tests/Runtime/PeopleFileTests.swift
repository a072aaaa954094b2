import Glibc
import Testing

@testable import Dispatch115

@Suite struct PeopleFileTests {
    private static let accounts: [String: UInt32] = [
        "lan": 1001, "minh": 1002, "minh.old": 1002, "tram3": 1003,
    ]

    private func parse(_ rows: String) throws(PeopleFileError) -> [Person] {
        try PeopleFile.parse(
            "account,name,roles,station\n" + rows, "people.csv", stations: [1, 3]
        ) { (name: String) throws(SystemCallError) in
            if name == "broken" { throw SystemCallError("getpwnam_r", name, code: EIO) }
            return PeopleFileTests.accounts[name].map { Account(userID: $0, name: name, home: "") }
        }
    }

    @Test func rowsBecomePeople() throws {
        let people = try parse(
            """
            # the desk
            lan, "Nguyễn Thị Lan, BS", call-taker dispatcher,
            tram3,Trạm 3,station,3

            70001,Khách,auditor,
            """)
        #expect(
            people == [
                Person(
                    userID: 1001, account: "lan", name: "Nguyễn Thị Lan, BS",
                    roles: [.callTaker, .dispatcher], station: nil),
                Person(userID: 1003, account: "tram3", name: "Trạm 3", roles: .station, station: 3),
                Person(userID: 70001, account: "70001", name: "Khách", roles: .auditor, station: nil),
            ])
    }

    @Test func whatIsWrongIsSaidWithItsPlace() {
        let rows: [(String, String)] = [
            (
                "nobody-here,A,auditor,",
                "people.csv:2: column account: this machine has no account 'nobody-here'"
            ),
            ("4294967295,A,auditor,", "no account '4294967295'"),
            (",A,auditor,", "people.csv:2: column account: the field is empty"),
            ("lan,,auditor,", "column name: the field is empty"),
            ("lan,Lan,,", "column roles: the field is empty; accepted: one or more of call-taker dispatcher"),
            ("lan,Lan,boss,", "column roles: 'boss' is no role; accepted"),
            ("lan,Lan,service,", "'service' is no role"),
            ("lan,Lan,stranger,", "'stranger' is no role"),
            ("lan,Lan,auditor auditor,", "stands twice"),
            ("lan,Lan,station,", "column station: the role station needs the number of its station"),
            ("lan,Lan,station,9", "there is no station 9; accepted: a number of the city's stations.csv"),
            ("lan,Lan,station,x", "'x' is no such number"),
            ("lan,Lan,dispatcher,3", "a station without the role station"),
            (
                "lan,Lan,auditor,\nminh,Minh,auditor,\nlan,Lan,dispatcher,",
                "people.csv:4: column account: 'lan' stands on line 2 already"
            ),
            (
                "minh,M,auditor,\nminh.old,M,auditor,",
                "'minh.old' is the same user id, 1002, as 'minh' on line 2"
            ),
            ("1001,L,auditor,\nlan,L,auditor,", "'lan' is the same user id, 1001, as '1001' on line 2"),
            ("broken,B,auditor,", "people.csv:2: the machine cannot be asked"),
            ("lan,Lan,auditor", "people.csv:2: 3 fields; accepted: 4 fields"),
            ("", "there is no row under the header"),
        ]
        for (text, expected) in rows {
            do {
                let people = try parse(text)
                Issue.record("\(text) was taken: \(people)")
            } catch {
                #expect(error.description.contains(expected), "\(text): \(error)")
            }
        }
    }

    @Test func aFileThatOthersMayWriteIsRefused() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let path = folder.path + "/people.csv"
        let text = TestPerson.file([TestPerson(Account.ownUserID, "auditor")])
        try Files.writeAtomically(path, Array(text.utf8), mode: 0o644)
        #expect(try PeopleFile.read(path, stations: []).count == 1)
        for mode: mode_t in [0o664, 0o646] {
            chmod(path, mode)
            do {
                _ = try PeopleFile.read(path, stations: [])
                Issue.record("mode \(String(mode, radix: 8)) was taken")
            } catch { #expect(error.description.contains("chmod go-w")) }
        }
        do {
            _ = try PeopleFile.read(path + ".none", stations: [])
            Issue.record("a file that is not there was taken")
        } catch { #expect(error.description.contains("people.csv.none")) }
    }

    @Test func theMachineKnowsItsAccounts() throws {
        #expect(try Account.named("root")?.userID == 0)
        #expect(try Account.numbered(0)?.name == "root")
        #expect(try Account.named("no such account here") == nil)
        #expect(try Account.numbered(4_294_967_000) == nil)
        #expect(try Account.named("a\u{0}b") == nil)
    }

    @Test func theDemoGivesItsAccountTheDeskAndTouchesNoOtherFile() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let said = try DemoPeople.write(Configuration(), folder: folder.path)
        #expect(said?.hasSuffix("call-taker, dispatcher, supervisor") == true)
        let people = try PeopleFile.read(folder.path + "/people.csv", stations: [])
        #expect(people.map(\.userID) == [Account.ownUserID])
        #expect(people.map(\.roles) == [[.callTaker, .dispatcher, .supervisor]])
        #expect(try DemoPeople.write(Configuration(), folder: folder.path) == nil)
        var named = Configuration()
        named.console.people = "/etc/dispatch115/people.csv"
        try Files.remove(folder.path + "/people.csv")
        #expect(try DemoPeople.write(named, folder: folder.path) == nil)
        #expect(!Files.exists(folder.path + "/people.csv"))
    }
}
