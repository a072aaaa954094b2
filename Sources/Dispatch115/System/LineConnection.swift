// One connection of a `LineServer`: what was read and is no whole line yet, what was written and is not taken
// yet. Input belongs to the server's thread; output and the counts are behind a lock, since whoever answers
// writes at once where nothing is queued.
//
// Bounds: input at most one read (16 KiB) and one line; output `maximumOutputBytes` beyond what the kernel
// takes; lines without an answer `maximumUnanswered`; lines a second `maximumLinesPerSecond`, where that is set.

import Glibc
import Synchronization

final class LineConnection: @unchecked Sendable {
    /// What the server's thread must see to after a write.
    enum Need: Sendable { case nothing, attention, slow }

    struct State {
        var output: [UInt8] = []
        var unanswered = 0
        var isPaused = false
        /// The other end sends no more.
        var isEnded = false
        var closesWhenFlushed = false
        var isClosed = false
    }

    let id: UInt64
    let userID: UInt32
    let socket: FileDescriptor
    let state: Mutex<State>

    // The server's thread only.
    var lines: LineBuffer
    var interest: EpollSet.Interest = .read
    var hasQuit = false
    /// Whether it has had its lines of this second.
    var isThrottled = false
    private var bucket: TokenBucket?

    init(id: UInt64, userID: UInt32, socket: FileDescriptor, limits: LineServer.Settings) {
        self.id = id
        self.userID = userID
        self.socket = socket
        state = Mutex(State())
        lines = LineBuffer(maximumLineBytes: limits.maximumLineBytes)
        bucket = limits.maximumLinesPerSecond.map { TokenBucket(perSecond: $0, burst: $0) }
    }

    /// Whether one more line may be taken now. The server's thread only.
    func takeToken() -> Bool {
        guard bucket != nil else { return true }
        return bucket?.take(WallClock.monotonicNanoseconds()) ?? true
    }

    func giveTokenBack() { bucket?.giveBack() }

    /// Writes what the kernel takes at once and queues the rest. `answers` is how many lines it answers.
    func write(
        _ bytes: [UInt8], answers: Int, thenClose: Bool, limits: LineServer.Settings
    ) -> Need {
        state.withLock { state in
            guard !state.isClosed else { return .nothing }
            state.unanswered = max(0, state.unanswered - answers)
            if thenClose { state.closesWhenFlushed = true }
            var sent = 0
            if state.output.isEmpty {
                guard let count = sendNow(bytes) else {
                    close(&state)
                    return .attention
                }
                sent = count
            }
            if sent < bytes.count { state.output += bytes[sent...] }
            guard state.output.count <= limits.maximumOutputBytes else {
                close(&state)
                return .slow
            }
            let isDone =
                state.output.isEmpty && (state.closesWhenFlushed || state.isEnded && state.unanswered == 0)
            let mayResume = state.isPaused && state.unanswered <= limits.maximumUnanswered / 2
            return !state.output.isEmpty || isDone || mayResume ? .attention : .nothing
        }
    }

    /// Writes what is queued; false where the other end is gone.
    func flush() -> Bool {
        state.withLock { state in
            guard !state.isClosed else { return false }
            guard !state.output.isEmpty else { return true }
            guard let sent = sendNow(state.output) else {
                close(&state)
                return false
            }
            state.output.removeFirst(sent)
            return true
        }
    }

    func close() { state.withLock { close(&$0) } }

    private func close(_ state: inout State) {
        guard !state.isClosed else { return }
        state.isClosed = true
        state.output = []
        UnixSocket.shut(socket)
    }

    /// Bytes that the kernel took; nil where the other end is gone.
    private func sendNow(_ bytes: [UInt8]) -> Int? {
        bytes.withUnsafeBytes { all in
            var sent = 0
            while sent < all.count {
                guard let count = UnixSocket.send(socket, UnsafeRawBufferPointer(rebasing: all[sent...]))
                else {
                    return nil
                }
                if count == 0 { break }
                sent += count
            }
            return sent
        }
    }
}
