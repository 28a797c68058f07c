/// Send this mail, if the ledger still says so.
///
/// `dunlin.email.send.v1`, from the renderer to the email sender.
package struct EmailSend: Codable, Hashable, Sendable {
    package var attempt: AttemptReference
    package var `case`: CaseReference
    package var basis: String
    package var config: String
    package var from: Mailbox
    package var to: Mailbox
    /// With the signed case token.
    package var replyTo: Mailbox
    package var subject: String
    package var text: String
    package var html: String?
    /// BCP 47, of the text.
    package var language: String
    /// RFC 8058.
    package var unsubscribe: String
    /// `<template>/<language>`, for logs and metrics.
    package var template: String
    /// The renderer's process that wrote it; nil: an older one, which did not say.
    package var renderer: String?
    /// Real time of the writing; nil as ``renderer``.
    package var renderedAt: Instant?
    /// For the outcome; nil: an older renderer wrote it.
    package var place: AttemptPlace?

    package init(
        attempt: AttemptReference, case: CaseReference, basis: String, config: String, from: Mailbox, to: Mailbox,
        replyTo: Mailbox, subject: String, text: String, html: String?, language: String, unsubscribe: String,
        template: String, renderer: String? = nil, renderedAt: Instant? = nil,
        place: AttemptPlace? = nil
    ) {
        self.attempt = attempt
        self.case = `case`
        self.basis = basis
        self.config = config
        self.from = from
        self.to = to
        self.replyTo = replyTo
        self.subject = subject
        self.text = text
        self.html = html
        self.language = language
        self.unsubscribe = unsubscribe
        self.template = template
        self.renderer = renderer
        self.renderedAt = renderedAt
        self.place = place
    }
}

package struct Mailbox: Codable, Hashable, Sendable {
    package var name: String?
    package var address: String

    package init(name: String?, address: String) {
        self.name = name
        self.address = address
    }
}
