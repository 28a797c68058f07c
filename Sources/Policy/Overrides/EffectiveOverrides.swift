import Contracts

/// What holds for an account or an invoice: of each key the value that came last, and where it comes from.
package struct EffectiveOverrides: Hashable, Sendable {
    package var terms: Ruled<PaymentTerms>?
    package var leftOut: Ruled<Set<String>>?
    package var pausedUntil: Ruled<CivilDate>?
    package var policy: Ruled<String>?
    package var language: Ruled<String>?
    package var channels: Ruled<[Channel]>?

    package init() {}

    /// One line for each key that is overridden, by key: `terms: net 14, by account K-10023`.
    package var explanation: [String] {
        func line<Value>(_ key: String, _ ruled: Ruled<Value>?, _ text: (Value) -> String) -> [String] {
            ruled.map { ["\(key): \(text($0.value)), by \($0.origin)"] } ?? []
        }
        return line("channels", channels) { $0.map(\.rawValue).joined(separator: ", ") }
            + line("language", language) { $0 }
            + line("leave_out", leftOut) { $0.isEmpty ? "no step" : $0.sorted().joined(separator: ", ") }
            + line("pause_until", pausedUntil) { "\($0)" }
            + line("policy", policy) { $0 }
            + line("terms", terms) { $0.written }
    }
}

/// The overrides of one creditor, segment, account or invoice, and which of them they are.
package struct OverrideLevel: Hashable, Sendable {
    package let origin: OverrideOrigin
    package let overrides: Overrides
    /// Where each key stands, if it stands elsewhere than ``origin`` says: the lines of a file.
    package let lines: [String: Int]

    package init(_ overrides: Overrides, of origin: OverrideOrigin, lines: [String: Int] = [:]) {
        self.origin = origin
        self.overrides = overrides
        self.lines = lines
    }

    package var isCreditors: Bool { origin.level == 0 }

    /// The origin of one key, by its name in the file.
    func origin(of key: String) -> OverrideOrigin {
        guard let line = lines[key] else { return origin }
        switch origin {
        case .creditor(let creditor, _): return .creditor(creditor, line: line)
        case .segment(let segment, let creditor, _): return .segment(segment, of: creditor, line: line)
        case .account, .invoice: return origin
        }
    }
}

extension Overrides {
    /// Creditor, segment, account, invoice: for each key the later of them wins, whatever the order of the argument.
    package static func merged(_ levels: [OverrideLevel]) -> EffectiveOverrides {
        levels.sorted { $0.origin.level < $1.origin.level }.reduce(into: EffectiveOverrides()) { merged, level in
            func ruled<Value>(_ value: Value?, _ key: String, else above: Ruled<Value>?) -> Ruled<Value>? {
                value.map { Ruled($0, from: level.origin(of: key)) } ?? above
            }
            let own = level.overrides
            merged.terms = ruled(own.terms, "terms", else: merged.terms)
            merged.leftOut = ruled(own.leftOut, "leave_out", else: merged.leftOut)
            merged.pausedUntil = ruled(own.pausedUntil, "pause_until", else: merged.pausedUntil)
            merged.policy = ruled(own.policy, "policy", else: merged.policy)
            merged.language = ruled(own.language, "language", else: merged.language)
            merged.channels = ruled(own.channels, "channels", else: merged.channels)
        }
    }
}
