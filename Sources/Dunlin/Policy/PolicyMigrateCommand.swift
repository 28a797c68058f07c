import ArgumentParser
import Contracts
import Ledger
import Policy
import Rulebook
import Store

/// `dunlin policy migrate`: moves open cases to another version of their policy.
struct PolicyMigrateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "migrate",
        abstract: "Moves the open cases of a policy to another of its versions, or tells what that would mean.",
        discussion: """
            For each case that is pinned to another version: the next step and its time before and after, if no fact \
            changes until then. With --dry-run nothing is changed. The folder must be the active configuration.

              dunlin policy migrate default --to active --dry-run
            """)

    @Argument(help: "The policy's id.")
    var policy: String

    @Option(help: ArgumentHelp("'active', or the first digits, 6 at least, of a version's hash.", valueName: "version"))
    var to: String

    @Flag(help: "Change nothing.")
    var dryRun = false

    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var configOptions: ConfigOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func validate() throws {
        let isHash = (6...64).contains(to.utf8.count) && to.utf8.allSatisfy("0123456789abcdef".utf8.contains)
        guard to == "active" || isHash else {
            throw ValidationError("--to is 'active' or 6 to 64 digits of a hash, as 'dunlin policy show' tells it")
        }
    }

    func run() throws {
        _ = try storeOptions.address()
        let rulebook = try configOptions.checked()
        let (hash, moves) = try storeOptions.use(dryRun ? .read : .write) { ledger -> (String, [VersionMove]) in
            try requireActive(rulebook, in: ledger)
            let hash = try target(in: rulebook, ledger)
            let moves =
                dryRun
                ? try ledger.previewMoves(of: policy, to: hash, rules: rulebook.rules)
                : try ledger.moveCases(of: policy, to: hash, rules: rulebook.rules)
            return (hash, moves)
        }
        if json {
            return try StandardOutput.say(
                json: Done(policy: policy, to: hash, moved: !dryRun, cases: moves))
        }
        try StandardOutput.say(lines(of: moves, to: hash, rulebook))
    }

    private func requireActive(_ rulebook: Rulebook, in ledger: Ledger) throws {
        let active = try ledger.activeConfig()
        guard active == rulebook.hash else {
            throw Failure(
                .configuration,
                "the folder holds configuration \(rulebook.hash.prefix(12)), but \(active?.prefix(12) ?? "none") is active",
                remedy: "run 'dunlin policy activate' or give the active folder")
        }
    }

    /// The hash of the version that is asked for.
    private func target(in rulebook: Rulebook, _ ledger: Ledger) throws -> String {
        if to == "active" {
            if let version = rulebook.version(of: policy) { return version.hash }
            let names = rulebook.policies.map(\.id).joined(separator: ", ")
            throw Failure(
                .usage, "the active configuration has no policy '\(policy)'",
                remedy: "give the hash of a version; active are \(names)")
        }
        let found = try ledger.storedVersions(of: policy, hashPrefix: to)
        if let first = found.first, found.count == 1 { return first }
        throw Failure(
            .usage,
            found.isEmpty
                ? "no version of policy '\(policy)' begins with \(to)"
                : "\(found.count) versions of policy '\(policy)' begin with \(to)",
            remedy: "'dunlin policy activate' tells those in use")
    }

    private func lines(of moves: [VersionMove], to hash: String, _ rulebook: Rulebook) -> [String] {
        var table = TextTable([
            ("Case", .left), ("Creditor", .left), ("Account", .left), ("Currency", .left), ("From", .left),
            ("Next before", .left), ("Next after", .left),
        ])
        for move in moves {
            let clock = WallClock(zone: rulebook.rules(for: move.creditor)?.zone ?? .utc)
            table.add([
                "\(move.caseNumber)", "\(move.creditor)", "\(move.account)", move.currency.code,
                String(move.from.prefix(12)), move.before.words(clock), move.after.words(clock),
            ])
        }
        let cases = moves.count == 1 ? "1 case" : "\(moves.count) cases"
        let verb = dryRun ? "would move" : moves.count == 1 ? "was moved" : "were moved"
        return (table.isEmpty ? [] : table.lines + [""]) + ["\(cases) \(verb) to policy \(policy) \(hash.prefix(12))"]
    }

    private struct Done: Encodable {
        var policy: String
        var to: String
        /// False: it was looked at only.
        var moved: Bool
        var cases: [VersionMove]
    }
}

extension VersionMove.Next {
    /// `second-reminder 2026-12-03 08:00`, `rests (covered)`
    fileprivate func words(_ clock: WallClock) -> String {
        let time = at.map { " \(clock.text($0))" } ?? ""
        if let step { return step + time }
        return "rests\(reason.map { " (\($0))" } ?? "")"
    }
}
