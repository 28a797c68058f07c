import Contracts
import Policy

/// The answer of `dunlin terms`.
struct TermsReport: Encodable {
    struct Discount: Encodable {
        var until: CivilDate
        var percent: Percent
        /// What is taken off; nil: no amount was given.
        var amount: Money?
    }

    struct Instalment: Encodable {
        var due: CivilDate
        var percent: Percent
        var amount: Money?
    }

    let terms: PaymentTerms
    let issued: CivilDate
    let due: CivilDate
    let discount: Discount?
    /// At least one.
    let instalments: [Instalment]

    init(_ terms: PaymentTerms, issuedOn issued: CivilDate, amount: Money?) {
        self.terms = terms
        self.issued = issued
        due = terms.dueDate(issuedOn: issued)
        discount = terms.discount.flatMap { discount in
            terms.discountEnd(issuedOn: issued).map { end in
                Discount(
                    until: end, percent: discount.share,
                    amount: amount.map {
                        Money(
                            minor: terms.discount(amount: $0.minor, issuedOn: issued, paidOn: end),
                            currency: $0.currency)
                    })
            }
        }
        let amounts = terms.instalments(of: amount?.minor ?? 0, issuedOn: issued)
        instalments = zip(terms.parts, amounts).map { part, instalment in
            Instalment(
                due: instalment.dueOn, percent: part.share,
                amount: amount.map { Money(minor: instalment.minor, currency: $0.currency) })
        }
    }

    private enum CodingKeys: String, CodingKey { case terms, issued, due, discount, instalments }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(terms.written, forKey: .terms)
        try container.encode(issued, forKey: .issued)
        try container.encode(due, forKey: .due)
        // Null, not left out: there is an answer, and it is none.
        try container.encode(discount, forKey: .discount)
        try container.encode(instalments, forKey: .instalments)
    }

    var text: [String] {
        var lines = ["\(terms): due \(due)"]
        if let discount {
            let amount = discount.amount.map { ", \($0.decimal) \($0.currency.code)" } ?? ""
            lines.append("discount of \(discount.percent) %\(amount) until \(discount.until)")
        }
        if instalments.count > 1 || instalments.first?.amount != nil {
            var table = TextTable([("due", .left), ("share", .right), ("amount", .right)])
            for instalment in instalments {
                let amount = instalment.amount.map { "\($0.decimal) \($0.currency.code)" } ?? ""
                table.add(["\(instalment.due)", "\(instalment.percent) %", amount])
            }
            lines += table.lines
        }
        return lines
    }
}
