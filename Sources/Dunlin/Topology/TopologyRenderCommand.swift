import ArgumentParser
import Contracts
import Foundation

struct TopologyRenderCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "render",
        abstract: "Writes the broker definition of this version. Needs no broker.",
        discussion: "Without options: definitions.json on standard output. Equal versions give equal bytes.")

    @Flag(help: "Only the definition's SHA-256, in hexadecimal.")
    var hash = false

    @Option(
        help: ArgumentHelp(
            "Write definitions.json, asyncapi.yaml and schemas/ into this folder instead.", valueName: "folder"))
    var into: String?

    func validate() throws {
        if hash, into != nil { throw ValidationError("--hash and --into exclude each other") }
    }

    func run() throws {
        if hash { return try StandardOutput.say([BrokerDefinition.current.hash]) }
        guard let into else {
            let text = String(decoding: BrokerDefinition.current.rendered, as: UTF8.self)
            return try StandardOutput.say([String(text.dropLast())])
        }
        for (path, content) in TopologyDocuments.all {
            let file = URL(filePath: into).appending(path: path)
            do {
                try FileManager.default.createDirectory(
                    at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
                try content.write(to: file, options: .atomic)
            } catch {
                throw Failure(.inputOutput, "\(file.path) cannot be written: \(error.localizedDescription)")
            }
        }
    }
}
