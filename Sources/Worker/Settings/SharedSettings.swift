import Contracts
import Foundation
import Links

/// Settings that several workers share, under one name.
package enum SharedSettings {
    package static let store = Setting<String>(
        "store",
        "The ledger, made by 'dunlin ledger init': an SQLite file on a local file system, or a PostgreSQL database as "
            + "postgres://user@host:port/database, whose password may also come from PGPASSFILE",
        unit: "path or url", default: nil, mayBeFile: true
    ) { text throws(SettingProblem) in
        guard !text.isEmpty, !text.utf8.contains(0) else { throw SettingProblem("must be a path or a postgres:// URL") }
        return text
    }
    /// Texts of ``KeyText``.
    package static let key = Setting<String>(
        "key",
        "The fleet's keys, which wrap the data keys of what is sealed in the ledger: the first wraps, all unwrap; the "
            + "same for planner, senders, response ingester and dunlin; left out: the ledger keeps one itself",
        unit: "base64 of 32 bytes, one or several", default: nil, secret: true
    ) { text throws(SettingProblem) in
        guard KeyText.keys(in: text) != nil else { throw SettingProblem("must be \(KeyText.form)") }
        return text
    }.optional()
    package static let config = Setting.path(
        "config", "The folder of creditors, policies and templates")
    package static let linksURL = Setting<URL>.url(
        "links.url", "Where debtors reach the response ingester, without a slash at the end",
        schemes: ["https", "http"])
    package static let linksKey = Setting<LinkSigner>(
        "links.key", "Signs payment links and reply addresses; the same for planner and response ingester",
        unit: "base64 of at least 32 bytes", default: nil, secret: true
    ) { text throws(SettingProblem) in
        guard let bytes = Data(base64Encoded: text), let signer = LinkSigner(key: Array(bytes)) else {
            throw SettingProblem("must be at least 32 random bytes in base64, as 'openssl rand -base64 32' makes them")
        }
        return signer
    }
}
