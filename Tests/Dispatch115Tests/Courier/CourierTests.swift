import Foundation
import Geo
import Testing

@testable import Dispatch115

/// The real courier process against receivers that behave as badly as they can.
@Suite(.serialized) struct CourierTests {
    private func destination(
        _ receiver: LoopbackReceiver, _ name: String = "ehr", atOnce: Int = 4
    ) -> PublishingDestination {
        var destination = PublishingDestination(name: name, kind: .fhir, url: receiver.url, module: .ehr)
        destination.timeoutSeconds = 2
        destination.silenceSeconds = 1
        destination.retryMostSeconds = 1
        destination.atOnce = atOnce
        return destination
    }

    private func lastHeard(_ receiver: LoopbackReceiver) -> [Int32: Int64] {
        var heard: [Int32: Int64] = [:]
        for request in receiver.log {
            if let said = DeskRun.read(request) { heard[said.number] = said.sequence }
        }
        return heard
    }

    @Test func whatChangesArrivesAndWhatDoesNotIsNotSent() throws {
        let receiver = try LoopbackReceiver { _ in .accept() }
        let run = try DeskRun([destination(receiver)])
        for number in 1...20 { run.change(Int32(number)) }
        #expect(eventually { receiver.log.count == 20 })
        let first = receiver.log[0]
        #expect(first.method == "PUT" && first.path.hasPrefix("/fhir/Location/h"))
        #expect(first.headers["content-type"] == "application/fhir+json")
        // Said again without a change: it is known there.
        let again = Locked(false)
        run.perform { desk in
            let now = Timestamp(nanoseconds: WallClock.wallNanoseconds())
            for number in 1...20 {
                desk.changed(.hospital(Int32(number)), at: 0, sequence: 2, asOf: now, now: now)
            }
            again.with { $0 = true }
        }
        #expect(eventually { run.ask { $0.outbox.lanes[0].unchangedCount } == 20 })
        #expect(receiver.seen == 20)
        run.close()
        receiver.kill()
    }

    /// Each of these is tried again, and the state arrives in the end.
    @Test(arguments: ["500", "503", "429", "408", "hang", "close", "half-way", "rubbish", "trickle"])
    func everyFailureIsTriedAgain(_ kind: String) throws {
        let bad = Locked(2)
        let receiver = try LoopbackReceiver { _ in
            let isBad = bad.with { left in
                left -= 1
                return left >= 0
            }
            guard isBad else { return .accept() }
            switch kind {
            case "hang": return .hang
            case "close": return .close(hears: false)
            case "half-way": return .halfWay
            case "rubbish": return .rubbish
            case "trickle": return .trickle
            case "429": return .answer(status: 429, headers: "Retry-After: 1\r\n")
            default: return .answer(status: Int(kind) ?? 500)
            }
        }
        let run = try DeskRun([destination(receiver)])
        let start = WallClock.monotonicNanoseconds()
        run.change(3)
        run.change(3)
        #expect(eventually { self.lastHeard(receiver)[3] == 2 }, "\(kind)")
        if kind == "429" { #expect(WallClock.monotonicNanoseconds() - start >= 1_000_000_000) }
        #expect(run.dead.with { $0.isEmpty })
        #expect(run.ask { !$0.outbox.lanes[0].lastFailure.isEmpty } == true)
        run.close()
        receiver.kill()
    }

    @Test func oneThatHangsDelaysNoOther() throws {
        let hanging = try LoopbackReceiver { _ in .hang }
        let well = try LoopbackReceiver { _ in .accept() }
        var slow = destination(hanging, "slow")
        slow.timeoutSeconds = 60
        slow.silenceSeconds = 60
        let run = try DeskRun([slow, destination(well, "well")])
        for round in 1...50 {
            for number in 1...10 { run.change(Int32(number)) }
            #expect(
                eventually { (1...10).allSatisfy { self.lastHeard(well)[Int32($0)] == Int64(round) } },
                "round \(round)")
        }
        #expect(hanging.log.isEmpty)
        // Never more than it may have, however much changes.
        #expect(hanging.seen <= 4)
        run.close()
        hanging.kill()
        well.kill()
    }

