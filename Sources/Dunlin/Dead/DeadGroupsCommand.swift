import ArgumentParser
import Ledger
import Store

/// `dunlin dead groups`: what died of the same cause.
struct DeadGroupsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "groups",
        abstract: "Counts letters that are alike: queue, class, error, template and configuration version.")

    @OptionGroup var whereOption: WhereOption
    @OptionGroup var stateOption: StateOption
    @OptionGroup var options: DeadOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let selection = DeadLetterSelection(stateOption.state.states, try whereOption.filter())
        let groups = try options.use(.read) { desk in
            try desk.ledger.deadLetterGroups(selection)
        }
        if json { return try StandardOutput.say(json: groups) }
        try StandardOutput.say(DeadLetterGroup.lines(groups))
    }
}
