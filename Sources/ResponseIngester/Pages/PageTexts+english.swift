extension PageTexts {
    static let english = PageTexts(
        openInvoices: "Your open invoices",
        asOf: { "As of \($0), with every payment booked so far." },
        invoice: "Invoice",
        issued: "Issued",
        due: "Due",
        dueToday: "due today",
        pastDue: { "\($0) past due" },
        disputed: "In dispute",
        openSum: "Open invoices",
        credit: "Your credit",
        total: "To pay",
        pay: { "Pay \($0)" },
        payHint: "You go on to the payment page.",
        covered: "Your credit covers these invoices. There is nothing to pay.",
        paidAlready: "Have you paid already? A transfer can take some days to arrive; there is nothing you need to do.",
        questions: "Questions?",
        languages: "Languages",
        nothingOpen: Notice(title: "Nothing is open", text: "Everything is settled. Thank you."),
        expired: Notice(
            title: "This link has expired",
            text: "For your safety links work for a limited time only. The link in our latest message still works."),
        revoked: Notice(
            title: "This link is no longer valid",
            text: "It was replaced by a newer one. Please use the link in our latest message."),
        unknown: Notice(
            title: "Page not found",
            text: "Please check that the address is complete, or open the link in the message once more."),
        tooMany: Notice(title: "Too many attempts", text: "Please wait a minute and try again."),
        unavailable: Notice(
            title: "Not available right now",
            text: "Something on our side is not working. Please try again in a minute."),
        unsubscribe: Notice(
            title: "Stop reminders by email?",
            text: "We will no longer send reminders to your email address. Your invoices are not affected by this, and "
                + "we may reach you in another way."),
        unsubscribeButton: "Stop reminders by email",
        unsubscribed: Notice(
            title: "You get no more reminders by email", text: "We have noted your wish. There is nothing else to do."))
}
