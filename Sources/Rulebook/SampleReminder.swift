import Contracts

/// Reminders that never were, in the shapes that real ones have: every template must be able to write each.
package enum SampleReminder: CaseIterable, Sendable {
    case oneItem, manyItems, withUnappliedCredit, withoutNames

    package var words: String {
        switch self {
        case .oneItem: "one item"
        case .manyItems: "many items"
        case .withUnappliedCredit: "with unapplied credit"
        case .withoutNames: "without names and references"
        }
    }

    /// - Parameter due: the age of the oldest item; 0 or negative for a step before the due date.
    package func command(
        template: String, language: String, creditor: Creditor, daysPastDue due: Int,
        today: CivilDate = CivilDate(year: 2026, month: 8, day: 18)!
    ) -> ReminderRender {
        let items = (0..<itemCount).map { item($0, oldest: due, today: today) }
        let unapplied: Int64 = self == .withUnappliedCredit ? 12_345 : 0
        let step = due > 0 ? 0 : today.adding(days: -due).daysSince1970
        return ReminderRender(
            attempt: AttemptReference(id: "7d3f0c52-9b1e-5a64-8c07-2f4f6f1b9a10", revision: 1, generation: 0),
            case: CaseReference(number: 4711, creditor: creditor.id, account: "K-10023", currency: Self.euro),
            instance: StepInstance(episode: 1, step: template, occurrence: step), channel: .email,
            slot: ContactSlot(role: "billing", contact: "c1"), basis: "0", config: "0", template: template,
            languages: [language], today: today,
            recipient: Recipient(
                name: self == .withoutNames ? nil : "Robin Example", email: "billing@customer.example.com"),
            accountName: "Example Retail & Sons Ltd", items: items, unappliedMinor: unapplied,
            totalMinor: items.reduce(0) { $0 + $1.openMinor } - unapplied,
            links: ReminderLinks(
                portal: "https://pay.example.com/c/eyJjIjo0NzExfQ.3q2-7wAAvAAA",
                unsubscribe: "https://pay.example.com/u/eyJjIjo0NzExfQ.3q2-7wAAvAAB", replyToken: "k7q2v9x4m1"))
    }

    private var itemCount: Int {
        switch self {
        case .oneItem, .withoutNames: 1
        case .manyItems: 7
        case .withUnappliedCredit: 2
        }
    }

    /// The first is the oldest; the others fell due five days after one another, as far as the step's age allows.
    private func item(_ index: Int, oldest due: Int, today: CivilDate) -> ReminderItem {
        let daysPastDue = due > 0 ? max(1, due - 5 * index) : due
        let dueOn = today.adding(days: -daysPastDue)
        let amount = 125_000 + Int64(index) * 33_377
        return ReminderItem(
            invoice: Identifier("i\(index + 1)")!, number: "2026-\(1041 + index)",
            reference: self == .withoutNames || index % 3 == 2 ? nil : "PO-77\(index)",
            issuedOn: dueOn.adding(days: -30), dueOn: dueOn, daysPastDue: daysPastDue, amountMinor: amount,
            openMinor: index == 1 ? amount - 40_000 : amount,
            account: index == 1 ? "K-2001" : nil)
    }

    private static let euro = Currency("EUR")!
}
