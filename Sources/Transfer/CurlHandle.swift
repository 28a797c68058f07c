import CCurl
import Foundation

/// One libcurl easy handle with its own connections. Confined to one thread at a time.
struct CurlHandle: ~Copyable {
    let raw: UnsafeMutableRawPointer
    private let sockets: UnsafeMutablePointer<ccurl_sockets>

    /// The library's process-wide start, done once however many threads ask (a static is initialised once).
    private static let libraryStart: CURLcode = {
        // With CURLOPT_NOSIGNAL libcurl leaves SIGPIPE alone, and OpenSSL writes without MSG_NOSIGNAL.
        signal(SIGPIPE, SIG_IGN)
        return ccurl_global_init()
    }()

    init() throws(TransferError) {
        guard Self.libraryStart == CURLE_OK else { throw .library(Self.text(Self.libraryStart)) }
        guard let raw = curl_easy_init() else { throw .library("no handle") }
        self.raw = raw
        sockets = .allocate(capacity: 1)
        sockets.initialize(to: ccurl_sockets(last: -1, open: 0))
    }

    deinit {
        curl_easy_cleanup(raw)
        sockets.deallocate()
    }

    /// What holds for every transfer; the owner sets it first. (`init` cannot: a noncopyable value that is whole must
    /// not throw any more.)
    func setDefaults() throws(TransferError) {
        try check(ccurl_watch_sockets(raw, sockets))
        try set(CURLOPT_NOSIGNAL, 1)
        // The environment's proxies are for people's browsers; a fleet connects where its settings say.
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_SSL_VERIFYPEER, 1)
        try set(CURLOPT_SSL_VERIFYHOST, 2)
        try set(CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
    }

    func set(_ option: CURLoption, _ value: Int) throws(TransferError) {
        try check(ccurl_set_long(raw, option, value))
    }

    /// libcurl copies the string.
    func set(_ option: CURLoption, _ value: String?) throws(TransferError) {
        try check(ccurl_set_string(raw, option, value))
    }

    /// The list must outlive the transfer: libcurl keeps the pointer.
    func set(_ option: CURLoption, _ list: borrowing StringList) throws(TransferError) {
        try check(ccurl_set_list(raw, option, list.head))
    }

    func setSize(_ option: CURLoption, _ bytes: Int) throws(TransferError) {
        try check(ccurl_set_size(raw, option, curl_off_t(bytes)))
    }

    func setContext(_ option: CURLoption, _ context: UnsafeMutableRawPointer) throws(TransferError) {
        try check(ccurl_set_context(raw, option, context))
    }

    func setCallback(_ option: CURLoption, _ callback: ccurl_bytes_callback) throws(TransferError) {
        try check(ccurl_set_bytes_callback(raw, option, callback))
    }

    /// A number that libcurl knows about the last transfer; nil when it knows none.
    func number(_ info: CURLINFO) -> Int? {
        var value = 0
        return ccurl_get_long(raw, info, &value) == CURLE_OK ? value : nil
    }

    /// What the peer did that libcurl has not seen yet. May be asked from within a callback.
    var peerState: PeerState { PeerState(rawValue: ccurl_peer_state(sockets)) ?? .unclear }

    func check(_ code: CURLcode) throws(TransferError) {
        guard code == CURLE_OK else { throw .library(Self.text(code)) }
    }

    /// libcurl's own words for a code. They hold no data of the transfer.
    static func text(_ code: CURLcode) -> String { String(cString: curl_easy_strerror(code)) }
}

/// What can be told about a connection's other end without reading from it.
enum PeerState: Int32 {
    case quiet = 0
    case gone = 1
    case hasSpoken = 2
    /// There is no connection, or there are several being tried.
    case unclear = -1
}

/// A `curl_slist`, freed with its owner.
struct StringList: ~Copyable {
    let head: UnsafeMutablePointer<curl_slist>?

    init(_ strings: [String]) throws(TransferError) {
        var head: UnsafeMutablePointer<curl_slist>?
        for string in strings {
            guard let longer = curl_slist_append(head, string) else {
                curl_slist_free_all(head)
                throw .library("out of memory")
            }
            head = longer
        }
        self.head = head
    }

    deinit { curl_slist_free_all(head) }
}

extension Duration {
    var milliseconds: Int {
        Int(components.seconds) * 1000 + Int(components.attoseconds / 1_000_000_000_000_000)
    }

    var nanoseconds: Int64 { components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000 }
}
