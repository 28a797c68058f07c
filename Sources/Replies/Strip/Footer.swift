import Foundation

/// What stands below the writer's words: a signature behind its mark, a mobile's remark, small print.
enum Footer {
    /// Whether all that follows, up to a quotation, is a signature or small print.
    static func starts(at index: Int, in lines: [MailLine]) -> Bool {
        let folded = lines[index].folded
        if signatureMarks.contains(folded) || isRemark(folded) { return true }
        guard index > 0 else { return false }
        return smallPrint.contains { folded.hasPrefix($0) } || isWayOut(folded)
    }

    /// A line that a program added: "Sent from my phone", "Get Outlook for iOS".
    private static func isRemark(_ folded: String) -> Bool {
        guard folded.utf8.count <= 100 else { return false }
        let bare = folded.drop { "-_ (>[<".contains($0) }
        return remarks.contains { bare.hasPrefix($0) } && !bare.contains("invoice")
    }

    private static let signatureMarks: Set<String> = ["--", "---", "__", "___", "-- --", "-=-=-", "----", "-----"]

    private static let remarks = words(
        """
        sent from my|sent from mail|sent from outlook|sent from yahoo|sent from samsung|sent from proton|sent from a
        sent from gmail|sent from an|sent from the|sent from iphone|sent from ipad|sent from android|sent using
        sent via|get outlook for|envoyé de mon|envoyé depuis|envoyé à partir|envoyé via|télécharger outlook
        von meinem iphone gesendet|von meinem ipad gesendet|von meinem|gesendet von|gesendet mit|gesendet über
        diese nachricht wurde von meinem|holen sie sich outlook|outlook für|enviado desde|enviado del|enviado do meu
        enviado do|enviado a partir|obtener outlook|enviado de mi|enviado de meu|enviada do|inviato da|inviato con
        scarica outlook|verzonden vanaf|verstuurd vanaf|verzonden met|verstuurd met|verzonden via|verstuurd vanuit
        outlook voor|skickat från|skickades från|hämta outlook|skaffa outlook|sendt fra|sendt via|hent outlook
        sendt med|få outlook|wysłane z|wysłano z|pobierz outlook|wysłane za|lähetetty|envoyé avec|sent with
        sent by outlook|odesláno z|отправлено с|poslano z|sent while mobile|verschickt von meinem
        """)

    private static let smallPrint = words(
        """
        confidentiality notice|this e-mail and any|this email and any|this message and any|this e-mail is confidential
        this email is confidential|this message is confidential|the information contained in this|this e-mail may contain
        this message may contain|this email may contain|this communication is|disclaimer:|important notice:
        this e-mail message|this email message|this transmission|please consider the environment
        diese e-mail enthält|diese e-mail kann|diese nachricht enthält|diese nachricht ist vertraulich|der inhalt dieser
        vertraulichkeitshinweis|dieses e-mail|ce message et|ce courriel|ce message est|ce mail et|ce message contient
        este mensaje y|este correo|este mensaje puede|la información contenida en|este mensaje va|aviso legal
        questo messaggio|il presente messaggio|le informazioni contenute|dit bericht|deze e-mail|de informatie in dit
        esta mensagem|este e-mail|as informações contidas|ta wiadomość|niniejsza wiadomość|treść tej wiadomości
        detta meddelande|detta e-post|denne e-mail|denne meddelelse|denne mail|virus-free|avast|you received this
        you are receiving this|sie erhalten diese|vous recevez ce|recibe este|u ontvangt deze
        """)

    /// "To unsubscribe, click here": how to end the mails, as a sender of lists tells it. Someone who asks to be taken off
    /// a list neither clicks nor gives an address.
    private static func isWayOut(_ folded: String) -> Bool {
        (folded.hasPrefix("reply stop to ") || folded.hasPrefix("text stop to ")
            || waysOut.contains { folded.holds($0) } && instructions.contains { folded.holds($0) })
            && !folded.hasPrefix("i ")
    }

    private static let waysOut = words(
        "unsubscribe|abmelden|abbestellen|désabonner|désinscrire|darse de baja|cancelar la suscripción|annullare l'iscrizione"
            + "|cancellarsi|af te melden|afmelden|uitschrijven|cancelar a subscrição|cancelar a inscrição|zrezygnować"
            + "|wypisać|avregistrera|afmeld|avmeld")

    private static let instructions = words(
        "click|klick|cliquez|haga clic|clicca|klik|clique|kliknij|http|www.|unsubscribe:|reply stop|unsubscribe here")

    private static func words(_ list: String) -> [String] {
        list.split(whereSeparator: { "|\n".contains($0) }).map { Folding.fold($0) }
    }
}
