import Foundation

/// Where the broker is and who logs in: `amqp://user:password@host1:5672,host2/vhost`, or `amqps` with TLS.
///
/// Several hosts are tried in random order. A missing path and a single slash both mean the virtual host `/`. Options
/// after `?`, for `amqps` only: `cacertfile` (PEM, default the system's bundle), `certfile` and `keyfile` (a client
/// certificate). The broker's certificate and host name are always verified, and TLS is 1.2 or newer.
///
/// Without a user in the address the client certificate is also the login (SASL EXTERNAL): its common name is the user.
package struct BrokerAddress: Sendable, Equatable, CustomStringConvertible {
    package struct Host: Sendable, Equatable {
        package let name: String
        package let port: Int
    }

    package struct Security: Sendable, Equatable {
        package var authorities: String
        package var certificate: String?
        package var key: String?
    }

    package let hosts: [Host]
    package let user: String
    let password: String
    package let virtualHost: String
    /// nil: without TLS.
    package let security: Security?
    /// The login is the client certificate, not user and password.
    let usesCertificateLogin: Bool

    /// - Throws: ``AMQPError/invalidAddress(reason:)``, without the address in its text.
    package init(url: String) throws(AMQPError) {
        var rest = Substring(url)
        let secure: Bool
        if rest.hasPrefix("amqp://") {
            secure = false
        } else if rest.hasPrefix("amqps://") {
            secure = true
        } else {
            throw .invalidAddress(reason: "it must begin with amqp:// or amqps://")
        }
        rest.removeFirst(secure ? 8 : 7)
        guard !url.utf8.contains(0) else { throw .invalidAddress(reason: "it holds a NUL byte") }

        var options = Substring()
        if let mark = rest.firstIndex(of: "?") {
            options = rest[rest.index(after: mark)...]
            rest = rest[..<mark]
        }
        var path = Substring()
        if let slash = rest.firstIndex(of: "/") {
            path = rest[rest.index(after: slash)...]
            rest = rest[..<slash]
        }
        var login: Substring?
        if let at = rest.lastIndex(of: "@") {
            login = rest[..<at]
            rest = rest[rest.index(after: at)...]
        }
        security = try Self.security(options, secure: secure)
        if login == nil, let certificate = security?.certificate {
            usesCertificateLogin = true
            (user, password) = (try ClientCertificate(path: certificate).user, "")
        } else {
            usesCertificateLogin = false
            (user, password) = try Self.login(login)
        }
        virtualHost = path.isEmpty ? "/" : try Self.decoded(path, "virtual host")
        hosts = try Self.hosts(rest, secure: secure)
    }

    /// The address without the password.
    package var description: String {
        let list = hosts.map { "\($0.name):\($0.port)" }.joined(separator: ",")
        return "\(security == nil ? "amqp" : "amqps")://\(user)@\(list)/\(virtualHost == "/" ? "" : virtualHost)"
    }

    private static func login(_ text: Substring?) throws(AMQPError) -> (String, String) {
        guard let text else { return ("guest", "guest") }
        guard let colon = text.firstIndex(of: ":") else { return (try decoded(text, "user"), "") }
        return (
            try decoded(text[..<colon], "user"), try decoded(text[text.index(after: colon)...], "password")
        )
    }

    private static func hosts(_ text: Substring, secure: Bool) throws(AMQPError) -> [Host] {
        var hosts: [Host] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            var name = part
            var port = secure ? 5671 : 5672
            let afterBracket = part.lastIndex(of: "]") ?? part.startIndex
            if let colon = part[afterBracket...].lastIndex(of: ":") {
                guard let number = Int(part[part.index(after: colon)...]), (1...65535).contains(number) else {
                    throw .invalidAddress(reason: "a port is not a number from 1 to 65535")
                }
                port = number
                name = part[..<colon]
            }
            if name.hasPrefix("["), name.hasSuffix("]") { name = name.dropFirst().dropLast() }
            guard !name.isEmpty else { throw .invalidAddress(reason: "a host is missing") }
            // librabbitmq 0.11 compares host names only, so an address in a certificate can never match.
            if secure, isAddress(String(name)) {
                throw .invalidAddress(
                    reason: "with amqps a host must be a name, not an IP address: the broker's certificate is compared "
                        + "with names only; use one that the certificate holds, from DNS or /etc/hosts")
            }
            hosts.append(Host(name: String(name), port: port))
        }
        return hosts
    }

    private static func isAddress(_ name: String) -> Bool {
        var buffer = in6_addr()
        return inet_pton(AF_INET, name, &buffer) == 1 || inet_pton(AF_INET6, name, &buffer) == 1
    }

    private static func security(_ options: Substring, secure: Bool) throws(AMQPError) -> Security? {
        var found = Security(authorities: "/etc/ssl/certs/ca-certificates.crt")
        for option in options.split(separator: "&") {
            let pair = option.split(separator: "=", maxSplits: 1)
            guard secure else { throw .invalidAddress(reason: "options need amqps") }
            guard pair.count == 2 else { throw .invalidAddress(reason: "option without a value") }
            let value = try decoded(pair[1], "option")
            switch pair[0] {
            case "cacertfile": found.authorities = value
            case "certfile": found.certificate = value
            case "keyfile": found.key = value
            default: throw .invalidAddress(reason: "unknown option \(pair[0]); known: cacertfile, certfile, keyfile")
            }
        }
        guard (found.certificate == nil) == (found.key == nil) else {
            throw .invalidAddress(reason: "certfile and keyfile belong together")
        }
        return secure ? found : nil
    }

    private static func decoded(_ text: Substring, _ part: String) throws(AMQPError) -> String {
        guard let decoded = text.removingPercentEncoding, !decoded.utf8.contains(0) else {
            throw .invalidAddress(reason: "the \(part) is not valid percent encoding")
        }
        return decoded
    }
}
