import Contracts

/// A debtor's word to pay so much by a day.
package struct PromiseToPay: Hashable, Sendable {
    package var id: Identifier
    /// More than 0.
    package var amountMinor: Int64
    /// The day by which it is to be paid, in the creditor's calendar.
    package var promisedOn: CivilDate
    package var madeAt: Instant
    /// What it names; empty: the whole case, oldest due first.
    package var invoices: [Identifier]
    /// What was paid on it from ``madeAt`` to the end of the promised day and the days of grace.
    package var paidMinor: Int64

    package init(
        id: Identifier, amountMinor: Int64, promisedOn: CivilDate, madeAt: Instant, invoices: [Identifier],
        paidMinor: Int64
    ) {
        self.id = id
        self.amountMinor = amountMinor
        self.promisedOn = promisedOn
        self.madeAt = madeAt
        self.invoices = invoices
        self.paidMinor = paidMinor
    }

    package enum Outcome: String, Sendable, CaseIterable {
        /// It can still be kept.
        case open
        /// All of it was paid in time, be it early.
        case kept
        /// Its time is over, and some of it was paid.
        case partlyKept = "partly kept"
        /// Its time is over, and nothing was paid.
        case broken
        /// A later promise about the same invoices came while it was open and not kept.
        case superseded
    }

    /// What has become of it at an instant, whatever was promised later: see ``standings(of:at:in:by:)``.
    package func outcome(on now: Instant, zone: Zone, rules: PromiseRules) -> Outcome {
        if paidMinor >= amountMinor { return .kept }
        if now < end(in: zone, by: rules) { return .open }
        return paidMinor > 0 ? .partlyKept : .broken
    }

    /// The first instant after the promised day and the days of grace.
    package func end(in zone: Zone, by rules: PromiseRules) -> Instant {
        zone.instant(promisedOn.adding(days: rules.graceDays + 1), minute: 0)
    }

    package func names(_ invoice: Identifier) -> Bool { invoices.isEmpty || invoices.contains(invoice) }
}

/// A promise and where it stands among the others of its case.
package struct PromiseStanding: Hashable, Sendable {
    package var promise: PromiseToPay
    package var outcome: PromiseToPay.Outcome
    /// Whether it rests what it names: it is open and has not replaced more promises than the rules allow.
    package var rests: Bool
    /// The first instant at which an open one is over.
    package var end: Instant
}

extension PromiseToPay {
    /// Where each promise of a case stands, in the order in which they were made.
    ///
    /// One that came while an earlier one about some of the same invoices was open replaces it. A row of replacements
    /// may be as long as ``PromiseRules/extensions``; what goes beyond is a promise like any other, kept or broken, but
    /// rests nothing. A promise after a broken one begins a new row.
    package static func standings(
        of promises: [PromiseToPay], at now: Instant, in zone: Zone, by rules: PromiseRules
    ) -> [PromiseStanding] {
        let ordered = promises.sorted { ($0.madeAt, $0.id) < ($1.madeAt, $1.id) }
        var replaced = [Int](repeating: 0, count: ordered.count)
        var standings = ordered.map {
            PromiseStanding(
                promise: $0, outcome: $0.outcome(on: now, zone: zone, rules: rules), rests: false,
                end: $0.end(in: zone, by: rules))
        }
        for later in ordered.indices {
            for earlier in ordered[..<later].indices
            where standings[earlier].outcome != .kept && ordered[later].madeAt < standings[earlier].end
                && ordered[later].concerns(sameAs: ordered[earlier])
            {
                standings[earlier].outcome = .superseded
                standings[earlier].rests = false
                replaced[later] = max(replaced[later], replaced[earlier] + 1)
            }
            standings[later].rests = standings[later].outcome == .open && replaced[later] <= rules.extensions
        }
        return standings
    }

    private func concerns(sameAs other: PromiseToPay) -> Bool {
        invoices.isEmpty || other.invoices.isEmpty || invoices.contains(where: other.invoices.contains)
    }
}

extension PromiseStanding {
    /// Whether its time is over and it was not kept in full.
    package var isBroken: Bool { outcome == .broken || outcome == .partlyKept }
}
