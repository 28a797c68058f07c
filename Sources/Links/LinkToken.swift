import Contracts
import Crypto
import Foundation

/// What a signed link or reply address is for.
package enum LinkPurpose: Hashable, Sendable {
    /// The page with the live balance of a case. Links with an epoch below the case's were revoked.
    case portal(case: Int64, epoch: Int64)
    /// Stops the channel of the attempt whose message carries it.
    case unsubscribe(attempt: String)
    /// Tells to which case a reply belongs.
    case reply(case: Int64)
}

/// Makes and reads the tokens of links: short, signed, and without any personal data or amount.
///
/// A token is base64url of version, purpose, day of issue, content and the first 16 bytes of an HMAC-SHA256 over them;
/// 38 to 48 characters. It is a bearer right: it never goes into a log.
package struct LinkSigner: Sendable {
    private let key: SymmetricKey

    /// - Parameter key: at least 32 random bytes, shared by planner and response ingester.
    package init?(key: [UInt8]) {
        guard key.count >= 32 else { return nil }
        self.key = SymmetricKey(data: key)
    }

    package func token(for purpose: LinkPurpose, issued: Instant) -> String {
        var content: [UInt8] = [Self.version, purpose.code]
        content += bytes(of: UInt16(clamping: issued.milliseconds / 86_400_000))
        switch purpose {
        case .portal(let number, let epoch):
            content += bytes(of: UInt64(bitPattern: number)) + bytes(of: UInt16(truncatingIfNeeded: epoch))
        case .unsubscribe(let attempt):
            content += UUID(uuidString: attempt).map { withUnsafeBytes(of: $0.uuid) { Array($0) } } ?? []
        case .reply(let number):
            content += bytes(of: UInt64(bitPattern: number))
        }
        return base64URL(content + signature(of: content))
    }

    /// What a token is for and the day it was issued on, counted from 1970; nil if it is not one of ours, whole.
    package func open(_ token: String) -> (purpose: LinkPurpose, issuedOn: CivilDate)? {
        guard token.utf8.count <= 80, let bytes = Self.bytes(ofBase64URL: token), bytes.count > 20 else { return nil }
        let content = Array(bytes.dropLast(16))
        guard content[0] == Self.version,
            HMAC<SHA256>.isValidTruncated(Array(bytes.suffix(16)), over: content, key: key)
        else { return nil }
        let day = CivilDate(daysSince1970: Int(content[2]) << 8 | Int(content[3]))
        let body = Array(content.dropFirst(4))
        switch (content[1], body.count) {
        case (1, 10):
            let epoch = Int64(body[8]) << 8 | Int64(body[9])
            return (.portal(case: Self.number(body), epoch: epoch), day)
        case (2, 16):
            let id = UUID(
                uuid: (
                    body[0], body[1], body[2], body[3], body[4], body[5], body[6], body[7], body[8], body[9],
                    body[10], body[11], body[12], body[13], body[14], body[15]
                ))
            return (.unsubscribe(attempt: id.uuidString.lowercased()), day)
        case (3, 8):
            return (.reply(case: Self.number(body)), day)
        default:
            return nil
        }
    }

    private static let version: UInt8 = 1

    private func signature(of content: [UInt8]) -> [UInt8] {
        Array(HMAC<SHA256>.authenticationCode(for: content, using: key).prefix(16))
    }

    private static func number(_ bytes: [UInt8]) -> Int64 {
        Int64(bitPattern: bytes.prefix(8).reduce(0) { $0 << 8 | UInt64($1) })
    }

    private func bytes(of number: some FixedWidthInteger) -> [UInt8] {
        withUnsafeBytes(of: number.bigEndian) { Array($0) }
    }

    private func base64URL(_ bytes: [UInt8]) -> String {
        let standard = Data(bytes).base64EncodedData().prefix { $0 != UInt8(ascii: "=") }
        return String(decoding: standard.map(Self.urlCharacter(of:)), as: UTF8.self)
    }

    private static func urlCharacter(of standard: UInt8) -> UInt8 {
        switch standard {
        case UInt8(ascii: "+"): UInt8(ascii: "-")
        case UInt8(ascii: "/"): UInt8(ascii: "_")
        default: standard
        }
    }

    private static func bytes(ofBase64URL text: String) -> [UInt8]? {
        guard !text.utf8.contains(where: { "+/=".utf8.contains($0) }) else { return nil }
        let standard = text.replacing("-", with: "+").replacing("_", with: "/")
        return Data(base64Encoded: standard + String(repeating: "=", count: (4 - standard.utf8.count % 4) % 4))
            .map { Array($0) }
    }
}

extension LinkPurpose {
    fileprivate var code: UInt8 {
        switch self {
        case .portal: 1
        case .unsubscribe: 2
        case .reply: 3
        }
    }
}

extension HMAC<SHA256> {
    /// Compares the first bytes of a code without telling by the time it takes where they differ.
    fileprivate static func isValidTruncated(_ given: [UInt8], over content: [UInt8], key: SymmetricKey) -> Bool {
        let expected = Array(authenticationCode(for: content, using: key).prefix(given.count))
        guard expected.count == given.count else { return false }
        return zip(expected, given).reduce(UInt8(0)) { $0 | ($1.0 ^ $1.1) } == 0
    }
}
