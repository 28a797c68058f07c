import Contracts
import Foundation
import Policy

/// Creditors, policies and templates of one configuration folder, checked as a whole.
///
/// The folder holds `creditors/<id>.yaml`, `policies/<id>.yaml` and, for each template and language,
/// `templates/<name>/<language>.email.txt` and `.email.html`; `rates.yaml` and `legal.yaml` if it does not go by those that
/// ship; nothing else but files whose names begin with a dot and `README.md`.
package struct Rulebook: Sendable {
    /// SHA-256 in hex over the sorted relative paths and the contents of all files.
    package let hash: String
    package let templates: TemplateLibrary
    /// The base rates that interest rests on.
    package let rates: BaseRates
    /// Business days by country.
    let calendars: [String: BusinessCalendar]
    /// The limits of law on contacts.
    package let legal: LegalProfiles
    /// Where debtors' clocks stand.
    package let zones: DebtorZoneLookup
    private let creditorsByID: [Identifier: Creditor]
    private let versionsByID: [String: PolicyVersion]
    let selection: PolicySelection
    /// Versions that are no longer, or not yet, those of the folder, by hash.
    private var keptVersions: [String: PolicyVersion] = [:]

    init(
        hash: String, creditors: [Creditor], policies: [PolicyVersion], templates: TemplateLibrary,
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
        self.versionsByID = Dictionary(policies.map { ($0.policy.id, $0) }) { first, _ in first }
        self.selection = PolicySelection(policies.map(\.policy))
    }

    package func creditor(_ id: Identifier) -> Creditor? {
        creditorsByID[id]
    }

    /// The policy as the folder has it.
    package func policy(_ id: String) -> DunningPolicy? {
        versionsByID[id]?.policy
    }

    /// The version of a policy that the folder has.
    package func version(of policy: String) -> PolicyVersion? {
        versionsByID[policy]
    }

    /// The version with this hash, in full, of the folder or kept; nil: it is not known here.
    package func version(withHash hash: String) -> PolicyVersion? {
        keptVersions[hash] ?? versionsByID.values.first { $0.hash == hash }
    }

    /// Keeps a version that cases are pinned to.
    package mutating func keep(_ version: PolicyVersion) {
        keptVersions[version.hash] = version
    }

    package var creditors: [Creditor] { creditorsByID.values.sorted { $0.id < $1.id } }
    package var policies: [DunningPolicy] { versions.map(\.policy) }
    /// Those of the folder, by the policy's id.
    package var versions: [PolicyVersion] { versionsByID.values.sorted { $0.policy.id < $1.policy.id } }

    /// The policy of an account; nil: the folder does not have its creditor.
    /// - Parameter own: what its overrides come to, see ``overrides(of:segment:)``.
    package func policyChoice(for subject: PolicySubject, own: EffectiveOverrides) -> PolicyChoice? {
        creditor(subject.creditor).map {
            selection.choice(for: subject, named: own.policy, creditorPolicy: $0.policy)
        }
    }

    /// The overrides of a creditor and of one of its segments, to be merged with an account's and an invoice's.
    package func overrides(of creditor: Identifier, segment: String?) -> [OverrideLevel] {
        self.creditor(creditor)?.overrides.levels(of: creditor, segment: segment) ?? []
    }

    /// The policies that accounts of a creditor may go by, its own first.
    func policies(of creditor: Creditor) -> [DunningPolicy] {
        var ids = [creditor.policy] + creditor.overrides.segments.values.compactMap(\.overrides.policy).sorted()
        ids += policies.filter {
            $0.scope != .byName && ($0.scope.creditors.isEmpty || $0.scope.creditors.contains(creditor.id))
        }.map(\.id)
        return ids.reduce(into: []) { found, id in
            if let policy = policy(id), !found.contains(policy) { found.append(policy) }
        }
    }

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
        try shipped("legal.yaml", LegalFile.profiles)
    }

    /// The base rates that ship with the product.
    static func shippedRates() throws(RulebookProblems) -> BaseRates {
        try shipped("rates.yaml", RatesFile.rates)
    }

    private static func shipped<Value>(
        _ file: String, _ reader: (String, YAMLOutline.Notes) -> Value?
    ) throws(RulebookProblems) -> Value {
        let notes = YAMLOutline.Notes(file: file)
        let text: String
        do {
            text = try String(contentsOf: defaultFolder.appending(path: file), encoding: .utf8)
        } catch {
            throw RulebookProblems([RulebookProblem(file: file, reason: "that ships cannot be read: \(error)")])
        }
        guard let value = reader(text, notes) else { throw RulebookProblems(notes.problems) }
        return value
    }
}
