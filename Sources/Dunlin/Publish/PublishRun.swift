import AMQP
import Contracts
import Foundation

/// The work of one `dunlin publish`: takes lines, publishes what is good and answers for each.
struct PublishRun: ~Copyable {
    struct Counts: Encodable {
        var events = 0
        var refused = 0

        func json() throws -> String {
            let encoder = JSONEncoder()
            encoder.outputFormatting = .sortedKeys
            return String(decoding: try encoder.encode(self), as: UTF8.self)
        }
    }

    let inputName: String
    /// nil: only check.
    let publisher: EventPublisher?
    /// Whether each line in has one line out; otherwise only refusals are named, and empty lines are nothing.
    let answersLines: Bool
    private var counts = Counts()
    private var output: OutputFile
    private var progress: Progress
    private let encoder: JSONEncoder

    init(inputName: String, publisher: EventPublisher?, answersLines: Bool) throws(Failure) {
        self.inputName = inputName
        self.publisher = publisher
        self.answersLines = answersLines
        output = try OutputFile("-")
        progress = Progress()
        encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    mutating func take(_ lines: [InputLine]) throws(Failure) {
        var answers: [Answer] = []
        var events: [WireEvent] = []
        var places: [Int] = []
        for line in lines where answersLines || !line.bytes.isEmpty {
            do throws(InputRefusal) {
                let event = try EventCheck.event(in: line.bytes)
                places.append(answers.count)
                events.append(event)
                answers.append(
                    Answer(
                        line: line.number, id: event.message.id, source: event.message.source,
                        type: event.message.type.rawValue, status: publisher == nil ? "valid" : "confirmed"))
            } catch {
                answers.append(Answer(line: line.number, id: error.id, error: error.error))
            }
        }
        if let publisher, !events.isEmpty {
            for (index, failure) in try publisher.publish(events) {
                let place = places[index]
                answers[place] = Answer(
                    line: answers[place].line, id: answers[place].id, error: InputError(failure))
            }
        }
        for answer in answers { try give(answer) }
        try output.flush()
        progress.note("\(counts.events) events, \(counts.refused) refused")
    }

    private mutating func give(_ answer: Answer) throws(Failure) {
        counts.events += 1
        if answer.error != nil { counts.refused += 1 }
        if answersLines {
            do {
                try output.write(line: encoder.encode(answer))
            } catch let failure as Failure {
                throw failure
            } catch {
                throw Failure(.inputOutput, "cannot encode the answer to line \(answer.line)")
            }
        } else if let error = answer.error {
            let id = answer.id.map { " (id \($0))" } ?? ""
            StandardError.say("\(inputName):\(answer.line): \(error.path.map { $0 + " " } ?? "")\(error.message)\(id)")
        }
    }

    consuming func finish() throws(Failure) -> Counts {
        publisher?.close()
        try output.finish()
        let counts = counts
        StandardError.say(
            "\(publisher == nil ? "checked" : "published") \(counts.events - counts.refused) of \(counts.events) "
                + "events, refused \(counts.refused)")
        return counts
    }
}

/// What is said about one line of input.
private struct Answer: Encodable {
    var line: Int
    var id: String?
    var source: String?
    var type: String?
    var status: String?
    var error: InputError?

    private enum CodingKeys: String, CodingKey { case id, source, type, status, error }
}
