// Threads with a name, for the few long-lived loops of the service (engine, journal, telemetry, console).
// Not Swift's cooperative pool: these loops block in system calls, which the pool must never do.

import CLinux
import Glibc

/// A thread that runs one closure to its end.
public final class NamedThread: @unchecked Sendable {
    private let handle: pthread_t

    /// Starts at once. `name` is cut at 15 bytes, the kernel's limit. `niceness` 0 to 19: how far it stands back
    /// where others of the machine want the processor.
    public init(
        _ name: String, niceness: Int32 = 0, _ body: @escaping @Sendable () -> Void
    ) throws(SystemCallError) {
        precondition((0...19).contains(niceness))
        let box = Unmanaged.passRetained(Body(name: name, niceness: niceness, run: body))
        var thread = pthread_t()
        let code = pthread_create(
            &thread, nil,
            { raw in
                guard let raw else { return nil }
                let body = Unmanaged<Body>.fromOpaque(raw).takeRetainedValue()
                pthread_setname_np(pthread_self(), String(body.name.prefix(15)))
                // In Linux a thread's own, and raising it is anybody's right.
                if body.niceness > 0 { setpriority(Int32(PRIO_PROCESS.rawValue), 0, body.niceness) }
                body.run()
                return nil
            }, box.toOpaque())
        guard code == 0 else {
            box.release()
            throw SystemCallError("pthread_create", name, code: code)
        }
        handle = thread
    }

    /// Lets it run to its end by itself. Call once, instead of `join`.
    public func detach() {
        pthread_detach(handle)
    }

    /// Waits until the closure has returned. Call once.
    public func join() {
        pthread_join(handle, nil)
    }

    private final class Body {
        let name: String
        let niceness: Int32
        let run: @Sendable () -> Void
        init(name: String, niceness: Int32, run: @escaping @Sendable () -> Void) {
            self.name = name
            self.niceness = niceness
            self.run = run
        }
    }
}

extension Locked where Value == NamedThread? {
    /// Waits for the thread that it holds and holds none afterwards: a second call waits for nothing.
    func joinOnce() {
        let running = with { thread in
            defer { thread = nil }
            return thread
        }
        running?.join()
    }
}
