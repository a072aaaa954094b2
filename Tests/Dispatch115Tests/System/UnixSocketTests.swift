import Glibc
import Testing

@testable import Dispatch115

@Suite struct UnixSocketTests {
    @Test func bytesCrossAndEndsAreTold() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let listener = try UnixListener(path: folder.socket, mode: 0o600)
        guard case .none = listener.accept() else {
            Issue.record("somebody was there")
            return
        }
        let client = try UnixSocket.connect(folder.socket)
        guard case .connection(let server) = listener.accept() else {
            Issue.record("nobody was there")
            return
        }
        #expect(try UnixSocket.peer(of: server) == UnixSocket.Peer(userID: getuid(), processID: getpid()))
        var buffer = [UInt8](repeating: 0, count: 8)
        #expect(buffer.withUnsafeMutableBytes { UnixSocket.receive(server, into: $0) } == .none)
        #expect([UInt8]("abc".utf8).withUnsafeBytes { UnixSocket.send(client, $0) } == 3)
        #expect(buffer.withUnsafeMutableBytes { UnixSocket.receive(server, into: $0) } == .bytes(3))
        // Nobody reads: the kernel takes so much and then none.
        let much = [UInt8](repeating: 1, count: 1 << 20)
        while let sent = much.withUnsafeBytes({ UnixSocket.send(server, $0) }), sent > 0 {}
        #expect(much.withUnsafeBytes { UnixSocket.send(server, $0) } == 0)
        UnixSocket.shut(client)
        #expect(much.withUnsafeBytes { UnixSocket.send(server, $0) } == nil)
        #expect(buffer.withUnsafeMutableBytes { UnixSocket.receive(server, into: $0) } == .ended)
        listener.removeFile()
        #expect(!Files.exists(folder.socket))
    }

    @Test func aListenerTakesAwayOnlyItsOwnFile() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let first = try UnixListener(path: folder.socket, mode: 0o600)
        unlink(folder.socket)
        let second = try UnixListener(path: folder.socket, mode: 0o600)
        first.removeFile()
        #expect(Files.exists(folder.socket))
        second.removeFile()
        #expect(!Files.exists(folder.socket))
    }

    @Test func whoWaitsAtAClosedListenerIsToldSo() throws {
        let folder = try TestFolder()
        defer { folder.remove() }
        let listener = try UnixListener(path: folder.socket, mode: 0o600)
        let waiting = try UnixSocket.connect(folder.socket)
        listener.close()
        var buffer = [UInt8](repeating: 0, count: 8)
        #expect(buffer.withUnsafeMutableBytes { UnixSocket.receive(waiting, into: $0) } == .ended)
        #expect(throws: SystemCallError.self) { _ = try UnixSocket.connect(folder.socket) }
    }

    @Test func nobodyThereIsAnError() throws {
        #expect(throws: SystemCallError("connect", "/nonexistent/x", code: ENOENT)) {
            _ = try UnixSocket.connect("/nonexistent/x")
        }
    }
}
