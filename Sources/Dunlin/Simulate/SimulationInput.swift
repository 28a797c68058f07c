import Contracts
import Foundation
import Ledger

/// The events of a simulation, read whole: they are played by time, in whatever order they come.
struct SimulationInput {
    private(set) var events: [Simulation.Event] = []
    /// Lines that hold no event, each named on standard error.
    private(set) var refused = 0
    /// Events left out because their creditor has no rules.
    private(set) var foreign: [Identifier: Int] = [:]
    private(set) var accounts = 0
    let name: String

    init(_ file: InputFile, rules: SimulationRules) throws(Failure) {
        name = file.name
        var reader = LineReader(file)
        var known: Set<AccountKey> = []
        while let lines = try reader.next() {
            for line in lines where !line.bytes.isEmpty {
                do throws(InputRefusal) {
                    let message = try EventCheck.event(in: line.bytes).message
                    let owner = message.payload.owner
                    guard let creditor = owner?.creditor, rules.rules(of: creditor) != nil else {
                        if let creditor = owner?.creditor { foreign[creditor, default: 0] += 1 }
                        continue
                    }
                    if let account = owner?.account { known.insert(AccountKey(creditor: creditor, account: account)) }
                    events.append(
                        Simulation.Event(line: line.number, message: message, content: Self.mark(of: line.bytes)))
                } catch {
                    refused += 1
                    let id = error.id.map { " (id \($0))" } ?? ""
                    let path = error.error.path.map { $0 + " " } ?? ""
                    StandardError.say("\(name):\(line.number): \(path)\(error.error.message)\(id)")
                }
            }
        }
        accounts = known.count
    }

    private struct AccountKey: Hashable {
        var creditor: Identifier
        var account: Identifier
    }

    /// Eight bytes that tell one body from another within this run.
    private static func mark(of body: Data) -> [UInt8] {
        var hasher = Hasher()
        hasher.combine(body.count)
        body.withUnsafeBytes { hasher.combine(bytes: $0) }
        return withUnsafeBytes(of: hasher.finalize()) { Array($0) }
    }
}
