import Contracts
import Foundation
import Policy

/// Creditors, policies and templates of one configuration folder, checked as a whole.
///
/// The folder holds `creditors/<id>.yaml`, `policies/<id>.yaml` and, for each template and language,
/// `templates/<name>/<language>.email.txt` and `.email.html`; `rates.yaml` where interest is reckoned; `legal.yaml` if it
/// does not go by the one that ships; nothing else but files whose names begin with a dot and `README.md`.
package struct Rulebook: Sendable {
    /// SHA-256 in hex over the sorted relative paths and the contents of all files.
    package let hash: String
    package let templates: TemplateLibrary
    /// None where the folder has no `rates.yaml`.
    package let rates: BaseRates
    /// Business days by country.
    let calendars: [String: BusinessCalendar]
    /// The limits of law on contacts.
    package let legal: LegalProfiles
    /// Where debtors' clocks stand.
    package let zones: DebtorZoneLookup
    private let creditorsByID: [Identifier: Creditor]
    private let policiesByID: [String: DunningPolicy]

    init(
        hash: String, creditors: [Creditor], policies: [DunningPolicy], templates: TemplateLibrary,
        calendars: [String: BusinessCalendar], rates: BaseRates = BaseRates(), legal: LegalProfiles,
        zones: DebtorZoneLookup
    ) {
        self.hash = hash
        self.templates = templates
        self.rates = rates
        self.calendars = calendars
        self.legal = legal
        self.zones = zones
        self.creditorsByID = Dictionary(creditors.map { ($0.id, $0) }) { first, _ in first }
        self.policiesByID = Dictionary(policies.map { ($0.id, $0) }) { first, _ in first }
    }

    package func creditor(_ id: Identifier) -> Creditor? {
        creditorsByID[id]
    }

    package func policy(_ id: String) -> DunningPolicy? {
        policiesByID[id]
    }

    package var creditors: [Creditor] { creditorsByID.values.sorted { $0.id < $1.id } }
    package var policies: [DunningPolicy] { policiesByID.values.sorted { $0.id < $1.id } }

    /// The chain of languages for a message: the wishes in order, the creditor's own language last.
    package static func languages(wished: [String?], by creditor: Creditor) -> [String] {
        (wished.compactMap { $0 } + [creditor.language]).reduce(into: []) { chain, language in
            if !chain.contains(language) { chain.append(language) }
        }
    }

    /// The configuration that ships with the product.
    package static var defaultFolder: URL {
        Bundle.module.resourceURL.map { $0.appendingPathComponent("Default") }
            ?? Bundle.module.bundleURL.appendingPathComponent("Default")
    }

    /// The limits of law that ship with the product.
    package static func shippedLegal() throws(RulebookProblems) -> LegalProfiles {
        let notes = YAMLOutline.Notes(file: "legal.yaml")
        let text: String
        do {
            text = try String(contentsOf: defaultFolder.appending(path: notes.file), encoding: .utf8)
        } catch {
            throw RulebookProblems([RulebookProblem(file: notes.file, reason: "that ships cannot be read: \(error)")])
        }
        guard let legal = LegalFile.profiles(in: text, notes: notes) else { throw RulebookProblems(notes.problems) }
        return legal
    }
}
