import Contracts

/// Whose data key seals something: an account with its contacts. One key, one person to erase.
struct Person: Hashable, Sendable {
    let creditor: String
    let account: String

    /// What concerns no account that is known, under a data key of the fleet's own.
    static let nobody = Person(creditor: "", account: "")

    private init(creditor: String, account: String) {
        self.creditor = creditor
        self.account = account
    }

    init(_ creditor: Identifier, _ account: Identifier) {
        self.init(creditor: creditor.text, account: account.text)
    }

    /// As stored, or as a message names it; without an account ``nobody``.
    init(named creditor: String?, _ account: String?) {
        if let creditor, let account, !creditor.isEmpty, !account.isEmpty {
            self.init(creditor: creditor, account: account)
        } else {
            self = .nobody
        }
    }
}
