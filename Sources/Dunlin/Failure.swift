/// Why a command ends before its work is done: one line that says what happened and what to do.
struct Failure: Error, Equatable, CustomStringConvertible {
    let status: ExitReason
    let what: String
    /// What the caller can do about it.
    let remedy: String?

    init(_ status: ExitReason, _ what: String, remedy: String? = nil) {
        self.status = status
        self.what = what
        self.remedy = remedy
    }

    var description: String {
        remedy.map { "\(what); \($0)" } ?? what
    }
}
