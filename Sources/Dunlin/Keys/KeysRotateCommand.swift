import ArgumentParser
import Ledger
import Store

/// `dunlin keys rotate`: the first key of the file takes over.
struct KeysRotateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rotate",
        abstract: "Wraps all data keys anew with the first key of the file, and retires the others.",
        discussion: """
            Workers may go on meanwhile if they have both keys. Ended at any point it goes on when it is run again. \
            Exit code 1 if an old key is still needed, because a worker wraps with it.
            """)

    @OptionGroup var options: KeysOptions

    func run() throws {
        let rotation = try options.storeOptions.use(.write) { ledger in
            var progress = Progress()
            return try ledger.rotateKeys(actor: options.authorOption.actor) { rotation in
                progress.note("\(rotation.dataKeys) data keys, \(rotation.letters) dead letters")
            }
        }
        if options.json {
            try StandardOutput.say(json: rotation)
        } else {
            try StandardOutput.say(lines(of: rotation))
        }
        if !rotation.inUse.isEmpty { throw ExitCode(ExitReason.refused.rawValue) }
    }

    private func lines(of rotation: KeyRotation) -> [String] {
        ["\(rotation.dataKeys) data keys and \(rotation.letters) dead letters are now under key \(rotation.key)"]
            + rotation.retired.map { "key \($0) may be removed from every key file" }
            + rotation.inUse.map { key in
                "key \(key) is still used: restart the workers that have it first, and run this again"
            }
    }
}
