import Worker

/// The settings that only the response ingester has.
enum IngesterSettings {
    static let host = Setting.string(
        "http.host", "Address on which the pages and webhooks are served", default: "127.0.0.1")
    static let port = Setting.int(
        "http.port", "Port of the pages and webhooks", unit: "port", default: 8080, range: 0...65_535)
    static let proxies = Setting.int(
        "http.proxies",
        "Proxies of ours in front that append to X-Forwarded-For; 0: the peer of the connection is the visitor",
        unit: "proxies", default: 0, range: 0...8)
    static let missesPerMinute = Setting.int(
        "http.misses", "Links a minute that are none of ours, from one address, before it gets 429", unit: "links",
        default: 30, range: 1...100_000)
    static let linkAge = Setting.duration(
        "links.max-age", "How long the page behind a link can be opened; unsubscribing has no end", default: "9600h",
        range: .seconds(86_400) ... .seconds(86_400 * 3650))
    static let confirmPatience = Setting.duration(
        "http.confirm", "How long an answer waits for the broker's confirm before it is 503", default: "10s",
        range: .milliseconds(100) ... .seconds(60))
    static let webhookSecrets = Setting<[WebhookSecret]>(
        "webhooks.payments.secret",
        "Signs payment webhooks; several with commas while one replaces the other; without it they are refused",
        unit: "whsec_ and base64 of 16 to 64 bytes", default: nil, secret: true
    ) { text throws(SettingProblem) in
        var secrets: [WebhookSecret] = []
        for part in text.split(separator: ",", omittingEmptySubsequences: false) {
            guard let secret = WebhookSecret(String(part)) else {
                throw SettingProblem("must be whsec_ and base64 of 16 to 64 bytes, several with commas")
            }
            secrets.append(secret)
        }
        return secrets
    }.optional()

    static let all: [any SettingDeclaration] = [
        SharedSettings.store, SharedSettings.key, SharedSettings.config, SharedSettings.linksKey, host, port, proxies,
        missesPerMinute, linkAge, confirmPatience, webhookSecrets,
    ]
}
