import Contracts
import Foundation

/// Reads replies: what they say about the debt, in whose language, with which days, amounts and invoices.
///
/// Phrases and a small trained model say how likely each intent is; grammar takes back what is denied, asked, conditional
/// or contrary to fact. The text is data: it is compared with tables, never obeyed.
package struct ReplyReader: Sendable {
    private let cues: CueTable
    private let model: IntentModel

    package init(cues: String, model: IntentModel) {
        self.cues = CueTable(cues)
        self.model = model
    }

    /// - Parameters:
    ///   - text: the body of a mail or message, quotations and all.
    ///   - received: the customer's local day at receipt.
    ///   - hint: the language that is expected, where the text does not tell.
    ///   - monthFirst: whether 3/4 is the 4th of March, as for North American accounts.
    package func read(_ text: String, received: CivilDate, hint: Language? = nil, monthFirst: Bool = false) -> Reading {
        let own = Self.visible(OwnWords.of(text))
        let tokens = Token.tokens(of: own)
        let language = LanguageGuess.of(tokens, letters: own, hint: hint)
        let words = ReplyWords(tokens)
        let evidence = Evidence(words: words, hits: cues.hits(in: words))
        let positions = positions(evidence, words)
        let codes = CodeReader(own)
        let amounts = AmountReader.amounts(in: tokens, language: language)
        let isSaid = { (intent: Intent) in positions.contains { $0.intent == intent && $0.confidence >= 0.5 } }
        var reading = Reading(
            language: language, intents: positions, optOut: nil, promise: nil, returnDate: nil,
            invoices: codes.invoices,
            references: codes.references, amounts: amounts.map(\.money))
        if isSaid(.optOut) {
            reading.optOut = evidence.closesEveryWay || isSaid(.legal) && evidence.has(.legal) ? .all : .channel
        }
        guard isSaid(.promise) || isSaid(.outOfOffice) else { return reading }
        let reader = DateReader(received: received, language: language, monthFirst: monthFirst)
        let days = PromiseDate(
            tokens: tokens, words: words, mentions: reader.mentions(in: tokens),
            promises: evidence.ranges(of: .promise),
            claims: [Intent.paidClaim, .dispute, .outOfOffice].flatMap(evidence.ranges))
        if isSaid(.outOfOffice) { reading.returnDate = days.returnDate() }
        if isSaid(.promise) {
            reading.promise = Reading.Promise(
                date: evidence.isConditional || evidence.isVague ? nil : days.date(),
                amount: amount(amounts, tokens, evidence, words))
        }
        return reading
    }

    /// Without what a reader of the mail would not see.
    private static func visible(_ text: String) -> String {
        guard text.contains("<!--") else { return text }
        var visible = ""
        var rest = text[...]
        while let start = rest.range(of: "<!--") {
            visible += rest[..<start.lowerBound]
            guard let end = rest.range(of: "-->", range: start.upperBound..<rest.endIndex) else { return visible }
            rest = rest[end.upperBound...]
        }
        return visible + rest
    }

    /// The amount of the promise: the only one, or the sum of those of its instalments.
    private func amount(
        _ amounts: [AmountReader.Amount], _ tokens: [Token], _ evidence: Evidence, _ words: ReplyWords
    ) -> Money? {
        let claimed = evidence.ranges(of: .paidClaim)
        let promised = evidence.ranges(of: .promise)
        let open = amounts.filter { amount in
            guard let word = words.tokens.firstIndex(where: { $0 >= amount.tokens.lowerBound }) else { return false }
            let sentence = words.sentence(around: word)
            return promised.contains { sentence.overlaps($0) } || !claimed.contains { sentence.overlaps($0) }
        }
        guard let first = open.first, open.allSatisfy({ $0.money.currency == first.money.currency }) else { return nil }
        return Money(minor: open.reduce(0) { $0 + $1.money.minor }, currency: first.money.currency)
    }

    // MARK: Intents

    /// The model is too modest: of held-out replies that it gave even odds nearly all were right. This sets it right.
    private static let calibration: (slope: Float, shift: Float) = (1.5, 2)
    /// What a phrase adds to the log-odds, what its absence takes, and what a phrase that was taken back takes.
    private static let phraseOdds: Float = 4
    private static let silenceOdds: Float = -1.2
    /// The same where a phrase speaks for something else.
    private static let overruledOdds: Float = -3
    private static let denialOdds: Float = -6

    private func positions(_ evidence: Evidence, _ words: ReplyWords) -> [Reading.Position] {
        guard !words.words.isEmpty else { return [Reading.Position(intent: .other, confidence: 0.5)] }
        let odds = model.logOdds(of: words.words)
        let silence = evidence.isEmpty ? Self.silenceOdds : Self.overruledOdds
        var positions: [Reading.Position] = []
        var best: (intent: Intent, odds: Float) = (.other, -.infinity)
        for intent in Intent.allCases {
            guard evidence.has(intent) || !mustBeSaid(intent, evidence) else { continue }
            let learnt = min(4, max(-3, (odds[intent] ?? -5) * Self.calibration.slope + Self.calibration.shift))
            let said: Float =
                evidence.has(intent) ? Self.phraseOdds : evidence.isDenied(intent) ? Self.denialOdds : silence
            let sum = learnt + said
            if sum > best.odds, !evidence.isDenied(intent) { best = (intent, sum) }
            if sum > 0 { positions.append(Reading.Position(intent: intent, confidence: Self.share(sum))) }
        }
        if positions.isEmpty {
            let intent = best.odds > -2 ? best.intent : .other
            positions = [Reading.Position(intent: intent, confidence: max(0.2, Self.share(best.odds)))]
        }
        return evidence.arranged(positions)
    }

    /// What lets us contact again, wait or close needs words of its own: always, or where the words say something else.
    private func mustBeSaid(_ intent: Intent, _ evidence: Evidence) -> Bool {
        switch intent {
        case .optIn: true
        case .promise, .paidClaim: !evidence.isEmpty
        default: false
        }
    }

    private static func share(_ odds: Float) -> Double {
        // Nobody is surer than the sentences that were held out allow to tell.
        let share = min(0.99, 1 / (1 + exp(-Double(odds))))
        return (share * 1000).rounded() / 1000
    }
}
