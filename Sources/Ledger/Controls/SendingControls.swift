import Contracts
import Policy
import Store

/// What the controls say as of one transaction: read once, and once for each creditor, however many cases ask.
final class SendingControls {
    private let switches: [KillSwitch]
    private let now: Instant
    private var heartbeats: [Identifier: Instant?] = [:]

    /// - Parameter now: policy time.
    init(of ledger: Ledger, now: Instant, in transaction: borrowing Transaction) throws {
        switches = try ledger.killSwitches(in: transaction)
        self.now = now
    }

    /// What keeps a message of the case from being sent on this channel; nil: nothing.
    func hold(
        on loaded: LoadedCase, _ channel: Channel, _ rules: CaseRules, in transaction: borrowing Transaction
    ) throws -> SendingHold? {
        let creditor = loaded.facts.creditor
        if switches.contains(where: { $0.stops(creditor, channel) }) { return .killSwitch }
        guard let oldest = try freshness(of: creditor, rules, in: transaction).oldestAllowed(at: now) else {
            return nil
        }
        // A statement proves the same of its account alone as a heartbeat of all.
        return try loaded.members.allSatisfy { try isStated($0, since: oldest, in: transaction) } ? nil : .factsTooOld
    }

    /// ``hold(on:_:_:in:)`` in words for people.
    func explanation(
        of loaded: LoadedCase, _ channel: Channel, _ rules: CaseRules, in transaction: borrowing Transaction
    ) throws -> String? {
        let creditor = loaded.facts.creditor
        switch try hold(on: loaded, channel, rules, in: transaction) {
        case nil: return nil
        case .killSwitch:
            return switches.first { $0.stops(creditor, channel) }.map {
                "the kill switch of \($0.subject) is on since \($0.at), by \($0.actor): \($0.reason)"
            }
        case .factsTooOld:
            let state = try freshness(of: creditor, rules, in: transaction)
            return state.tooOldFrom.map { "the creditor's facts are too old since \($0): its heartbeat stays away" }
                ?? "the creditor's facts have an age limit, and no heartbeat has come yet"
        }
    }

    /// Whether it holds the creditor's cases as a whole.
    func isHolding(
        _ hold: SendingHold, _ creditor: Identifier, _ rules: CaseRules?, in transaction: borrowing Transaction
    ) throws -> Bool {
        switch hold {
        // Every step goes out by email as of now.
        case .killSwitch: switches.contains { $0.stops(creditor, .email) }
        case .factsTooOld:
            try rules.map { try freshness(of: creditor, $0, in: transaction).oldestAllowed(at: now) != nil } ?? false
        }
    }

    private func freshness(
        of creditor: Identifier, _ rules: CaseRules, in transaction: borrowing Transaction
    ) throws -> FactsFreshness {
        if let known = heartbeats[creditor] { return FactsFreshness(limit: rules.freshness, asOf: known) }
        let asOf = try transaction.first(
            "SELECT as_of FROM heartbeat WHERE creditor = $1", .text(creditor.text)
        ) { Instant(milliseconds: $0.int(0)) }
        heartbeats[creditor] = .some(asOf)
        return FactsFreshness(limit: rules.freshness, asOf: asOf)
    }

    private func isStated(
        _ member: CaseMember, since oldest: Instant, in transaction: borrowing Transaction
    ) throws -> Bool {
        try transaction.first(
            "SELECT 1 FROM statement WHERE account_id = $1 AND as_of >= $2", .int(member.id),
            .int(oldest.milliseconds)
        ) { _ in true } ?? false
    }
}
