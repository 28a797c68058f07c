import Contracts

/// Why a reminder was not written, without a fact of it: facts may be personal.
struct RenderRefusal: Error, Hashable {
    /// `config`: another configuration is needed; `permanent`: it can never be written as it is.
    let `class`: DeadLetterClass
    /// The template and, once it is chosen, its language: `first-reminder/de`.
    let template: String
    /// Where in the command, as a JSON path; nil if it is not about one place.
    let path: String?
    let reason: String

    init(_ class: DeadLetterClass, template: String, path: String? = nil, _ reason: String) {
        self.class = `class`
        self.template = template
        self.path = path
        self.reason = reason
    }

    /// `template 'first-reminder/de': missing: total`
    var words: String { "template '\(template)': \(reason)" }
}
