import ArgumentParser
import Ledger
import Store

/// `dunlin keys seal`: for ledgers from before.
struct KeysSealCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "seal",
        abstract: "Begins to seal in a ledger from before, and seals everything that is in it.",
        discussion: """
            A new ledger seals from the first. In one from an earlier version this begins it, once every worker runs this \
            version: earlier ones cannot open the ledger from then on. Ended at any point it goes on when it is run again.
            """)

    @OptionGroup var options: KeysOptions

    func run() throws {
        let sealed = try options.storeOptions.use(.write) { ledger in
            var progress = Progress()
            return try ledger.seal(actor: options.authorOption.actor) { texts, letters in
                progress.note("\(texts) texts, \(letters) dead letters")
            }
        }
        if options.json { return try StandardOutput.say(json: ["texts": sealed.texts, "letters": sealed.letters]) }
        try StandardOutput.say(["sealed \(sealed.texts) texts and \(sealed.letters) dead letters"])
    }
}
