import ArgumentParser
import Contracts
import Foundation
import Ledger
import Store

/// `dunlin dead edit`: a mended copy.
struct DeadEditCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "edit",
        abstract: "Puts a mended copy in the place of a letter; both are kept and linked.",
        discussion: """
            The file holds the whole message. It gets an id of its own and is read as its worker would read it; what \
            would only die again is refused with the path of what is wrong. 'dunlin dead show NUMBER --body' gives the \
            text to start from.

              dunlin dead edit 17 --file mended.json
            """)

    @Argument(help: "The letter's number.")
    var number: Int64

    @Option(help: ArgumentHelp("The message as JSON; - for standard input.", valueName: "path"))
    var file: String

    @OptionGroup var options: DeadOptions

    @Flag(help: "Tell it as JSON.")
    var json = false

    func run() throws {
        let input = try InputFile(file)
        let text = Data(try input.readAll())
        let id = MessageID.fresh()
        let body = try Self.renamed(text, id: id, name: input.name)
        let copy = try options.use(.write) { desk in
            let ledger = desk.ledger
            guard let letter = try ledger.deadLetter(number), var message = try ledger.message(of: number)
            else { throw DeadLetterProblem.unknown(number) }
            let type = try Self.check(body, for: letter, name: input.name)
            message.properties.messageID = id
            message.properties.type = type.rawValue
            if letter.queue == Topology.unroutedQueue { message.properties.routingKey = type.routingKey }
            message.properties.contentType = Message.contentType
            message.body = body
            return try ledger.replaceDeadLetter(number, by: message, author: desk.actor)
        }
        if json { return try StandardOutput.say(json: Done(number: copy, replaces: number, messageID: id)) }
        try StandardOutput.say(["letter \(copy) takes the place of \(number), with the message id \(id)"])
    }

    /// The document with another id; keys sorted.
    private static func renamed(_ text: Data, id: String, name: String) throws(Failure) -> Data {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        do {
            if case .object(var members) = try JSONDecoder().decode(JSONValue.self, from: text) {
                members["id"] = .text(id)
                return try encoder.encode(JSONValue.object(members))
            }
        } catch {
            throw Failure(.refused, "\(name) is no JSON that can be read", remedy: "mend it and run the command again")
        }
        throw Failure(.refused, "\(name) holds no JSON object", remedy: "give the whole message")
    }

    private static func check(_ body: Data, for letter: DeadLetter, name: String) throws(Failure) -> MessageType {
        let isCommand = [Topology.rendererQueue, Topology.emailSenderQueue].contains(letter.workQueue)
        let message: Message
        do throws(MessageRefusal) {
            message = try Message(body: body, limit: isCommand ? Message.largestCommand : Message.largestBody)
        } catch {
            throw Failure(.refused, "\(name): \(error.path) \(error.reason)", remedy: "nothing was changed")
        }
        let isOfQueue =
            letter.queue == Topology.unroutedQueue
            ? message.type.exchange == Topology.eventsExchange : message.type.queue == letter.workQueue
        guard isOfQueue else {
            throw Failure(
                .refused, "\(name): \(message.type.rawValue) is not read from \(letter.workQueue ?? "any queue")",
                remedy: "nothing was changed")
        }
        return message.type
    }

    private struct Done: Encodable {
        var number: Int64
        var replaces: Int64
        var messageID: String
    }
}
