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

    /// What dkimpy says to the signatures of each mail, its topmost first.
    func verdicts(_ mails: [Data]) throws -> [[Bool]] {
        var files: [String] = []
        for (index, mail) in mails.enumerated() {
            files.append(folder.path("mail-\(index)"))
            try mail.write(to: URL(filePath: files[index]))
        }
        try JSONEncoder().encode(records).write(to: folder.url.appending(path: "records"))
        let output = try Command.run(
            [PythonPackages.interpreter, "-c", Self.script, folder.path("records")] + files)
        return try JSONDecoder().decode([[Bool]].self, from: Data(output.utf8))
    }

    private static let script = """
        import dkim, json, sys
        records = {name + '.': text for name, text in json.load(open(sys.argv[1])).items()}
        def look_up(name, timeout=5): return records[name.decode()].encode()
        def verdict(mail, index):
            try: return dkim.DKIM(mail, minkey=2048).verify(idx=index, dnsfunc=look_up)
            except dkim.ValidationError: return False
        def verdicts(mail):
            count = sum(name.lower() == b'dkim-signature' for name, _ in dkim.rfc822_parse(mail)[0])
            return [verdict(mail, index) for index in range(count)]
        print(json.dumps([verdicts(open(name, 'rb').read()) for name in sys.argv[2:]]))
        """
}
