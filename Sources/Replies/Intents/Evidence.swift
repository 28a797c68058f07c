/// The phrases that were found in a reply, less those that its grammar takes back.
struct Evidence {
    private let words: ReplyWords
    private var ranges: [Intent: [Range<Int>]] = [:]
    private var denied: Set<Intent> = []
    /// "Once you send the invoice we pay": a promise that waits for us.
    private(set) var isConditional = false
    /// "Hopefully", "we might": a promise without a day that could be held.
    private(set) var isVague = false

    init(words: ReplyWords, hits: [CueTable.Hit]) {
        self.words = words
        let vetoes = hits.filter(\.isVeto)
        denied.formUnion(vetoes.map(\.intent))
        for hit in hits where !hit.isVeto {
            if vetoes.contains(where: { $0.intent == hit.intent && $0.words.overlaps(hit.words) }) {
                denied.insert(hit.intent)
            } else {
                ranges[hit.intent, default: []].append(hit.words)
            }
        }
        addKeyword()
        takeBackPromises()
        takeBackClaims()
        addQuestions()
        settle()
    }

    /// Whether any phrase counts.
    var isEmpty: Bool { ranges.values.allSatisfy(\.isEmpty) }
    func has(_ intent: Intent) -> Bool { !(ranges[intent] ?? []).isEmpty }
    /// An opt-out that leaves no way to the person open.
    var closesEveryWay: Bool { Self.everyWay.isFound(in: words.words[...]) }
    func isDenied(_ intent: Intent) -> Bool { denied.contains(intent) && !has(intent) }
    func ranges(of intent: Intent) -> [Range<Int>] { ranges[intent] ?? [] }

    // MARK: Taking back

    private mutating func keep(_ intent: Intent, where isKept: (Range<Int>) -> Bool) {
        guard let found = ranges[intent] else { return }
        let kept = found.filter(isKept)
        if kept.count < found.count, kept.isEmpty { denied.insert(intent) }
        ranges[intent] = kept
    }

    private mutating func takeBackPromises() {
        keep(.promise) { [words] range in
            let sentence = words.sentence(around: range.lowerBound)
            return !Self.isAsked(range, words) && !Self.isNegated(range, words)
                && !Self.isUnreal(sentence, words)
        }
        // What the words around it contradict is no promise, however much it sounds like one.
        if !has(.promise), has(.refusal) || has(.planRequest) || Self.isUnreal(0..<words.words.count, words) {
            denied.insert(.promise)
        }
        // A promise that no phrase but the model finds stands anywhere.
        let said = ranges(of: .promise).map { words.sentence(around: $0.lowerBound) }
        for sentence in said.isEmpty ? [0..<words.words.count] : said {
            if Self.contains(Self.conditions, in: sentence, of: words) { isConditional = true }
            if Self.contains(Self.vague, in: sentence, of: words) { isVague = true }
        }
        // "will be paid" is to come.
        let promises = ranges(of: .promise)
        keep(.paidClaim) { range in !promises.contains { $0.overlaps(range) && $0.lowerBound <= range.lowerBound } }
    }

    private mutating func takeBackClaims() {
        keep(.paidClaim) { [words] range in
            let sentence = words.sentence(around: range.lowerBound)
            return !Self.isAsked(range, words) && !Self.isNegated(range, words)
                && !Self.isUnreal(sentence, words)
                && !Self.contains(Self.conditions, in: sentence.lowerBound..<range.upperBound, of: words)
        }
        keep(.dispute) { [words] range in
            !Self.contains(
                Self.noDispute,
                in: words.sentence(around: range.lowerBound), of: words)
        }
        // What is claimed as paid and promised in the same words is promised if it is denied as paid.
        if has(.outOfOffice) {
            for intent in [Intent.wrongContact, .question, .paidClaim, .thanks, .autoAck, .copyRequest] { drop(intent) }
        }
        if has(.autoAck) { for intent in [Intent.thanks, .question, .copyRequest] { drop(intent) } }
    }

    private mutating func drop(_ intent: Intent) {
        if has(intent) { denied.insert(intent) }
        ranges[intent] = []
    }

