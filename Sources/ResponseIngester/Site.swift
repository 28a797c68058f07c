import Hummingbird

/// Every address that the response ingester answers, and what each may do.
///
/// - `GET /c/<token>`: what is open in a case. `POST /c/<token>/pay`: on to the payment page.
/// - `GET /u/<token>`: asks. `POST /u/<token>`: stops the channel.
/// - `POST /webhooks/payments/<creditor>`: money came in.
///
/// Nothing is changed by GET or HEAD: scanners and previews follow every link of a mail.
struct Site: Sendable {
    let desk: CaseDesk
    let events: EventDesk
    /// Empty: webhooks are refused.
    let webhookSecrets: [WebhookSecret]
    let misses: MissLimit
    /// See ``Visit/visitor(_:behind:)``.
    let proxies: Int
    let log: RequestLog

    /// Bodies of forms, in bytes.
    static let largestForm = 4 << 10

    var router: Router<Visit> {
        let router = Router(context: Visit.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: AnswerAll(log: log))
        router.get("c/{token}") { try await portal($0, $1) }
        router.post("c/{token}/pay") { try await pay($0, $1) }
        router.get("u/{token}") { try await askToUnsubscribe($0, $1) }
        router.post("u/{token}") { try await unsubscribe($0, $1) }
        router.post("webhooks/payments/{creditor}") { try await paymentWebhook($0, $1) }
        return router
    }

    /// The answer to a link that is none of ours.
    func miss(_ request: Request, _ visit: Visit) -> Page {
        let language = request.wishedLanguage
        guard misses.allowsMiss(from: visit.visitor(request, behind: proxies)) else {
            return .notice(
                \.tooMany, in: language, status: .tooManyRequests, isTranslatable: false, retryAfter: 60)
        }
        return .unknown(in: language)
    }
}

extension Request {
    /// The `lang` of the address.
    var langParameter: String? { uri.queryParameters["lang"].map(String.init) }

    /// The language of a page that belongs to no account.
    var wishedLanguage: PageLanguage {
        PageLanguage(firstOf: [langParameter] + PageLanguage.wishes(in: headers[.acceptLanguage])) ?? .en
    }
}
