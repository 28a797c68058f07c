import HTTPTypes
import Rulebook

/// The pages that say nothing of any debt.
extension Page {
    static func notice(
        _ notice: KeyPath<PageTexts, PageTexts.Notice>, in language: PageLanguage, status: HTTPResponse.Status,
        creditor: Creditor? = nil, isTranslatable: Bool = true, retryAfter: Int? = nil
    ) -> Page {
        let notice = PageTexts.of(language)[keyPath: notice]
        return Page(
            status: status, language: language, title: notice.title,
            main: "<h1>\(notice.title)</h1>\n<p>\(notice.text)</p>", creditor: creditor,
            isTranslatable: isTranslatable, retryAfter: retryAfter)
    }

    /// The same page whatever is wrong with the token.
    static func unknown(in language: PageLanguage) -> Page {
        notice(\.unknown, in: language, status: .notFound)
    }

    static func unavailable(in language: PageLanguage) -> Page {
        notice(\.unavailable, in: language, status: .serviceUnavailable, isTranslatable: false, retryAfter: 10)
    }

    /// Asks before a channel is stopped: a scanner that opens the link stops nothing.
    static func askToUnsubscribe(
        in language: PageLanguage, from creditor: Creditor, status: HTTPResponse.Status = .ok
    ) -> Page {
        let texts = PageTexts.of(language)
        return Page(
            status: status, language: language, title: texts.unsubscribe.title,
            main: """
                <h1>\(texts.unsubscribe.title)</h1>
                <p>\(texts.unsubscribe.text)</p>
                <form method="post"><input type="hidden" name="confirm" value="page">\
                <button type="submit">\(texts.unsubscribeButton)</button></form>
                """, creditor: creditor)
    }
}
