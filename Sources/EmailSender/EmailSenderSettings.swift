import Transfer
import Worker

/// The settings that only the email sender has.
enum EmailSenderSettings {
    static let server = Setting<String>(
        "email.server", "The server that takes our mail; without a port 25 for smtp and 465 for smtps",
        unit: "url (smtp, smtps)", default: nil
    ) { text throws(SettingProblem) in
        do throws(MailServer.Problem) {
            _ = try MailServer(url: text)
            return text
        } catch {
            throw SettingProblem("must be smtp://host[:port] or smtps://host[:port], without user, path or query")
        }
    }
    static let user = Setting.string("email.user", "Login at the mail server; it needs email.password").optional()
    static let password = Setting.string(
        "email.password", "Password at the mail server; sent only over TLS, or to this machine", secret: true
    ).optional()
    static let security = Setting.choice(
        "email.security",
        "Encryption; left out: tls for smtps, else starttls with a password and starttls-if-offered without",
        of: MailServer.Security.allCases.map(\.rawValue), default: nil
    ).optional()
    static let caFile = Setting.path(
        "email.ca-file", "PEM file of the certificates to trust; left out: the system's"
    ).optional()
    static let hello = Setting.string(
        "email.hello", "The name said in EHLO; left out: this machine's"
    ).optional()
    static let connectTimeout = Setting.duration(
        "email.connect-timeout", "For connection, TLS, greeting and login together", default: "30s",
        range: .seconds(1) ... .seconds(3600))
    static let responseTimeout = Setting.duration(
        "email.response-timeout",
        "For each answer of the server; when that to a whole mail takes longer, its outcome is unknown", default: "5m",
        range: .seconds(1) ... .seconds(3600))
    static let connections = Setting.int(
        "email.connections", "Connections to the mail server, and so mails in progress, at most", unit: "connections",
        default: 16, range: 1...1024)
    static let domainConnections = Setting.int(
        "email.domain-connections", "Mails in progress for one recipient domain, at most; 0: no limit", unit: "mails",
        default: 4, range: 0...1024)
    static let domainRate = Setting.int(
        "email.domain-rate", "Mails a minute for one recipient domain, at most; 0: no limit", unit: "mails",
        default: 0, range: 0...1_000_000)
    static let dkimKeys = Setting.path(
        "email.dkim-keys",
        "PEM file of the key that signs mails (DKIM), RSA or Ed25519, named SELECTOR._domainkey.DOMAIN.pem, or a folder of "
            + "such; left out: signing is left to the mail server"
    ).optional()
    static let claimLimit = Setting.duration(
        "email.claim-limit", "A claimed mail that the server does not ask for in this time is given back",
        default: "5s", range: .milliseconds(100) ... .seconds(60))
    static let lease = Setting.duration(
        "email.lease", "Silence after which the mails of this process are taken from it", default: "20s",
        range: .seconds(2) ... .seconds(600))

    static let all: [any SettingDeclaration] = [
        SharedSettings.store, SharedSettings.key, SharedSettings.config, server, user, password, security, caFile,
        hello, connectTimeout, responseTimeout, connections, domainConnections, domainRate, dkimKeys, claimLimit, lease,
    ]
}
