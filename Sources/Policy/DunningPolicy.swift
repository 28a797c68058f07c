import Contracts

/// Who is reminded of what, when and how: the rules of one policy file.
///
/// Steps are in the order in which they are taken. Early steps belong to one due date and lapse when their day has
/// passed; late steps belong to the case and are taken one after the other, none left out.
///
/// A value that never changes, as ``Step`` is; a class because decisions hand both around all the time, and a reference
/// is one count to keep where the parts are twenty.
package final class DunningPolicy: Hashable, Sendable {
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
    /// Percent of the invoiced amount of the items named, 0 to 100: a late step that asks for less speaks with the voice
    /// of the step below, see ``voice(for:naming:totalMinor:of:after:at:)``.
    package let minimumPercent: Int
    package let disputes: DisputeRules
    package let promises: PromiseRules
    package let plans: PlanRules
    package let unapplied: UnappliedCashRules
    package let consolidation: Consolidation
    package let speaker: Speaker
    package let fallback: ChannelFallback
    /// The debtors that it is made for.
    package let scope: PolicyScope

    package init(
        id: String, steps: [Step], window: SendWindow, minimum: [Currency: Int64], budget: ContactBudget,
        grace: Int = 0, minimumPercent: Int = 0, disputes: DisputeRules = DisputeRules(),
        promises: PromiseRules = PromiseRules(), plans: PlanRules = PlanRules(),
        unapplied: UnappliedCashRules = UnappliedCashRules(), consolidation: Consolidation = .account,
        speaker: Speaker = .carrying, fallback: ChannelFallback = ChannelFallback(), scope: PolicyScope = .byName
    ) {
        self.id = id
        self.steps = steps
        self.earlySteps = steps.filter(\.isEarly)
        self.lateSteps = steps.filter { !$0.isEarly }
        self.window = window
        self.minimum = minimum
        self.budget = budget
        self.grace = grace
        self.minimumPercent = minimumPercent
        self.disputes = disputes
        self.promises = promises
        self.plans = plans
        self.unapplied = unapplied
        self.consolidation = consolidation
        self.speaker = speaker
        self.fallback = fallback
        self.scope = scope
    }

    /// One step of the ladder.
    package final class Step: Hashable, Sendable {
        package let id: String
        package let timing: StepTiming
        /// The template's name; empty where ``isMessage`` is not.
        package let template: String
        /// The channels that may be used, the preferred one first.
        package let channels: [Channel]
        package let reach: Reach
        /// The role of the contact that is written to.
        package let role: String
        /// How it sounds, for people who look at the plan; the template does the talking.
        package let tone: Tone?
        /// What a person has to do; nil: the step is a message.
        package let task: ManualTask?
        /// What it costs the debtor; nil: nothing.
        package let fee: FeeRule?

        package init(
            id: String, timing: StepTiming, template: String, channels: [Channel], role: String, tone: Tone? = nil,
            task: ManualTask? = nil, fee: FeeRule? = nil, reach: Reach = .first
        ) {
            self.id = id
            self.timing = timing
            self.template = template
            self.channels = channels
            self.reach = reach
            self.role = role
            self.tone = tone
            self.task = task
            self.fee = fee
        }

        /// Whether it speaks of an invoice that is not overdue yet.
        package var isEarly: Bool { timing.isEarly }

        /// Whether a message goes out, at once or when somebody has approved it.
        package var isMessage: Bool { task.map { $0.kind == .approve } ?? true }
    }

    /// On how many of its channels a step goes out.
    package enum Reach: String, Word {
        /// On the first that works.
        case first
        /// On each that works.
        case all
    }

    package enum Tone: String, Word {
        case friendly, neutral, firm, final
    }

    package func step(_ id: String) -> Step? {
        steps.first { $0.id == id }
    }
}

extension DunningPolicy {
    package static func == (left: DunningPolicy, right: DunningPolicy) -> Bool {
        if left === right { return true }
        return left.id == right.id && left.steps == right.steps && left.window == right.window
            && left.minimum == right.minimum && left.budget == right.budget && left.grace == right.grace
            && left.minimumPercent == right.minimumPercent && left.disputes == right.disputes
            && left.promises == right.promises && left.plans == right.plans && left.unapplied == right.unapplied
            && left.consolidation == right.consolidation && left.speaker == right.speaker
            && left.fallback == right.fallback && left.scope == right.scope
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(steps)
    }
}

extension DunningPolicy.Step {
    package static func == (left: DunningPolicy.Step, right: DunningPolicy.Step) -> Bool {
        if left === right { return true }
        return left.id == right.id && left.timing == right.timing && left.template == right.template
            && left.channels == right.channels && left.reach == right.reach && left.role == right.role
            && left.tone == right.tone && left.task == right.task && left.fee == right.fee
    }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(id)
        hasher.combine(timing)
    }
}
