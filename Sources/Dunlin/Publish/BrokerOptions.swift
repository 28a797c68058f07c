import ArgumentParser
import Contracts
import Foundation

/// Where the broker is.
struct BrokerOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The broker, amqp(s)://user:password@host:port/vhost. Default: DUNLIN_BROKER_URL, or the content of the "
                + "file that DUNLIN_BROKER_URL_FILE names, which keep the password out of the process list.",
            valueName: "url"))
    var broker: String?

    @Option(help: "Give up after this many seconds in which the broker answers nothing, 1-3600.")
    var timeout = 30

    func validate() throws {
        guard (1...3600).contains(timeout) else { throw ValidationError("--timeout is 1 to 3600 seconds") }
    }

    func connected(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure)
        -> EventPublisher
    {
        try EventPublisher(url: try url(environment: environment), patience: .seconds(timeout))
    }

    func url(environment: [String: String] = ProcessInfo.processInfo.environment) throws(Failure) -> String {
        guard let url = try EnvironmentText.of("DUNLIN_BROKER_URL", unless: broker, in: environment) else {
            throw Failure(.configuration, "no broker is named", remedy: "give --broker URL or set DUNLIN_BROKER_URL")
        }
        return url
    }
}

extension BrokerOptions {
    /// Publishes one message and waits until the broker has it.
    func publish(_ message: Message) throws {
        let publisher = try connected()
        let failures = try publisher.publish([WireEvent(message)])
        publisher.close()
        if let failure = failures.values.first {
            throw Failure(.unavailable, "the broker did not take it: \(failure.reason)")
        }
    }
}
