import ArgumentParser
import Contracts
import Policy
import Rulebook

/// `dunlin policy show`: the ladder of a policy and its other rules.
struct PolicyShowCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show",
        abstract: "Shows a policy: its ladder, its hours, its budget and its hash.",
        discussion: """
            Days past due are those of an invoice with 30 days' terms; rules that count business days or months differ \
            by the invoice. --json gives every key with its value, defaults too.
            """)

    @Argument(help: "A policy's id, or a file *.yaml. Default: every policy of the folder.")
    var policy: String?

    @OptionGroup var options: PolicyOptions

    @Flag(help: "Tell it as JSON, a line for each policy.")
    var json = false

    func run() throws {
        let versions = try policy.map { [try options.version(named: $0)] } ?? options.configOptions.checked().versions
        for (index, version) in versions.enumerated() {
            if json {
                try StandardOutput.say(json: Shown(hash: version.hash, policy: version.policy.document))
            } else {
                try StandardOutput.say((index > 0 ? [""] : []) + PolicySheet(version).lines)
            }
        }
    }

    private struct Shown: Encodable {
        var hash: String
        var policy: JSONValue
    }
}
