import ArgumentParser

/// `dunlin audit`: what operators and senders did, in a chain that shows a change.
struct AuditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "audit",
        abstract: "Lists the audit log and verifies that nobody changed it.",
        subcommands: [AuditVerifyCommand.self, AuditListCommand.self])
}
