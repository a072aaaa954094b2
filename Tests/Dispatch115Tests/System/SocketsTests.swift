import Testing

@testable import Dispatch115

@Suite struct SocketsTests {
    @Test(arguments: [
        ("127.0.0.1:9115", "127.0.0.1:9115"), ("255.255.255.255:65535", "255.255.255.255:65535"),
        ("0.0.0.0:0", "0.0.0.0:0"), ("127.0.0.1", nil), ("127.0.0.1:65536", nil), ("1.2.3:4", nil),
        ("1.2.3.256:4", nil), ("1.2.3.4:-4", nil), ("1.2.3.4:", nil), ("", nil), ("1.2.3.4:5:6", nil),
        ("1..3.4:5", nil), ("1.2.3.4:99999999999999999999", nil),
    ])
    func addresses(text: String, expected: String?) {
        #expect(SocketAddress(text)?.description == expected)
    }

    @Test func batchesKeepBoundsOrderAndSource() throws {
        let receiver = try UDPSocket(bind: .loopback())
        let sender = try UDPSocket(bind: .loopback())
        let batch = DatagramBatch(capacity: 8, stride: 16)
        #expect(try receiver.receive(into: batch) == 0)
        for length in 0..<20 {
            #expect(sender.send([UInt8](repeating: UInt8(length), count: length), to: receiver.localAddress))
        }
        var next = 0
        while try receiver.receive(into: batch) > 0 {
            #expect(batch.count <= 8 && batch.dropCount == nil)
            for i in 0..<batch.count {
                #expect(Array(batch.bytes(i)) == [UInt8](repeating: UInt8(next), count: min(next, 16)))
                #expect(batch.source(i) == sender.localAddress)
                next += 1
            }
        }
        #expect(next == 20 && receiver.kernelDrops() == 0)
    }

    /// Both ways to learn of drops tell the truth.
    @Test func dropsAreCounted() throws {
        let receiver = try UDPSocket(bind: .loopback(), receiveBufferBytes: 4_096)
        let sender = try UDPSocket(bind: .loopback())
        for _ in 0..<500 { sender.send([1, 2, 3], to: receiver.localAddress) }
        let drops = try #require(receiver.kernelDrops())
        let batch = DatagramBatch(capacity: 64, stride: 16)
        var got = 0
        while try receiver.receive(into: batch) > 0 { got += batch.count }
        #expect(drops > 0 && got + Int(drops) == 500)
        sender.send([4], to: receiver.localAddress)
        #expect(try receiver.receive(into: batch) == 1)
        #expect(batch.dropCount == drops)
    }

    @Test func aWakeUpIsNeverLost() throws {
        let wake = try WakeUp()
        let poller = try EpollSet()
        try poller.add(wake.descriptor, token: 5, .read)
        #expect(poller.wait(milliseconds: 0) == 0)
        wake.signal()
        wake.signal()
        #expect(poller.wait(milliseconds: 0) == 1 << 5)
        wake.clear()
        #expect(poller.wait(milliseconds: 0) == 0)
        wake.signal()
        #expect(poller.wait(milliseconds: 0) == 1 << 5)
    }
}
