import AMQP
import Contracts
import Foundation

/// The work of one `dunlin import`: reads rows, sends their events in batches and answers for each row.
struct ImportRun: ~Copyable {
    private let inputName: String
    private var rows: RowSource
    private var events: RowEvents
    private var output: EventOutput
    /// Whether each row has a line on standard output; otherwise refusals are named on standard error.
    private let answersRows: Bool
    private var answers: OutputFile
    private var report = ImportReport()
    private var progress = Progress()
    private let encoder = JSONEncoder()

    /// Events that are sent together, at most.
    private static let batch = 1000

    init(
        inputName: String, rows: RowSource, events: RowEvents, output: consuming EventOutput, answersRows: Bool
    ) throws(Failure) {
        self.inputName = inputName
        self.rows = rows
        self.events = events
        self.output = output
        self.answersRows = answersRows
        answers = try OutputFile("-")
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    mutating func run() throws(Failure) -> ImportReport {
        var pending = Pending()
        while let item = try rows.next() {
            report.rows += 1
            switch item {
            case .refused(let line, let refusal): pending.outcomes.append(Outcome(line: line, refusal: refusal))
            case .row(let row):
                do throws(RowRefusal) {
                    pending.add(try events.events(of: row), of: row)
                } catch {
                    pending.outcomes.append(Outcome(line: row.line, refusal: error))
                }
            }
            if pending.events.count >= Self.batch || pending.outcomes.count >= Self.batch { try settle(&pending) }
        }
        try settle(&pending)
        try answers.finish()
        try output.finish()
        report.counts = events.counts
        return report
    }

    /// Sends what is pending and answers for its rows.
    private mutating func settle(_ pending: inout Pending) throws(Failure) {
        let failures = try output.send(pending.events)
        for (index, failure) in failures {
            pending.outcomes[pending.rows[index]].refusal = RowRefusal(.broker, failure.reason)
        }
        report.events += pending.events.count - failures.count
        for outcome in pending.outcomes { try give(outcome) }
        try answers.flush()
        pending = Pending()
        progress.note("\(report.rows) rows, \(report.refused) refused")
    }

    private mutating func give(_ outcome: Outcome) throws(Failure) {
        if let refusal = outcome.refusal { report.refusedBy[refusal.reason, default: 0] += 1 }
        if answersRows {
            do {
                try answers.write(line: encoder.encode(RowAnswer(outcome)))
            } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure(.inputOutput, "cannot encode the answer to line \(outcome.line)")
            }
        } else if let refusal = outcome.refusal {
            StandardError.say("\(inputName):\(outcome.line): \(refusal.text)")
        }
    }
}

/// Rows read whose events are not sent yet.
private struct Pending {
    var outcomes: [Outcome] = []
    var events: [WireEvent] = []
    /// The place in `outcomes` of each event's row.
    var rows: [Int] = []

    mutating func add(_ events: [WireEvent], of row: ImportRow) {
        rows += repeatElement(outcomes.count, count: events.count)
        self.events += events
        outcomes.append(Outcome(line: row.line, ids: events.map(\.message.id)))
    }
}

private struct Outcome {
    let line: Int
    var ids: [String] = []
    var refusal: RowRefusal?
}

/// What is said about one row.
private struct RowAnswer: Encodable {
    struct Problem: Encodable {
        let code: String
        let message: String
        let column: String?
    }

    let line: Int
    /// The ids of the events that the row made; empty if all of it stood before.
    let ids: [String]?
    let error: Problem?

    init(_ outcome: Outcome) {
        line = outcome.line
        ids = outcome.refusal == nil ? outcome.ids : nil
        error = outcome.refusal.map { Problem(code: $0.reason.rawValue, message: $0.text, column: $0.column) }
    }
}
