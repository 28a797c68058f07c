import Foundation

/// A throw-away authority and the certificates it signs, made with `openssl`. Its folder holds `ca.pem` and `ca.key`.
package struct CertificateAuthority {
    /// A certificate and its key, as PEM files.
    package struct Files {
        package let certificate: String
        package let key: String

        package init(certificate: String, key: String) {
            self.certificate = certificate
            self.key = key
        }
    }

    package let folder: URL

    /// The one that a folder holds, like `tls` in that of a ``PrivateBroker``.
    package init(in folder: URL) {
        self.folder = folder
    }

    /// A new one.
    package init(new folder: URL) throws {
        self.folder = folder
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        try Self.openssl(
            ["req", "-x509", "-subj", "/CN=another authority", "-days", "2", "-keyout", path("ca.key"), "-out", file]
                + Self.newKey)
    }

    /// The authority's own certificate.
    package var file: String { path("ca.pem") }

    /// Signs a certificate.
    ///
    /// - Parameters:
    ///   - subject: as openssl writes it, like `/CN=planner`.
    ///   - host: the DNS name that it is good for; nil: none.
    ///   - days: of validity; negative for one that has expired.
    package func sign(_ subject: String, host: String? = nil, days: Int = 2) throws -> Files {
        let name = UUID().uuidString
        let files = Files(certificate: path(name + ".pem"), key: path(name + ".key"))
        let (request, names) = (path(name + ".csr"), path(name + ".ext"))
        try Data((host.map { "subjectAltName=DNS:\($0)" } ?? "").utf8).write(to: URL(filePath: names))
        try Self.openssl(["req", "-subj", subject, "-keyout", files.key, "-out", request] + Self.newKey)
        try Self.openssl([
            "x509", "-req", "-in", request, "-CA", file, "-CAkey", path("ca.key"), "-set_serial",
            String(Int.random(in: 2..<Int.max)), "-days", String(days), "-extfile", names, "-out", files.certificate,
        ])
        return files
    }

    private static let newKey = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]

    private static func openssl(_ arguments: [String]) throws {
        try Command.run(["openssl"] + arguments)
    }

    private func path(_ name: String) -> String { folder.appending(path: name).path }
}
