extension Account {
    static let mostContacts = 100

    var problem: Problem? {
        if name.isEmpty { return (["name"], "must not be empty") }
        if contacts.count > Self.mostContacts { return (["contacts"], "at most \(Self.mostContacts) are allowed") }
        if Set(contacts.map(\.contact)).count < contacts.count {
            return (["contacts"], "two contacts have the same id")
        }
        for (index, contact) in contacts.enumerated() {
            if let problem = contact.problem(at: ["contacts", String(index)]) { return problem }
        }
        return TextRule.problem(in: [
            ("name", name), ("language", language), ("country", country), ("zone", zone), ("segment", segment),
        ])
    }
}

extension Contact {
    func problem(at path: [String]) -> Problem? {
        TextRule.problem(
            in: [("role", role), ("name", name), ("email", email), ("phone", phone), ("language", language)], at: path)
    }
}

extension Invoice {
    var problem: Problem? {
        if amount.minor < 0 { return (["amount", "minor"], "must not be negative") }
        if dueOn < issuedOn { return (["dueOn"], "must not be before issuedOn") }
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
