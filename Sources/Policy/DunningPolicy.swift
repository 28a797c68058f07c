import Contracts

/// Who is reminded of what, when and how: the rules of one policy file.
///
/// Steps are in the order in which they are taken. Early steps belong to one due date and lapse when their day has
/// passed; late steps belong to the case and are taken one after the other, none left out.
package struct DunningPolicy: Hashable, Sendable {
    package let id: String
    package let steps: [Step]
    /// Those that speak of what is not overdue yet.
    package let earlySteps: [Step]
    package let lateSteps: [Step]
    package let window: SendWindow
    /// The least total, in minor units, that is asked for; a currency that is not named has none.
    package let minimum: [Currency: Int64]
    package let budget: ContactBudget
    /// So many days after its due date an invoice does not count as overdue yet; 0 or more.
    package let grace: Int

    package init(
        id: String, steps: [Step], window: SendWindow, minimum: [Currency: Int64], budget: ContactBudget,
        grace: Int = 0
    ) {
        self.id = id
        self.steps = steps
        self.earlySteps = steps.filter(\.isEarly)
        self.lateSteps = steps.filter { !$0.isEarly }
        self.window = window
        self.minimum = minimum
        self.budget = budget
        self.grace = grace
    }

    /// One step of the ladder.
    package struct Step: Hashable, Sendable {
        package let id: String
        package let timing: StepTiming
        /// The template's name.
        package let template: String
        /// The channels that may be used, the first that works wins.
        package let channels: [Channel]
        /// The role of the contact that is written to.
        package let role: String
        /// How it sounds, for people who look at the plan; the template does the talking.
        package let tone: Tone?

        package init(
            id: String, timing: StepTiming, template: String, channels: [Channel], role: String, tone: Tone? = nil
        ) {
            self.id = id
            self.timing = timing
            self.template = template
            self.channels = channels
            self.role = role
            self.tone = tone
        }

        /// Whether it speaks of an invoice that is not overdue yet.
        package var isEarly: Bool { timing.isEarly }
    }

    package enum Tone: String, Word {
        case friendly, neutral, firm, final
    }

    package func step(_ id: String) -> Step? {
        steps.first { $0.id == id }
    }
}

/// How many messages an account, and an address, may get in a sliding window.
package struct ContactBudget: Hashable, Sendable {
    /// At least 1.
    package let messages: Int
    /// The window's length in days of 24 hours, at least 1.
    package let days: Int

    package init(messages: Int, days: Int) {
        self.messages = messages
        self.days = days
    }

    /// When another message may go out, given those that went out; nil: now.
    package func nextAllowed(sent: [Instant], now: Instant) -> Instant? {
        let length = Duration.seconds(days * 86_400)
        let counted = sent.filter { now.since($0) < length }.sorted()
        guard counted.count >= messages else { return nil }
        return counted[counted.count - messages].adding(length)
    }
}
