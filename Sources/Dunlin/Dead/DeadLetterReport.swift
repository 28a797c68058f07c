import Contracts
import Ledger

/// A dead letter as a line of JSON.
struct DeadLetterReport: Encodable {
    var number: Int64
    var state: String
    var queue: String
    var messageID: String
    var `class`: String
    var type: String?
    var creditor: String?
    var account: String?
    var template: String?
    var config: String?
    var error: String?
    var path: String?
    var worker: String?
    var diedAt: Instant
    var collectedAt: Instant
    var generation: Int64
    var size: Int64
    var origin: Int64?
    var plan: String?
    var workQueue: String?

    init(_ letter: DeadLetter) {
        number = letter.number
        state = letter.state.rawValue
        queue = letter.queue
        messageID = letter.messageID
        `class` = letter.class
        type = letter.type
        creditor = letter.creditor
        account = letter.account
        template = letter.template
        config = letter.config
        error = letter.error
        path = letter.path
        worker = letter.worker
        diedAt = letter.diedAt
        collectedAt = letter.collectedAt
        generation = letter.generation
        size = letter.size
        origin = letter.origin
        plan = letter.plan
        workQueue = letter.workQueue
    }
}

extension DeadLetterGroup {
    /// Groups as a table, with what they have in common last, as it is the longest.
    static func lines(_ groups: [DeadLetterGroup]) -> [String] {
        var table = TextTable([
            ("COUNT", .right), ("CLASS", .left), ("QUEUE", .left), ("OLDEST", .left), ("NEWEST", .left),
            ("TEMPLATE", .left), ("CONFIG", .left), ("ERROR", .left),
        ])
        for group in groups {
            table.add([
                "\(group.count)", group.class, group.queue, "\(group.oldest)", "\(group.newest)",
                group.template ?? "-", group.config.map { String($0.prefix(12)) } ?? "-", group.error ?? "-",
            ])
        }
        return table.lines
    }
}
