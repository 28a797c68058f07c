import ArgumentParser
import Ledger
import Store

/// `dunlin dead list`: letters one by one.
struct DeadListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list",
        abstract: "Lists collected letters by number, a page at a time.",
        discussion: """
              dunlin dead list --where 'queue = "dunlin.planner.dlq" and error ~ "amount"' --after 200 --limit 50
            """)

    @OptionGroup var whereOption: WhereOption
    @OptionGroup var stateOption: StateOption

    @Option(help: "Letters above this number.")
    var after: Int64 = 0

    @Option(help: "At most so many, 1-10000.")
    var limit = 50

    @OptionGroup var options: DeadOptions

    @Flag(help: "One JSON object a line.")
    var json = false

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit is 1 to 10000") }
    }

    func run() throws {
        let selection = DeadLetterSelection(stateOption.state.states, try whereOption.filter())
        let letters = try options.use(.read) { desk in
            try desk.ledger.deadLetters(selection, after: after, limit: limit)
        }
        if json {
            for letter in letters { try StandardOutput.say(json: DeadLetterReport(letter)) }
            return
        }
        var table = TextTable([
            ("NUMBER", .right), ("STATE", .left), ("CLASS", .left), ("QUEUE", .left), ("TYPE", .left),
            ("CREDITOR", .left), ("DIED", .left), ("ERROR", .left),
        ])
        for letter in letters {
            table.add([
                "\(letter.number)", letter.state.rawValue, letter.class, letter.queue, letter.type ?? "-",
                letter.creditor ?? "-", "\(letter.diedAt)", letter.error ?? "-",
            ])
        }
        try StandardOutput.say(table.lines)
        if letters.count == limit, let last = letters.last {
            StandardError.say("dunlin: there may be more: --after \(last.number)")
        }
    }
}
