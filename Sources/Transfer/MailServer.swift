import Foundation

/// The server that takes our mail, and how we talk to it.
///
/// With TLS, certificate and host name are always verified, and TLS is 1.2 or newer.
package struct MailServer: Sendable, Equatable, CustomStringConvertible {
    package enum Security: String, Sendable, CaseIterable {
        /// Plain text.
        case none
        /// STARTTLS when the server offers it. Someone on the path can take the offer away.
        case startTLSIfOffered = "starttls-if-offered"
        /// STARTTLS, or no mail.
        case startTLSRequired = "starttls"
        /// TLS from the first byte (RFC 8314).
        case implicitTLS = "tls"
    }

    /// Why settings make no server. Each case names the setting.
    package enum Problem: Error, Equatable {
        /// Wanted is `smtp://host[:port]` or `smtps://host[:port]`, without user, path or query.
        case url
        /// Wanted is one of `none`, `starttls-if-offered`, `starttls`, `tls`; only `tls` goes with `smtps`.
        case security
        /// A user needs a password and a password a user.
        case credentials
        /// A password leaves this machine only over TLS that nobody can take away.
        case passwordWithoutTLS
        /// The file with trusted certificates cannot be read.
        case caFile
        /// Wanted is a host name of letters, digits, dots and hyphens.
        case helloName
        /// Wanted is 1 s to 1 h.
        case timeout
    }

    package let host: String
    package let port: Int
    package let security: Security
    package let user: String?
    let password: String?
    package let caFile: String?
    package let helloName: String?
    package let connectTimeout: Duration
    package let responseTimeout: Duration

    /// - Parameters:
    ///   - url: `smtp://host:port` or `smtps://host:port`; without a port 25 and 465.
    ///   - security: a ``Security`` by its raw value. Absent: `tls` for `smtps`; for `smtp` `starttls` with a password
    ///     and `starttls-if-offered` without.
    ///   - caFile: PEM file of trusted certificates; absent: the system's.
    ///   - helloName: the name in EHLO; absent: the host's own.
    ///   - connectTimeout: for connection, TLS, greeting and login together.
    ///   - responseTimeout: for each answer, and for each stretch without progress. RFC 5321 §4.5.3.2 wants 5 min for
    ///     most and 10 min after the final dot; a time-out there leaves the mail `unknown`.
    package init(
        url: String, user: String? = nil, password: String? = nil, security: String? = nil, caFile: String? = nil,
        helloName: String? = nil, connectTimeout: Duration = .seconds(30), responseTimeout: Duration = .seconds(300)
    ) throws(Problem) {
        guard let parts = URLComponents(string: url), let host = parts.host, !host.isEmpty,
            parts.user == nil, parts.password == nil, ["", "/"].contains(parts.path), parts.query == nil,
            parts.fragment == nil, let scheme = parts.scheme?.lowercased(), ["smtp", "smtps"].contains(scheme),
            (1...65_535).contains(parts.port ?? 25), host.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
        else { throw .url }
        guard (user == nil) == (password == nil), user?.isEmpty != true else { throw .credentials }
        self.host = host
        self.port = parts.port ?? (scheme == "smtps" ? 465 : 25)
        self.user = user
        self.password = password
        if let security {
            guard let named = Security(rawValue: security), (named == .implicitTLS) == (scheme == "smtps") else {
                throw .security
            }
            self.security = named
        } else if scheme == "smtps" {
            self.security = .implicitTLS
        } else {
            self.security = password == nil ? .startTLSIfOffered : .startTLSRequired
        }
        let isSealed = self.security == .startTLSRequired || self.security == .implicitTLS
        guard password == nil || isSealed || Self.isLoopback(host) else { throw .passwordWithoutTLS }
        if let caFile, !FileManager.default.isReadableFile(atPath: caFile) { throw .caFile }
        self.caFile = caFile
        if let helloName, !Self.isHostName(helloName) { throw .helloName }
        self.helloName = helloName
        let allowed = Duration.seconds(1)...Duration.seconds(3600)
        guard allowed.contains(connectTimeout), allowed.contains(responseTimeout) else { throw .timeout }
        self.connectTimeout = connectTimeout
        self.responseTimeout = responseTimeout
    }

    package var description: String { "\(scheme)://\(host):\(port) (\(security.rawValue))" }

    /// The URL as libcurl reads it: the path is the name it says in EHLO.
    var curlURL: String { "\(scheme)://\(host):\(port)/\(helloName ?? "")" }

    private var scheme: String { security == .implicitTLS ? "smtps" : "smtp" }

    private static func isLoopback(_ host: String) -> Bool {
        host == "localhost" || host == "[::1]" || host == "::1"
            || (host.hasPrefix("127.")
                && host.utf8.allSatisfy { $0 == UInt8(ascii: ".") || (0x30...0x39).contains($0) })
    }

    private static func isHostName(_ name: String) -> Bool {
        (1...255).contains(name.utf8.count)
            && name.utf8.allSatisfy { byte in
                switch byte {
                case 0x30...0x39, 0x41...0x5A, 0x61...0x7A, 0x2D, 0x2E: true
                default: false
                }
            }
    }
}
