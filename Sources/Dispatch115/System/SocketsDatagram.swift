// A UDP socket that is drained in batches (recvmmsg), and the buffers of a batch, allocated once.
// Never blocks. Cost: one system call for up to `capacity` datagrams, no allocation.
// What the kernel throws away because the queue is full is counted by the kernel (SO_RXQ_OVFL beside the
// datagrams, SO_MEMINFO when asked) and never unknown to us.

import CLinux
import Glibc

/// Room for datagrams that one call receives. Belongs to one thread at a time.
public final class DatagramBatch {
    public let capacity: Int
    /// Bytes kept of a datagram; of a longer one only these are seen, and its count is this.
    public let stride: Int
    /// How many the last `receive` brought.
    public fileprivate(set) var count = 0
    private let buffers: UnsafeMutableRawPointer
    private let controls: UnsafeMutableRawPointer
    private let names: UnsafeMutablePointer<sockaddr_in>
    private let vectors: UnsafeMutablePointer<iovec>
    fileprivate let headers: UnsafeMutablePointer<dispatch115_mmsghdr>
    private static let controlStride = 64

    public init(capacity: Int = 64, stride: Int) {
        precondition(capacity > 0 && stride > 0)
        self.capacity = capacity
        self.stride = stride
        buffers = .allocate(byteCount: capacity * stride, alignment: 64)
        buffers.initializeMemory(as: UInt8.self, repeating: 0, count: capacity * stride)
        controls = .allocate(byteCount: capacity * DatagramBatch.controlStride, alignment: 16)
        controls.initializeMemory(as: UInt8.self, repeating: 0, count: capacity * DatagramBatch.controlStride)
        names = .allocate(capacity: capacity)
        names.initialize(repeating: sockaddr_in(), count: capacity)
        vectors = .allocate(capacity: capacity)
        headers = .allocate(capacity: capacity)
        headers.initialize(repeating: dispatch115_mmsghdr(), count: capacity)
        for i in 0..<capacity {
            (vectors + i).initialize(to: iovec(iov_base: buffers + i * stride, iov_len: stride))
            headers[i].msg_hdr.msg_iov = vectors + i
            headers[i].msg_hdr.msg_iovlen = 1
            headers[i].msg_hdr.msg_name = UnsafeMutableRawPointer(names + i)
            headers[i].msg_hdr.msg_control = controls + i * DatagramBatch.controlStride
        }
        count = capacity
        rearm()
        count = 0
    }

    deinit {
        buffers.deallocate()
        controls.deallocate()
        names.deallocate()
        vectors.deallocate()
        headers.deallocate()
    }

    /// Gives back to the kernel's view what the last call used up.
    fileprivate func rearm() {
        for i in 0..<count {
            headers[i].msg_hdr.msg_namelen = socklen_t(MemoryLayout<sockaddr_in>.size)
            headers[i].msg_hdr.msg_controllen = DatagramBatch.controlStride
        }
    }

    /// Datagram `i` of the last `receive`; valid until the next.
    @inline(__always)
    public func bytes(_ i: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: buffers + i * stride, count: min(Int(headers[i].msg_len), stride))
    }

    /// Who claims to have sent datagram `i`.
    @inline(__always)
    public func source(_ i: Int) -> SocketAddress { SocketAddress(raw: names[i]) }

    /// The socket's count of dropped datagrams when the last one was queued; nil where the kernel did not
    /// say (it says nothing while the count is 0).
    public var dropCount: UInt32? {
        guard count > 0 else { return nil }
        let length = Int(headers[count - 1].msg_hdr.msg_controllen)
        let base = UnsafeRawPointer(controls + (count - 1) * DatagramBatch.controlStride)
        // struct cmsghdr: length (8), level (4), type (4), then the value.
        guard length >= 20, base.loadUnaligned(fromByteOffset: 8, as: Int32.self) == SOL_SOCKET,
            base.loadUnaligned(fromByteOffset: 12, as: Int32.self)
                == Int32(DISPATCH115_SO_RXQ_OVFL)
        else { return nil }
        return base.loadUnaligned(fromByteOffset: 16, as: UInt32.self)
    }
}

