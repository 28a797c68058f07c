import Foundation

/// What a command gives: text for people or JSON for programs.
enum StandardOutput {
    static func say(_ lines: [String]) throws(Failure) {
        var file = try OutputFile("-")
        for line in lines { try file.write(line: line.utf8) }
        try file.finish()
    }

    /// One line with sorted keys.
    static func say(json value: some Encodable) throws(Failure) {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        let line: Data
        do {
            line = try encoder.encode(value)
        } catch {
            throw Failure(.inputOutput, "the answer cannot be written as JSON: \(error)")
        }
        try say([String(decoding: line, as: UTF8.self)])
    }
}
