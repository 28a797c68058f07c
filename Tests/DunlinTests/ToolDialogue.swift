import Foundation
import TestSupport

/// The built `dunlin` with its standard input and output held open, line by line.
final class ToolDialogue {
    private let child: pid_t
    private var input: FileHandle?
    private let output: FileHandle

    init(_ arguments: [String]) throws {
        let (input, output) = (Pipe(), Pipe())
        child = try Command.spawn(
            [Tool.path.path] + arguments, environment: Tool.withoutBroker,
            input: .descriptor(input.fileHandleForReading.fileDescriptor),
            output: .descriptor(output.fileHandleForWriting.fileDescriptor), errors: .nothing)
        self.input = input.fileHandleForWriting
        self.output = output.fileHandleForReading
    }

    /// What comes for a line while the input stays open; waits for it.
    func answer(to line: String) throws -> Data {
        try input?.write(contentsOf: Data((line + "\n").utf8))
        return output.availableData
    }

    /// Waits for the end, with the input still open.
    func end() -> Int32 { Command.wait(for: child) }

    /// Ends the input and waits.
    /// - Returns: the exit status.
    func close() throws -> Int32 {
        try input?.close()
        return end()
    }
}
