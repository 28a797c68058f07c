import ArgumentParser

/// `dunlin contact`: when debtors may be contacted, as the fleet sees it.
struct ContactCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "contact",
        abstract: "Tells when a debtor may be contacted, by which law and in which time zone.",
        discussion: "Needs neither broker nor ledger.",
        subcommands: [ContactWindowCommand.self])
}
