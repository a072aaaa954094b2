// `dispatch115 courier`: a child process of the service that speaks HTTP. It gets jobs over a socket pair
// (descriptor 3), carries them out and answers each once; it decides nothing about trying again, keeps nothing on
// disk and knows nothing of hospitals. It ends when the service's end of the pair closes, whatever the reason.
//
// Trust is the system's CA store and nothing else; redirections are not followed; cookies, caches and proxies of
// the environment are not used. Everything runs on one serial queue, with a session for each destination, so
// that one that hangs holds up no other.
//
// Bounds: jobs under way are the service's to bound; of an answer at most `maximumBodyBytes` are taken.

import Foundation
import Glibc

final class Courier: @unchecked Sendable {
    static let descriptor: Int32 = 3
    static let maximumBodyBytes = 1 << 20
    /// How often deadlines are looked at.
    private static let sweepNanoseconds: Int64 = 50_000_000
    /// The service takes what we say within this time, or is broken.
    private static let sendMilliseconds = 10_000

    private let socket: FileDescriptor
    /// All state of the courier and its lanes belongs to this queue.
    private let queue = OperationQueue()
    private var lanes: [Int: CourierLane] = [:]

    init(_ socket: FileDescriptor) {
        self.socket = socket
        queue.maxConcurrentOperationCount = 1
        queue.name = "courier"
    }

    /// Until the service's end closes.
    func run() {
        let sweeper = try? NamedThread("deadlines") { [self] in
            while true {
                WallClock.sleep(nanoseconds: Courier.sweepNanoseconds)
                queue.addOperation { [self] in
                    let now = WallClock.monotonicNanoseconds()
                    for lane in lanes.values { lane.sweep(now) }
                }
            }
        }
        sweeper?.detach()
        var lines = LineBuffer(maximumLineBytes: CourierMessage.maximumLineBytes)
        var chunk = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = chunk.withUnsafeMutableBytes { recv(socket.number, $0.baseAddress, $0.count, 0) }
            if count < 0, errno == EINTR { continue }
            guard count > 0 else { return }
            chunk.withUnsafeBytes { lines.append(UnsafeRawBufferPointer(rebasing: $0[..<count])) }
            while let line = lines.next() {
                guard case .whole(let bytes) = line else {
                    Log.line("courier: a line that is too long")
                    return
                }
                take(bytes)
            }
        }
    }

    private func take(_ bytes: [UInt8]) {
        let message: CourierMessage
        do { message = try CourierMessage.read(bytes) } catch {
            Log.line("courier: \(error)")
            return
        }
        queue.addOperation { [self] in
            switch message {
            case .destination(let destination):
                lanes[destination.number] = CourierLane(destination, queue) { [self] in answer($0) }
            case .job(let job):
                guard let lane = lanes[job.destination] else {
                    return answer(CourierReply(job: job.number, outcome: .unfit("no such destination")))
                }
                lane.take(job)
            case .reply: break
            }
        }
    }

    private func answer(_ reply: CourierReply) {
        let line = CourierMessage.reply(reply).line
        if !UnixSocket.sendAll(socket, line, within: Courier.sendMilliseconds) { exit(1) }
    }
}

/// The process.
enum CourierProcess {
    static func run() -> Int32 {
        // Foundation makes folders for caches and cookies at home, though it is told to keep neither.
        setenv("XDG_CACHE_HOME", "/dev/null", 1)
        setenv("XDG_DATA_HOME", "/dev/null", 1)
        Signals.block([])
        ChildProcess.endWithParent()
        // What stands in the environment of whoever started the service is no configuration of ours.
        for name in ["http_proxy", "https_proxy", "all_proxy", "no_proxy"] {
            unsetenv(name)
            unsetenv(name.uppercased())
        }
        for name in [
            "SSL_CERT_FILE", "SSL_CERT_DIR", "CURL_CA_BUNDLE", "URLSessionCertificateAuthorityInfoFile",
        ] {
            unsetenv(name)
        }
        let socket: FileDescriptor
        do {
            var kind: Int32 = 0
            var length = socklen_t(MemoryLayout<Int32>.size)
            guard getsockopt(Courier.descriptor, SOL_SOCKET, SO_TYPE, &kind, &length) == 0 else {
                Output.error("dispatch115: courier: started by the service only")
                return 1
            }
            socket = try FileDescriptor(Courier.descriptor, "courier")
        } catch {
            Output.error("dispatch115: courier: \(error)")
            return 1
        }
        _ = fcntl(socket.number, F_SETFD, FD_CLOEXEC)
        Courier(socket).run()
        return 0
    }
}
