import ArgumentParser
import Contracts

struct TopologyVerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Compares the broker with what this version needs and prints what differs.",
        discussion: """
            Compares types, arguments, bindings, policies (also those in force), rights and the marker. Reads only.
            Exit code 0: the same; 2: something differs; any other: it could not be told.
            """)

    @OptionGroup var managementOptions: ManagementOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let wanted = BrokerDefinition.current
        let found = try BrokerState(of: managementOptions.connected())
        let comparison = TopologyComparison(wanted: wanted, found: found)
        let differences = comparison.differences + [comparison.missingMarker].compactMap { $0 }
        let others = found.markers.filter { $0 != wanted.marker }
        if json {
            try StandardOutput.say(
                json: Report(
                    same: differences.isEmpty, marker: wanted.marker, otherMarkers: others, differences: differences))
        } else if differences.isEmpty {
            try StandardOutput.say(["the broker is as it must be: \(wanted.marker)"])
        } else {
            try StandardOutput.say(differences.map(\.line))
        }
        if !differences.isEmpty { throw ExitCode(ExitReason.differs.rawValue) }
    }

    private struct Report: Encodable {
        let same: Bool
        let marker: String
        let otherMarkers: [String]
        let differences: [TopologyDifference]
    }
}
