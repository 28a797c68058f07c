import Contracts
import Policy

let berlin = Zone("Europe/Berlin")!
let euro = Currency("EUR")!

extension CivilDate {
    init(_ year: Int, _ month: Int, _ day: Int) {
        self = CivilDate(year: year, month: month, day: day)!
    }
}

/// Steps 7 days before, on, and 5, 14 and 28 days after the due date; working days from 8 to 18 o'clock.
func policy(
    late: [Int] = [5, 14, 28], early: [Int] = [-7, 0], budget: ContactBudget = ContactBudget(messages: 10, days: 7),
    minimum: Int64 = 0, minimumPercent: Int = 0, disputes: DisputeRules = DisputeRules(),
    promises: PromiseRules = PromiseRules(), unapplied: UnappliedCashRules = UnappliedCashRules(),
    consolidation: Consolidation = .account, speaker: Speaker = .carrying, task: ManualTask? = nil,
    at taskStep: String = ""
) -> DunningPolicy {
    DunningPolicy(
        id: "test",
        steps: (early + late).map { due in
            DunningPolicy.Step(
                id: "due\(due)", timing: .due(due), template: "t\(due)", channels: [.email], role: "billing",
                task: "due\(due)" == taskStep ? task : nil)
        },
        window: SendWindow(
            days: [.monday, .tuesday, .wednesday, .thursday, .friday], fromMinute: 8 * 60, untilMinute: 18 * 60),
        minimum: [euro: minimum], budget: budget, minimumPercent: minimumPercent, disputes: disputes,
        promises: promises,
        unapplied: unapplied, consolidation: consolidation, speaker: speaker)
}

func facts(_ items: [OpenItem], unapplied: Int64 = 0, stop: Stop? = nil, contacts: [ContactFacts]? = nil) -> CaseFacts {
    CaseFacts(
        number: 1, creditor: "creditor", account: "account", currency: euro, creditorZone: berlin,
        accountZone: berlin, items: items, unappliedMinor: unapplied, stop: stop,
        contacts: contacts ?? [contact()])
}

func contact(optedOut: Bool = false, undeliverable: Bool = false) -> ContactFacts {
    ContactFacts(
        contact: "c1", role: "billing", name: nil, email: "billing@example.com", language: nil,
        hasOptedOut: optedOut, isUndeliverable: undeliverable)
}

func item(_ invoice: Identifier, due: CivilDate, open: Int64 = 10_000, stop: Stop? = nil) -> OpenItem {
    OpenItem(
        invoice: invoice, number: invoice.text, reference: nil, issuedOn: due.adding(days: -30), dueOn: due,
        amountMinor: 10_000, openMinor: open, stop: stop)
}

func sent(_ step: String, occurrence: Int = 0, episode: Int = 1, at: Instant, _ invoices: Identifier...) -> PastAttempt
{
    PastAttempt(
        instance: StepInstance(episode: episode, step: step, occurrence: occurrence), standing: .taken, at: at,
        invoices: invoices)
}

/// 10:00 in Berlin.
func morning(_ year: Int, _ month: Int, _ day: Int) -> Instant {
    berlin.instant(CivilDate(year, month, day), minute: 600)
}

extension Decision {
    var step: String? {
        if case .send(let reminder) = action { reminder.step.id } else { nil }
    }

    var invoices: [Identifier]? {
        if case .send(let reminder) = action { reminder.items.map(\.invoice) } else { nil }
    }

    var waitsUntil: Instant? {
        if case .wait(let until, _) = action { until } else { nil }
    }
}
