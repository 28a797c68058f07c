import Contracts

/// Picks from the days that a reply names the one that a promise means, or the day of return.
struct PromiseDate {
    let tokens: [Token]
    let words: ReplyWords
    let mentions: [DateMention]
    /// Words of promises, of claims to have paid, and of all else that explains a day.
    let promises: [Range<Int>]
    let claims: [Range<Int>]

    /// The last day of the promise: of two instalments the second.
    func date() -> CivilDate? {
        let open = mentions.filter { $0.bound != .from && !isOfADocument($0) && !isOfSomethingElse($0) }
        let said = open.filter { mention in
            promises.contains { shareClause(mention, $0) } && !isNearer(mention, claims, than: promises)
        }
        if let day = said.map(\.last).max() { return day }
        // "We will pay. Friday at the latest."
        return open.filter { mention in !claims.contains { shareClause(mention, $0) } }.map(\.last).max()
    }

    /// The first day back: as stated, or the first working day after an inclusive end.
    func returnDate() -> CivilDate? {
        let days = mentions.filter { !isOfADocument($0) }
        if let back = days.first(where: { isAfterReturn($0) && !isUntil($0) }) ?? days.first(where: isBeforeReturn) {
            return back.first
        }
        guard
            let until = days.first(where: { isUntil($0) || $0.isInclusive }) ?? days.first(where: { $0.bound != .from })
                ?? days.last
        else { return nil }
        guard until.isInclusive else { return until.last }
        var day = until.last.adding(days: 1)
        while day.weekday.rawValue > 5 { day = day.adding(days: 1) }
        return day
    }

    private func isUntil(_ mention: DateMention) -> Bool { mention.bound == .by }

    private func isAfterReturn(_ mention: DateMention) -> Bool {
        let start = max(0, mention.tokens.lowerBound - 6)
        return tokens[start..<mention.tokens.lowerBound].contains { Self.returns.contains($0.text) }
    }

    /// "ab Montag wieder da".
    private func isBeforeReturn(_ mention: DateMention) -> Bool {
        !isUntil(mention)
            && tokens[mention.tokens.upperBound..<min(tokens.count, mention.tokens.upperBound + 4)].contains {
                Self.backs.contains($0.text)
            }
    }

    private static let returns: Set<String> = [
        "back", "return", "returning", "wieder", "zuruck", "zurueck", "retour", "reviens", "reviendrai", "vuelta",
        "regreso",
        "vuelvo", "volvere", "regresare", "terug", "rientro", "rientrero", "torno", "tornero", "volto", "regressarei",
        "wracam",
        "wroce", "tillbaka", "ater", "tilbage", "powrot", "weer", "reincorporo",
    ]
    private static let backs: Set<String> = ["wieder", "zuruck", "terug", "tillbaka", "tilbage", "back", "weer"]

    /// "your letter of 5 March", "the invoice dated 15 February", "due 10 March".
    private func isOfADocument(_ mention: DateMention) -> Bool {
        let start = mention.tokens.lowerBound
        let own = tokens[start].text
        let before = start > 0 ? tokens[start - 1].text : ""
        if Self.dated.contains(before) { return true }
        let link = Self.links.contains(before) || Self.links.contains(own)
        guard link else { return false }
        let from = max(0, start - 4)
        return tokens[from..<start].contains { Self.documents.contains($0.text) }
    }

    private static let dated: Set<String> = [
        "dated", "due", "fallig", "datee", "date", "fechada", "gedateerd", "datata", "datada", "daterad", "dateret",
        "geliefert",
        "delivered", "received", "erhalten", "ordered",
    ]
    private static let links: Set<String> = [
        "of", "from", "vom", "von", "du", "del", "de", "van", "z", "fran", "fra", "af", "av", "dal", "do", "da", "dnia",
        "den",
        "dated",
    ]
    private static let documents: Set<String> = [
        "invoice", "invoices", "letter", "reminder", "mail", "email", "statement", "order", "delivery", "message",
        "bill", "rechnung",
        "schreiben", "mahnung", "bestellung", "lieferung", "brief", "facture", "courrier", "relance", "rappel",
        "commande", "lettre",
        "factura", "carta", "correo", "recordatorio", "pedido", "factuur", "herinnering", "bestelling", "fattura",
        "lettera",
        "sollecito", "ordine", "fatura", "lembrete", "encomenda", "faktura", "faktury", "fakture", "wezwanie", "pismo",
        "fakturan",
        "paminnelse", "paminnelsen", "fakturaen", "rykker", "rykkeren", "brevet", "period", "contract",
    ]

    /// Days in a sentence that denies, asks, or tells when an answer comes.
    private func isOfSomethingElse(_ mention: DateMention) -> Bool {
        guard let word = words.tokens.firstIndex(where: { $0 >= mention.tokens.lowerBound }) else { return false }
        let clause = clause(around: word)
        if promises.contains(where: { clause.overlaps($0) }) { return false }
        if words.ending(of: word) == "?" { return true }
        return clause.contains { words.isNegation($0) || Self.answers.contains(words.words[$0]) }
    }

    private static let answers: Set<String> = [
        "call", "answer", "reply", "respond", "holiday", "closed", "meeting", "melde", "melden", "antworten", "anrufen",
        "urlaub",
        "rappelle", "repondrai", "llamo", "bel", "reageren", "richiamo", "ringer", "received", "delivered", "arrived",
        "ordered", "sent",
    ]

    /// "We paid the first on 2 March, the second will be paid on Friday": a day belongs to the words nearest to it.
    private func isNearer(_ mention: DateMention, _ ranges: [Range<Int>], than others: [Range<Int>]) -> Bool {
        guard let word = words.tokens.firstIndex(where: { $0 >= mention.tokens.lowerBound }) else { return false }
        let distance = { (range: Range<Int>) in
            range.contains(word) ? 0 : range.upperBound <= word ? word - range.upperBound : range.lowerBound - word
        }
        guard let near = ranges.map(distance).min(), let other = others.map(distance).min() else { return false }
        return near < other
    }

    private func shareClause(_ mention: DateMention, _ range: Range<Int>) -> Bool {
        guard let word = words.tokens.firstIndex(where: { $0 >= mention.tokens.lowerBound }) else { return false }
        return clause(around: word).overlaps(range)
    }

    /// A sentence up to the words that set one part against the other.
    private func clause(around word: Int) -> Range<Int> {
        let sentence = words.sentence(around: word)
        var start = sentence.lowerBound
        var end = sentence.upperBound
        for index in sentence where Self.turns.contains(words.words[index]) {
            if index < word { start = index } else { end = min(end, max(index, word + 1)) }
        }
        return start..<end
    }

    private static let turns: Set<String> = [
        "but", "because", "although", "aber", "weil", "jedoch", "sondern", "mais", "car", "pero", "porque", "maar",
        "omdat", "ma", "perche",
        "mas", "ale", "bo", "men", "eftersom", "fordi",
    ]
}
