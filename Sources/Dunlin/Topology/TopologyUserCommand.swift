import ArgumentParser
import Contracts

/// `dunlin topology user`: users of upstream services.
struct TopologyUserCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "user",
        abstract: "Makes and removes the broker users of upstream services.",
        subcommands: [TopologyUserAddCommand.self, TopologyUserRemoveCommand.self])
}

struct TopologyUserAddCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "add",
        abstract: "Makes a user that may publish the named event types and do nothing else.",
        discussion: """
            Prints the user's broker URL, once: it is stored nowhere. A user that exists gets exactly the named types and \
            keeps its password, unless it is rotated.

            Types: \(upstreamTypes.map(\.rawValue).joined(separator: ", ")).
            """)

    @Argument(help: "The service's name: a-z, 0-9 and hyphens, at most 60.")
    var name: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp("The event types it may publish, such as dunlin.invoice.issued.v1.", valueName: "type"))
    var publishes: [String]

    @Flag(help: "Give an existing user a new password and print its URL.")
    var rotate = false

    @Option(
        help: ArgumentHelp(
            "Where the service finds the broker, amqp(s)://host:port[,host:port][?cacertfile=…]. "
                + "Default: the management API's host with the port that the broker names.", valueName: "url"))
    var broker: String?

    @OptionGroup var managementOptions: ManagementOptions

    private static let upstreamTypes = MessageType.allCases.filter { $0.direction == .upstream }

    func validate() throws {
        let isName =
            (1...60).contains(name.utf8.count)
            && name.utf8.allSatisfy { (0x61...0x7A).contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
        if !isName { throw ValidationError("the name is not 1 to 60 of a-z, 0-9 and hyphens") }
        if BrokerUser.fleet.contains(where: { $0.name == name }) {
            throw ValidationError("\(name) is the name of a worker's user")
        }
        if publishes.isEmpty { throw ValidationError("--publishes needs at least one type") }
        for type in publishes where !Self.upstreamTypes.contains(where: { $0.rawValue == type }) {
            throw ValidationError("'\(type)' is no event of upstream; see --help for the list")
        }
    }

    func run() throws {
        let api = try managementOptions.connected()
        let endpoint = try BrokerEndpoint(broker, of: api)
        let users = BrokerUsers(broker: api)
        let isNew = try !users.exists(name, as: .upstream)
        let login = BrokerLogin(user: name)
        if isNew || rotate { try users.store(login, as: .upstream) }
        try users.grant(.upstream(name, publishing: publishes.compactMap(MessageType.init(rawValue:))))
        if isNew || rotate, let password = login.password {
            try StandardOutput.say([endpoint.url(user: name, password: password)])
        } else {
            StandardError.say("\(name) may now publish \(publishes.joined(separator: ", ")); its password is unchanged")
        }
    }
}

struct TopologyUserRemoveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "remove",
        abstract: "Removes the user of an upstream service. Its connections end.")

    @Argument(help: "The service's name.")
    var name: String

    @OptionGroup var managementOptions: ManagementOptions

    func run() throws {
        let users = BrokerUsers(broker: try managementOptions.connected())
        guard try users.exists(name, as: .upstream) else {
            throw Failure(.configuration, "the broker has no user \(name)")
        }
        try users.remove(name)
    }
}
