extension PageTexts {
    static let german = PageTexts(
        openInvoices: "Ihre offenen Rechnungen",
        asOf: { "Stand \($0), mit allen bisher gebuchten Zahlungen." },
        invoice: "Rechnung",
        issued: "Ausgestellt",
        due: "Fällig",
        dueToday: "heute fällig",
        pastDue: { "seit \(dative($0)) überfällig" },
        disputed: "In Klärung",
        openSum: "Offene Rechnungen",
        credit: "Ihr Guthaben",
        total: "Zu zahlen",
        pay: { "\($0) zahlen" },
        payHint: "Sie gelangen zur Zahlungsseite.",
        covered: "Ihr Guthaben deckt diese Rechnungen. Es ist nichts zu zahlen.",
        paidAlready: "Schon bezahlt? Eine Überweisung braucht manchmal einige Tage; Sie müssen nichts weiter tun.",
        questions: "Fragen?",
        languages: "Sprachen",
        nothingOpen: Notice(title: "Es ist nichts offen", text: "Alles ist beglichen. Vielen Dank."),
        expired: Notice(
            title: "Dieser Link ist abgelaufen",
            text: "Zu Ihrer Sicherheit gelten Links nur eine begrenzte Zeit. Der Link in unserer neuesten Nachricht "
                + "funktioniert weiterhin."),
        revoked: Notice(
            title: "Dieser Link ist nicht mehr gültig",
            text: "Er wurde durch einen neueren ersetzt. Bitte nutzen Sie den Link in unserer neuesten Nachricht."),
        unknown: Notice(
            title: "Seite nicht gefunden",
            text: "Bitte prüfen Sie, ob die Adresse vollständig ist, oder öffnen Sie den Link in der Nachricht noch "
                + "einmal."),
        tooMany: Notice(
            title: "Zu viele Versuche", text: "Bitte warten Sie eine Minute und versuchen Sie es dann noch einmal."),
        unavailable: Notice(
            title: "Gerade nicht erreichbar",
            text: "Bei uns ist etwas gestört. Bitte versuchen Sie es in einer Minute noch einmal."),
        unsubscribe: Notice(
            title: "Erinnerungen per E-Mail beenden?",
            text: "Wir senden dann keine Erinnerungen mehr an Ihre E-Mail-Adresse. Ihre Rechnungen bleiben davon "
                + "unberührt, und wir können Sie auf anderem Weg erreichen."),
        unsubscribeButton: "Erinnerungen per E-Mail beenden",
        unsubscribed: Notice(
            title: "Sie erhalten keine Erinnerungen per E-Mail mehr",
            text: "Wir haben Ihren Wunsch vermerkt. Sie müssen nichts weiter tun."))

    /// The locale's `3 Tage` as it stands after `seit`.
    private static func dative(_ days: String) -> String {
        days.hasSuffix("Tage") ? days + "n" : days
    }
}
