/// What the pages say, in one language.
struct PageTexts: Sendable {
    let openInvoices: String
    let asOf: @Sendable (String) -> String
    let invoice: String
    let issued: String
    let due: String
    let dueToday: String
    let pastDue: @Sendable (String) -> String
    let disputed: String
    let openSum: String
    let credit: String
    let total: String
    let pay: @Sendable (String) -> String
    let payHint: String
    let covered: String
    let paidAlready: String
    let questions: String
    let languages: String
    let nothingOpen: Notice
    let expired: Notice
    let revoked: Notice
    let unknown: Notice
    let tooMany: Notice
    let unavailable: Notice
    let unsubscribe: Notice
    let unsubscribeButton: String
    let unsubscribed: Notice

    /// A page of a heading and a paragraph.
    struct Notice: Sendable {
        let title: String
        let text: String
    }

    static func of(_ language: PageLanguage) -> PageTexts {
        switch language {
        case .en: english
        case .de: german
        case .fr: french
        case .es: spanish
        }
    }
}
