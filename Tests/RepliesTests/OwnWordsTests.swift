import Replies
import Testing

@Suite struct `Own words of a mail` {
    @Test(arguments: [
        "On Tue, 3 Mar 2026 at 10:00, Example Ltd <billing@example.com> wrote:",
        "Am 03.03.2026 um 10:00 schrieb Example GmbH <billing@example.com>:",
        "Le mar. 3 mars 2026 à 10:00, Example SA <billing@example.com> a écrit :",
        "El mar, 3 mar 2026 a las 10:00, Example SL (<billing@example.com>) escribió:",
        "Op di 3 mrt 2026 om 10:00 schreef Example BV <billing@example.com>:",
        "Il giorno mar 3 mar 2026 alle ore 10:00 Example Srl <billing@example.com> ha scritto:",
        "Em ter., 3 de mar. de 2026 às 10:00, Example Lda <billing@example.com> escreveu:",
        "wt., 3 mar 2026 o 10:00 Example sp. z o.o. <billing@example.com> napisał(a):",
        "Den tis 3 mars 2026 kl 10:00 skrev Example AB <billing@example.com>:",
        "Den tir. 3. mar. 2026 kl. 10.00 skrev Example ApS <billing@example.com>:",
        "On Tue, 3 Mar 2026 at 10:00, Example Ltd\n<billing@example.com>\nwrote:",
    ])
    func `end above a quotation in any language`(attribution: String) {
        #expect(OwnWords.of("Paid last week.\n\n\(attribution)\n> Please pay.\n> Thank you.") == "Paid last week.")
        #expect(OwnWords.of("Paid last week.\n\n\(attribution)\n\nPlease pay.") == "Paid last week.")
    }

    @Test(arguments: [
        "-----Original Message-----", "-----Ursprüngliche Nachricht-----", "---------- Forwarded message ---------",
        "________________________________\nFrom: Example <billing@example.com>\nSent: Tuesday\nTo: Alex\nSubject: Reminder",
        "Von: Example <billing@example.com>\nGesendet: Dienstag, 3. März 2026\nAn: Alex\nBetreff: Mahnung",
        "De : Example <billing@example.com>\nEnvoyé : mardi 3 mars 2026\nÀ : Alex\nObjet : Relance",
        "*Van:* Example <billing@example.com>\n*Verzonden:* dinsdag 3 maart\n*Aan:* Alex\n*Onderwerp:* Herinnering",
    ])
    func `end above a separator or a block of headers`(start: String) {
        #expect(OwnWords.of("Which one?\n\n\(start)\n\nPlease pay by Friday.") == "Which one?")
    }

    @Test(arguments: [
        "-- \nAlex Example\nExample Ltd", "Sent from my iPhone", "Von meinem iPhone gesendet", "Envoyé de mon iPhone",
        "Enviado desde mi iPhone", "Verstuurd vanaf mijn iPhone", "Get Outlook for iOS<https://example.com>",
        "CONFIDENTIALITY NOTICE: reply STOP if you are not the addressee.",
        "To unsubscribe click here: https://example.com/stop",
    ])
    func `end above a signature or small print`(footer: String) {
        #expect(OwnWords.of("We pay on Friday.\n\n\(footer)") == "We pay on Friday.")
    }

    @Test func `go on below and between quoted lines`() {
        let mail = "On 3 March Example wrote:\n> Which account?\nThe second.\n> And when?\nOn Friday."
        #expect(OwnWords.of(mail) == "The second.\nOn Friday.")
    }

    @Test(arguments: [
        "On Friday we will pay.", "I would like to unsubscribe.", "I wrote to you on 3 March: no answer.",
        "From Monday I am back.\nBest regards", "We paid on 3 March:\nEUR 480\nEUR 20",
    ])
    func `keep what only looks like a quotation`(text: String) {
        #expect(OwnWords.of(text) == text)
    }

    @Test func `are none where all is quoted`() {
        #expect(OwnWords.of("> Please pay.\n> Thank you.").isEmpty)
        #expect(OwnWords.of("").isEmpty)
    }
}
