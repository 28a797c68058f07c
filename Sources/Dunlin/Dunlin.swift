import ArgumentParser
import Contracts
import Foundation

/// The operators' and integrators' tool: data in, and a look into the fleet.
struct DunlinCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "dunlin",
        abstract: "Feeds, inspects and operates a Dunlin fleet.",
        discussion: """
            Results go to standard output, remarks and errors to standard error. --ndjson means: one line out for each \
            line in, in order, flushed.

            Settings come from options, then from the environment: DUNLIN_BROKER_URL, DUNLIN_MANAGEMENT_URL, \
            DUNLIN_STORE (the ledger: an SQLite file or postgres://user@host:port/database) and DUNLIN_CONFIG (the \
            configuration folder).

            Exit codes:
            \(exitCodes)
            """,
        version: Version.current,
        subcommands: [
            LedgerCommand.self, ConfigCommand.self, PolicyCommand.self, TopologyCommand.self, ImportCommand.self,
            PublishCommand.self,
            DemoDataCommand.self, AccountCommand.self, AgingCommand.self, ForecastCommand.self, StatusCommand.self,
            ClockCommand.self, CalendarCommand.self,
            SimulateCommand.self, InterestCommand.self, TermsCommand.self, ContactCommand.self,
            DeadCommand.self, AuditCommand.self, KeysCommand.self, KillSwitchCommand.self, TraceCommand.self,
            UnknownCommand.self, WatchdogCommand.self, SMSCommand.self, PhoneCommand.self, StripCommand.self,
            UnderstandCommand.self,
        ])

    private static var exitCodes: String {
        ExitReason.allCases
            .map { "  " + String(repeating: " ", count: $0.rawValue < 10 ? 1 : 0) + "\($0.rawValue)  \($0.meaning)" }
            .joined(separator: "\n")
    }
}

@main
enum Main {
    static func main() {
        // A reader that went away is an error of a write, with a line that says so, not a silent death.
        signal(SIGPIPE, SIG_IGN)
        do {
            var command = try DunlinCommand.parseAsRoot()
            try command.run()
        } catch let failure as Failure {
            StandardError.say("dunlin: \(failure)")
            exit(failure.status.rawValue)
        } catch {
            DunlinCommand.exit(withError: error)
        }
    }
}
