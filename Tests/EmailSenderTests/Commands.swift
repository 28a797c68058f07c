import Contracts

/// Send commands to begin with.
enum Commands {
    static func send(
        subject: String = "Invoice 4711 is due", text: String = "Hello,\nplease pay.\n",
        html: String? = "<p>Please</p>",
        to: Mailbox = Mailbox(name: "Example Ltd", address: "billing@example.com"),
        from: Mailbox = Mailbox(name: "Harbour Supplies", address: "receivables@harbour.example.com")
    ) -> EmailSend {
        EmailSend(
            attempt: AttemptReference(id: "0f8fad5b-d9cb-569f-a165-70867728950e", revision: 1, generation: 0),
            case: CaseReference(number: 7, creditor: "harbour", account: "a1", currency: Currency("EUR")!),
            basis: "basis", config: "config", from: from, to: to,
            replyTo: Mailbox(name: nil, address: "billing+0123456789abcdef@harbour.example.com"), subject: subject,
            text: text, html: html, language: "en", unsubscribe: "https://pay.example.com/u/token", template: "t/en")
    }
}
