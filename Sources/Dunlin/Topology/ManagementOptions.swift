import ArgumentParser
import Foundation

/// Where RabbitMQ's management API is, and which virtual host is meant.
struct ManagementOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "RabbitMQ's management API, http(s)://user:password@host:port, as an administrator. "
                + "Default: DUNLIN_MANAGEMENT_URL, or the content of the file that DUNLIN_MANAGEMENT_URL_FILE names, "
                + "which keep the password out of the process list.",
            valueName: "url"))
    var management: String?

    @Option(help: ArgumentHelp("The virtual host. It must exist.", valueName: "name"))
    var vhost = "/"

    @Option(help: ArgumentHelp("PEM file of the authority that signed the API's certificate.", valueName: "file"))
    var managementCA: String?

    func connected(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure)
        -> ManagementAPI
    {
        guard let url = try EnvironmentText.of("DUNLIN_MANAGEMENT_URL", unless: management, in: environment) else {
            throw Failure(
                .configuration, "no management API is named",
                remedy: "give --management URL or set DUNLIN_MANAGEMENT_URL")
        }
        return try ManagementAPI(url: url, vhost: vhost, caFile: managementCA)
    }
}
