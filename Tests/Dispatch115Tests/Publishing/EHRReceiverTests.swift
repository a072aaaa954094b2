import Foundation
import FoundationNetworking
import Geo
import Glibc
import Testing

@testable import Dispatch115

/// A receiver that we did not write takes what we send, and we understand what it answers.
@Suite(.serialized, .enabled(if: Validators.hasFHIR, Validators.absent)) struct EHRReceiverTests {
    /// ehr_receiver.py on a loopback port of its own; gone with this.
    final class Receiver {
        let folder: TemporaryFolder
        let base: String
        private let process = Process()
        var log: String { folder.path + "/log.ndjson" }

        init() throws {
            folder = try TemporaryFolder()
            let port = try PostgresHome.freePort()
            base = "http://127.0.0.1:\(port)/"
            process.executableURL = URL(fileURLWithPath: Validators.python)
            process.arguments = [
                Validators.folder + "/ehr_receiver.py", "\(port)", folder.path + "/log.ndjson",
            ]
            process.environment = ProcessInfo.processInfo.environment.merging(["FHIR_SEQUENCE": "R4B"]) { $1 }
            process.currentDirectoryURL = URL(fileURLWithPath: folder.path)
            process.standardOutput = FileHandle.nullDevice
            process.standardError = FileHandle.nullDevice
            process.standardInput = FileHandle.nullDevice
            try process.run()
        }

        deinit {
            // Asked politely it waits until our connections are closed.
            kill(process.processIdentifier, SIGKILL)
            process.waitUntilExit()
        }

        func send(_ method: String, _ path: String, _ body: [UInt8] = []) async throws -> (Int, [UInt8]) {
            var request = URLRequest(url: try #require(URL(string: base + path)))
            request.httpMethod = method
            if !body.isEmpty { request.httpBody = Data(body) }
            request.setValue("application/fhir+json", forHTTPHeaderField: "Content-Type")
            request.setValue("application/fhir+json", forHTTPHeaderField: "Accept")
            let (data, response) = try await URLSession.shared.data(for: request)
            return ((response as? HTTPURLResponse)?.statusCode ?? 0, Array(data))
        }

        /// Its capability statement, once it listens.
        func metadata() async throws -> [UInt8] {
            for _ in 0..<600 {
                if let (status, body) = try? await send("GET", "metadata"), status == 200 { return body }
                try await Task.sleep(for: .milliseconds(100))
            }
            throw CapacityReaders.Unreadable(what: "the receiver does not listen")
        }
    }

    @Test func itTakesOurMessagesAndItsAnswersAreUnderstood() async throws {
        let receiver = try Receiver()
        let facts = try FHIRReader.receiver(await receiver.metadata())
        #expect(!facts.takesTransactions && facts.conditionalUpdates.isEmpty)
        var extremes = MessageExtremes(seed: StorageSeed.value)
        let notice = MessageExamples.notice("notice-12")
        var sent = CapacityDocuments.fhirResources(of: MessageExamples.busy, for: MessageExamples.telehealth)
        sent.append(CapacityDocuments.measureReport(of: MessageExamples.busy, for: MessageExamples.ehr))
        for number in 1...3 {
            let face = extremes.face(number, kinds: [.adultICU, .burns])
            sent += CapacityDocuments.fhirResources(of: face, for: MessageExamples.ehr)
        }
        sent += PreArrivalDocuments.fhirResources(of: notice, for: MessageExamples.ehr)
        sent += ReferralDocuments.fhirResources(
            of: MessageExamples.referral("referral-3"), for: MessageExamples.telehealth)
        for resource in sent {
            #expect(facts.canPut(resource.type), "\(resource.type)")
            let (status, body) = try await receiver.send("PUT", resource.key.path, resource.json)
            #expect((200...201).contains(status), "\(resource.key.path): \(FHIRReader.refusal(body))")
        }
        let log = try Files.readText(receiver.log).split(separator: "\n")
        let taken = try log.map { try CapacityReaders.object(Array($0.utf8)) }
        #expect(taken.map { "\($0["type"] ?? "")/\($0["id"] ?? "")" } == sent.map(\.key.path))
        // The numbers that it keeps are those that we sent.
        let kept = try await receiver.send("GET", "Location/115.example.vn-79024-adult-icu").1
        let figures = try CapacityReaders.fhir([kept])["adult-icu"]
        #expect(figures == ReadFigures(installed: 40, reported: 5, inbound: 2, available: 3))

        // The hospital answers in the task; we poll.
        let place = PreArrivalDocuments.taskKey("notice-12", MessageExamples.ehr)
        let before = try await receiver.send("GET", place.path).1
        #expect(try FHIRReader.task(before, id: place.id).status == .requested)
        var task = try CapacityReaders.object(before)
        task["status"] = "rejected"
        task["statusReason"] = ["text": "Máy chụp mạch hỏng"]
        task["lastModified"] = "2026-11-23T10:32:00+07:00"
        let answer = try JSONSerialization.data(withJSONObject: task)
        #expect(try await receiver.send("PUT", place.path, Array(answer)).0 == 200)
        let report = try FHIRReader.task(await receiver.send("GET", place.path).1, id: place.id)
        #expect(report.status.standing == .rejected && report.reason == "Máy chụp mạch hỏng")
        #expect(report.lastModified == MessageExamples.now.adding(seconds: 56))

        // And it refuses what is none, in words that fit a line.
        let (status, body) = try await receiver.send("PUT", "Location/x", Array("{\"a\":1}".utf8))
        #expect(status >= 400 && !FHIRReader.refusal(body).isEmpty)
    }
}