/// A bound UDP socket, non-blocking.
public final class UDPSocket: Sendable {
    public let descriptor: FileDescriptor
    public let localAddress: SocketAddress
    /// What the kernel granted, as it counts (twice what was asked).
    public let receiveBufferBytes: Int

    /// Binds to `address`; port 0 lets the kernel choose. Asks for `receiveBufferBytes`, beyond the system's
    /// limit where this process may.
    public init(bind address: SocketAddress, receiveBufferBytes: Int = 8 << 20) throws(SystemCallError) {
        let flags = SOCK_DGRAM.rawValue | SOCK_NONBLOCK.rawValue | SOCK_CLOEXEC.rawValue
        descriptor = try FileDescriptor(socket(AF_INET, Int32(flags), 0), "socket", address.description)
        let number = descriptor.number
        var wanted = Int32(clamping: receiveBufferBytes)
        let width = socklen_t(MemoryLayout<Int32>.size)
        if setsockopt(number, SOL_SOCKET, Int32(DISPATCH115_SO_RCVBUFFORCE), &wanted, width) != 0 {
            _ = setsockopt(number, SOL_SOCKET, SO_RCVBUF, &wanted, width)
        }
        var granted: Int32 = 0
        var grantedWidth = width
        _ = getsockopt(number, SOL_SOCKET, SO_RCVBUF, &granted, &grantedWidth)
        self.receiveBufferBytes = Int(granted)
        var on: Int32 = 1
        _ = setsockopt(number, SOL_SOCKET, Int32(DISPATCH115_SO_RXQ_OVFL), &on, width)

        var name = address.raw
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let bound = withUnsafeMutablePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                Glibc.bind(number, $0, length) == 0 && getsockname(number, $0, &length) == 0
            }
        }
        guard bound else { throw SystemCallError("bind", address.description) }
        localAddress = SocketAddress(raw: name)
    }

    /// Sends one datagram; false where the kernel would not take it (`errno` says why).
    @discardableResult
    public func send(_ bytes: UnsafeRawBufferPointer, to address: SocketAddress) -> Bool {
        var name = address.raw
        return withUnsafePointer(to: &name) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                sendto(
                    descriptor.number, bytes.baseAddress, bytes.count, 0, $0,
                    socklen_t(MemoryLayout<sockaddr_in>.size)) == bytes.count
            }
        }
    }

    @discardableResult
    public func send(_ bytes: [UInt8], to address: SocketAddress) -> Bool {
        bytes.withUnsafeBytes { send($0, to: address) }
    }

    /// Fills the batch with what is queued; 0 where nothing is.
    @inline(__always)
    public func receive(into batch: DatagramBatch) throws(SystemCallError) -> Int {
        batch.rearm()
        let got = recvmmsg(descriptor.number, batch.headers, UInt32(batch.capacity), 0, nil)
        guard got < 0 else {
            batch.count = Int(got)
            return Int(got)
        }
        let code = errno
        batch.count = 0
        if code == EAGAIN || code == EINTR { return 0 }
        throw SystemCallError("recvmmsg", localAddress.description, code: code)
    }

    /// Datagrams that this socket has dropped since it was opened; nil where the kernel does not tell.
    public func kernelDrops() -> UInt32? {
        let fields = Int(DISPATCH115_SK_MEMINFO_DROPS) + 1
        var numbers = [UInt32](repeating: 0, count: fields)
        var length = socklen_t(fields * MemoryLayout<UInt32>.size)
        let asked = getsockopt(
            descriptor.number, SOL_SOCKET, Int32(DISPATCH115_SO_MEMINFO), &numbers, &length)
        guard asked == 0, Int(length) >= fields * MemoryLayout<UInt32>.size else { return nil }
        return numbers[fields - 1]
    }
}
