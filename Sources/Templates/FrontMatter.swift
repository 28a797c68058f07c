/// The lines between two `---` at the head of a mail's text file, and what follows them.
struct FrontMatter {
    let subject: String
    /// From 1.
    let subjectLine: Int
    let body: String
    /// From 1.
    let bodyLine: Int

    init(_ file: String) throws(TemplateProblems) {
        func refusal(_ line: Int, _ reason: String) -> TemplateProblems {
            TemplateProblems(problems: [TemplateProblem(line: line, reason: reason)])
        }
        let lines = file.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
        guard lines.first == "---" else {
            throw refusal(1, "front matter is missing: the file begins with '---', 'subject: …' and '---'")
        }
        guard let end = lines.dropFirst().firstIndex(of: "---") else {
            throw refusal(1, "front matter is not closed: a second line '---' is missing")
        }
        var subject: (text: String, line: Int)?
        for index in 1..<end where !lines[index].trimmingSpaces.isEmpty {
            guard let colon = lines[index].firstIndex(of: ":"), lines[index][..<colon] == "subject" else {
                throw refusal(index + 1, "only 'subject: …' is allowed in front matter")
            }
            guard subject == nil else { throw refusal(index + 1, "'subject' stands here twice") }
            let text = lines[index][lines[index].index(after: colon)...].trimmingSpaces
            guard !text.isEmpty else { throw refusal(index + 1, "'subject' is empty") }
            subject = (String(text), index + 1)
        }
        guard let subject else { throw refusal(1, "'subject: …' is missing in the front matter") }
        self.subject = subject.text
        self.subjectLine = subject.line
        self.body = lines[(end + 1)...].joined(separator: "\n")
        self.bodyLine = end + 2
    }
}
