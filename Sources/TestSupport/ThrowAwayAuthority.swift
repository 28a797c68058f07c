import Foundation

/// An authority of a test's own, and certificates that it signed; they last for two days.
package struct ThrowAwayAuthority: Sendable {
    private let folder: String
    package let certificate: String

    /// - Parameter folder: one that is there, for its files and those it signs.
    package init(in folder: String, name: String = "authority") throws {
        self.folder = folder
        certificate = "\(folder)/\(name).pem"
        try Self.request(["-subj", "/CN=\(name)", "-keyout", "\(folder)/\(name).key", "-out", certificate])
    }

    /// - Parameter alternatives: as openssl writes them: `DNS:localhost,IP:127.0.0.1`.
    package func issue(
        _ subject: String, alternatives: String? = nil
    ) throws -> (certificate: String, key: String) {
        let base = "\(folder)/\(subject)"
        let authority = certificate.dropLast(".pem".count)
        try Self.request(
            [
                "-CA", certificate, "-CAkey", "\(authority).key", "-subj", "/CN=\(subject)", "-keyout", "\(base).key",
                "-out", "\(base).pem",
            ] + (alternatives.map { ["-addext", "subjectAltName=\($0)"] } ?? []))
        return ("\(base).pem", "\(base).key")
    }

    private static func request(_ arguments: [String]) throws {
        try Command.run(
            [
                "openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
                "-days",
                "2",
            ] + arguments)
    }
}
