import ArgumentParser
import Foundation

/// Who acts, for the audit log.
struct AuthorOption: ParsableArguments {
    @Option(help: ArgumentHelp("Who does this, for the audit log. Default: the user's name here.", valueName: "name"))
    var author: String?

    func validate() throws {
        guard !actor.isEmpty, actor.utf8.count <= 128, !actor.utf8.contains(where: { $0 < 0x20 || $0 == 0x7F }) else {
            throw ValidationError("--author is a line of 1 to 128 bytes")
        }
    }

    var actor: String { author ?? NSUserName() }
}
