import ArgumentParser
import Policy
import Rulebook

/// `dunlin policy diff`: what is otherwise in one policy than in another.
struct PolicyDiffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "diff",
        abstract: "Compares two policies, or two versions of one.",
        discussion: """
            A line each: - a step that is gone, + one that is new, > one that stands elsewhere, ~ a key with its old \
            and new value. Remarks and the order of keys make no difference. Exit code 0: they say the same; 1: they \
            differ, as with diff.

              dunlin policy diff default policies/default-2027.yaml
            """)

    @Argument(help: "A policy's id, or a file *.yaml.")
    var old: String

    @Argument(help: "A policy's id, or a file *.yaml.")
    var new: String

    @OptionGroup var options: PolicyOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let (old, new) = (try options.version(named: old), try options.version(named: new))
        let difference = PolicyDifference(from: old.policy, to: new.policy)
        if json {
            try StandardOutput.say(
                json: Compared(old: old.hash, new: new.hash, same: difference.isEmpty, difference: difference))
        } else {
            try StandardOutput.say(
                difference.isEmpty
                    ? []
                    : ["policy \(old.policy.id) \(old.shortHash) → \(new.policy.id) \(new.shortHash)"]
                        + difference.lines)
        }
        if !difference.isEmpty { throw ExitCode(1) }
    }

    private struct Compared: Encodable {
        var old: String
        var new: String
        var same: Bool
        var difference: PolicyDifference
    }
}
