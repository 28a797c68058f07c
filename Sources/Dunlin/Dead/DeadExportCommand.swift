import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// `dunlin dead export`: into a file.
struct DeadExportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Writes letters into a file, one JSON object a line, body and properties as they were.",
        discussion: """
            The file is not sealed and holds personal data; only its owner may read it. The letters stay where they \
            are. 'dunlin dead import' reads the file back, byte for byte.
            """)

    @Argument(help: "The file; - for standard output.")
    var file: String

    @OptionGroup var whereOption: WhereOption
    @OptionGroup var stateOption: StateOption

    @Option(help: "Letters of this plan only.")
    var plan: String?

    @OptionGroup var options: DeadOptions

    @Flag(help: "Tell the count as JSON, on standard error if the letters go to standard output.")
    var json = false

    func run() throws {
        let selection = DeadLetterSelection(stateOption.state.states, try whereOption.filter(), plan: plan)
        let count = try options.use(.write) { desk in
            // Said before the first line is out: whoever stops the command halfway has read it all the same.
            try desk.ledger.audit([
                AuditAct(
                    actor: desk.actor, action: "dead.export", subject: plan ?? "dead letters",
                    detail: ["state": .text(stateOption.state.rawValue)])
            ])
            umask(0o077)
            var output = try OutputFile(file)
            var count = 0
            try desk.ledger.forEach(selection) { letter in
                do {
                    guard let message = try desk.ledger.message(of: letter.number) else { return }
                    try output.write(line: try message.line())
                    count += 1
                } catch SealError.erased {
                    StandardError.say("letter \(letter.number): \(SealError.erased)")
                }
            }
            try output.finish()
            return count
        }
        let line = json ? "{\"exported\":\(count)}" : "exported \(count) letters"
        if file == InputFile.standardInput { StandardError.say(line) } else { try StandardOutput.say([line]) }
    }
}

/// `dunlin dead import`: back from a file.
struct DeadImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Reads letters from a file that 'export' wrote; those known already are left alone.",
        discussion: "A line that cannot be read is named and left out, with exit code 1.")

    @Argument(help: "The file; - for standard input.")
    var file: String

    @OptionGroup var options: DeadOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    /// Of a line: a command of the largest size in Base64, and its properties.
    private static let longestLine = 16 << 20

    func run() throws {
        let input = try InputFile(file)
        var result = CollectionResult()
        var refused = 0
        try options.use(.write) { desk in
            var reader = LineReader(input, longest: Self.longestLine)
            while let lines = try reader.next() {
                for chunk in stride(from: 0, to: lines.count, by: 128) {
                    let messages = lines[chunk..<min(chunk + 128, lines.count)].compactMap { line -> DeadMessage? in
                        if line.bytes.isEmpty { return nil }
                        if !line.isOverlong, let message = Self.message(in: line) { return message }
                        StandardError.say("\(input.name):\(line.number): is no line of an export")
                        refused += 1
                        return nil
                    }
                    if messages.isEmpty { continue }
                    result += try desk.ledger.collect(
                        messages, actor: desk.actor, action: "dead.import")
                }
            }
        }
        if json {
            try StandardOutput.say(json: ["stored": result.stored, "known": result.known, "refused": refused])
        } else {
            try StandardOutput.say(["stored \(result.stored); known already \(result.known); refused \(refused)"])
        }
        if refused > 0 { throw ExitCode(ExitReason.refused.rawValue) }
    }

    private static func message(in line: InputLine) -> DeadMessage? {
        // What is no letter is named by its line; the decoder's own words may hold its content.
        guard let message = try? DeadMessage(line: line.bytes), DeadLetter.queues.contains(message.properties.queue)
        else { return nil }
        return message
    }
}
