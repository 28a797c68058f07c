import HTTPTypes
import Hummingbird

/// Gives every request an answer of ours, also where the library or the ledger failed, and counts it.
struct AnswerAll: RouterMiddleware {
    let log: RequestLog

    func handle(_ request: Request, context: Visit, next: (Request, Visit) async throws -> Response) async -> Response {
        let began = ContinuousClock.now
        let response: Response
        do {
            response = try await next(request, context)
        } catch let error as HTTPError {
            response = Self.page(for: error.status, in: request.wishedLanguage)
        } catch {
            log.failed("could not answer", error)
            response = Page.unavailable(in: request.wishedLanguage).response
        }
        log.answered(
            context.endpointPath ?? "none", method: request.method.rawValue, status: response.status.code,
            in: began.duration(to: .now))
        return response
    }

    private static func page(for status: HTTPResponse.Status, in language: PageLanguage) -> Response {
        Page.notice(\.unknown, in: language, status: status, isTranslatable: false).response
    }
}
