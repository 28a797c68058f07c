import ArgumentParser
import TestSupport

/// Speed, measured in turns against a limit or a peer in the same run.
@main struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Measures the fleet and its parts; scripts/bench runs it in release.",
        subcommands: [AMQPBench.self, StoreBench.self, PolicyBench.self, FleetBench.self, BacklogBench.self])
}

extension TemporaryStore.Kind: ExpressibleByArgument {}
