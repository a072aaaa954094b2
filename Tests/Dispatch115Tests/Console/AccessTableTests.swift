import Testing

@testable import Dispatch115

@Suite struct AccessTableTests {
    /// What the product says, written down a second time: a slip in the table must be made twice.
    @Test func theTableSaysWhatTheProductSays() {
        for verb in Verb.allCases {
            let roles = AccessTable.roles(for: verb)
            let effect = CommandTable.spec(verb).effect
            if roles.contains(.auditor) { #expect(effect == .reads, "\(verb): an auditor changes nothing") }
            // Asks who leads, and with the code it was answered takes over: not a reader's. What is sent again
            // makes no event, and is no reader's either.
            if effect == .reads, CommandTable.spec(verb).isShown, verb != .takeOver, verb != .resend {
                #expect(roles.contains(.auditor), "\(verb): an auditor reads everything")
            }
            #expect(roles.contains(.supervisor), "\(verb): a supervisor does what people do")
            if effect == .commits || effect == .steps {
                #expect(!roles.contains(.callTaker), "\(verb): a call-taker takes calls")
            }
        }
        let stranger = Verb.allCases.filter { AccessTable.roles(for: $0).contains(.stranger) }
        #expect(stranger == [.language, .quit])
        let service = Verb.allCases.filter { AccessTable.roles(for: $0).contains(.service) }
        #expect(service == [.language, .status, .quit, .rawJournal, .publishing])
        let station = Verb.allCases.filter { AccessTable.roles(for: $0).contains(.station) }
        #expect(
            station == [
                .units, .help, .language, .quit, .offer, .acceptOffer, .declineOffer, .logOn, .logOff,
                .outOfService, .hospitals, .capacity, .diversion,
            ])
        #expect(
            station.filter(AccessTable.isScopedToStation) == [
                .units, .offer, .acceptOffer, .declineOffer, .logOn, .logOff, .outOfService, .hospitals,
                .capacity, .diversion,
            ])
    }

    private func person(_ roles: RoleSet, station: Int32? = nil) -> Person {
        Person(userID: 1, account: "lan", name: "Lan", roles: roles, station: station)
    }

    @Test func aStationIsHeldToItsOwnUnlessAnotherRoleSaysMore() {
        #expect(person(.station, station: 3).scope(of: .units) == 3)
        #expect(person([.station, .auditor], station: 3).scope(of: .units) == nil)
        #expect(person(.dispatcher).scope(of: .units) == nil)
        #expect(person(.station, station: 3).scope(of: .help) == nil)
        #expect(person(.station).scope(of: .units) == 0, "a station nobody knows is no station's")
        #expect(!person(.station, station: 3).hearsAlerts && person(.auditor).hearsAlerts)
    }

    @Test func peopleAreFoundByUserID() {
        let people = People(
            [Person(userID: 7, account: "lan", name: "Lan", roles: .dispatcher, station: nil)],
            ownUserIDs: [0, 7])
        #expect(people.person(7).roles == [.dispatcher, .service] && people.person(0).roles == .service)
        #expect(people.person(8).roles == .stranger)
        #expect(people.displayName(7) == "Lan (lan)" && people.displayName(0) == nil)
        #expect(people.count == 1)
        for language in Language.allCases {
            let renderer = Renderer(language, people: people)
            #expect(renderer.actor(Actor(.console, 7)) == "Lan (lan)")
            #expect(renderer.actor(Actor(.console, 8)).hasSuffix(" 8"))
        }
    }

    /// Every refusal says what is needed and what somebody is, in both languages.
    @Test func refusalsNameBothRoles() {
        for language in Language.allCases {
            for verb in Verb.allCases {
                for role in Role.allCases where !AccessTable.roles(for: verb).contains(role) {
                    let renderer = Renderer(language)
                    let answer = renderer.denied(verb, person(RoleSet(role)))
                    expectReply(answer)
                    for line in answer.split(separator: "\n") {
                        #expect(SafeText.width(line) <= 80, "\(line)")
                    }
                    guard role != .stranger else {
                        #expect(answer.contains("people.csv"))
                        continue
                    }
                    let flat = answer.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                    #expect(flat.contains(role.phrase[language]) && flat.contains(renderer.verb(verb)))
                    #expect(flat.contains(Role.supervisor.phrase[language]))
                }
            }
        }
    }

    @Test func helpShowsWhatOneMayType() {
        let station = person(.station, station: 1)
        let help = Renderer(.en).help(nil, for: station)
        #expect(help.contains("U [") && !help.contains("DSP"))
        #expect(
            Renderer(.en).help(.dispatch, for: station).contains("needs the role dispatcher or supervisor"))
        #expect(!Renderer(.en).help(.dispatch, for: person(.dispatcher)).contains("needs the role"))
    }

    @Test func rolesReferencePageIsTheTable() throws {
        let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
        let path = "/" + root + "/docs/ROLES.md"
        if WriteReference.isAsked { try Files.writeAtomically(path, Array(RolesReference.markdown().utf8)) }
        #expect(try Files.readText(path) == RolesReference.markdown(), "run with DISPATCH115_WRITE_DOCS=1")
    }
}
