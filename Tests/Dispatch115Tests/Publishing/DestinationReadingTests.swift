import Testing

@testable import Dispatch115

@Suite struct DestinationReadingTests {
    private func problems(_ destination: String) -> [String] {
        do {
            _ = try Configuration.read(
                Array("{ publishing: { destinations: [\n\(destination)\n] } }".utf8), file: "c.json5")
            return []
        } catch {
            return error.problems.map(\.description)
        }
    }

    private let whole = """
        { name: "ehr", kind: "fhir", url: "https://ehr.example.vn/fhir/", module: "ehr", style: "transaction",
          authentication: { kind: "smart", tokenURL: "https://a.vn/token", clientID: "d115", keyFile: "/k" },
          timeoutSeconds: 20, silenceSeconds: 3, atOnce: 8, retryMostSeconds: 30, awayAlertSeconds: 90, pollSeconds: 2 },
        { name: "files", kind: "folder", url: "/srv/capacity", module: "telehealth" },
        { name: "axis", kind: "have", url: "http://localhost:8080", module: "ehr",
          authentication: { kind: "headers", headers: [{ name: "AppName", file: "/a" }] } },
        """

    @Test func everyKeyIsTaken() throws {
        let read = try Configuration.read(
            Array("{ publishing: { destinations: [\(whole)] } }".utf8), file: "c.json5")
        let destinations = read.publishing.destinations
        var ehr = PublishingDestination(
            name: "ehr", kind: .fhir, url: "https://ehr.example.vn/fhir/", module: .ehr)
        ehr.style = .transaction
        ehr.authentication = .smart(tokenURL: "https://a.vn/token", clientID: "d115", keyFile: "/k")
        ehr.timeoutSeconds = 20
        ehr.silenceSeconds = 3
        ehr.atOnce = 8
        ehr.retryMostSeconds = 30
        ehr.awayAlertSeconds = 90
        ehr.pollSeconds = 2
        #expect(destinations.count == 3 && destinations.first == ehr)
        #expect(destinations[0].base == "https://ehr.example.vn/fhir")
        #expect(destinations[2].authentication == .headers([PublishingHeader(name: "AppName", file: "/a")]))
    }

    @Test func aSettingOfTheCommandLineIsTakenToo() throws {
        let setting = try #require(
            ConfigurationOverride(
                setting:
                    #"publishing.destinations=[{name:"ehr",kind:"fhir",url:"http://127.0.0.1:1/ehr",module:"ehr"}]"#
            ))
        let read = try Configuration.load(file: nil, overrides: [setting])
        #expect(read.publishing.destinations.map(\.url) == ["http://127.0.0.1:1/ehr"])
    }

    static let wrong: [(String, String)] = [
        ("7", "7 is no object"), (#"{ kind: "fhir", url: "http://a", module: "ehr" }"#, "no name"),
        (#"{ name: "E", kind: "fhir", url: "http://a", module: "ehr" }"#, "\"E\" is no name"),
        (#"{ name: "12", kind: "fhir", url: "http://a", module: "ehr" }"#, "\"12\" is no name"),
        (#"{ name: "ehr", kind: "ftp", url: "http://a", module: "ehr" }"#, "kind: \"ftp\""),
        (#"{ name: "ehr", kind: "fhir", url: "ftp://a", module: "ehr" }"#, "neither http:// nor https://"),
        (#"{ name: "ehr", kind: "fhir", url: "http://u:p@a", module: "ehr" }"#, "holds a user or a password"),
        (#"{ name: "ehr", kind: "fhir", url: "http://a?x=1", module: "ehr" }"#, "holds a query"),
        (#"{ name: "ehr", kind: "fhir", url: "http://", module: "ehr" }"#, "names no host"),
        (#"{ name: "ehr", kind: "fhir", url: "http://a", module: "lab" }"#, "module: \"lab\""),
        (#"{ name: "ehr", kind: "fhir", url: "http://a", module: "ehr", colour: 1 }"#, "no key \"colour\""),
        (#"{ name: "ehr", kind: "fhir", url: "http://a", module: "ehr", atOnce: 0 }"#, "atOnce: 0"),
        (
            #"{ name: "ehr", kind: "have", url: "http://a", module: "ehr", style: "resources" }"#,
            "style: of no use"
        ),
        (
            #"{ name: "ehr", kind: "fhir", url: "http://a", module: "ehr", authentication: { kind: "bearer" } }"#,
            "no tokenFile"
        ),
        (
            #"{ name: "ehr", kind: "fhir", url: "http://a", module: "ehr", authentication: { kind: "basic" } }"#,
            "no kind that is known"
        ),
        (
            #"{ name: "ehr", kind: "fhir", url: "http://a", module: "ehr", authentication: "secret" }"#,
            "none that is known"
        ),
        (
            #"{ name: "ehr", kind: "fhir", url: "http://a", module: "ehr" }, "#
                + #"{ name: "ehr", kind: "folder", url: "/a", module: "ehr" }"#,
            "is given twice"
        ),
    ]

    @Test(arguments: wrong) func everySlipIsOneLineWithItsPlace(_ text: String, _ words: String) {
        let found = problems(text)
        #expect(found.contains { $0.contains(words) }, "\(text): \(found)")
        for problem in found {
            #expect(
                problem.hasPrefix("c.json5:2:") && problem.contains("publishing.destinations: "), "\(problem)"
            )
            #expect(!problem.contains("\n"))
        }
    }
}
