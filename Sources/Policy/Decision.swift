import Contracts

/// What follows from facts, policy and history at an instant.
package struct Decision: Hashable, Sendable {
    package var action: Action
    /// Steps up to the due date whose day has passed unsent: step id and occurrence.
    package var lapsed: [LapsedStep]

    package enum Action: Hashable, Sendable {
        /// This is due now.
        case send(Reminder)
        /// Nothing before this instant, unless a fact changes.
        case wait(until: Instant, WaitReason)
        /// Nothing until a fact changes.
        case rest(RestReason)
    }

    package enum WaitReason: String, Sendable {
        case step = "next step not due"
        case window = "outside the send window"
        case budget = "contact budget used up"
        case held, disputed
        // As the rests below, where time alone can end them: another invoice falls due, or the step lapses.
        case covered = "covered by unapplied payments or credit notes"
        case belowMinimum = "below the minimum"
        case noChannel = "no contact that can be reached"
    }

    package enum RestReason: String, Sendable {
        case nothingOpen = "nothing open"
        case covered = "covered by unapplied payments or credit notes"
        case belowMinimum = "below the minimum"
        case stepsTaken = "all steps taken"
        case noChannel = "no contact that can be reached"
        case held, disputed
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
    package var channel: Channel
    package var contact: ContactFacts
    /// Oldest due date first.
    package var items: [OpenItem]
    /// The open amounts less what is unapplied, more than 0.
    package var totalMinor: Int64
    /// The day it speaks of, in the creditor's calendar.
    package var today: CivilDate
}
