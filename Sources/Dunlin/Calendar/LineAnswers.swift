import Contracts
import Foundation

/// Answers questions in lines of JSON: one line out for each line in, in order, flushed with what has arrived.
///
/// A question that cannot be answered gets `{"error": {"code", "message", "path"}}`. What a line has as `id` comes back
/// with its answer, also when that is an error.
struct LineAnswers: ~Copyable {
    private var output: OutputFile
    private let encoder = JSONEncoder()
    private var lines = 0
    private var refused = 0

    init() throws(Failure) {
        output = try OutputFile("-")
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    }

    /// Answers all of the input.
    /// - Returns: how many questions were refused.
    consuming func answer<Answer: Encodable>(
        _ input: InputFile, with answer: (Question) throws(InputRefusal) -> Answer
    ) throws(Failure) -> Int {
        var reader = LineReader(input)
        var progress = Progress()
        while let lines = try reader.next() {
            for line in lines { try give(line, answer) }
            try output.flush()
            progress.note("\(self.lines) lines, \(refused) refused")
        }
        try output.finish()
        return refused
    }

    private mutating func give<Answer: Encodable>(
        _ line: InputLine, _ answer: (Question) throws(InputRefusal) -> Answer
    ) throws(Failure) {
        lines += 1
        var reply = Reply<Answer>()
        do throws(InputRefusal) {
            let question = try Question(line)
            reply.id = question.id
            reply.answer = try answer(question)
        } catch {
            refused += 1
            reply.error = error.error
        }
        let text: Data
        do {
            text = try encoder.encode(reply)
        } catch {
            throw Failure(.inputOutput, "the answer to line \(line.number) cannot be written as JSON: \(error)")
        }
        try output.write(line: text)
    }
}

/// A line of input: an object of named values.
struct Question {
    private let values: [String: JSONValue]

    fileprivate init(_ line: InputLine) throws(InputRefusal) {
        guard !line.isOverlong, let values = try? JSONDecoder().decode([String: JSONValue].self, from: line.bytes)
        else {
            throw InputRefusal("line", "is no JSON object of at most \(LineReader.longest) bytes", path: "$")
        }
        self.values = values
    }

    var id: JSONValue? { values["id"] }

    /// The text of this name.
    func text(_ name: String) throws(InputRefusal) -> String {
        switch values[name] {
        case .text(let text): return text
        case nil, .null: throw InputRefusal("missing", "is missing: expected a text", path: "$.\(name)")
        default: throw InputRefusal("type", "is not a text", path: "$.\(name)")
        }
    }

    /// nil if it is left out or null.
    func optionalText(_ name: String) throws(InputRefusal) -> String? {
        switch values[name] {
        case nil, .null: nil
        default: try text(name)
        }
    }
}

extension InputRefusal {
    init(_ code: String, _ message: String, path: String? = nil) {
        self.init(error: InputError(code: code, message: message, path: path))
    }
}

/// One line out: the answer's own members or the error, and the id.
private struct Reply<Answer: Encodable>: Encodable {
    var id: JSONValue?
    var answer: Answer?
    var error: InputError?

    private enum CodingKeys: String, CodingKey { case id, error }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encodeIfPresent(id, forKey: .id)
        try container.encodeIfPresent(error, forKey: .error)
        try answer?.encode(to: encoder)
    }
}