    /// A question asks from its beginning: "We pay on Friday, is that all right?" promises.
    private static func isAsked(_ range: Range<Int>, _ words: ReplyWords) -> Bool {
        let sentence = words.sentence(around: range.lowerBound)
        guard words.ending(of: range.lowerBound) == "?" else { return false }
        let first = sentence.first { !greetings.contains(words.words[$0]) }
        return first.map { askers.contains(words.words[$0]) } ?? false
    }

    private static let greetings: Set<String> = [
        "hi", "hello", "hey", "ok", "okay", "so", "and", "please", "pls", "sorry", "thanks", "hallo", "guten", "tag",
        "bonjour", "hola",
        "goedemorgen", "beste", "buongiorno", "hej", "also", "und",
    ]

    private static let askers: Set<String> = [
        "can", "could", "may", "might", "would", "shall", "will", "should", "is", "are", "was", "were", "do", "does",
        "did", "have", "has",
        "when", "where", "which", "what", "who", "why", "how", "kann", "konnen", "konnten", "darf", "durfen", "ist",
        "sind", "wann",
        "wie", "wo", "was", "wer", "warum", "welche", "haben", "hat", "wird", "werden", "wurde", "soll", "sollen",
        "ware", "est", "puis",
        "pouvons", "peut", "pouvez", "pourrait", "pourrions", "quand", "comment", "pourquoi", "quelle", "podemos",
        "puedo", "podria",
        "podriamos", "es", "cuando", "como", "cual", "kan", "kunnen", "mag", "mogen", "zijn", "wanneer", "hoe",
        "waarom", "wat",
        "possiamo", "posso", "potremmo", "quando", "come", "quale", "poderia", "czy", "kiedy", "jak", "far", "ska",
        "nar", "hur", "vad",
        "ma", "skal", "hvornar", "hvordan", "hvad",
    ]

    /// A negation within the words, or up to three before or after them in the same sentence.
    private static func isNegated(_ range: Range<Int>, _ words: ReplyWords) -> Bool {
        let sentence = words.sentence(around: range.lowerBound)
        let from = max(sentence.lowerBound, range.lowerBound - 3)
        let to = min(sentence.upperBound, range.upperBound + 3)
        guard from < to else { return false }
        for index in from..<to where words.isNegation(index) {
            // "no problem, will pay"; a negation past a turn denies something else.
            let word = words.words[index]
            if word == "no", index + 1 < words.words.count,
                ["problem", "problema", "worries", "later"].contains(words.words[index + 1])
            {
                continue
            }
            if index >= range.upperBound, turns(between: range.upperBound, and: index, words) { continue }
            if index < range.lowerBound, turns(between: index, and: range.lowerBound, words) { continue }
            return true
        }
        return false
    }

    private static func turns(between start: Int, and end: Int, _ words: ReplyWords) -> Bool {
        (start..<end).contains {
            [
                "but", "and", "aber", "und", "mais", "et", "pero", "y", "maar", "en", "ma", "e", "mas", "ale", "men",
                "och", "og", "so",
            ].contains(words.words[$0])
        }
    }

    // MARK: Adding

    /// "S.T.O.P", "stoppp", "Stop!!": a keyword and nothing else, however it is spelled.
    private mutating func addKeyword() {
        let letters = words.words.joined().filter { $0.isLetter }
        guard letters.utf8.count <= 16, !letters.isEmpty else { return }
        var single = ""
        for letter in letters where letter != single.last { single.append(letter) }
        if Self.keywords.contains(letters) || Self.keywords.contains(single) {
            ranges[.optOut, default: []].append(0..<words.words.count)
            denied.remove(.optOut)
        }
    }

    private static let keywords: Set<String> = [
        "stop", "stopal", "stopall", "unsubscribe", "unsub", "cancel", "quit", "end", "revoke", "optout", "arret",
        "arreter", "baja",
        "stopp", "stoppen", "afmelden", "abmelden", "desabonner", "stopplease", "pleasestop", "stopit", "remove",
        "removeme",
        "stopnow", "stopsms", "stoptexting", "koniec", "sluta", "afmeld", "parar", "sair", "cancela", "stoppa",
        "cancelar",
    ]

