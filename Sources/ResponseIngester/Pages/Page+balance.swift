import Contracts
import Foundation
import Ledger
import Rulebook
import Templates

/// The page of what is open.
extension Page {
    /// - Parameters:
    ///   - today: by the creditor's calendar; days past due count up to it.
    ///   - token: leads the form to the payment; the page's own address ends in it.
    static func balance(
        _ balance: CaseBalance, today: CivilDate, token: String, in language: PageLanguage, from creditor: Creditor,
        formats: LocaleFormats
    ) -> Page {
        let texts = PageTexts.of(language)
        let items = balance.items.map { item(of: $0, today: today, texts, formats) }
        let total = formats.amounts.text(minor: balance.totalMinor)
        let main: HTML = """
            <h1>\(texts.openInvoices)</h1>
            <p>\(balance.accountName)</p>
            <p class="soft">\(texts.asOf(formats.dates.text(today)))</p>
            <section class="card" aria-labelledby="sum"><h2 id="sum" class="sr">\(texts.total)</h2>
            \(sums(of: balance, texts, formats))
            \(payment(balance, total: total, token: token, texts, language))
            </section>
            <section class="card" aria-labelledby="items"><h2 id="items" class="sr">\(texts.openSum)</h2><ul class="items">
            \(items)</ul></section>
            <p class="soft after">\(texts.paidAlready)</p>
            """
        return Page(
            language: language, title: "\(texts.openInvoices) – \(creditor.name)", main: main, creditor: creditor)
    }

    private static func sums(of balance: CaseBalance, _ texts: PageTexts, _ formats: LocaleFormats) -> HTML {
        func line(_ name: String, _ minor: Int64) -> HTML {
            "<div><dt>\(name)</dt><dd>\(formats.amounts.text(minor: minor))</dd></div>\n"
        }
        var lines: [HTML] = []
        if balance.unappliedMinor > 0 {
            lines.append(line(texts.openSum, balance.items.reduce(0) { $0 + $1.openMinor }))
            lines.append(line(texts.credit, -balance.unappliedMinor))
        }
        let total = formats.amounts.text(minor: balance.totalMinor)
        return "<dl>\(lines)<div class=\"total\"><dt>\(texts.total)</dt><dd>\(total)</dd></div></dl>"
    }

    private static func payment(
        _ balance: CaseBalance, total: String, token: String, _ texts: PageTexts, _ language: PageLanguage
    ) -> HTML {
        guard balance.totalMinor > 0 else { return "<p>\(texts.covered)</p>" }
        return """
            <form method="post" action="\(token)/pay?lang=\(language.rawValue)">\
            <button type="submit">\(texts.pay(total))</button></form>
            <p class="soft">\(texts.payHint)</p>
            """
    }

    private static func item(
        of item: CaseBalance.Item, today: CivilDate, _ texts: PageTexts, _ formats: LocaleFormats
    ) -> HTML {
        let days = today.days(since: item.dueOn)
        var state: HTML = .nothing
        if days > 0 {
            state = "<p class=\"facts late\">\(texts.pastDue(formats.days(days)))</p>"
        } else if days == 0 {
            state = "<p class=\"facts now\">\(texts.dueToday)</p>"
        }
        let dispute: HTML = item.isDisputed ? "<p class=\"facts\"><span class=\"tag\">\(texts.disputed)</span></p>" : ""
        return """
            <li><div class="row"><h3>\(texts.invoice) \(SingleLine.of(item.number))</h3>\
            <strong>\(formats.amounts.text(minor: item.openMinor))</strong></div>\
            <p class="facts">\(texts.issued) \(formats.dates.text(item.issuedOn)) · \
            \(texts.due) \(formats.dates.text(item.dueOn))</p>\(state)\(dispute)</li>

            """
    }
}
