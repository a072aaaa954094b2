import Foundation
import Geo
import Testing

@testable import Dispatch115

/// Receiver, courier and service are killed and cut at random while hospitals change: judged by what the receiver has
/// written down.
@Suite(.serialized) struct PublishingFaultTests {
    static let changes = isCampaign ? 100_000 : 3_000

    static let seed: UInt64 =
        ProcessInfo.processInfo.environment["DISPATCH115_SEED"].flatMap(UInt64.init) ?? 20_261_123

    @Test func nothingIsLostAndNothingOvertakes() throws {
        print("seed \(Self.seed)")
        let folder = try Files.makeTemporaryFolder("publishing-faults")
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let path = folder + "/outbox.sqlite"
        let random = Locked(SplitMix64(seed: Self.seed))
        let faults = Locked(true)
        let behave: @Sendable (LoopbackReceiver.Request) -> LoopbackReceiver.Behaviour = { _ in
            guard faults.with({ $0 }) else { return .accept() }
            switch random.with({ $0.below(60) }) {
            case 0: return .answer(status: 500)
            case 1: return .close(hears: false)
            case 2: return .close(hears: true)
            case 3: return .halfWay
            case 4: return .rubbish
            case 5: return .answer(status: 503, headers: "Retry-After: 0\r\n")
            default: return .accept()
            }
        }
        var receiver = try LoopbackReceiver(behave)
        let port = receiver.port
        var logs: [[LoopbackReceiver.Request]] = []
        var destination = PublishingDestination(name: "ehr", kind: .fhir, url: receiver.url, module: .ehr)
        destination.retryMostSeconds = 1
        destination.timeoutSeconds = 2
        let world = DeskRun.World()
        var run = try DeskRun([destination], file: path, world: world)
        var kills = (receiver: 0, courier: 0, service: 0)
        for _ in 0..<Self.changes {
            run.change(Int32(1 + random.with { $0.below(200) }))
            switch random.with({ $0.below(1_200) }) {
            case 0...1:
                receiver.kill()
                logs.append(receiver.log)
                receiver = try LoopbackReceiver(port: port, behave)
                kills.receiver += 1
            case 2...3:
                run.perform { if let id = $0.link.processID { Glibc.kill(id, SIGKILL) } }
                kills.courier += 1
            case 4:
                run.kill()
                run = try DeskRun([destination], file: path, world: world)
                kills.service += 1
            case 5...40: WallClock.sleep(nanoseconds: 2_000_000)
            default: break
            }
        }
        faults.with { $0 = false }
        let newest = world.newest.with { $0 }
        func heard() -> [Int32: [Int64]] {
            var heard: [Int32: [Int64]] = [:]
            for request in logs.flatMap({ $0 }) + receiver.log {
                if let said = DeskRun.read(request) { heard[said.number, default: []].append(said.sequence) }
            }
            return heard
        }
        let isComplete = eventually {
            WallClock.sleep(nanoseconds: 50_000_000)
            let heard = heard()
            return newest.allSatisfy { heard[$0.key]?.last == $0.value }
        }
        #expect(isComplete, "a hospital's last state has not arrived")
        for (number, sequences) in heard() {
            #expect(sequences == sequences.sorted(), "hospital \(number): an older state came after a newer")
        }
        print(
            "\(Self.changes) changes, \(logs.flatMap { $0 }.count + receiver.log.count) writes, killed \(kills)"
        )
        run.close()
        receiver.kill()
    }
}
