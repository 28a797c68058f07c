import Contracts
import Crypto
import Foundation

/// A policy as it was at some time: cases keep the version of their first contact.
package struct PolicyVersion: Hashable, Sendable {
    package let policy: DunningPolicy
    /// SHA-256 in hex over what the policy says: remarks, the order of keys, and defaults that are written out make no
    /// difference.
    package let hash: String
    /// The file's text, to be read again by whoever needs this version.
    package let text: String

    package init(_ policy: DunningPolicy, text: String) {
        self.policy = policy
        self.text = text
        hash = policy.contentHash
    }

    /// What people are shown of the hash: its first twelve digits.
    package var shortHash: String { String(hash.prefix(12)) }
}

extension DunningPolicy {
    /// SHA-256 in hex over ``canonical``.
    package var contentHash: String {
        SHA256.hash(data: JSONValue.document(canonical)).hexadecimal
    }
}
