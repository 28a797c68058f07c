import ArgumentParser
import Ledger
import Store

/// `dunlin dead archive`: out of sight, never away.
struct DeadArchiveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "archive",
        abstract: "Puts waiting letters away: no plan takes them until they are restored. Nothing is deleted.")

    @OptionGroup var choice: ShelfChoice

    func run() throws { try choice.move(from: .waiting, to: .archived, action: "dead.archive", verb: "archived") }
}

/// `dunlin dead restore`: back from the archive.
struct DeadRestoreCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "restore", abstract: "Lets archived letters wait again.")

    @OptionGroup var choice: ShelfChoice

    func run() throws { try choice.move(from: .archived, to: .waiting, action: "dead.restore", verb: "restored") }
}

/// Which letters go to the archive or come back.
struct ShelfChoice: ParsableArguments {
    @OptionGroup var whereOption: WhereOption

    @Option(help: "Letters of this plan only.")
    var plan: String?

    @OptionGroup var options: DeadOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func validate() throws {
        guard whereOption.expression != nil || plan != nil else {
            throw ValidationError("say which letters: --where or --plan")
        }
    }

    func move(from: DeadLetter.State, to: DeadLetter.State, action: String, verb: String) throws {
        let selection = DeadLetterSelection([from], try whereOption.filter(), plan: plan)
        let count = try options.use(.write) { desk in
            if let plan { _ = try desk.ledger.replayPlan(plan) }
            return try desk.ledger.moveDeadLetters(
                selection, to: to, action: action, author: desk.actor)
        }
        if json { return try StandardOutput.say(json: [verb: count]) }
        try StandardOutput.say(["\(verb) \(count) letters"])
    }
}
