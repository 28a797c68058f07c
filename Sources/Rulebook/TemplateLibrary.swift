import Templates

/// The mails of a configuration folder, by template name and language.
package struct TemplateLibrary: Sendable {
    private let emails: [String: [String: EmailTemplate]]

    init(_ emails: [String: [String: EmailTemplate]]) {
        self.emails = emails
    }

    /// Sorted.
    package var names: [String] { emails.keys.sorted() }

    /// The languages in which a template is there, sorted.
    package func languages(of name: String) -> [String] {
        emails[name].map { $0.keys.sorted() } ?? []
    }

    package func email(_ name: String, _ language: String) -> EmailTemplate? {
        emails[name]?[language]
    }

    /// A template in the first wished language that it is there in.
    package struct Choice: Sendable {
        package let email: EmailTemplate
        /// The template's language, `de`.
        package let language: String
        /// The wish that it answers, `de-AT`: amounts and dates are written so.
        package let wish: LanguageTag
    }

    /// Follows the chain of wishes: each as it is, then with its region and script left out.
    /// - Parameter allowed: the creditor's languages.
    package func choice(of name: String, wishes: [String], allowed: [String]) -> Choice? {
        for wish in wishes.compactMap(LanguageTag.init) {
            for language in wish.fallbacks where allowed.contains(language) || allowed.contains(wish.text) {
                if let email = email(name, language) {
                    return Choice(email: email, language: language, wish: wish)
                }
            }
        }
        return nil
    }
}
