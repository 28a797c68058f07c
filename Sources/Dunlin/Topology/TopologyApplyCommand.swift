import ArgumentParser
import Contracts

struct TopologyApplyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "apply",
        abstract: "Puts exchanges, queues, bindings, policies and the workers' users on the broker.",
        discussion: """
            Can be repeated at any time: what is there stays, policies and rights are set anew, nothing is removed; what \
            is there and not needed is named. The marker that workers look for comes last, and markers of older \
            versions stay, so that workers of both versions can start during a roll-out.

            Each worker gets a user with the least it needs and a file FOLDER/NAME.env (mode 0600) that holds \
            DUNLIN_BROKER_URL. Users that exist keep their password.

            With --certificate-logins there is neither password nor file: a worker logs in with a client certificate \
            whose common name is its user, by an address without user and password: \
            amqps://host:5671/?cacertfile=…&certfile=…&keyfile=…
            """)

    @OptionGroup var managementOptions: ManagementOptions

    @Option(
        help: ArgumentHelp(
            "Where the files with the workers' broker URLs go. Needed when a user is new or rotated.",
            valueName: "folder"))
    var credentials: String?

    @Flag(help: "Give every worker a new password. Restart the workers with their new files.")
    var rotate = false

    @Flag(help: "New workers' users log in by client certificate only; with --rotate, all of them.")
    var certificateLogins = false

    @Option(
        help: ArgumentHelp(
            "Where workers find the broker, amqp(s)://host:port[,host:port][?cacertfile=…]. "
                + "Default: the management API's host with the port that the broker names.", valueName: "url"))
    var broker: String?

    @Flag(help: "Remove the markers of older versions: their workers no longer start.")
    var dropOldMarkers = false

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let api = try managementOptions.connected()
        let folder: CredentialsFolder? = if let credentials { try CredentialsFolder(credentials) } else { nil }
        let application = TopologyApplication(
            broker: api, wanted: .current, credentials: folder, rotates: rotate, usesCertificates: certificateLogins,
            dropsOldMarkers: dropOldMarkers)
        let report = try application.perform(endpoint: BrokerEndpoint(broker, of: api))
        if json { try StandardOutput.say(json: report) } else { try StandardOutput.say(report.lines) }
    }
}
