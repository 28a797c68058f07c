import Contracts
import Foundation
import Policy
import Rulebook

/// The configuration folder as it was read last.
struct ActiveRulebook {
    private let folder: URL
    private var rulebook: Rulebook
    private var mayReloadAt = ContinuousClock.now
    /// Reading the folder takes milliseconds; commands of another configuration come in thousands.
    private let restBetweenReloads = Duration.seconds(5)

    /// - Throws: ``RulebookProblems``
    init(folder: URL) throws(RulebookProblems) {
        self.folder = folder
        rulebook = try Rulebook.load(folder: folder)
    }

    var hash: String { rulebook.hash }
    var rules: (Identifier) -> CaseRules? { { [rulebook] in rulebook.rules(for: $0) } }

    /// Whether commands of this configuration can be checked, after one more look into the folder.
    /// - Throws: what is wrong with the folder by now; the rulebook of before stays.
    mutating func has(_ config: String, at now: ContinuousClock.Instant = .now) throws(RulebookProblems) -> Bool {
        if config == rulebook.hash { return true }
        guard now >= mayReloadAt else { return false }
        mayReloadAt = now + restBetweenReloads
        rulebook = try Rulebook.load(folder: folder)
        return config == rulebook.hash
    }
}
