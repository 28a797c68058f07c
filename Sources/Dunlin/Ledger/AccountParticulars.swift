import Contracts
import Ledger

/// What was agreed on in a case, what people have to do, and what being late costs, in lines for people.
struct AccountParticulars {
    private let entry: AccountView.CaseView
    private let clock: WallClock

    init(_ entry: AccountView.CaseView, clock: WallClock) {
        self.entry = entry
        self.clock = clock
    }

    /// Nothing for what the case does not have.
    var lines: [String] {
        guard let particulars = entry.particulars else { return [] }
        return particulars.pieces.compactMap(line) + particulars.promises.map(line) + particulars.plans.map(line)
            + particulars.tasks.map(line) + chargeLines(particulars)
    }

    /// An instalment, or what rests in part or by a promise; nil: an invoice of which the list of invoices tells all.
    private func line(_ piece: CaseParticulars.Piece) -> String? {
        let parts = [
            rest(of: piece.disputedMinor, "disputed", piece), rest(of: piece.promisedMinor, "promised", piece),
            piece.agesFrom.map { "ages from \($0) after its dispute" },
        ].compactMap { $0 }
        let isTold = piece.stop == nil || entry.items.contains { $0.invoice == piece.invoice && $0.stop == piece.stop }
        if piece.instalment == nil, parts.isEmpty, isTold { return nil }
        let name = piece.instalment.map { "Instalment \($0) of \(piece.invoice)" } ?? "Invoice \(piece.invoice)"
        let rest = piece.stop.map { "rests: \($0)\(until(piece.stopUntil))" }
        let open = rest == nil ? "\(entry.decimal(piece.openMinor)) may be asked for" : nil
        return ([name + " due \(piece.dueOn)"] + [open].compactMap { $0 } + parts + [rest].compactMap { $0 })
            .joined(separator: ", ")
    }

    /// nil: none of it does, or the piece rests as a whole for that reason.
    private func rest(of minor: Int64, _ reason: String, _ piece: CaseParticulars.Piece) -> String? {
        minor > 0 && piece.stop != reason ? "\(entry.decimal(minor)) rests: \(reason)" : nil
    }

    private func line(_ promise: CaseParticulars.Promise) -> String {
        let about = promise.invoices.isEmpty ? "the case" : promise.invoices.map(\.text).joined(separator: ", ")
        let rest =
            promise.rests
            ? ", rests it until \(clock.text(promise.end))"
            : promise.standing == "open" ? ", rests nothing: it was extended too often" : ""
        return "Promise \(promise.id): \(entry.decimal(promise.amountMinor)) by \(promise.promisedOn) on \(about), "
            + "\(entry.decimal(promise.paidMinor)) paid, \(promise.standing)\(rest)"
    }

    private func line(_ plan: CaseParticulars.Plan) -> String {
        let instalments = plan.instalments.map { "\(entry.decimal($0.minor.value)) on \($0.dueOn)" }
        let day =
            switch (plan.standing, plan.on) {
            case ("running", let day?): ", breaks on \(day) if nothing is paid"
            case (_, let day?): " since \(day)"
            case (_, nil): ""
            }
        return "Plan \(plan.id) on \(plan.invoices.map(\.text).joined(separator: ", ")): "
            + "\(instalments.joined(separator: ", ")); \(plan.standing)\(day)"
    }

    private func line(_ task: CaseParticulars.OpenTask) -> String {
        "Task\(task.id.map { " \($0)" } ?? ""): \(Self.words(for: task.kind))"
            + (task.step.map { " at step \($0)" } ?? "")
            + (task.owner.map { " for \($0)" } ?? "") + ", open since \(clock.text(task.openedAt))"
            + (task.dueAt.map { ", to be done before \(clock.text($0))" } ?? "")
    }

    /// What a person has to look into; the kinds of steps speak for themselves.
    private static func words(for kind: String) -> String {
        switch kind {
        case "rejected": "a message was refused for good"
        case "outcome unknown": "nobody knows whether a message went out"
        case "command parked": "a message could not be made and is parked"
        case "no channel": "no contact of the step's role can be reached"
        case "no hour": "window and law leave no hour to write"
        case "dispute": "answer a dispute"
        case "case does not settle": "facts changed each time a message was to go out"
        default: kind
        }
    }

    private func chargeLines(_ particulars: CaseParticulars) -> [String] {
        let untold = particulars.untoldInterest.map {
            "Interest on \($0.invoices.map(\.text).joined(separator: ", ")) cannot be told: \($0.reason)"
        }
        if particulars.charges.isEmpty { return untold }
        let sums = [("interest", "interest so far"), ("compensation", "fixed sums"), ("fee", "fees")]
            .compactMap { kind, words in
                particulars.chargesAskedMinorByKind[kind].map { "\(words) \(entry.decimal($0)) \(entry.currency)" }
            }.joined(separator: ", ")
        return particulars.charges.map(line) + untold
            + [sums.prefix(1).uppercased() + sums.dropFirst() + "; not in the balance"]
    }

    private func line(_ charge: CaseParticulars.Charge) -> String {
        let (amount, invoice) = (entry.decimal(charge.minor), charge.invoice?.text ?? "")
        let text =
            switch charge.kind {
            case "interest": "Interest on \(invoice): \(amount) at the rate of \(charge.half ?? "") (\(charge.basis))"
            case "compensation": "Fixed sum for \(invoice): \(amount) since \(charge.chargedOn)"
            default:
                "Fee \(charge.id): \(amount) for \(charge.step ?? "") on \(charge.chargedOn) (\(charge.basis))"
            }
        return text + (charge.isWaived ? ", waived: \(charge.reason ?? "")" : "")
    }

    private func until(_ end: Instant?) -> String { end.map { " until \(clock.text($0))" } ?? "" }
}
