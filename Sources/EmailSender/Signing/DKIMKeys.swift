import Foundation

/// The keys that this sender signs with, by domain.
struct DKIMKeys: Sendable {
    private let keys: [String: [DKIMKey]]

    init(_ keys: [DKIMKey]) {
        self.keys = Dictionary(grouping: keys, by: \.domain)
    }

    /// - Parameter path: a file named `SELECTOR._domainkey.DOMAIN.pem`, or a folder of such files. A domain may have
    ///   several, one of RSA and one of Ed25519 say: its mails then carry a signature by each.
    init(path: String) throws(DKIMKeysProblem) {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw DKIMKeysProblem(file: path, reason: "is not there")
        }
        var files = [path]
        if isFolder.boolValue {
            do {
                files = try FileManager.default.contentsOfDirectory(atPath: path).filter { $0.hasSuffix(".pem") }
                    .sorted()
                    .map { path + "/" + $0 }
            } catch {
                throw DKIMKeysProblem(file: path, reason: "cannot be read: \(error)")
            }
            guard !files.isEmpty else { throw DKIMKeysProblem(file: path, reason: "holds no file that ends with .pem") }
        }
        var keys: [DKIMKey] = []
        for file in files { keys.append(try Self.key(file)) }
        self.init(keys)
    }

    private static func key(_ file: String) throws(DKIMKeysProblem) -> DKIMKey {
        let name = URL(filePath: file).lastPathComponent
        guard let pem = try? String(contentsOfFile: file, encoding: .utf8) else {
            throw DKIMKeysProblem(file: file, reason: "cannot be read")
        }
        do throws(DKIMKeyProblem) {
            return try DKIMKey(name: name.hasSuffix(".pem") ? String(name.dropLast(4)) : name, pem: pem)
        } catch {
            throw DKIMKeysProblem(file: file, reason: "\(error)")
        }
    }

    /// Those of the domain itself, else of the nearest domain above it; none: the mail is left to the relay.
    ///
    /// A signature of a domain above still counts for the sender's own.
    /// - Source: RFC 7489 §3.1.1, relaxed alignment.
    func keys(for domain: String) -> [DKIMKey] {
        var rest = Substring(domain)
        while true {
            if let found = keys[String(rest)] { return found }
            guard let dot = rest.firstIndex(of: ".") else { return [] }
            rest = rest[rest.index(after: dot)...]
        }
    }
}

/// Why the sender cannot sign.
struct DKIMKeysProblem: Error, Equatable, CustomStringConvertible {
    let file: String
    let reason: String

    var description: String { "DUNLIN_EMAIL_DKIM_KEYS: \(file) \(reason)" }
}
