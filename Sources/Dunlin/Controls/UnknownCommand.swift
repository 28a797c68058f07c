import ArgumentParser
import Contracts
import Ledger
import Store

/// `dunlin unknown`: attempts of which nobody knows whether they went out.
struct UnknownCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "unknown",
        abstract: "Shows attempts whose outcome nobody knows, and takes word on them.",
        discussion: """
            A sender that dies, or whose connection breaks, between the first byte of a message and the provider's answer \
            leaves an attempt of which nobody knows whether it went out. It is not sent again: it counts as sent for \
            order, gap and budget, has a task, and nothing else of its case goes out for 72 hours. Look into the \
            provider's log, then say what you found.

              dunlin unknown list
              dunlin unknown resolve 17a815d3-b23a-5f35-8b34-675921cc182d --result not_sent --by provider \\
                --evidence "no such Message-ID in the mail log" --reason "looked up"
            """,
        subcommands: [UnknownListCommand.self, UnknownResolveCommand.self])
}

/// `dunlin unknown list`
struct UnknownListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "list", abstract: "Shows them, the oldest first.")

    @Option(help: "At most so many, 1-10000.")
    var limit = 100

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "One JSON object a line.")
    var json = false

    func validate() throws {
        guard (1...10_000).contains(limit) else { throw ValidationError("--limit is 1 to 10000") }
    }

    func run() throws {
        let attempts = try storeOptions.use(.read) { try $0.unknownAttempts(limit: limit) }
        if json {
            for attempt in attempts { try StandardOutput.say(json: attempt) }
            return
        }
        if attempts.isEmpty { return try StandardOutput.say(["every outcome is known"]) }
        var table = TextTable([
            ("ATTEMPT", .left), ("CREDITOR", .left), ("ACCOUNT", .left), ("STEP", .left), ("CHANNEL", .left),
            ("SINCE", .left), ("REASON", .left),
        ])
        for attempt in attempts {
            table.add([
                attempt.attempt, attempt.creditor.text, attempt.account.text, attempt.step, attempt.channel.rawValue,
                "\(attempt.since)", attempt.reason ?? "",
            ])
        }
        try StandardOutput.say(table.lines)
    }
}

/// `dunlin unknown resolve`
struct UnknownResolveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "resolve",
        abstract: "Tells the fleet what became of an attempt.",
        discussion: """
            accepted: it went out and counts as sent. bounced: it came back, and its address takes no mail; this can be \
            said of an accepted attempt as well. not_sent: it never went out, and is decided anew. Exit code 1 if the \
            attempt is not in doubt.
            """)

    @Argument(help: ArgumentHelp("The attempt's id, as 'dunlin unknown list' shows it.", valueName: "attempt"))
    var attempt: String

    @Option(
        help: ArgumentHelp("What became of it: \(AttemptResolution.all.joined(separator: ", ")).", valueName: "word"))
    var result: Result

    @Option(help: ArgumentHelp("Whose word it is: operator, provider or bounce.", valueName: "word"))
    var by = Source.operator

    @Option(
        help: ArgumentHelp(
            "What it rests on, 1-500 bytes without personal data, such as the provider's queue id.", valueName: "text"))
    var evidence = "an operator's word"

    @OptionGroup var signed: SignedReason
    @OptionGroup var storeOptions: StoreOptions
    @OptionGroup var brokerOptions: BrokerOptions

    @Flag(help: "Tell what was published as JSON.")
    var json = false

    enum Result: String, CaseIterable, ExpressibleByArgument {
        case accepted, bounced
        case notSent = "not_sent"

        var resolution: AttemptResolution {
            switch self {
            case .accepted: .accepted
            case .bounced: .bounced
            case .notSent: .notSent
            }
        }
    }

    enum Source: String, CaseIterable, ExpressibleByArgument {
        case `operator`, provider, bounce

        var resolver: AttemptResolver {
            switch self {
            case .operator: .operator
            case .provider: .provider
            case .bounce: .bounce
            }
        }
    }

    func validate() throws { try SignedReason.check(evidence, of: "--evidence") }

    func run() throws {
        let id = attempt
        guard let (found, state) = try storeOptions.use(.read, { try $0.attempt(id) }) else {
            throw Failure(
                .refused, "the ledger has no attempt '\(id)'", remedy: "'dunlin unknown list' shows those in doubt")
        }
        guard state == "unknown" || (result == .bounced && ["accepted", "delivered"].contains(state)) else {
            throw Failure(
                .refused, "attempt '\(id)' is \(state): there is nothing to resolve",
                remedy: "'dunlin unknown list' shows those in doubt")
        }
        let message = Message(
            id: MessageID.fresh(), source: "dunlin", time: .now,
            payload: .attemptResolved(
                AttemptResolved(
                    attempt: AttemptReference(id: id, revision: found.revision, generation: 0), case: found.reference,
                    result: result.resolution, by: by.resolver, evidence: evidence, author: signed.author,
                    reason: signed.reason)))
        try brokerOptions.publish(message)
        if json {
            return try StandardOutput.say(
                json: Done(id: message.id, attempt: id, revision: found.revision, result: result.rawValue))
        }
        try StandardOutput.say([
            "told the fleet that attempt \(id) is \(result.rawValue); the planner takes it from here"
        ])
    }

    private struct Done: Encodable {
        var id: String
        var attempt: String
        var revision: Int
        var result: String
        var status = "confirmed"
    }
}
