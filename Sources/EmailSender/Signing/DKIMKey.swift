import Crypto
import CryptoExtras
import Foundation

/// A private key whose public half stands in the DNS under `SELECTOR._domainkey.DOMAIN`.
struct DKIMKey: Sendable {
    let domain: String
    let selector: String
    private let secret: Secret

    private enum Secret: Sendable {
        case rsa(_RSA.Signing.PrivateKey)
        case ed25519(Curve25519.Signing.PrivateKey)
    }

    /// - Parameters:
    ///   - name: `2026a._domainkey.example.com`
    ///   - pem: PKCS #8 or PKCS #1 of an RSA key of 2048 bits at least, or PKCS #8 of an Ed25519 key; not encrypted.
    init(name: String, pem: String) throws(DKIMKeyProblem) {
        let labels = name.lowercased().components(separatedBy: "._domainkey.")
        guard labels.count == 2, labels.allSatisfy(Self.isDomainName) else { throw .name }
        (selector, domain) = (labels[0], labels[1])
        secret = try Self.secret(pem)
    }

    /// The tag `a` of a signature.
    var algorithm: String {
        switch secret {
        case .rsa: "rsa-sha256"
        case .ed25519: "ed25519-sha256"
        }
    }

    /// - Source: RFC 6376 §3.3.1: PKCS #1 version 1.5; RFC 8463 §3: the hash is the message that Ed25519 signs.
    func signature(of hash: SHA256.Digest) throws -> Data {
        switch secret {
        case .rsa(let key): try key.signature(for: hash, padding: .insecurePKCS1v1_5).rawRepresentation
        case .ed25519(let key): try key.signature(for: Data(hash))
        }
    }

    private static func isDomainName(_ text: String) -> Bool {
        let labels = text.utf8.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
        return text.utf8.count <= 253
            && labels.allSatisfy { label in
                (1...63).contains(label.count)
                    && label.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
            }
    }

    /// What stands before the 32 bytes of an Ed25519 key.
    /// - Source: RFC 8410 §7.
    private static let ed25519Prefix = Data([
        0x30, 0x2E, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2B, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ])

    private static func secret(_ pem: String) throws(DKIMKeyProblem) -> Secret {
        let lines = pem.split(whereSeparator: \.isNewline)
        let body = lines.drop { !$0.hasPrefix("-----BEGIN ") }.dropFirst().prefix { !$0.hasPrefix("-----") }
        guard let bytes = Data(base64Encoded: body.joined()), !bytes.isEmpty else { throw .notAKey }
        do {
            if bytes.starts(with: ed25519Prefix) {
                let seed = bytes.dropFirst(ed25519Prefix.count)
                return .ed25519(try Curve25519.Signing.PrivateKey(rawRepresentation: seed))
            }
            let key = try _RSA.Signing.PrivateKey(unsafePEMRepresentation: pem)
            guard key.keySizeInBits >= 2048 else { throw DKIMKeyProblem.tooShort }
            return .rsa(key)
        } catch let problem as DKIMKeyProblem {
            throw problem
        } catch {
            throw .notAKey
        }
    }
}

/// Why a file is no key to sign mails with. Never tells what it holds.
enum DKIMKeyProblem: Error, Equatable {
    case name
    case notAKey
    case tooShort
}

extension DKIMKeyProblem: CustomStringConvertible {
    var description: String {
        switch self {
        case .name: "is not named SELECTOR._domainkey.DOMAIN.pem, as 2026a._domainkey.example.com.pem"
        case .notAKey: "holds no unencrypted private key in PEM, of RSA or Ed25519"
        case .tooShort: "holds an RSA key of less than 2048 bits, which receivers distrust"
        }
    }
}
