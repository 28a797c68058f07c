import ArgumentParser
import Contracts
import Ledger
import Store

/// `dunlin kill-switch`: nothing goes out until it is lifted.
struct KillSwitchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "kill-switch",
        abstract: "Stops sending for the fleet, a creditor or a channel, and lets it go on.",
        discussion: """
            Every sender asks at each claim, so that nothing is claimed from the moment on that the command is done; what \
            is on the wire then goes out. Events are taken and replies heard as ever. What falls due waits, and goes out \
            when the switch is lifted, within send windows and contact budgets: nothing is caught up at once.

              dunlin kill-switch on --fleet --reason "wrong template is out"
              dunlin kill-switch on --creditor harbour-supplies --reason "merger"
              dunlin kill-switch off --creditor harbour-supplies --reason "merger is done"
            """,
        subcommands: [KillSwitchOnCommand.self, KillSwitchOffCommand.self, KillSwitchListCommand.self])
}

/// `dunlin kill-switch on`
struct KillSwitchOnCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "on",
        abstract: "Stops sending. A switch that is on already stays as it is, with who turned it on and why.")

    @OptionGroup var choice: KillSwitchTarget
    @OptionGroup var signed: SignedReason
    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Tell the switch as JSON.")
    var json = false

    func run() throws {
        let target = try choice.target()
        let (entry, isNew, isKnown) = try storeOptions.use(.write) { ledger in
            let (entry, isNew) = try ledger.turnOn(target, actor: signed.author, reason: signed.reason)
            guard case .creditor(let creditor) = target else { return (entry, isNew, true) }
            return (entry, isNew, try ledger.isKnown(creditor))
        }
        if !isKnown { StandardError.say("dunlin: the ledger has no account of \(entry.subject) yet: is the id right?") }
        if json { return try StandardOutput.say(json: KillSwitchReport(entry, isOn: true, isChanged: isNew)) }
        let stop = "nothing is claimed for \(entry.subject)"
        try StandardOutput.say([
            isNew ? "\(stop) from now on" : "\(stop) since \(entry.at) already, by \(entry.actor): \(entry.reason)"
        ])
    }
}

/// `dunlin kill-switch off`
struct KillSwitchOffCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "off",
        abstract: "Lets sending go on. Exit code 1 if the switch was not on.",
        discussion: """
            Other switches go on to stop what they stop. The fleet's switch of a restored ledger can only be lifted after \
            'dunlin ledger reconcile'.
            """)

    @OptionGroup var choice: KillSwitchTarget
    @OptionGroup var signed: SignedReason
    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "Tell the switch as JSON.")
    var json = false

    func run() throws {
        let target = try choice.target()
        let wasOn = try storeOptions.use(.write) { ledger in
            do {
                return try ledger.turnOff(target, actor: signed.author, reason: signed.reason)
            } catch let problem as KillSwitchProblem {
                throw Failure(
                    .refused, "the fleet's kill switch stays on: \(problem)",
                    remedy: "run 'dunlin ledger reconcile' first")
            }
        }
        guard wasOn else {
            throw Failure(
                .refused, "the kill switch of \(target.subject) is not on",
                remedy: "'dunlin kill-switch list' shows those that are")
        }
        if json {
            return try StandardOutput.say(
                json: KillSwitchReport(
                    scope: target.scope, name: target.name, isOn: false, isChanged: true, actor: signed.author,
                    reason: signed.reason))
        }
        try StandardOutput.say([
            "the kill switch of \(target.subject) is off; what waited goes out as windows and budgets allow"
        ])
    }
}

/// `dunlin kill-switch list`
struct KillSwitchListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "Shows the switches that are on.")

    @OptionGroup var storeOptions: StoreOptions

    @Flag(help: "One JSON object a line.")
    var json = false

    func run() throws {
        let switches = try storeOptions.use(.read) { try $0.killSwitches() }
        if json {
            for entry in switches {
                try StandardOutput.say(json: KillSwitchReport(entry, isOn: true, isChanged: false))
            }
            return
        }
        if switches.isEmpty { return try StandardOutput.say(["no kill switch is on"]) }
        var table = TextTable([("SCOPE", .left), ("NAME", .left), ("SINCE", .left), ("BY", .left), ("REASON", .left)])
        for entry in switches {
            table.add([entry.scope.rawValue, entry.name, "\(entry.at)", entry.actor, entry.reason])
        }
        try StandardOutput.say(table.lines)
    }
}

/// Whom a kill switch stops.
struct KillSwitchTarget: ParsableArguments {
    @Flag(help: "Everything that the fleet sends.")
    var fleet = false

    @Option(help: ArgumentHelp("What is sent in this creditor's name.", valueName: "id"))
    var creditor: Identifier?

    @Option(
        help: ArgumentHelp(
            "What is sent on this channel: \(Channel.allCases.map(\.rawValue).joined(separator: ", ")).",
            valueName: "channel"))
    var channel: String?

    func validate() throws { _ = try target() }

    func target() throws(ValidationError) -> KillSwitch.Target {
        switch (fleet, creditor, channel) {
        case (true, nil, nil): return .fleet
        case (false, let creditor?, nil): return .creditor(creditor)
        case (false, nil, let name?):
            guard let channel = Channel(rawValue: name) else {
                throw ValidationError("--channel is one of \(Channel.allCases.map(\.rawValue).joined(separator: ", "))")
            }
            return .channel(channel)
        default: throw ValidationError("say whom to stop: --fleet, --creditor ID or --channel NAME, one of them")
        }
    }
}

/// A switch as JSON.
struct KillSwitchReport: Encodable {
    var scope: KillSwitch.Scope
    /// Empty for the fleet.
    var name: String
    var isOn: Bool
    /// Whether the command changed it.
    var isChanged: Bool
    /// Since when it is on; absent when it is off.
    var since: Instant?
    var actor: String
    var reason: String
}

extension KillSwitchReport {
    init(_ entry: KillSwitch, isOn: Bool, isChanged: Bool) {
        self.init(
            scope: entry.scope, name: entry.name, isOn: isOn, isChanged: isChanged, since: entry.at, actor: entry.actor,
            reason: entry.reason)
    }
}
