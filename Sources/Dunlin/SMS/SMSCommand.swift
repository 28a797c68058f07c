import ArgumentParser

/// `dunlin sms`: text messages, as networks carry and charge them.
struct SMSCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sms",
        abstract: "Tells how text messages are encoded and cut into segments.",
        subcommands: [SMSSegmentsCommand.self])
}
