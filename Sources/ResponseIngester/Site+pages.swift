import Contracts
import Foundation
import HTTPTypes
import Hummingbird
import Ledger
import Rulebook

/// The pages behind links.
extension Site {
    func portal(_ request: Request, _ visit: Visit) async throws -> Response {
        let portal = try await desk.portal(try visit.parameters.require("token"))
        return try page(of: portal, request, visit).response
    }

    /// On to where the creditor takes payments, with what is open at this instant.
    func pay(_ request: Request, _ visit: Visit) async throws -> Response {
        guard try await body(of: request, upTo: Self.largestForm) != nil else { throw HTTPError(.contentTooLarge) }
        let portal = try await desk.portal(try visit.parameters.require("token"))
        guard case .open(let open) = portal, open.balance.totalMinor > 0 else {
            return try page(of: portal, request, visit).response
        }
        let currency = open.balance.reference.currency
        let address = open.creditor.payment.url(
            case: open.number,
            amount: Money.decimal(minor: open.balance.totalMinor, digits: currency.minorDigits),
            currency: currency.code,
            invoice: open.balance.items.count == 1 ? open.balance.items.first?.invoice.text : nil)
        var headers = PageHeaders.every
        headers[.location] = address
        return Response(status: .seeOther, headers: headers)
    }

    func askToUnsubscribe(_ request: Request, _ visit: Visit) async throws -> Response {
        guard let subscription = try await desk.subscription(try visit.parameters.require("token")) else {
            return miss(request, visit).response
        }
        let language = language(request, subscription.language, subscription.creditor)
        return Page.askToUnsubscribe(in: language, from: subscription.creditor).response
    }

    /// Stops the channel; answered when the broker has the event.
    func unsubscribe(_ request: Request, _ visit: Visit) async throws -> Response {
        let token = try visit.parameters.require("token")
        guard let body = try await body(of: request, upTo: Self.largestForm) else { throw HTTPError(.contentTooLarge) }
        guard let subscription = try await desk.subscription(token) else { return miss(request, visit).response }
        let language = language(request, subscription.language, subscription.creditor)
        let form = FormFields(body: body, contentType: request.headers[.contentType])
        guard let wish = form.flatMap(OptOutRequest.init) else {
            return Page.askToUnsubscribe(in: language, from: subscription.creditor, status: .badRequest).response
        }
        switch await events.publish(wish.message(subscription)) {
        case .confirmed:
            return Page.notice(
                \.unsubscribed, in: language, status: .ok, creditor: subscription.creditor, isTranslatable: false
            ).response
        case .unconfirmed, .refused:
            return Page.unavailable(in: language).response
        }
    }

    private func page(of open: CaseDesk.OpenCase, _ request: Request, _ visit: Visit) throws -> Page {
        let language = language(request, open.balance.language, open.creditor)
        let tag = language.formatTag([request.langParameter, open.balance.language, open.creditor.language])
        return .balance(
            open.balance, today: open.today, token: try visit.parameters.require("token"), in: language,
            from: open.creditor, formats: try desk.formats(tag, open.balance.reference.currency))
    }

    private func page(of portal: CaseDesk.Portal, _ request: Request, _ visit: Visit) throws -> Page {
        switch portal {
        case .open(let open): try page(of: open, request, visit)
        case .unknown: miss(request, visit)
        case .expired: .notice(\.expired, in: request.wishedLanguage, status: .gone)
        case .revoked: .notice(\.revoked, in: request.wishedLanguage, status: .gone)
        case .settled(let creditor, let language):
            .notice(\.nothingOpen, in: self.language(request, language, creditor), status: .ok, creditor: creditor)
        }
    }

    private func language(_ request: Request, _ account: String?, _ creditor: Creditor) -> PageLanguage {
        PageLanguage(firstOf: [request.langParameter, account, creditor.language]) ?? .en
    }
}
