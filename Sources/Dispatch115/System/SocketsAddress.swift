// Where a datagram came from or goes to: IPv4 and a port, as plain numbers, so that addresses are compared
// and kept without allocation. Names are not resolved here: DNS may hang, and nothing live waits for it.

import Glibc

/// An IPv4 address and port.
public struct SocketAddress: Equatable, Hashable, Sendable, CustomStringConvertible {
    /// The four numbers, the first in the highest byte.
    public var host: UInt32
    public var port: UInt16

    public init(host: UInt32, port: UInt16) {
        self.host = host
        self.port = port
    }

    /// Nobody: 0.0.0.0:0.
    public static let none = SocketAddress(host: 0, port: 0)
    /// 127.0.0.1 with a port; 0 lets the kernel choose one.
    public static func loopback(_ port: UInt16 = 0) -> SocketAddress {
        SocketAddress(host: 0x7f00_0001, port: port)
    }
    public var isSet: Bool { port != 0 }

    /// Reads `a.b.c.d:port`; nil where it is anything else.
    public init?(_ text: some StringProtocol) {
        let halves = text.split(separator: ":", omittingEmptySubsequences: false)
        guard halves.count == 2, let port = SocketAddress.number(halves[1], limit: 65_535) else { return nil }
        let parts = halves[0].split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 4 else { return nil }
        var host: UInt32 = 0
        for part in parts {
            guard let value = SocketAddress.number(part, limit: 255) else { return nil }
            host = host << 8 | value
        }
        self.init(host: host, port: UInt16(port))
    }

    private static func number(_ text: some StringProtocol, limit: UInt32) -> UInt32? {
        guard !text.isEmpty, text.utf8.count <= 5, text.utf8.allSatisfy({ $0 >= 48 && $0 <= 57 }),
            let value = UInt32(text), value <= limit
        else { return nil }
        return value
    }

    public var description: String {
        "\(host >> 24).\(host >> 16 & 255).\(host >> 8 & 255).\(host & 255):\(port)"
    }

    @inline(__always)
    init(raw: sockaddr_in) {
        self.init(host: UInt32(bigEndian: raw.sin_addr.s_addr), port: UInt16(bigEndian: raw.sin_port))
    }

    var raw: sockaddr_in {
        var out = sockaddr_in()
        out.sin_family = sa_family_t(AF_INET)
        out.sin_port = port.bigEndian
        out.sin_addr.s_addr = host.bigEndian
        return out
    }
}
