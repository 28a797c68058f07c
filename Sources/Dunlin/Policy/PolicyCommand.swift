import ArgumentParser

/// `dunlin policy`: who is reminded of what, when and how.
struct PolicyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "policy",
        abstract: "Checks, shows, compares, activates and migrates dunning policies.",
        discussion: """
            A policy is a file policies/<id>.yaml of a configuration folder. Its hash is that of what it says: remarks, \
            the order of keys and defaults that are written out make no difference.

            A case keeps the version of its first step until nothing of it is open, whatever is activated meanwhile; \
            'dunlin policy migrate' moves it.
            """,
        subcommands: [
            PolicyCheckCommand.self, PolicyShowCommand.self, PolicyDiffCommand.self, PolicyActivateCommand.self,
            PolicyMigrateCommand.self,
        ])
}
