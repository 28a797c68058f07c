import CRabbitMQ
import Foundation

/// What a client certificate says of its holder.
struct ClientCertificate {
    /// The subject's common name: the broker takes it as the user.
    let user: String
    let validUntil: Date

    /// Reads the first certificate of a PEM file. Whether anybody trusts it is for the broker to say.
    ///
    /// - Throws: ``AMQPError/invalidAddress(reason:)``
    init(path: String) throws(AMQPError) {
        // The broker takes names of 255 bytes at most, as every short text of the protocol.
        var name = [CChar](repeating: 0, count: 256)
        var end = time_t()
        switch crabbitmq_read_certificate(path, &name, name.count, &end) {
        case 0: break
        case 1: throw .invalidAddress(reason: "certfile cannot be read as a PEM certificate")
        default:
            throw .invalidAddress(
                reason: "the subject of certfile must have exactly one common name: the broker takes it as the user")
        }
        user = String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        validUntil = Date(timeIntervalSince1970: TimeInterval(end))
    }

    func isExpired(at now: Date) -> Bool { validUntil < now }
}
