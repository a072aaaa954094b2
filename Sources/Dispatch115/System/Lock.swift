import Synchronization

/// A value behind a lock, for state that several threads share.
public final class Locked<Value>: @unchecked Sendable {
    private let mutex: Mutex<Void> = Mutex(())
    private var value: Value

    public init(_ value: Value) { self.value = value }

    /// Runs `body` alone with the value. Keep it short: no system call, no other lock.
    public func with<Result>(_ body: (inout Value) throws -> Result) rethrows -> Result {
        try mutex.withLock { _ in try body(&value) }
    }
}
