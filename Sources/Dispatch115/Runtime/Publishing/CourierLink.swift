// The service's end of the courier: starts the child process, gives it jobs, hears its answers, and starts it
// again, after growing waits, when it has died. What was under way then is said to be interrupted.
//
// Belongs to the publisher's thread; a thread of its own reads the answers and puts them into the publisher's box.
// Bounds: the publisher's own, on jobs under way; a courier that takes no more bytes for two seconds is ended.

import Glibc
import Synchronization

/// What the reading thread tells the publisher.
enum CourierNews: Sendable {
    /// By the courier of this number.
    case reply(Int, CourierReply)
    /// The courier of this number has gone.
    case ended(Int)
}

final class CourierLink {
    struct Settings: Sendable {
        /// The program to start; it gets the one argument `courier`.
        var program: String
        /// Where its errors go; nil: where ours go.
        var log: String?
        /// After so many requests it is started anew: Foundation's sessions keep a little of each.
        var requestsOfALife = 50_000
        var firstWaitNanoseconds: Int64 = 100_000_000
        var mostWaitNanoseconds: Int64 = 10_000_000_000

        init(program: String = ChildProcess.ownProgram, log: String? = nil) {
            self.program = program
            self.log = log
        }
    }

    private let settings: Settings
    private let destinations: [CourierDestination]
    private let tell: @Sendable (CourierNews) -> Void
    private var child: ChildProcess?
    private var socket: FileDescriptor?
    private var reader: NamedThread?
    /// Of the courier that lives or lived last.
    private var number = 0
    private var deaths = 0
    private var requests = 0
    /// Monotonic; not started before.
    private(set) var startAt: Int64 = 0
    private(set) var starts = 0

    init(
        _ settings: Settings, _ destinations: [CourierDestination],
        tell: @escaping @Sendable (CourierNews) -> Void
    ) {
        self.settings = settings
        self.destinations = destinations
        self.tell = tell
    }

    var processID: pid_t? { child?.identifier }
    var isAlive: Bool { socket != nil }
    /// It has done its work: give it no more, and `rest` when nothing is under way.
    var isWorn: Bool { requests >= settings.requestsOfALife }
    var currentNumber: Int { number }

    /// Starts it where it does not live and it is time to. False where it does not live afterwards.
    func ensure(_ now: Int64) -> Bool {
        if isAlive { return true }
        guard now >= startAt else { return false }
        do {
            try start()
            return true
        } catch {
            Log.line("publishing: the courier cannot be started: \(error)")
            retire(now)
            return false
        }
    }

    private func start() throws(SystemCallError) {
        let (ours, theirs) = try UnixSocket.pair()
        number += 1
        starts += 1
        requests = 0
        child = try ChildProcess(settings.program, ["courier"], log: settings.log, passing: theirs)
        socket = ours
        let number = number
        let tell = tell
        reader = try NamedThread("courier") { CourierLink.read(ours, number, tell) }
        for destination in destinations {
            guard UnixSocket.sendAll(ours, CourierMessage.destination(destination).line, within: 2_000) else {
                throw SystemCallError("send", "courier", code: EPIPE)
            }
        }
    }

    private static func read(
        _ socket: FileDescriptor, _ number: Int, _ tell: @Sendable (CourierNews) -> Void
    ) {
        var lines = LineBuffer(maximumLineBytes: CourierMessage.maximumLineBytes)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { recv(socket.number, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return tell(.ended(number)) }
            chunk.withUnsafeBytes { lines.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            while let line = lines.next() {
                guard case .whole(let bytes) = line, case .reply(let reply)? = try? CourierMessage.read(bytes)
                else {
                    // One that does not speak as it should is not listened to any more.
                    UnixSocket.shut(socket)
                    return tell(.ended(number))
                }
                tell(.reply(number, reply))
            }
        }
    }

    /// False where it is gone; what was under way is then to be taken back.
    func send(_ job: CourierJob, _ now: Int64) -> Bool {
        guard let socket else { return false }
        requests += job.requests.count
        return UnixSocket.sendAll(socket, CourierMessage.job(job).line, within: 2_000)
    }

    /// It lives and answers: the next death counts as the first.
    func prove() { deaths = 0 }

    /// Ends it, however it is; it is started again after a while.
    func retire(_ now: Int64) {
        end()
        let wait = min(
            settings.firstWaitNanoseconds << Int64(min(deaths, 20)), settings.mostWaitNanoseconds)
        deaths += 1
        startAt = now + wait
    }

    /// Ends one that is worn; the next may start at once.
    func rest(_ now: Int64) {
        end()
        startAt = now
    }

    func end() {
        if let socket { UnixSocket.shut(socket) }
        reader?.join()
        reader = nil
        socket = nil
        // What it has sent the kernel finishes by itself; what it has not is told again.
        child?.signal(SIGKILL)
        child?.end(withinSeconds: 1)
        child = nil
    }
}
