import ArgumentParser

/// For commands that answer questions line by line.
struct LineOptions: ParsableArguments {
    @Argument(help: "A file of questions, one JSON object a line; - for standard input.")
    var file = InputFile.standardInput

    @Flag(help: "Answer each line in with one line out, in order, flushed. There is no other way yet: always give it.")
    var ndjson = false

    func validate() throws {
        guard ndjson else { throw ValidationError("lines in, lines out: give --ndjson") }
    }

    /// - Throws: the exit code 1 at the end if a question was refused.
    func answer(with answer: (Question) throws(InputRefusal) -> some Encodable) throws {
        let refused = try LineAnswers().answer(try InputFile(file), with: answer)
        if refused > 0 { throw ExitCode(ExitReason.refused.rawValue) }
    }
}
