import Contracts

/// What one creditor, segment, account or invoice has otherwise than those above it. nil: as there.
package struct Overrides: Hashable, Sendable {
    /// For invoices that come without a due date.
    package var terms: PaymentTerms?
    /// The ids of steps that are not taken; it replaces the list above it, and an empty one leaves none out.
    package var leftOut: Set<String>?
    /// The last day on which nothing is sent.
    package var pausedUntil: CivilDate?
    /// A policy's id.
    package var policy: String?
    /// BCP 47.
    package var language: String?
    /// The preferred first.
    package var channels: [Channel]?

    package init(
        terms: PaymentTerms? = nil, leftOut: Set<String>? = nil, pausedUntil: CivilDate? = nil, policy: String? = nil,
        language: String? = nil, channels: [Channel]? = nil
    ) {
        self.terms = terms
        self.leftOut = leftOut
        self.pausedUntil = pausedUntil
        self.policy = policy
        self.language = language
        self.channels = channels
    }

    package static let none = Overrides()

    /// Those of an account or invoice, as upstream sent them.
    /// - Parameters:
    ///   - language: the account's, which stands beside its settings.
    ///   - terms: reads payment terms; a caller with many accounts remembers them.
    package init<Refusal: Error>(
        _ settings: DunningSettings, language: String? = nil, terms: (String) throws(Refusal) -> PaymentTerms
    ) throws(Refusal) {
        var read: PaymentTerms?
        if let text = settings.terms { read = try terms(text) }
        self.init(
            terms: read, leftOut: settings.leftOut.map(Set.init), pausedUntil: settings.pausedUntil,
            policy: settings.policy, language: language, channels: settings.channels)
    }
}

/// Where a rule stands. The later of these goes before the earlier.
package enum OverrideOrigin: Hashable, Sendable {
    /// A line of the creditor's file; nil if it cannot be told.
    case creditor(Identifier, line: Int?)
    case segment(String, of: Identifier, line: Int?)
    case account(Identifier)
    case invoice(Identifier)

    var level: Int {
        switch self {
        case .creditor: 0
        case .segment: 1
        case .account: 2
        case .invoice: 3
        }
    }
}

extension OverrideOrigin: CustomStringConvertible {
    /// `segment key (creditors/harbour-supplies.yaml:31)`
    package var description: String {
        switch self {
        case .creditor(let creditor, let line): "creditor \(creditor) (\(Self.place(creditor, line)))"
        case .segment(let segment, let creditor, let line): "segment \(segment) (\(Self.place(creditor, line)))"
        case .account(let account): "account \(account)"
        case .invoice(let invoice): "invoice \(invoice)"
        }
    }

    private static func place(_ creditor: Identifier, _ line: Int?) -> String {
        "creditors/\(creditor).yaml" + (line.map { ":\($0)" } ?? "")
    }
}

/// A value and where it comes from.
package struct Ruled<Value: Hashable & Sendable>: Hashable, Sendable {
    package let value: Value
    package let origin: OverrideOrigin

    package init(_ value: Value, from origin: OverrideOrigin) {
        self.value = value
        self.origin = origin
    }
}
