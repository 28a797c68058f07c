import ArgumentParser
import Replies

/// `dunlin strip`: the writer's own words of each mail.
struct StripCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "strip",
        abstract: "Takes quoted text, forwarded mails, signatures and footers off the bodies of mails.",
        discussion: """
            In: {"id", "text"}, the body as plain text. Out: {"id", "reply"}, what its writer wrote, as it stands; empty \
            if that is nothing; or {"error": {"code", "message", "path"}}. Exit code 1 if any line was refused. Needs \
            neither broker nor ledger.

              echo '{"id":"1","text":"Paid.\\n\\nOn 3 March Example wrote:\\n> Please pay."}' | dunlin strip --ndjson
            """)

    @OptionGroup var lines: LineOptions

    func run() throws {
        try lines.answer { (question) throws(InputRefusal) in
            StrippedReply(reply: OwnWords.of(try question.text("text")))
        }
    }
}

private struct StrippedReply: Encodable {
    let reply: String
}
