import Foundation

/// Lines after which nothing is the writer's own: separators of mail programs and blocks of mail headers.
enum QuotationStart {
    static func endsAll(at index: Int, in lines: [MailLine]) -> Bool {
        let line = lines[index]
        guard !line.isBlank else { return false }
        return isSeparator(line) || isHeaderBlock(at: index, in: lines) || isRule(at: index, in: lines)
    }

    // MARK: Separators

    /// "-----Original Message-----", "Begin forwarded message:", "##- Please type your reply above this line -##".
    private static func isSeparator(_ line: MailLine) -> Bool {
        let folded = line.folded
        guard folded.utf8.count <= 120 else { return false }
        let inner = bare(folded)
        if separators.contains(String(inner)) { return inner.utf8.count < folded.utf8.count || begins.contains(inner) }
        return replyAbove.contains { folded.holds($0) }
    }

    private static func bare(_ folded: String) -> Substring {
        let marks = "-_=*~#: "
        return folded.drop { marks.contains($0) }.reversedDrop { marks.contains($0) }
    }

    private static let begins: Set<Substring> = [
        "begin forwarded message", "anfang der weitergeleiteten nachricht", "debut du message reexpedie",
        "debut du message transfere", "inicio del mensaje reenviado", "inizio messaggio inoltrato",
        "begin doorgestuurd bericht", "inicio da mensagem reencaminhada", "inicio da mensagem encaminhada",
        "vidarebefordrat brev", "videresendt meddelelse", "start pa videresendt besked",
        "poczatek przekazanej wiadomosci",
    ]

    private static let separators: Set<String> = {
        var all = Set(begins.map(String.init))
        let words = """
            original message|reply message|forwarded message|original email|original mail|reply|forwarded by
            ursprungliche nachricht|originalnachricht|urspruengliche nachricht|original-nachricht|original nachricht
            weitergeleitete nachricht|weitergeleitete mail|ursprungliche mail|nachricht|antwort nachricht
            message original|message d'origine|message initial|message transfere|message reexpedie
            mensaje original|mensaje reenviado|mensaje reenviado por|messaggio originale|messaggio inoltrato
            messaggio inoltrato da|oorspronkelijk bericht|origineel bericht|oorspronkelijke bericht
            doorgestuurd bericht|doorgestuurd door|mensagem original|mensagem encaminhada|mensagem reencaminhada
            wiadomosc oryginalna|oryginalna wiadomosc|wiadomosc przekazana|przekazana wiadomosc|oryginalna wiadomosc
            ursprungligt meddelande|originalmeddelande|vidarebefordrat meddelande|originalmeddelelse
            oprindelig meddelelse|oprindelig besked|videresendt besked|opprinnelig melding|videresendt melding
            alkuperainen viesti|valitetty viesti|puvodni zprava|eredeti uzenet|mesaj original
            """
        for word in words.split(whereSeparator: { "|\n".contains($0) }) { all.insert(String(word)) }
        return all
    }()

    private static let replyAbove = [
        "reply above this line", "reply above the line", "write above this line", "enter your reply above",
        "antworten sie oberhalb dieser", "antwort oberhalb dieser zeile", "repondre au-dessus de cette ligne",
        "responda por encima de esta linea", "antwoord boven deze regel", "boven deze lijn",
        "rispondi sopra questa riga", "responda acima desta linha", "odpowiedz powyzej tej linii",
    ]

    /// A line of underscores, dashes or equal signs alone, as programs put above what they quote or append.
    private static func isRule(at index: Int, in lines: [MailLine]) -> Bool {
        let folded = lines[index].folded.utf8
        guard folded.count >= 5, let first = folded.first, "_-=".utf8.contains(first),
            folded.allSatisfy({ $0 == first })
        else { return false }
        if folded.count >= 20 { return true }
        var next = index + 1
        while next < lines.count, lines[next].isBlank { next += 1 }
        return next < lines.count && isHeaderBlock(at: next, in: lines)
    }

    // MARK: Header blocks

    /// "From: … Sent: … To: … Subject: …" in the words of many mail programs, at least three of them close together.
    private static func isHeaderBlock(at index: Int, in lines: [MailLine]) -> Bool {
        guard let first = header(lines[index]) else { return false }
        var kinds: Set<Header> = [first]
        var seen = 0
        var next = index + 1
        while next < lines.count, seen < 8 {
            let line = lines[next]
            next += 1
            if line.isBlank { continue }
            seen += 1
            if let kind = header(line) { kinds.insert(kind) }
        }
        guard kinds.contains(.from) || kinds.contains(.sent) else { return false }
        if kinds.count >= 3 { return true }
        // Two are enough right below each other, one of them with an address.
        guard index + 1 < lines.count, let second = header(lines[index + 1]), second != first else { return false }
        return lines[index].folded.contains("@") || lines[index + 1].folded.contains("@")
    }

    private enum Header { case from, sent, to, subject, copy }

    private static func header(_ line: MailLine) -> Header? {
        let folded = line.folded
        guard let colon = folded.utf8.firstIndex(of: UInt8(ascii: ":")) else { return nil }
        let name = folded[..<colon].reversedDrop { $0 == " " || $0 == "*" }
        return name.utf8.count <= 16 ? headers[String(name)] : nil
    }

    private static let headers: [String: Header] = {
        var table: [String: Header] = [:]
        let names: [(Header, String)] = [
            (
                .from,
                "from|von|de|da|van|od|fran|fra|lahettaja|от|expediteur|remitente|mittente|afzender|avsandare|"
                    + "afsender|nadawca|absender|sender|reply-to|kimden|feladó|od kogo"
            ),
            (
                .sent,
                "sent|date|gesendet|datum|envoye|envoye le|enviado|enviado el|fecha|enviada em|enviado em|data|"
                    + "inviato|verzonden|skickat|sendt|dato|wyslano|wyslane|date d'envoi|lahetetty|paivays|дата|sent on|"
                    + "gesendet am|data wyslania"
            ),
            (.to, "to|an|a|para|aan|till|til|do|vastaanottaja|кому|destinataire|pour|destinatario|empfanger|ontvanger"),
            (.subject, "subject|betreff|objet|asunto|oggetto|onderwerp|assunto|temat|amne|emne|aihe|тема|re|sujet"),
            (.copy, "cc|kopie|copie|copia|dw|kopia|kopi|bcc"),
        ]
        for (kind, list) in names { for name in list.split(separator: "|") { table[String(name)] = kind } }
        return table
    }()
}

extension StringProtocol {
    /// Without what satisfies the predicate at the end.
    func reversedDrop(while predicate: (Character) -> Bool) -> SubSequence {
        var end = endIndex
        while end > startIndex, predicate(self[index(before: end)]) { end = index(before: end) }
        return self[..<end]
    }
}
