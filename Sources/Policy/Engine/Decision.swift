import Contracts

/// What follows from facts, policy and history at an instant.
package struct Decision: Hashable, Sendable {
    package var action: Action
    /// Steps up to the due date whose day has passed unsent: step id and occurrence.
    package var lapsed: [LapsedStep]

    package enum Action: Hashable, Sendable {
        /// This is due now.
        case send(Reminder)
        /// A person has to do this; it is opened once, and the history tells of it from then on.
        case task(DueTask)
        /// Nothing before this instant, unless a fact changes.
        case wait(until: Instant, WaitReason)
        /// Nothing until a fact changes.
        case rest(RestReason)
    }

    package enum WaitReason: String, Sendable {
        case step = "next step not due"
        case window = "outside the send window"
        case budget = "contact budget used up"
        case law = "limited by law"
        case held, disputed, promised
        case unapplied = "unapplied cash"
        case task = "a task is open"
        // As the rests below, where time alone can end them: another invoice falls due, or the step lapses.
        case covered = "covered by unapplied payments or credit notes"
        case belowMinimum = "below the minimum"
        case noChannel = "no contact that can be reached"
        case noHour = "no hour that window and law leave open"
    }

    package enum RestReason: String, Sendable {
        case nothingOpen = "nothing open"
        case covered = "covered by unapplied payments or credit notes"
        case belowMinimum = "below the minimum"
        case stepsTaken = "all steps taken"
        case noChannel = "no contact that can be reached"
        case noHour = "no hour that window and law leave open"
        case held, disputed, promised
        case task = "a task is open"
        case factsIncomplete = "facts incomplete"
        case balanceDiffers = "balance differs"
    }
}

package struct LapsedStep: Hashable, Sendable {
    package var step: String
    package var occurrence: Int

    package init(step: String, occurrence: Int) {
        self.step = step
        self.occurrence = occurrence
    }
}

/// A reminder that is due: what it says and to whom.
package struct Reminder: Hashable, Sendable {
    package var instance: StepInstance
    package var step: DunningPolicy.Step
    /// The template's name: the step's own, or that of who speaks for it.
    package var template: String
    package var tone: DunningPolicy.Tone?
    package var channel: Channel
    package var contact: ContactFacts
    /// The oldest first. Of an invoice in instalments there may be several; the open amounts are without what rests.
    package var items: [OpenItem]
    /// The open amounts less what is unapplied, more than 0.
    package var totalMinor: Int64
    /// The day it speaks of, in the creditor's calendar.
    package var today: CivilDate
}

/// A task that is due: what a person has to do about which invoices.
package struct DueTask: Hashable, Sendable {
    package var instance: StepInstance
    package var step: DunningPolicy.Step
    package var task: ManualTask
    /// As of a ``Reminder``.
    package var items: [OpenItem]
    /// The open amounts less what is unapplied, more than 0.
    package var totalMinor: Int64
    /// The first instant at which it is late if it is opened now.
    package var deadline: Instant
    /// The day it speaks of, in the creditor's calendar.
    package var today: CivilDate

    /// The invoices it speaks of, none twice.
    package var invoices: [Identifier] { items.invoices }
}

extension Reminder {
    /// The invoices it names, none twice.
    package var invoices: [Identifier] { items.invoices }
}

extension [OpenItem] {
    /// In the order of the items, none twice.
    fileprivate var invoices: [Identifier] {
        reduce(into: []) { if $0.last != $1.invoice, !$0.contains($1.invoice) { $0.append($1.invoice) } }
    }
}
