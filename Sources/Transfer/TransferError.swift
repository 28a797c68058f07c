import CCurl

/// What kept libcurl from doing a transfer, or an HTTP exchange from ending with a response.
package enum TransferError: Error, Equatable {
    /// libcurl could not start or lacks what was asked of it. Trying again does not help.
    case library(String)
    /// The URL is not one of `http` or `https`, or cannot be read.
    case invalidURL
    /// No connection came about: provably nothing was requested.
    case notConnected(String)
    /// The peer's certificate or ours was not accepted: provably nothing was requested.
    case notTrusted(String)
    /// The exchange broke or timed out. The server may have acted on the request when `requestWasSent`.
    case broken(String, requestWasSent: Bool)
    /// The response is larger than the limit of the request, in bytes.
    case responseTooLarge(limit: Int)
    /// Every connection of the mail loop has a mail in progress.
    case noFreeSlot
    /// A mail with this id is in progress already.
    case alreadyInProgress(id: UInt64)

    /// Whether the same call can succeed later without anyone changing a setting.
    package var mayPass: Bool {
        switch self {
        case .notConnected, .broken, .noFreeSlot: true
        case .library, .invalidURL, .notTrusted, .responseTooLarge, .alreadyInProgress: false
        }
    }
}