    private mutating func addQuestions() {
        for index in words.words.indices where words.words[index] == "?" {
            let sentence = words.sentence(around: max(0, index - 1))
            let explained: [Intent] = [
                .planRequest, .copyRequest, .optOut, .optIn, .complaint, .dispute, .wrongContact, .refusal,
            ]
            let isExplained = explained.contains { ranges(of: $0).contains { $0.overlaps(sentence) } }
            if !isExplained, !sentence.isEmpty { ranges[.question, default: []].append(sentence) }
        }
    }

    /// What one intent explains is no evidence for another.
    private mutating func settle() {
        let positions: [Intent] = [
            .promise, .paidClaim, .dispute, .hardship, .insolvency, .legal, .wrongContact, .refusal, .optOut,
            .planRequest, .question,
            .copyRequest, .complaint, .outOfOffice, .autoAck, .optIn,
        ]
        if positions.contains(where: has) { drop(.thanks) }
        if positions.contains(where: has) { drop(.other) }
        // Without a question a promise answers "when": "When will this end? We'll pay on Friday."
        if has(.promise) {
            keep(.question) { [words] range in Self.contains(Self.realQuestions, in: range, of: words) }
            drop(.refusal)
            if !isConditional { drop(.planRequest) }
        }
        if has(.hardship) || has(.dispute) { weakRefusal() }
        if has(.copyRequest) || has(.planRequest) || has(.wrongContact) || has(.dispute) {
            let sentences = [Intent.copyRequest, .planRequest, .wrongContact, .dispute].flatMap { ranges(of: $0) }
            keep(.question) { [words] range in
                words.ending(of: range.lowerBound) == "?"
                    && !sentences.contains { words.sentence(around: $0.lowerBound).overlaps(range) }
            }
        }
        if has(.insolvency) || has(.legal) || has(.hardship) { drop(.question) }
    }

    private mutating func weakRefusal() { drop(.refusal) }

    /// The most important first; a conditional promise comes after what it waits for.
    func arranged(_ positions: [Reading.Position]) -> [Reading.Position] {
        var order = positions
        if has(.promise), order.first?.intent == .outOfOffice {
            // An absence that promises is a person's.
            order.append(order.removeFirst())
        }
        if isConditional, let index = order.firstIndex(where: { $0.intent == .promise }), order.count > 1 {
            let promise = order.remove(at: index)
            let waits: Set<Intent> = [.copyRequest, .question, .dispute, .planRequest, .wrongContact]
            let last = order.lastIndex { waits.contains($0.intent) }
            order.insert(promise, at: last.map { $0 + 1 } ?? 0)
        }
        return order
    }

    // MARK: Phrases

    private static func contains(_ phrases: PhraseSet, in range: Range<Int>, of words: ReplyWords) -> Bool {
        phrases.isFound(in: words.words[range])
    }

    private static let noDispute = PhraseSet(["no dispute", "not dispute", "dont dispute", "nicht bestreite"])

    private static let counterfactual = PhraseSet([
        "would have", "wouldve", "were going to", "was going to", "wanted to", "wollten", "voulions", "queriamos",
        "wilden", "could have", "should have been paid", "hatten wir", "hatte ich",
        "waren bezahlt worden",
        "hatten bezahlt", "hatten schon", "aurions", "aurais", "aurait ete", "habriamos", "habria", "hubieramos",
        "hubiera", "zouden",
        "hadden wij", "hadden we", "hadden", "avremmo", "avrei", "teriamos", "teria", "zaplacilibysmy", "zaplacilbym",
        "skulle ha",
        "ville have", "hade vi", "havde vi betalt",
    ])

    /// German has one form for "had" and "would have" once its marks are gone: with "wenn" it is contrary to fact.
    private static func isUnreal(_ sentence: Range<Int>, _ words: ReplyWords) -> Bool {
        contains(counterfactual, in: sentence, of: words)
            || contains(Self.hadOrWould, in: sentence, of: words) && contains(Self.germanIf, in: sentence, of: words)
    }

    private static let hadOrWould = PhraseSet(["hatten", "hatte"])
    private static let germanIf = PhraseSet(["wenn", "falls"])

