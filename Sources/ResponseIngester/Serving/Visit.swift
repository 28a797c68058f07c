import Glibc
import Hummingbird

/// What the server knows of a request beside the request itself.
struct Visit: RequestContext {
    var coreContext: CoreRequestContextStorage
    let peer: String

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        peer = source.channel.remoteAddress?.ipAddress ?? "unknown"
    }

    /// Who asks, for limits: IPv6 by its first 64 bits, which are one customer's.
    ///
    /// - Parameter proxies: how many proxies of ours appended to `X-Forwarded-For`; what stands left of their entries
    ///   anybody can write.
    func visitor(_ request: Request, behind proxies: Int) -> String {
        guard proxies > 0 else { return Self.network(of: peer) }
        let entries = request.headers[values: .xForwardedFor].flatMap { $0.split(separator: ",") }
        guard entries.count >= proxies else { return Self.network(of: peer) }
        return Self.network(of: entries[entries.count - proxies].filter { !$0.isWhitespace })
    }

    private static func network(of address: String) -> String {
        var parsed = in6_addr()
        guard inet_pton(AF_INET6, address, &parsed) == 1 else { return String(address.prefix(64)) }
        let bytes = withUnsafeBytes(of: parsed) { Array($0) }
        // IPv4 in IPv6 (RFC 4291 §2.5.5.2) differs in its last bytes only.
        let isMapped = bytes.prefix(12) == [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xFF, 0xFF]
        return bytes.prefix(isMapped ? 16 : 8).map { String($0, radix: 16) }.joined(separator: ":")
    }
}
