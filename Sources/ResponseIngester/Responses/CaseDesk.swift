import Contracts
import Foundation
import Ledger
import Links
import Policy
import Rulebook
import Synchronization
import Templates

/// Finds what a link is about, as the ledger has it at this instant.
final class CaseDesk: Sendable {
    /// What the link of a case opens.
    enum Portal: Sendable {
        /// Whatever is wrong with the token: who tries tokens learns nothing from the answer.
        case unknown
        case expired
        case revoked
        case settled(Creditor, language: String?)
        case open(OpenCase)
    }

    struct OpenCase: Sendable {
        let number: Int64
        let balance: CaseBalance
        let creditor: Creditor
        /// By the creditor's calendar.
        let today: CivilDate
    }

    /// What an unsubscribe link stops.
    struct Subscription: Sendable {
        let attempt: String
        let channel: Channel
        /// When the link was made.
        let linkedOn: CivilDate
        let creditor: Creditor
        let language: String?
        /// By the ledger's clock, which orders consent.
        let now: Instant
    }

    /// The configuration of this process lacks a creditor that the ledger has a case of.
    struct UnknownCreditor: Error, CustomStringConvertible {
        let creditor: Identifier

        var description: String { "creditor '\(creditor)' is not in the configuration folder" }
    }

    private let ledger: LedgerReader
    private let rulebook: Rulebook
    private let signer: LinkSigner
    private let oldestLink: Duration
    private let formatCache = Mutex(FormatCache())

    init(ledger: LedgerReader, rulebook: Rulebook, signer: LinkSigner, oldestLink: Duration) {
        self.ledger = ledger
        self.rulebook = rulebook
        self.signer = signer
        self.oldestLink = oldestLink
    }

    func creditor(_ id: Identifier) -> Creditor? {
        rulebook.creditor(id)
    }

    /// - Parameter realNow: ages of links are real time, also where the ledger has a test clock.
    func portal(_ token: String, realNow: Instant = .now) async throws -> Portal {
        guard let link = signer.open(token), case .portal(let number, let epoch) = link.purpose else { return .unknown }
        let today = CivilDate(daysSince1970: Int(realNow.milliseconds / 86_400_000))
        let oldestDays = Int(oldestLink.components.seconds / 86_400)
        let found = try await ledger.read { ledger in
            try (balance: ledger.balance(ofCase: number), now: ledger.clock().now)
        }
        guard let balance = found.balance else { return .unknown }
        guard epoch >= balance.linkEpoch else { return .revoked }
        guard today.days(since: link.issuedOn) <= oldestDays else { return .expired }
        let (creditor, zone) = try rules(for: balance.reference.creditor)
        guard !balance.items.isEmpty else { return .settled(creditor, language: balance.language) }
        return .open(
            OpenCase(number: number, balance: balance, creditor: creditor, today: zone.date(at: found.now)))
    }

    /// nil: the token stops nothing. An unsubscribe link never expires.
    func subscription(_ token: String) async throws -> Subscription? {
        guard let link = signer.open(token), case .unsubscribe(let attempt) = link.purpose else { return nil }
        let found = try await ledger.read { ledger -> (Channel, CaseBalance, Instant)? in
            guard let owner = try ledger.owner(ofAttempt: attempt),
                let balance = try ledger.balance(ofCase: owner.caseNumber)
            else { return nil }
            return (owner.channel, balance, try ledger.clock().now)
        }
        guard let (channel, balance, now) = found else { return nil }
        return Subscription(
            attempt: attempt, channel: channel, linkedOn: link.issuedOn,
            creditor: try rules(for: balance.reference.creditor).0,
            language: balance.language, now: now)
    }

    /// How the page's language writes amounts and dates.
    func formats(_ tag: LanguageTag, _ currency: Currency) throws -> LocaleFormats {
        guard let formats = formatCache.withLock({ $0.formats(for: tag, currency) }) else {
            throw UnknownFormats(language: tag.text)
        }
        return formats
    }

    /// The locale's forms of amounts or dates are not understood.
    struct UnknownFormats: Error, CustomStringConvertible {
        let language: String

        var description: String { "the formats of locale '\(language)' are not understood" }
    }

    private func rules(for id: Identifier) throws(UnknownCreditor) -> (Creditor, Zone) {
        guard let creditor = rulebook.creditor(id), let zone = Zone(creditor.zone) else {
            throw UnknownCreditor(creditor: id)
        }
        return (creditor, zone)
    }
}
