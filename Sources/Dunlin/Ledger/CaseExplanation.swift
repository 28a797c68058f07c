import Contracts
import Ledger
import Policy

/// What comes next in a case, and why, in a sentence for people.
struct CaseExplanation {
    private let entry: AccountView.CaseView
    private let isAccountKnown: Bool
    private let clock: WallClock
    /// As the planner stores it.
    private static let doubt = "outcome unknown"

    init(_ entry: AccountView.CaseView, isAccountKnown: Bool, clock: WallClock) {
        self.entry = entry
        self.isAccountKnown = isAccountKnown
        self.clock = clock
    }

    var text: String {
        if entry.next.hasPrefix("send ") { return due(step: String(entry.next.dropFirst("send ".count))) }
        if entry.next.hasPrefix("task ") {
            return
                "\(entry.next.dropFirst("task ".count)) is due\(oldest): a task that is opened when the planner comes by"
        }
        if let until = entry.nextAt, let reason = Decision.WaitReason(rawValue: entry.next) {
            return waiting(for: reason, until: clock.text(until))
        }
        if let reason = Decision.RestReason(rawValue: entry.next) { return resting(reason) }
        return isAccountKnown
            ? "nothing can be decided: the configuration does not have the creditor"
            : "nothing can be decided: the account itself has not been told of, only facts about it"
    }

    private func due(step: String) -> String {
        if let hold = entry.hold { return "\(step) is due\(oldest), but is not sent: \(hold)" }
        return switch entry.why {
        // What the planner waits for by other rules than the policy's.
        case "under way", "on the wire": "\(step) is \(entry.why)\(oldest)"
        case Self.doubt:
            "\(step) is due\(oldest), but waits: nobody knows whether an earlier message went out; 'dunlin unknown list' "
                + "shows it, and after 72 hours the case goes on"
        case "deferred", "command parked", "waits until the case is quiet", "case does not settle":
            "\(step) is due\(oldest), but waits: \(entry.why)"
        default: "\(step) is due\(oldest) and goes out when the planner comes by"
        }
    }

    private func waiting(for reason: Decision.WaitReason, until time: String) -> String {
        switch reason {
        case .step: "waits until \(time) for the next step's day\(oldest)"
        case .window: "a step is due\(oldest), but waits until \(time): the debtor may not be written to at this hour"
        case .law: "a step is due\(oldest), but waits until \(time): the law limits when and how often"
        case .noHour:
            "rests until \(time) or new facts: send window and law leave no common hour in the zones where the debtor may be"
        case .budget:
            "a step is due\(oldest), but waits until \(time): account or address had as many messages as is allowed"
        case .held: "rests until \(time): a hold stands"
        case .disputed: "rests until \(time): a dispute is open"
        case .promised: "rests until \(time): what is open was promised"
        case .unapplied: "rests until \(time): money has come that may be meant for what is open"
        case .task: "rests until \(time): a person has a task to do first"
        case .covered: "rests until \(time) or new facts: payments or credit notes not yet allocated cover what is due"
        case .belowMinimum: "rests until \(time) or new facts: what is due is below the policy's minimum"
        case .noChannel:
            "rests until \(time) or new facts: no contact of the step's role can be reached; tell an address or another "
                + "contact"
        }
    }

    private func resting(_ reason: Decision.RestReason) -> String {
        switch reason {
        case .nothingOpen: "rests: no invoice is open"
        case .covered: "rests: payments or credit notes not yet allocated cover what is open"
        case .belowMinimum: "rests: what is open is below the policy's minimum"
        case .stepsTaken: "rests: all steps of the policy were taken\(oldest)"
        case .noChannel:
            "rests: no contact of the step's role can be reached; tell an address or another contact"
        case .noHour:
            "rests: send window and law leave no common hour in the zones where the debtor may be; tell the debtor's zone"
        case .held: "rests: a hold stands until it is lifted"
        case .disputed: "rests: a dispute is open until it is closed"
        case .promised: "rests: what is open was promised"
        case .task: "rests: a person has a task to do first"
        case .factsIncomplete:
            "rests: an event about it was refused; publish it mended, or declare the facts complete with "
                + "'dunlin account accept'"
        case .balanceDiffers: "rests: the facts differ from upstream's statement; publish what is missing, or a new one"
        }
    }

    /// What carries the steps, in brackets: the oldest that does not rest, an invoice or an instalment of one.
    private var oldest: String {
        guard let (name, days) = carrying else { return "" }
        let age =
            switch days {
            case 0: "is due today"
            case ..<0: "is due in \(-days) \(days == -1 ? "day" : "days")"
            default: "is \(days) \(days == 1 ? "day" : "days") past due"
            }
        return " (\(name) \(age))"
    }

    /// Its name and its days past due.
    private var carrying: (name: String, days: Int)? {
        guard let pieces = entry.particulars?.pieces else {
            let item = entry.items.filter { $0.stop == nil }.min { ($0.dueOn, $0.invoice) < ($1.dueOn, $1.invoice) }
            return item.map { ("invoice \($0.invoice)", $0.daysPastDue) }
        }
        guard let piece = pieces.first(where: { $0.stop == nil }),
            let item = entry.items.first(where: { $0.invoice == piece.invoice })
        else { return nil }
        let name = piece.instalment.map { "instalment \($0) of \(piece.invoice)" } ?? "invoice \(piece.invoice)"
        return (name, item.daysPastDue - piece.dueOn.days(since: item.dueOn))
    }
}
