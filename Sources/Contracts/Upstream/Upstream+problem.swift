extension Account {
    static let mostContacts = 100
    static let mostTags = 50

    var problem: Problem? {
        if name.isEmpty { return (["name"], "must not be empty") }
        if contacts.count > Self.mostContacts { return (["contacts"], "at most \(Self.mostContacts) are allowed") }
        if Set(contacts.map(\.contact)).count < contacts.count {
            return (["contacts"], "two contacts have the same id")
        }
        for (index, contact) in contacts.enumerated() {
            if let problem = contact.problem(at: ["contacts", String(index)]) { return problem }
        }
        if let tags, tags.count > Self.mostTags { return (["tags"], "at most \(Self.mostTags) are allowed") }
        for (index, tag) in (tags ?? []).enumerated() {
            if let reason = TextRule.problem(with: tag) { return (["tags", String(index)], reason) }
        }
        if parent == account { return (["parent"], "must be another account") }
        return dunning?.problem
            ?? TextRule.problem(in: [
                ("name", name), ("language", language), ("country", country), ("zone", zone), ("segment", segment),
                ("subdivision", subdivision),
            ])
    }
}

extension Contact {
    func problem(at path: [String]) -> Problem? {
        TextRule.problem(
            in: [
                ("role", role), ("name", name), ("email", email), ("phone", phone), ("language", language),
                ("zone", zone),
            ], at: path)
    }
}

extension Invoice {
    var problem: Problem? {
        if amount.minor < 0 { return (["amount", "minor"], "must not be negative") }
        if let dueOn, dueOn < issuedOn { return (["dueOn"], "must not be before issuedOn") }
        if let deliveredOn, deliveredOn < issuedOn { return (["deliveredOn"], "must not be before issuedOn") }
        if let instalments, !instalments.isEmpty {
            if let problem = ScheduledAmount.problem(in: instalments) { return problem }
            if instalments.reduce(0, { $0 + $1.minor.value }) != amount.minor {
                return (["instalments"], "do not sum to the amount")
            }
        }
        if let dunning {
            if dunning.policy != nil { return (["dunning", "policy"], "is the account's") }
            if dunning.channels != nil { return (["dunning", "channels"], "are the account's") }
            if let problem = dunning.problem { return problem }
        }
        return TextRule.problem(in: [("number", number), ("reference", reference), ("reason", reason)])
            ?? TextRule.problem(in: [("url", document?.url), ("sha256", document?.sha256)], at: ["document"])
    }
}

extension Payment {
    var problem: Problem? {
        if amount.minor <= 0 { return Money.notPositive }
        return Allocation.problem(in: allocations ?? [], of: amount.minor)
            ?? TextRule.problem(in: [("reference", reference)])
    }
}

extension PaymentReversal {
    var problem: Problem? {
        if let amount, amount.minor <= 0 { return Money.notPositive }
        return TextRule.problem(in: [("reason", reason)])
    }
}

extension CreditNote {
    var problem: Problem? {
        if amount.minor <= 0 { return Money.notPositive }
        return Allocation.problem(in: allocations ?? [], of: amount.minor)
            ?? TextRule.problem(in: [("number", number)])
    }
}

extension Dispute {
    var problem: Problem? {
        if let amount, amount.minor <= 0 { return Money.notPositive }
        return TextRule.problem(in: [("reason", reason)])
    }
}

extension Hold {
    var problem: Problem? {
        if invoice != nil, account == nil { return (["account"], "is needed with invoice") }
        if let from, let until, until < from { return (["until"], "must not be before from") }
        return TextRule.problem(in: [("reason", reason), ("author", author)])
    }
}

extension PaymentPromise {
    static let mostInvoices = 1000

    var problem: Problem? {
        if amount.minor <= 0 { return Money.notPositive }
        if let invoices, invoices.count > Self.mostInvoices {
            return (["invoices"], "at most \(Self.mostInvoices) are allowed")
        }
        return TextRule.problem(in: [("author", author), ("reason", reason)])
    }
}

extension InstalmentPlan {
    static let mostInvoices = 1000

    var problem: Problem? {
        if invoices.isEmpty || invoices.count > Self.mostInvoices {
            return (["invoices"], "1 to \(Self.mostInvoices) are allowed")
        }
        if instalments.isEmpty { return (["instalments"], "at least one is needed") }
        return ScheduledAmount.problem(in: instalments)
            ?? TextRule.problem(in: [("author", author), ("reason", reason)])
    }
}

extension ScheduledAmount {
    static let most = 120

    static func problem(in instalments: [ScheduledAmount]) -> Problem? {
        if instalments.count > most { return (["instalments"], "at most \(most) are allowed") }
        for (index, instalment) in instalments.enumerated() {
            if instalment.minor.value <= 0 { return (["instalments", String(index), "minor"], "must be more than 0") }
            if index > 0, instalment.dueOn <= instalments[index - 1].dueOn {
                return (["instalments", String(index), "dueOn"], "must be after the one before")
            }
        }
        return nil
    }
}

extension DunningSettings {
    static let mostSteps = 100

    var problem: Problem? {
        if let leftOut, leftOut.count > Self.mostSteps {
            return (["dunning", "leftOut"], "at most \(Self.mostSteps) are allowed")
        }
        for (index, step) in (leftOut ?? []).enumerated() {
            if let reason = TextRule.problem(with: step) { return (["dunning", "leftOut", String(index)], reason) }
        }
        return TextRule.problem(in: [("policy", policy), ("terms", terms)], at: ["dunning"])
    }
}

extension Allocation {
    static let most = 10_000

    /// - Parameter whole: the amount that is allocated, nil when the message does not carry it.
    static func problem(in allocations: [Allocation], of whole: Int64? = nil) -> Problem? {
        if allocations.count > most { return (["allocations"], "at most \(most) are allowed") }
        var sum: Int64 = 0
        for (index, line) in allocations.enumerated() {
            if line.minor.value <= 0 { return (["allocations", String(index), "minor"], "must be more than 0") }
            sum += line.minor.value
        }
        if let whole, sum > whole { return (["allocations"], "sum to more than the amount") }
        return nil
    }
}

extension Money {
    fileprivate static let notPositive: Problem = (["amount", "minor"], "must be more than 0")
}
