import Foundation
import TestSupport

@testable import EmailSender

/// Key files as an operator makes them, and what their owner publishes in the DNS.
struct SigningKeys {
    let folder: PeerFolder
    /// By name.
    private(set) var records: [String: String] = [:]

    enum Kind: String, CaseIterable {
        case rsa = "RSA"
        case ed25519 = "ED25519"
    }

    init() throws {
        folder = try PeerFolder()
    }

    /// - Parameter bits: of an RSA key.
    mutating func make(_ kind: Kind, selector: String, domain: String, bits: Int = 2048) throws {
        let name = "\(selector)._domainkey.\(domain)"
        let file = folder.path(name + ".pem")
        let size = kind == .rsa ? ["-pkeyopt", "rsa_keygen_bits:\(bits)"] : []
        try Command.run(["openssl", "genpkey", "-quiet", "-algorithm", kind.rawValue, "-out", file] + size)
        let text = try Command.run(["openssl", "pkey", "-in", file, "-pubout"])
        var bytes = text.split(separator: "\n").filter { !$0.hasPrefix("-") }.joined()
        if kind == .ed25519 {
            // RFC 8463 §4: the key alone, without what says that it is one.
            bytes = Data(base64Encoded: bytes)?.suffix(32).base64EncodedString() ?? ""
        }
        records[name] = "v=DKIM1; k=\(kind.rawValue.lowercased()); p=\(bytes)"
    }

    func keys() throws -> DKIMKeys { try DKIMKeys(path: folder.url.path) }

    /// What dkimpy says to each of a mail's signatures, the topmost first.
    func verdicts(_ mail: Data) throws -> [Bool] {
        try mail.write(to: folder.url.appending(path: "mail"))
        try JSONEncoder().encode(records).write(to: folder.url.appending(path: "records"))
        let output = try Command.run([
            PythonPackages.interpreter, "-c", Self.script, folder.path("mail"), folder.path("records"),
        ])
        return try JSONDecoder().decode([Bool].self, from: Data(output.utf8))
    }

    private static let script = """
        import dkim, json, sys
        mail = open(sys.argv[1], 'rb').read()
        records = {name + '.': text for name, text in json.load(open(sys.argv[2])).items()}
        def look_up(name, timeout=5): return records[name.decode()].encode()
        count = sum(name.lower() == b'dkim-signature' for name, _ in dkim.rfc822_parse(mail)[0])
        def verdict(index):
            try: return dkim.DKIM(mail, minkey=2048).verify(idx=index, dnsfunc=look_up)
            except dkim.ValidationError: return False
        print(json.dumps([verdict(index) for index in range(count)]))
        """
}
