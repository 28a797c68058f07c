import Contracts

/// What a dispute of a part of an invoice rests, and what its close means for the age.
package struct DisputeRules: Hashable, Sendable {
    /// Whether what is not disputed is asked for meanwhile; if not, the whole invoice rests.
    package let restGoesOn: Bool
    /// Whether an invoice ages from the close of its last dispute, see ``age(dueOn:openedOn:closedOn:)``.
    package let agesAnew: Bool
    /// Days in which a dispute is to be answered, counted from the day on which it was opened; nil: no such term.
    package let serviceDays: Int?
    /// Who answers disputes, as the creditor names people or teams; nil: whoever takes them.
    package let owner: String?

    package init(
        restGoesOn: Bool = true, agesAnew: Bool = false, serviceDays: Int? = nil, owner: String? = nil
    ) {
        self.restGoesOn = restGoesOn
        self.agesAnew = agesAnew
        self.serviceDays = serviceDays
        self.owner = owner
    }

    /// The day from which an invoice ages once its dispute is closed: that day and what was left of the term when the
    /// dispute was opened. Never before the due date.
    package static func age(dueOn: CivilDate, openedOn: CivilDate, closedOn: CivilDate) -> CivilDate {
        max(dueOn, closedOn.adding(days: max(0, dueOn.days(since: openedOn))))
    }
}

/// How long a promise to pay rests what it names.
package struct PromiseRules: Hashable, Sendable {
    /// Days after the promised one in which a payment still keeps the promise; 0 or more.
    package let graceDays: Int
    /// How often an open promise may be replaced by a later one that rests again; 0 or more.
    package let extensions: Int
    /// The text of the first late message about an invoice whose promise was not kept in full, in place of the step's;
    /// nil: the step's own.
    package let brokenTemplate: String?

    package init(graceDays: Int = 2, extensions: Int = 1, brokenTemplate: String? = nil) {
        self.graceDays = graceDays
        self.extensions = extensions
        self.brokenTemplate = brokenTemplate
    }
}

/// When a payment plan counts as broken.
package struct PlanRules: Hashable, Sendable {
    /// Days after an instalment's due date in which it may still be paid; 0 or more.
    package let graceDays: Int

    package init(graceDays: Int = 3) { self.graceDays = graceDays }
}

/// What money means that has come and that no invoice has been given yet.
package struct UnappliedCashRules: Hashable, Sendable {
    /// Days for which the case waits after it came, so that it can be allocated; 0: none. The case goes on with the
    /// beginning of the day so many days after the one on which it came, net of what is still unapplied.
    package let holdDays: Int

    package init(holdDays: Int = 0) { self.holdDays = holdDays }
}

/// What one message speaks of. An account and those it pays for are one case already.
package enum Consolidation: String, Word {
    /// All that is overdue, on one ladder for the case.
    case account
    /// One invoice, or one of its instalments, each on a ladder of its own; the oldest first, under one budget.
    case invoice
}

/// Whose text and tone a late message has when its invoices stand at different steps.
///
/// An invoice stands at the step after the last one that named it, the first if none did, and never above the step that
/// is due. The step itself is taken in its order whoever speaks.
package enum Speaker: String, Word {
    /// The step that is due.
    case carrying
    /// The step at which the oldest of the invoices named stands.
    case oldest
    /// The step at which that invoice stands which stands highest.
    case highest
}
