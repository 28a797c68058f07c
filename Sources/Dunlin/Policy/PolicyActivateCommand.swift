import ArgumentParser
import Ledger
import Policy
import Rulebook
import Store

/// `dunlin policy activate`: as `dunlin config activate`, and tells which cases stay as they are.
struct PolicyActivateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Lets the planner go by a configuration folder, and tells which cases stay on which version.",
        discussion: """
            Does what 'dunlin config activate' does. Open cases keep the version of their first step; 'dunlin policy \
            migrate' moves them.
            """)

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var configOptions: ConfigOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let rulebook = try configOptions.checked()
        let (before, pinned) = try storeOptions.use(.write) { ledger -> (String?, [PinnedCases]) in
            let before = try ledger.activeConfig()
            try ledger.activate(config: rulebook.hash, rulebook.versions)
            return (before, try ledger.pinnedCases())
        }
        let isNew = before != rulebook.hash
        let active = Dictionary(rulebook.versions.map { ($0.policy.id, $0.hash) }) { first, _ in first }
        if json {
            return try StandardOutput.say(
                json: Done(
                    config: rulebook.hash, activated: isNew, before: before, versions: active, pinned: pinned))
        }
        let was = before.map { ", was \($0.prefix(12))" } ?? ""
        try StandardOutput.say(
            [
                isNew
                    ? "activated configuration \(rulebook.hash.prefix(12))\(was)"
                    : "configuration \(rulebook.hash.prefix(12)) was active already"
            ]
                + rulebook.versions.map { "policy \($0.policy.id): \($0.shortHash)" }
                + pinned.map { entry in
                    let cases = entry.cases == 1 ? "1 open case stays" : "\(entry.cases) open cases stay"
                    let isActive = active[entry.policy] == entry.hash
                    return "\(cases) on policy \(entry.policy) \(entry.hash.prefix(12))\(isActive ? ", active" : "")"
                })
    }

    private struct Done: Encodable {
        var config: String
        var activated: Bool
        var before: String?
        /// The active version of each policy, by its id.
        var versions: [String: String]
        var pinned: [PinnedCases]
    }
}
