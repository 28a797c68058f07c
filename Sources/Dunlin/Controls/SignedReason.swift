import ArgumentParser
import Foundation

/// Why an operator does something, and who it is, for whoever reads the books later.
struct SignedReason: ParsableArguments {
    @Option(help: ArgumentHelp("Why, for whoever reads the books later, 1-500 bytes.", valueName: "text"))
    var reason: String

    @Option(
        name: [.customLong("author"), .customLong("actor")],
        help: ArgumentHelp("Who says so. Default: the user's name on this system.", valueName: "name"))
    var givenAuthor: String?

    var author: String { givenAuthor ?? NSUserName() }

    func validate() throws {
        for (option, text) in [("--reason", reason), ("--author", author)] { try Self.check(text, of: option) }
    }

    /// - Throws: `ValidationError` unless `text` is a line of 1 to 500 bytes.
    static func check(_ text: String, of option: String) throws {
        let isBlank = text.allSatisfy(\.isWhitespace)
        guard !isBlank, text.utf8.count <= 500, !text.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw ValidationError("\(option) is a line of 1 to 500 bytes")
        }
    }
}
