import Contracts
import Templates

/// What a reminder's template may say. A name with `?` can be absent: say it only within `{{#name}}…{{/name}}`.
///
/// The meanings are in ``catalogue``. `items` is a list: `{{#items}}{{number}} {{open}}{{/items}}`; `single` holds the
/// same names if there is one item only. Amounts and dates are written as the locale does it.
package enum ReminderFacts {
    package static let catalogue = FactCatalogue([
        .group(
            "creditor", "who is owed",
            [
                .text("name", "the legal name"),
                .list("postal", "the postal address", of: [.text("line", "one line of it")]),
                .text("postalLine", "the postal address in one line"),
                .text("email", "the address that people answer"),
                .optionalText("phone", "a phone number"),
                .optionalText("website", "an https address"),
                .optionalText("signatory", "a named person who answers"),
                .text("colour", "the brand's colour as #rrggbb, dark enough for white text"),
                .optionalGroup(
                    "bank", "where a transfer goes",
                    [
                        .text("holder", "the account holder"),
                        .text("iban", "the IBAN in groups of four"),
                        .optionalText("bic", "the BIC"),
                    ]),
            ]),
        .group("recipient", "who is written to", [.optionalText("name", "the contact's name")]),
        .text("accountName", "the debtor's name"),
        .text("accountNumber", "the debtor's number in the creditor's books"),
        .text("caseNumber", "the number to quote in an answer"),
        .text("language", "the text's language by BCP 47, for the HTML lang attribute"),
        .text("today", "the day on which all this is true"),
        .text("payBy", "the day seven days after today"),
        .text("currency", "the currency's code by ISO 4217"),
        .list("items", "the open invoices, the oldest first", of: item),
        .optionalGroup("single", "the invoice, if there is one only", item),
        .text("itemCount", "the number of open invoices"),
        .flag("hasOverdue", "whether one of them is past due"),
        .optionalText("oldestOverdue", "how long the oldest is past due: 12 days"),
        .text("dueOn", "the earliest due date"),
        .text("open", "the sum of the open amounts"),
        .optionalText("unapplied", "payments and credit notes that no invoice has been given yet"),
        .text("total", "what is asked for: the open amounts less what is unapplied"),
        .text("portal", "the link to the live balance, to payment and to answers"),
        .text("unsubscribe", "the link that ends reminders by email"),
    ])

    private static let item: [FactDeclaration] = [
        .text("number", "the invoice's number"),
        .optionalText("reference", "the customer's reference"),
        .optionalText("account", "the number of the customer that owes it, where the debtor pays for another"),
        .text("issuedOn", "the day of issue"),
        .text("dueOn", "the due date"),
        .optionalText("overdue", "how long it is past due: 12 days"),
        .flag("isDueToday", "whether it is due on this day"),
        .text("amount", "the invoiced amount"),
        .text("open", "what is open of it"),
        .flag("isPartlyPaid", "whether less than the invoiced amount is open"),
    ]

    /// Days between the message and the day that a final notice names.
    private static let daysToPay = 7

    package static func facts(
        of command: ReminderRender, from creditor: Creditor, formats: LocaleFormats
    ) -> Facts {
        let items = command.items.sorted { ($0.dueOn, $0.invoice) < ($1.dueOn, $1.invoice) }
        let itemFacts = items.map { Self.facts(of: $0, formats: formats) }
        let oldest = items.map(\.daysPastDue).max() ?? 0
        func amount(_ minor: Int64) -> Fact { .text(formats.amounts.text(minor: minor)) }
        return [
            "creditor": .group(facts(of: creditor)),
            "recipient": .group(["name": .text(ifAny: line(ifAny: command.recipient.name))]),
            "accountName": .text(SingleLine.of(command.accountName)),
            "accountNumber": .text(command.case.account.text),
            "caseNumber": .text(String(command.case.number)),
            "language": .text(formats.tag.text),
            "today": .text(formats.dates.text(command.today)),
            "payBy": .text(formats.dates.text(command.today.adding(days: daysToPay))),
            "currency": .text(command.case.currency.code),
            "items": .list(itemFacts),
            "single": itemFacts.count == 1 ? .group(itemFacts[0]) : .absent,
            "itemCount": .text(String(items.count)),
            "hasOverdue": .flag(oldest > 0),
            "oldestOverdue": oldest > 0 ? .text(formats.days(oldest)) : .absent,
            "dueOn": .text(formats.dates.text(items.first?.dueOn ?? command.today)),
            "open": amount(items.reduce(0) { $0 + $1.openMinor }),
            "unapplied": command.unappliedMinor > 0 ? amount(command.unappliedMinor) : .absent,
            "total": amount(command.totalMinor),
            "portal": .text(command.links.portal),
            "unsubscribe": .text(command.links.unsubscribe),
        ]
    }

    private static func facts(of item: ReminderItem, formats: LocaleFormats) -> Facts {
        [
            "number": .text(SingleLine.of(item.number)),
            "reference": .text(ifAny: line(ifAny: item.reference)),
            "account": .text(ifAny: item.account?.text),
            "issuedOn": .text(formats.dates.text(item.issuedOn)),
            "dueOn": .text(formats.dates.text(item.dueOn)),
            "overdue": item.daysPastDue > 0 ? .text(formats.days(item.daysPastDue)) : .absent,
            "isDueToday": .flag(item.daysPastDue == 0),
            "amount": .text(formats.amounts.text(minor: item.amountMinor)),
            "open": .text(formats.amounts.text(minor: item.openMinor)),
            "isPartlyPaid": .flag(item.openMinor < item.amountMinor),
        ]
    }

    private static func facts(of creditor: Creditor) -> Facts {
        var bank = Fact.absent
        if let account = creditor.bank {
            bank = .group([
                "holder": .text(account.holder), "iban": .text(account.spacedIBAN), "bic": .text(ifAny: account.bic),
            ])
        }
        return [
            "name": .text(creditor.name),
            "postal": .list(creditor.postal.map { ["line": .text($0)] }),
            "postalLine": .text(creditor.postal.joined(separator: ", ")),
            "email": .text(creditor.reply),
            "phone": .text(ifAny: creditor.phone),
            "website": .text(ifAny: creditor.website),
            "signatory": .text(ifAny: creditor.signatory),
            "colour": .text(creditor.brand.colour),
            "bank": bank,
        ]
    }

    /// A text of upstream's as one line; an empty one is as good as none.
    private static func line(ifAny text: String?) -> String? {
        text.map(SingleLine.of).flatMap { $0.isEmpty ? nil : $0 }
    }
}
