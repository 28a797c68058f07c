import ArgumentParser
import Contracts

/// What one message by a channel costs its sender, as given: `email=0.001EUR`.
struct ChannelCost: ExpressibleByArgument, Equatable {
    let channel: Channel
    let price: UnitPrice

    static let form = "CHANNEL=AMOUNT and a currency such as email=0.001EUR; \(UnitPrice.range)"

    init?(argument: String) {
        let parts = argument.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let channel = Channel(rawValue: String(parts[0])),
            let price = UnitPrice(argument: String(parts[1]))
        else { return nil }
        self.channel = channel
        self.price = price
    }
}
