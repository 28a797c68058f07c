import Foundation
import Hummingbird
import NIOCore

extension Site {
    /// The body of a request; nil if it is larger than `limit` bytes.
    func body(of request: Request, upTo limit: Int) async throws -> Data? {
        if let length = request.headers[.contentLength].flatMap({ Int($0) }), length > limit { return nil }
        do {
            return Data(try await request.body.collect(upTo: limit).readableBytesView)
        } catch is NIOTooManyBytesError {
            return nil
        }
    }
}
