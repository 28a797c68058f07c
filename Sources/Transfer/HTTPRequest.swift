import Foundation

/// A request over HTTP. Redirects are not followed: they come back as responses.
package struct HTTPRequest: Sendable {
    package var method: String
    /// `http` or `https`.
    package var url: String
    package var headers: [(name: String, value: String)]
    package var body: Data?
    package var basicAuth: (user: String, password: String)?
    /// For the whole exchange.
    package var timeout: Duration
    /// PEM file of trusted certificates; nil: the system's.
    package var caFile: String?
    /// The largest body to read, in bytes.
    package var responseLimit: Int

    package init(
        method: String = "GET", url: String, headers: [(name: String, value: String)] = [], body: Data? = nil,
        basicAuth: (user: String, password: String)? = nil, timeout: Duration = .seconds(30), caFile: String? = nil,
        responseLimit: Int = 16 << 20
    ) {
        self.method = method
        self.url = url
        self.headers = headers
        self.body = body
        self.basicAuth = basicAuth
        self.timeout = timeout
        self.caFile = caFile
        self.responseLimit = responseLimit
    }
}

package struct HTTPResponse: Sendable {
    package let status: Int
    /// As they came, in order. Names differ in case between servers: see ``header(_:)``.
    package let headers: [(name: String, value: String)]
    package let body: Data

    /// The first header of this name, in any case.
    package func header(_ name: String) -> String? {
        headers.first { $0.name.lowercased() == name.lowercased() }?.value
    }
}