    private static let vague = PhraseSet([
        "might", "may be able", "hopefully", "hope to", "hope we", "hoping", "try to", "trying to", "maybe", "perhaps",
        "possibly", "vielleicht",
        "eventuell", "hoffentlich", "hoffen", "hoffe", "versuchen", "versuche", "moglicherweise", "peut etre",
        "esperons",
        "espere", "essayer", "essaierons", "quizas", "quiza", "tal vez", "esperamos", "intentaremos", "misschien",
        "hopelijk", "proberen", "forse", "speriamo", "spero", "cercheremo", "talvez", "tentaremos", "postaramy",
        "sprobujemy", "kanske", "forhoppningsvis", "forsoker", "maske", "forhabentlig", "prover",
    ])

    private static let conditions = PhraseSet([
        "if", "once", "as soon as", "when you", "when we receive", "when we get", "provided", "unless", "after you",
        "after we receive",
        "upon receipt", "on receipt of", "subject to", "depending", "assuming", "until you", "until we receive", "wenn",
        "sobald", "falls",
        "sofern", "nach erhalt", "erst nach", "nachdem", "vorausgesetzt", "si vous", "si nous", "si on", "si le",
        "si la", "si les", "si nos", "si me", "si ustedes", "si usted", "si recibimos", "si no", "si todo", "des que",
        "une fois", "des reception",
        "apres reception",
        "a reception", "quand vous", "lorsque", "sous reserve", "a condition", "cuando", "en cuanto", "una vez",
        "tan pronto", "zodra",
        "als u", "als we", "als jullie", "als wij", "indien", "na ontvangst", "mits", "se ci", "se voi", "se vi",
        "se mi", "se nos", "se receber", "se enviarem", "se recebermos", "quando", "appena",
        "una volta", "non appena",
        "assim que", "apos a recepcao", "depois de receber", "caso", "jesli", "jezeli", "gdy", "jak tylko",
        "po otrzymaniu", "kiedy",
        "om ni", "om du", "sa snart", "nar ni", "nar vi", "nar du", "efter att", "hvis", "nar i", "nar du",
        "efter modtagelse",
    ])

    private static let realQuestions = PhraseSet([
        "iban", "bank details", "account number", "which invoice", "which", "where", "how", "what", "call", "confirm",
        "welche", "wohin",
        "wie", "quelle", "comment", "ou", "cual", "como", "welke", "hoe", "quale", "come", "qual", "ktora", "jak",
        "vilken", "hur", "hvilken",
        "hvordan", "why", "warum", "pourquoi",
    ])

    private static let everyWay = PhraseSet([
        "leave me alone", "leave us alone", "any means", "any way", "any channel", "all contact", "all communication",
        "all communications",
        "all channels", "stop all", "stopall", "in any form", "every channel", "erase my data", "delete my data",
        "delete all my data",
        "erase my", "erasure", "to be forgotten", "stop contacting", "do not contact", "dont contact", "never contact",
        "no more contact",
        "in ruhe", "nicht mehr kontaktieren", "jeglichen kontakt", "jegliche", "meine daten", "alle daten",
        "auf keinem weg", "tranquille",
        "en paix", "la paix", "par quelque moyen", "aucun moyen", "tout contact", "mes donnees", "en paz",
        "ningun medio", "cualquier medio",
        "mis datos", "todo contacto", "met rust", "op geen enkele", "elk contact", "mijn gegevens", "in pace",
        "nessun mezzo", "miei dati",
        "ogni contatto", "meus dados", "qualquer meio", "todo o contacto", "spokoj", "moje dane", "zadnej formie",
        "i fred", "lamna mig",
        "mina uppgifter", "lad mig vaere", "mine data", "mine oplysninger", "all kontakt", "al kontakt",
        "contact me again",
        "calls or", "texts or", "mails or", "emails or", "letters or", "calls and", "texts and", "emails and",
        "call text", "call or",
        "text or", "email or", "harassing", "anrufe oder", "mails oder", "appels ni", "llamadas ni", "cease and desist",
        "only to us",
        "this office only", "only to our office", "our office only", "through my lawyer", "through our lawyer",
        "through my solicitor",
        "through my attorney", "nur an uns", "ausschliesslich an uns", "nur noch an uns", "uniquement a notre cabinet",
    ])
}
