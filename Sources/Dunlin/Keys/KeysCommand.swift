import ArgumentParser

/// `dunlin keys`: what seals persons' data in the ledger.
struct KeysCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "keys",
        abstract: "Shows which keys of the fleet are in use, puts a new one in, and seals what is not.",
        discussion: """
            What the ledger holds about a person (names, addresses, what was said, commands on their way, dead letters) is \
            sealed with a data key of that account. Data keys are stored wrapped by the fleet's key, which is in a file \
            that DUNLIN_KEY_FILE names for planner, senders, response ingester and this tool: 32 bytes in Base64 a line, \
            the first wraps, all unwrap. Without a file the ledger keeps a key itself, which guards against a leaked table \
            and not against a leaked ledger.

            To put a new key in: add it to every file as the second line and restart the workers, one after the other; \
            make it the first line, and restart them again; run 'dunlin keys rotate'; take the old key out of the files \
            once it is named as retired.

              openssl rand -base64 32 >> /etc/dunlin/keys
              dunlin keys rotate
              dunlin keys list
            """,
        subcommands: [KeysListCommand.self, KeysRotateCommand.self, KeysSealCommand.self])
}

/// The ledger, and who asks.
struct KeysOptions: ParsableArguments {
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var authorOption: AuthorOption

    @Flag(help: "Tell it as JSON.")
    var json = false
}
