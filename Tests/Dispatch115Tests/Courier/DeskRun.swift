import Foundation
import Geo

@testable import Dispatch115

/// The real desk with its real courier on a thread of its own, and a table of hospitals in place of a centre: each
/// hospital is one document that says its sequence.
final class DeskRun: @unchecked Sendable {
    enum Mail: Sendable {
        case courier(CourierNews)
        case changed([Int32])
        case perform(@Sendable (PublisherDesk) -> Void)
    }

    /// The newest sequence of each hospital: what a centre would know. Outlives the desk.
    final class World: Sendable {
        let newest = Locked<[Int32: Int64]>([:])

        @discardableResult func change(_ number: Int32) -> Int64 {
            newest.with { newest in
                newest[number, default: 0] += 1
                return newest[number] ?? 0
            }
        }
    }

    let world: World
    let dead = Locked<[String]>([])
    private let box = Mailbox<Mail>(capacity: 1 << 17)
    private var kept: PublisherDesk?
    private var desk: PublisherDesk {
        guard let kept else { preconditionFailure("a desk that was ended") }
        return kept
    }
    private var thread: NamedThread?
    /// Ends without closing, as a killed process does.
    private let isKilled = Locked(false)

    /// `path` nil: nothing is kept. Everything that is known is told at the start, as a service does that was killed.
    init(
        _ destinations: [PublishingDestination], file path: String? = nil, world: World = World(),
        requestsOfALife: Int = 50_000, seed: UInt64 = 115
    ) throws {
        self.world = world
        var courier = CourierLink.Settings(program: ServiceFixture.program, log: "/dev/null")
        courier.requestsOfALife = requestsOfALife
        courier.firstWaitNanoseconds = 20_000_000
        courier.mostWaitNanoseconds = 200_000_000
        let box = box
        kept = try PublisherDesk(
            destinations, file: try path.map { try OutboxFile(path: $0, centre: "HCM") }, courier: courier,
            seed: seed, tell: { _ = box.put(.courier($0)) })
        _ = box.put(.changed(world.newest.with { $0.keys.sorted() }))
        thread = try NamedThread("desk") { [self] in run() }
    }

    static func document(_ number: Int32, _ sequence: Int64) -> OutgoingRequest {
        OutgoingRequest(
            path: "Location/h\(number)",
            body: Array(
                "{\"resourceType\":\"Location\",\"id\":\"h\(number)\",\"sequence\":\(sequence)}".utf8))
    }

    /// What a document of ours says.
    static func read(_ request: LoopbackReceiver.Request) -> (number: Int32, sequence: Int64)? {
        guard let value = try? JSON5Reader.read(request.body), let sequence = value["sequence"]?.whole,
            let name = request.path.split(separator: "/").last, let number = Int32(name.dropFirst())
        else { return nil }
        return (number, Int64(sequence))
    }

    private func run() {
        let desk = desk
        var mail: [Mail] = []
        var wake: Int64? = 0
        while box.takeAll(into: &mail, until: wake) {
            let now = Timestamp(nanoseconds: WallClock.wallNanoseconds())
            let monotonic = WallClock.monotonicNanoseconds()
            for message in mail {
                switch message {
                case .courier(let news): desk.take(news, now, monotonic)
                case .perform(let body): body(desk)
                case .changed(let numbers):
                    for number in numbers {
                        let sequence = world.newest.with { $0[number] ?? 0 }
                        for place in desk.destinations.indices {
                            desk.changed(
                                .hospital(number), at: place, sequence: sequence, asOf: now, now: now)
                        }
                    }
                }
            }
            if isKilled.with({ $0 }) { return desk.link.end() }
            desk.turn(now, monotonic) { order, destination in
                guard case .hospital(let number) = order.subject else { return .moot }
                let sequence = self.world.newest.with { $0[number] ?? 0 }
                return .requests([DeskRun.document(number, sequence)])
            }
            for letter in desk.takeNews().dead {
                dead.with {
                    $0.append(
                        "\(desk.destinations[letter.destination].name) \(letter.subject.text): \(letter.why)")
                }
            }
            wake = desk.nextWake(
                Timestamp(nanoseconds: WallClock.wallNanoseconds()), WallClock.monotonicNanoseconds())
        }
        desk.close(Timestamp(nanoseconds: WallClock.wallNanoseconds()))
    }

    /// Changes the hospital and tells the desk.
    func change(_ number: Int32) {
        world.change(number)
        while !box.put(.changed([number])) { WallClock.sleep(nanoseconds: 1_000_000) }
    }

    func perform(_ body: @escaping @Sendable (PublisherDesk) -> Void) { _ = box.put(.perform(body)) }

    /// What the desk says of something, asked on its thread.
    func ask<Answer: Sendable>(_ body: @escaping @Sendable (PublisherDesk) -> Answer) -> Answer? {
        let found = Locked<Answer?>(nil)
        perform { desk in
            let answer = body(desk)
            found.with { $0 = answer }
        }
        _ = eventually { found.with { $0 } != nil }
        return found.with { $0 }
    }

    func close() {
        box.close()
        thread?.join()
        thread = nil
        // Its file is free for the next.
        kept = nil
    }

    /// The service's kill -9, as far as the desk goes: nothing is said, nothing is kept any more.
    func kill() {
        isKilled.with { $0 = true }
        close()
    }
}
