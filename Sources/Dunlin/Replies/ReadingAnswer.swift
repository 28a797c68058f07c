import Contracts
import Replies

/// What was read in a reply, as a line of output has it.
struct ReadingAnswer: Encodable {
    private let reading: Reading

    init(_ reading: Reading) {
        self.reading = reading
    }

    private enum CodingKeys: String, CodingKey {
        case intents, promise, invoices, references, language
        case optOut = "opt_out"
        case returnDate = "return_date"
    }

    private struct Position: Encodable {
        let intent: Intent
        let confidence: Double
    }

    private struct OptOut: Encodable {
        let scope: Reading.OptOutScope
    }

    private struct Promise: Encodable {
        let date: CivilDate?
        let amount: Money?

        private enum CodingKeys: String, CodingKey { case date, amount }

        func encode(to encoder: any Encoder) throws {
            var container = encoder.container(keyedBy: CodingKeys.self)
            // Null, not left out: the promise names none.
            try container.encode(date, forKey: .date)
            try container.encode(amount, forKey: .amount)
        }
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(
            reading.intents.map { Position(intent: $0.intent, confidence: $0.confidence) }, forKey: .intents)
        try container.encode(reading.optOut.map(OptOut.init), forKey: .optOut)
        try container.encode(reading.promise.map { Promise(date: $0.date, amount: $0.amount) }, forKey: .promise)
        try container.encode(reading.returnDate, forKey: .returnDate)
        try container.encode(reading.invoices, forKey: .invoices)
        try container.encode(reading.references, forKey: .references)
        try container.encode(reading.language, forKey: .language)
    }
}
