import ArgumentParser
import Ledger
import Store

/// `dunlin dead collect`: from the broker into the ledger.
struct DeadCollectCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "collect",
        abstract: "Stores what lies in the dead-letter queues and in dunlin.unrouted, and empties them.",
        discussion: """
            Each message is stored with its bytes, properties and headers, committed, and only then acknowledged. Run \
            it again after a crash: what is stored already is recognised. It may run from a schedule.
            """)

    @OptionGroup var options: DeadOptions
    @OptionGroup var brokerOptions: BrokerOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let url = try brokerOptions.url()
        let result = try options.use(.write) { desk in
            let collector = try DeadLetterCollector(url: url, patience: .seconds(brokerOptions.timeout), desk: desk)
            var progress = Progress()
            return try collector.collectAll { progress.note("\($0.stored) stored") }
        }
        if json {
            return try StandardOutput.say(
                json: ["stored": result.stored, "known": result.known, "returned": result.returned])
        }
        let returned = result.returned > 0 ? ", \(result.returned) of them back from a replay" : ""
        try StandardOutput.say(["stored \(result.stored)\(returned); known already \(result.known)"])
    }
}
