import ArgumentParser

/// `dunlin topology`: exchanges, queues, policies and users of the broker.
struct TopologyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "topology",
        abstract: "Renders, applies and verifies what the fleet needs on the broker.",
        subcommands: [
            TopologyRenderCommand.self, TopologyApplyCommand.self, TopologyVerifyCommand.self,
            TopologyUserCommand.self,
        ])
}
