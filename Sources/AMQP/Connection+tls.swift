import CRabbitMQ
import Foundation

extension Connection {
    /// A socket that is not connected yet, with TLS 1.2 or newer where the address asks for it.
    static func socket(
        _ state: amqp_connection_state_t, _ host: BrokerAddress.Host, _ security: BrokerAddress.Security?
    ) throws(AMQPError) -> OpaquePointer {
        guard let security else {
            guard let socket = amqp_tcp_socket_new(state) else { throw host.unreachable("out of memory") }
            return socket
        }
        guard let socket = amqp_ssl_socket_new(state) else { throw host.unreachable("TLS does not start") }
        amqp_ssl_socket_set_verify_peer(socket, 1)
        amqp_ssl_socket_set_verify_hostname(socket, 1)
        var status = amqp_ssl_socket_set_ssl_versions(socket, AMQP_TLSv1_2, AMQP_TLSvLATEST)
        guard status == AMQP_STATUS_OK.rawValue else { throw host.unreachable("TLS 1.2: \(text(status))") }
        status = amqp_ssl_socket_set_cacert(socket, security.authorities)
        guard status == AMQP_STATUS_OK.rawValue else {
            throw .invalidAddress(reason: "cacertfile cannot be read as PEM certificates")
        }
        if let certificate = security.certificate, let key = security.key {
            status = amqp_ssl_socket_set_key(socket, certificate, key)
            guard status == AMQP_STATUS_OK.rawValue else {
                throw .invalidAddress(reason: "certfile and keyfile cannot be read or do not match")
            }
        }
        return socket
    }

    /// What to do about a connection that did not come about, to be read after the reason; empty without TLS.
    static func advice(_ status: Int32, _ host: BrokerAddress.Host, _ security: BrokerAddress.Security?) -> String {
        guard let security else { return "" }
        return switch status {
        case AMQP_STATUS_SSL_HOSTNAME_VERIFY_FAILED.rawValue:
            ": its certificate is not for \(host.name); use a name that the certificate holds"
        case AMQP_STATUS_SSL_PEER_VERIFY_FAILED.rawValue:
            ": its certificate has expired, or the authority that signed it is not in cacertfile"
        case AMQP_STATUS_SSL_CONNECTION_FAILED.rawValue, AMQP_STATUS_SSL_ERROR.rawValue:
            ": the port must be the broker's TLS port, with TLS 1.2 or newer"
                + "; " + (security.certificate.map(doubt) ?? "it may want a client certificate: certfile and keyfile")
        default: ""
        }
    }

    /// In TLS 1.3 the broker looks at the client's certificate after the handshake has ended for the client, which sees its
    /// connection broken at the first word.
    ///
    /// - Returns: nil when the login failed for another reason.
    static func handshakeFailure(_ reply: amqp_rpc_reply_t, _ broker: BrokerAddress) -> AMQPError? {
        guard reply.reply_type == AMQP_RESPONSE_LIBRARY_EXCEPTION, let security = broker.security else { return nil }
        switch reply.library_error {
        case AMQP_STATUS_BROKER_UNSUPPORTED_SASL_METHOD.rawValue:
            return .loginRefused(
                reason: broker.usesCertificateLogin
                    ? "it takes no certificate as a login: enable its plugin rabbitmq_auth_mechanism_ssl and "
                        + "auth_mechanisms EXTERNAL"
                    : "it takes no password as a login: it may want a client certificate and an address without user")
        case AMQP_STATUS_SSL_ERROR.rawValue:
            return .loginRefused(
                reason: "it broke off after the TLS handshake; "
                    + (security.certificate.map(doubt) ?? "it may want a client certificate: certfile and keyfile"))
        default: return nil
        }
    }

    /// What to do about a broker that refused a certificate as a login; empty where a password was the login.
    static func certificateAdvice(_ broker: BrokerAddress) -> String {
        guard broker.usesCertificateLogin else { return "" }
        return
            "; the certificate's common name is \(broker.user): the broker needs a user of that name with rights on the "
            + "virtual host, see 'dunlin topology apply --certificate-logins'"
    }

    private static func doubt(about certificate: String) -> String {
        do throws(AMQPError) {
            let certificate = try ClientCertificate(path: certificate)
            if certificate.isExpired(at: .now) {
                return "certfile expired at \(certificate.validUntil.formatted(.iso8601)); renew it"
            }
            return "certfile must be signed by an authority in the broker's cacertfile"
        } catch {
            return String(describing: error)
        }
    }
}
