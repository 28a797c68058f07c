import ArgumentParser

/// `dunlin dead`: what waits for a person.
struct DeadCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dead",
        abstract: "Collects, inspects, replays, mends and archives dead letters.",
        discussion: """
            'collect' moves what lies in the dead-letter queues and in dunlin.unrouted into the ledger; every other \
            command works on that. Nothing is deleted there. A replay starts from a plan, which is a snapshot: what \
            dies later is not part of it.

              dunlin dead collect
              dunlin dead groups
              dunlin dead plan --where 'class = "config" and age > 10m'
              dunlin dead replay --plan r-… --confirm 380 --canary 5 --rate 50

            The language of --where: a field, one of = != < <= > >= ~ (contains, whatever the case), and a text in \
            double quotes, a number, or a duration; with and, or, not and parentheses. Fields: class, queue, type, \
            creditor, account, template, config, error, path, worker, id (texts); number, generation, size; age (90m, \
            2h, 1d12h); at (RFC 3339); header.NAME; body.PATH, as in body.items.0.openMinor >= 1000, with any element \
            where a list is given no place. A missing value equals nothing.

            Letters are sealed in the ledger with the data key of the account that they name, and these with the key in \
            the file that DUNLIN_KEY_FILE or --key-file names; see 'dunlin keys'.
            """,
        subcommands: [
            DeadCollectCommand.self, DeadListCommand.self, DeadGroupsCommand.self, DeadShowCommand.self,
            DeadPlanCommand.self, DeadPlansCommand.self, DeadReplayCommand.self, DeadResumeCommand.self,
            DeadAbortCommand.self, DeadEditCommand.self, DeadArchiveCommand.self, DeadRestoreCommand.self,
            DeadExportCommand.self, DeadImportCommand.self,
        ])
}
