import Contracts

/// Who is owed: the legal entity in whose name messages go out, from `creditors/<id>.yaml`.
package struct Creditor: Hashable, Sendable {
    package let id: Identifier
    package let name: String
    /// ISO 3166-1 alpha-2.
    package let country: String
    /// IANA; the calendar of `today` and of due dates.
    package let zone: String
    /// BCP 47, the last of every chain of languages.
    package let language: String
    /// BCP 47; those it writes in, ``language`` among them.
    package let languages: [String]
    /// The sender's address of every mail.
    package let from: Mailbox
    /// Where replies go; a case's token is put behind the local part.
    package let reply: String
    /// The postal address, line by line, without the name.
    package let postal: [String]
    package let phone: String?
    /// A named person who answers.
    package let signatory: String?
    package let website: String?
    package let bank: BankAccount?
    package let payment: PaymentPage
    /// The policy's id.
    package let policy: String
    package let brand: Brand
    /// What its accounts have otherwise than its policies say, as a whole and by segment.
    package let overrides: CreditorOverrides
    /// nil: it asks nobody for interest or a fixed sum.
    package let interest: InterestClaim?
    /// How old its facts may be when something is sent; nil: ``FactsFreshness/standard`` from its first heartbeat on.
    package let freshness: Duration?
    /// The channels on which a message whose outcome nobody knows goes out once more.
    package let resendsUnknown: Set<Channel>

    /// `reply` with the token of a case: `billing+<token>@example.com`.
    /// - Source: RFC 5233 (subaddressing).
    package func replyAddress(token: String) -> String {
        guard let at = reply.lastIndex(of: "@") else { return reply }
        return reply[..<at] + "+" + token + reply[at...]
    }
}

/// Where a transfer goes.
package struct BankAccount: Hashable, Sendable {
    package let holder: String
    /// Without spaces.
    package let iban: String
    package let bic: String?

    /// The IBAN in groups of four, as it is read out.
    package var spacedIBAN: String {
        var text = ""
        for (index, character) in iban.enumerated() {
            if index > 0, index % 4 == 0 { text += " " }
            text.append(character)
        }
        return text
    }
}

/// How mails and pages look.
package struct Brand: Hashable, Sendable {
    /// `#rrggbb`; dark enough to carry white text.
    package let colour: String
    /// Shown on pages only: mails load nothing from elsewhere.
    package let logo: String?

    package static let plain = Brand(colour: "#1f4e79", logo: nil)
}
