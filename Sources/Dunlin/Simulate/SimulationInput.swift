import Contracts
import Dispatch
import Foundation
import Ledger
import Synchronization

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
            let lines = lines.filter { !$0.bytes.isEmpty }
            for (line, read) in zip(lines, Self.messages(in: lines)) {
                do throws(InputRefusal) {
                    let message = try read.get()
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

    /// Read on all cores: it is most of the work that is not done by books of their own.
    private static func messages(in lines: [InputLine]) -> [Result<Message, InputRefusal>] {
        let parts = ProcessInfo.processInfo.activeProcessorCount
        let size = max(16, (lines.count + parts - 1) / parts)
        let read = Mutex<[Int: [Result<Message, InputRefusal>]]>([:])
        DispatchQueue.concurrentPerform(iterations: (lines.count + size - 1) / size) { part in
            let messages = lines[(part * size)..<min(lines.count, (part + 1) * size)].map { line in
                Result { () throws(InputRefusal) in try EventCheck.event(in: line.bytes).message }
            }
            read.withLock { $0[part] = messages }
        }
        return read.withLock { $0 }.sorted { $0.key < $1.key }.flatMap(\.value)
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
