/// Why a command cannot become a mail. The same command would fail the same way each time.
///
/// Names the part, never its content.
struct MailProblem: Error, Equatable, CustomStringConvertible {
    /// Where in the command, as a JSON path.
    let path: String
    let reason: String

    var description: String { "\(path) \(reason)" }
}
