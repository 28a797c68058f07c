import ArgumentParser
import Contracts

/// `dunlin account accept`: an operator answers for facts that a refused event left open.
struct AccountAcceptCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "accept",
        abstract: "Declares facts complete although an event about them was refused.",
        discussion: """
            An account rests while an event about it lies in a dead-letter queue, and all accounts of a creditor do \
            while one lies there whose account cannot be read. Better than accepting is to publish the event again, \
            mended. Without --account the creditor as a whole is meant, its single accounts are not. An event that is \
            refused later rests the account again.

              dunlin account accept --creditor harbour-supplies --account C-10001 --reason "invoice is a test entry"
            """)

    @Option(help: ArgumentHelp("The creditor that is owed.", valueName: "id"))
    var creditor: Identifier

    @Option(help: ArgumentHelp("The creditor's account. Default: what is held against the creditor.", valueName: "id"))
    var account: Identifier?

    @OptionGroup var signed: SignedReason

    @OptionGroup var brokerOptions: BrokerOptions

    @Flag(help: "Tell what was published as JSON.")
    var json = false

    func run() throws {
        let message = Message(
            id: MessageID.fresh(), source: "dunlin", time: .now,
            payload: .factsAccepted(
                FactsAccepted(
                    creditor: creditor, account: account, author: signed.author, reason: signed.reason)))
        try brokerOptions.publish(message)
        if json { return try StandardOutput.say(json: Done(id: message.id, creditor: creditor, account: account)) }
        let subject = account.map { "account \($0) of creditor \(creditor)" } ?? "creditor \(creditor)"
        try StandardOutput.say([
            "told the fleet that the facts of \(subject) are complete; the planner decides its cases anew"
        ])
    }

    private struct Done: Encodable {
        var id: String
        var creditor: Identifier
        var account: Identifier?
        var status = "confirmed"
    }
}
