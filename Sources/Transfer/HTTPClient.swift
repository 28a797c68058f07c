import CCurl
import Foundation

/// Makes one HTTP request after the other over kept connections. Blocks; confined to one thread.
package final class HTTPClient {
    private let curl: CurlHandle

    package init() throws(TransferError) { curl = try CurlHandle() }

    /// - Returns: the response, whatever its status.
    /// - Throws: ``TransferError`` when there is none; its `requestWasSent` tells whether the server may have acted.
    package func perform(_ request: HTTPRequest) throws(TransferError) -> HTTPResponse {
        let scheme = request.url.prefix { $0 != ":" }.lowercased()
        guard ["http", "https"].contains(scheme), Self.isOneLine(request) else { throw .invalidURL }
        curl_easy_reset(curl.raw)
        try curl.setDefaults()
        let exchange = HTTPExchange(limit: request.responseLimit)
        let headers = try StringList(
            // Without this libcurl would wait a second for a "100 Continue" that small servers never send.
            ["Expect:"] + request.headers.map { $0.value.isEmpty ? "\($0.name);" : "\($0.name): \($0.value)" })
        try curl.set(CURLOPT_HTTPHEADER, headers)
        try prepare(request, exchange)
        let code = withExtendedLifetime(exchange) { curl_easy_perform(curl.raw) }
        if exchange.isTooLarge { throw .responseTooLarge(limit: request.responseLimit) }
        guard code == CURLE_OK else { throw Self.error(code, requestWasSent: exchange.requestBegan) }
        return HTTPResponse(
            status: curl.number(CURLINFO_RESPONSE_CODE) ?? 0, headers: exchange.headers, body: exchange.body)
    }

    private func prepare(_ request: HTTPRequest, _ exchange: HTTPExchange) throws(TransferError) {
        try curl.set(CURLOPT_URL, request.url)
        try curl.set(CURLOPT_PROTOCOLS_STR, "http,https")
        try curl.set(CURLOPT_FOLLOWLOCATION, 0)
        try curl.set(CURLOPT_TIMEOUT_MS, max(1, request.timeout.milliseconds))
        try curl.set(CURLOPT_CAINFO, optional: request.caFile)
        if let login = request.basicAuth {
            try curl.set(CURLOPT_HTTPAUTH, 1)
            try curl.set(CURLOPT_USERNAME, login.user)
            try curl.set(CURLOPT_PASSWORD, login.password)
        }
        if let body = request.body {
            try curl.set(CURLOPT_POST, 1)
            try curl.setSize(CURLOPT_POSTFIELDSIZE_LARGE, body.count)
            // libcurl copies as many bytes as the size says; a null pointer would mean its standard input.
            try curl.check(
                body.isEmpty
                    ? ccurl_set_string(curl.raw, CURLOPT_COPYPOSTFIELDS, "")
                    : body.withUnsafeBytes { ccurl_set_bytes(curl.raw, CURLOPT_COPYPOSTFIELDS, $0.baseAddress) })
        }
        if request.method == "HEAD" { try curl.set(CURLOPT_NOBODY, 1) }
        try curl.set(CURLOPT_CUSTOMREQUEST, request.method)
        // libcurl sends again by itself when a kept connection turns out dead. What must not arrive twice goes over a
        // new one.
        let isRepeatable = ["GET", "HEAD", "PUT", "DELETE"].contains(request.method)
        try curl.set(CURLOPT_FRESH_CONNECT, isRepeatable ? 0 : 1)
        let context = Unmanaged.passUnretained(exchange).toOpaque()
        for option in [CURLOPT_WRITEDATA, CURLOPT_HEADERDATA, CURLOPT_PREREQDATA] {
            try curl.setContext(option, context)
        }
        try curl.setCallback(CURLOPT_WRITEFUNCTION) { buffer, size, count, context in
            gathered(context).read(body: UnsafeRawBufferPointer(start: buffer, count: size * count))
        }
        try curl.setCallback(CURLOPT_HEADERFUNCTION) { buffer, size, count, context in
            gathered(context).read(line: UnsafeRawBufferPointer(start: buffer, count: size * count))
            return size * count
        }
        try curl.check(
            ccurl_set_request_callback(curl.raw) { context, _, _, _, _ in
                gathered(context).requestBegan = true
                return CURL_PREREQFUNC_OK
            })
    }

    /// A line break in a method or a header would begin a header of its own.
    private static func isOneLine(_ request: HTTPRequest) -> Bool {
        let words = [request.method, request.url] + request.headers.flatMap { [$0.name, $0.value] }
        return words.allSatisfy { $0.utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F } }
    }

    private static func error(_ code: CURLcode, requestWasSent: Bool) -> TransferError {
        switch code {
        case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: .invalidURL
        case CURLE_PEER_FAILED_VERIFICATION, CURLE_SSL_CACERT_BADFILE, CURLE_SSL_CERTPROBLEM, CURLE_SSL_CIPHER,
            CURLE_SSL_ISSUER_ERROR:
            .notTrusted(CurlHandle.text(code))
        default:
            requestWasSent
                ? .broken(CurlHandle.text(code), requestWasSent: true) : .notConnected(CurlHandle.text(code))
        }
    }
}

/// What the callbacks of one exchange gather.
private final class HTTPExchange {
    private let limit: Int
    var requestBegan = false
    private(set) var headers: [(name: String, value: String)] = []
    private(set) var body = Data()
    private(set) var isTooLarge = false

    init(limit: Int) { self.limit = limit }

    func read(body bytes: UnsafeRawBufferPointer) -> Int {
        guard body.count + bytes.count <= limit else {
            isTooLarge = true
            return 0
        }
        body.append(contentsOf: bytes)
        return bytes.count
    }

    func read(line bytes: UnsafeRawBufferPointer) {
        let line = String(decoding: bytes, as: UTF8.self).trimmingCharacters(in: .whitespacesAndNewlines)
        if line.hasPrefix("HTTP/") {
            // A response after an interim one (1xx) begins anew.
            headers = []
        } else if let colon = line.firstIndex(of: ":") {
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            headers.append((String(line[..<colon]), value))
        }
    }
}

/// The exchange behind a callback's context. `HTTPClient.perform` holds it as long as libcurl can call.
private func gathered(_ context: UnsafeMutableRawPointer?) -> HTTPExchange {
    Unmanaged.fromOpaque(context!).takeUnretainedValue()
}