    @Test func redirectionsAreNotFollowedAndWhatIsRefusedIsKeptUntilSomebodySaysSo() throws {
        let elsewhere = try LoopbackReceiver { _ in .accept() }
        let isGood = Locked(false)
        let to = elsewhere.url
        let receiver = try LoopbackReceiver { request in
            if isGood.with({ $0 }) { return .accept() }
            return request.path.hasSuffix("h1")
                ? .answer(status: 302, headers: "Location: \(to)/Location/h1\r\n")
                : .answer(status: 400, body: "{\"resourceType\":\"OperationOutcome\"}")
        }
        let run = try DeskRun([destination(receiver)])
        run.change(1)
        run.change(2)
        #expect(eventually { run.dead.with { $0.count } == 2 })
        #expect(
            run.dead.with { $0.contains { $0.contains("HTTP 302") } && $0.contains { $0.contains("400: {") } }
        )
        #expect(elsewhere.seen == 0, "it went where the redirection pointed")
        isGood.with { $0 = true }
        WallClock.sleep(nanoseconds: 300_000_000)
        #expect(receiver.log.isEmpty)
        let now = Timestamp(nanoseconds: WallClock.wallNanoseconds())
        #expect(run.ask { $0.retry(0, nil, now: now) } == 2)
        #expect(eventually { receiver.log.count == 2 })
        run.close()
        receiver.kill()
        elsewhere.kill()
    }

    /// 412: read again; what is there decides.
    @Test(arguments: [true, false]) func preconditionsAreReadAgain(theirsIsNewer: Bool) throws {
        let theirs = theirsIsNewer ? "2031-01-01T00:00:00Z" : "2020-01-01T00:00:00Z"
        let receiver = try LoopbackReceiver { request in
            switch request.method {
            case "GET":
                return .answer(
                    status: 200, headers: "ETag: W/\"7\"\r\n",
                    body: "{\"extension\":[{\"url\":\"asOf\",\"valueDateTime\":\"\(theirs)\"}]}")
            default:
                return request.headers["if-match"] == "W/\"7\"" ? .accept() : .answer(status: 412)
            }
        }
        let reply = try courierReply(
            receiver,
            [
                CourierRequest(
                    method: "PUT", url: receiver.url + "/Location/h1", type: "application/fhir+json",
                    body:
                        "{\"extension\":[{\"url\":\"asOf\",\"valueDateTime\":\"2026-11-23T14:00:00+07:00\"}]}"
                )
            ])
        if theirsIsNewer {
            #expect(reply?.outcome == .superseded && receiver.log.isEmpty)
        } else {
            #expect(reply?.outcome == .status(200, retryAfterSeconds: 0, words: ""))
            #expect(receiver.log.count == 1)
        }
        receiver.kill()
    }

    /// One job, by a courier of its own.
    private func courierReply(
        _ receiver: LoopbackReceiver, _ requests: [CourierRequest],
        _ authentication: PublishingDestination.Authentication = .none
    ) throws -> CourierReply? {
        let replies = Locked<[CourierReply]>([])
        let link = CourierLink(
            CourierLink.Settings(program: ServiceFixture.program, log: "/dev/null"),
            [
                CourierDestination(
                    number: 0, timeoutSeconds: 5, silenceSeconds: 5, atOnce: 2, authentication: authentication
                )
            ]
        ) { news in
            if case .reply(_, let reply) = news { replies.with { $0.append(reply) } }
        }
        defer { link.end() }
        #expect(link.ensure(0))
        #expect(link.send(CourierJob(number: 1, destination: 0, keepsBody: true, requests: requests), 0))
        _ = eventually { replies.with { !$0.isEmpty } }
        return replies.with { $0.first }
    }

    @Test func everyWayToSayWhoWeAre() throws {
        let folder = try Files.makeTemporaryFolder("courier-keys")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        func secret(_ name: String, _ text: String) throws -> String {
            try Files.writeAtomically(folder + "/" + name, Array((text + "\n").utf8), mode: 0o600)
            return folder + "/" + name
        }
        let tokens = Locked(0)
        let receiver = try LoopbackReceiver { request in
            if request.path == "/fhir/token" {
                let number = tokens.with { count in
                    count += 1
                    return count
                }
                return .answer(
                    status: 200,
                    body: "{\"access_token\":\"t\(number)\",\"token_type\":\"bearer\",\"expires_in\":300}")
            }
            // The first token has been taken back.
            if request.headers["authorization"] == "Bearer t1" { return .answer(status: 401) }
            return .accept()
        }
        let put = CourierRequest(
            method: "PUT", url: receiver.url + "/Location/h1?x=1", type: "application/fhir+json",
            body: "{\"a\":1}")
        _ = try courierReply(receiver, [put], .bearer(tokenFile: try secret("token", "abc.def")))
        #expect(receiver.log.last?.headers["authorization"] == "Bearer abc.def")
        _ = try courierReply(receiver, [put], .hmac(keyFile: try secret("key", "geheim")))
        let signed = try #require(receiver.log.last)
        let time = try #require(signed.headers["x-dispatch115-time"])
        let expected = AuthenticationKey(Array("geheim".utf8)).tag(
            over: Array("\(time)\nPUT\n/fhir/Location/h1?x=1\n{\"a\":1}".utf8))
        #expect(signed.headers["x-dispatch115-signature"] == "v1=" + expected.hexadecimal)
        #expect(abs((Int64(time) ?? 0) - WallClock.wallNanoseconds() / 1_000_000_000) < 300)
        _ = try courierReply(
            receiver, [put],
            .headers([
                PublishingHeader(name: "AppName", file: try secret("app", "115")),
                PublishingHeader(name: "SecretKey", file: try secret("sk", "xyz")),
            ]))
        #expect(
            receiver.log.last?.headers["appname"] == "115" && receiver.log.last?.headers["secretkey"] == "xyz"
        )
        // A secret that others can read is not used.
        let open = try secret("open", "abc")
        chmod(open, 0o644)
        guard case .cut(let words)? = try courierReply(receiver, [put], .bearer(tokenFile: open))?.outcome
        else {
            Issue.record("a secret of mode 644 was used")
            return
        }
        #expect(words.contains("chmod 600") && !words.contains("abc"))
        for (kind, arguments) in [
            ("rsa", ["genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]),
            ("ec", ["genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"]),
        ] {
            let key = folder + "/\(kind).pem"
            guard try openssl(arguments + ["-out", key]) else {
                print("skipped: there is no openssl")
                break
            }
            chmod(key, 0o600)
            tokens.with { $0 = 0 }
            let reply = try courierReply(
                receiver, [put], .smart(tokenURL: receiver.url + "/token", clientID: "d115", keyFile: key))
            #expect(reply?.outcome == .status(200, retryAfterSeconds: 0, words: ""), "\(kind)")
            #expect(tokens.with { $0 } == 2 && receiver.log.last?.headers["authorization"] == "Bearer t2")
        }
        receiver.kill()
    }

    private func openssl(_ words: [String]) throws -> Bool {
        guard Files.exists("/usr/bin/openssl") else { return false }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/openssl")
        process.arguments = words
        process.standardError = FileHandle.nullDevice
        process.standardOutput = FileHandle.nullDevice
        process.standardInput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }

    @Test func signaturesAreThoseThatOpensslVerifies() throws {
        let folder = try Files.makeTemporaryFolder("courier-sign")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let key = folder + "/rsa.pem"
        guard try openssl(["genpkey", "-algorithm", "RSA", "-out", key]),
            try openssl(["pkey", "-in", key, "-pubout", "-out", folder + "/rsa.pub"])
        else { return print("skipped: there is no openssl") }
        let signing = try SigningKey(pem: try Files.read(key))
        let jwt = try ClientAssertion.make(
            clientID: "a", tokenURL: "https://t", keyID: nil, key: signing, nowSeconds: 1, identifier: "x")
        let parts = jwt.split(separator: ".")
        #expect(parts.count == 3 && signing.algorithm == .rs384)
        let signed = Array((parts[0] + "." + parts[1]).utf8)
        try Files.writeAtomically(folder + "/data", signed)
        try Files.writeAtomically(folder + "/signature", try signing.sign(signed))
        let verify = ["dgst", "-sha384", "-verify", folder + "/rsa.pub", "-signature", folder + "/signature"]
        #expect(try openssl(verify + [folder + "/data"]))
        try Files.writeAtomically(folder + "/data", signed + [0])
        #expect(try !openssl(verify + [folder + "/data"]))
        #expect(throws: SigningKeyError.self) { try SigningKey(pem: Array("no key".utf8)) }
        #expect(Base64URL.text([0xFB, 0xFF, 0xFE]) == "-__-" && Base64URL.text([1]) == "AQ")
    }

    /// A certificate that nobody of this system's trust has signed is never accepted.
    @Test func aCertificateThatLiesIsRefused() throws {
        let folder = try Files.makeTemporaryFolder("courier-tls")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        guard
            try openssl([
                "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-subj", "/CN=localhost", "-days", "2",
                "-keyout",
                folder + "/key.pem", "-out", folder + "/cert.pem",
            ])
        else { return print("skipped: there is no openssl") }
        // Any free port, found by a receiver that is gone again.
        let probe = try LoopbackReceiver { _ in .accept() }
        let port = probe.port
        probe.kill()
        let server = try ChildProcess(
            "/usr/bin/openssl",
            [
                "s_server", "-accept", "127.0.0.1:\(port)", "-cert", folder + "/cert.pem", "-key",
                folder + "/key.pem", "-www",
            ], log: "/dev/null")
        defer { server.end(withinSeconds: 1) }
        let receiver = try LoopbackReceiver { _ in .accept() }
        defer { receiver.kill() }
        // A server that is not up yet refuses the connection: tried until it says something else.
        var said = ""
        _ = eventually {
            let reply = try? courierReply(
                receiver,
                [CourierRequest(method: "GET", url: "https://localhost:\(port)/", type: "", body: "")])
            if case .cut(let words)? = reply?.outcome {
                said = words
            } else {
                said = "accepted: \(reply as Any)"
            }
            return said != "nobody takes the connection"
        }
        #expect(said.contains("not trusted") || said.contains("TLS fails"), "\(said)")
    }

    @Test func aWornCourierIsReplacedAndADeadOneStartedAgain() throws {
        let receiver = try LoopbackReceiver { _ in .accept() }
        let run = try DeskRun([destination(receiver)], requestsOfALife: 50)
        for round in 1...40 {
            for number in 1...10 { run.change(Int32(number)) }
            #expect(eventually { self.lastHeard(receiver).values.filter { $0 == Int64(round) }.count == 10 })
            if round % 10 == 0 { run.perform { if let id = $0.link.processID { Glibc.kill(id, SIGKILL) } } }
        }
        #expect((run.ask { $0.link.starts } ?? 0) >= 8)
        run.close()
        receiver.kill()
    }

    @Test func aFolderIsADestination() throws {
        let folder = try Files.makeTemporaryFolder("courier-folder")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let run = try DeskRun([
            PublishingDestination(name: "files", kind: .folder, url: folder + "/out", module: .ehr)
        ])
        run.change(1)
        run.change(2)
        run.change(2)
        #expect(
            eventually {
                (try? Files.read(folder + "/out/Location-h2")) == DeskRun.document(2, 2).body
                    && (try? Files.read(folder + "/out/Location-h1")) == DeskRun.document(1, 1).body
            })
        #expect(try Files.list(folder + "/out") == ["Location-h1", "Location-h2"])
        run.close()
        #expect(PublisherDesk.fileName(OutgoingRequest(path: "../../etc/x", body: [])) == "-..-etc-x")
    }
}
