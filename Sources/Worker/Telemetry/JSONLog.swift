import Contracts
import Foundation
import Logging

/// Writes each record as one line of JSON in one write, so that lines of several processes do not mix.
///
/// Keys: `time` (RFC 3339 UTC), `level`, `worker`, `message`, then the metadata by name. Texts are cut at 2 KiB. What goes in
/// holds identifiers and figures, never names, addresses or bodies: that is for the caller to keep.
package struct JSONLog: LogHandler {
    package var metadata: Logger.Metadata = [:]
    package var logLevel: Logger.Level
    private let worker: String
    private let sink: @Sendable ([UInt8]) -> Void

    /// - Parameter sink: takes a whole line with its line feed; standard error if left out.
    package init(
        worker: String, level: Logger.Level = .info, sink: @escaping @Sendable ([UInt8]) -> Void = Self.standardError
    ) {
        self.worker = worker
        self.logLevel = level
        self.sink = sink
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = JSONLine()
        line.add("time", Instant.now.description)
        line.add("level", event.level.rawValue)
        line.add("worker", worker)
        line.add("message", event.message.description)
        var fields = metadata
        if let own = event.metadata { fields.merge(own) { $1 } }
        if let error = event.error { fields["error"] = .string(String(describing: error)) }
        for (key, value) in fields.sorted(by: { $0.key < $1.key }) { line.add(key, value) }
        sink(line.end())
    }

    /// One write(2) a line. What a full or closed pipe does not take is lost: a log must never stop the work.
    package static let standardError: @Sendable ([UInt8]) -> Void = { bytes in
        _ = bytes.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
    }
}

/// An object of JSON on one line, as it grows.
struct JSONLine {
    /// Bytes of a text; what is longer is cut and ends in `…`.
    static let longestText = 2048

    private var bytes: [UInt8] = [UInt8(ascii: "{")]

    init() {
        bytes.reserveCapacity(256)
    }

    mutating func add(_ key: String, _ value: String) {
        beginField(key)
        append(value)
    }

    mutating func add(_ key: String, _ value: Logger.Metadata.Value) {
        beginField(key)
        append(value)
    }

    consuming func end() -> [UInt8] {
        bytes.append(UInt8(ascii: "}"))
        bytes.append(UInt8(ascii: "\n"))
        return bytes
    }

    private mutating func beginField(_ key: String) {
        if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
        append(key)
        bytes.append(UInt8(ascii: ":"))
    }

    private mutating func append(_ value: Logger.Metadata.Value) {
        switch value {
        case .string(let text): append(text)
        case .stringConvertible(let number as any FixedWidthInteger): bytes += String(describing: number).utf8
        case .stringConvertible(let flag as Bool): bytes += (flag ? "true" : "false").utf8
        case .stringConvertible(let number as Double) where number.isFinite: bytes += number.description.utf8
        case .stringConvertible(let other): append(other.description)
        case .array(let values):
            bytes.append(UInt8(ascii: "["))
            for (index, value) in values.enumerated() {
                if index > 0 { bytes.append(UInt8(ascii: ",")) }
                append(value)
            }
            bytes.append(UInt8(ascii: "]"))
        case .dictionary(let fields):
            var inner = JSONLine()
            for (key, value) in fields.sorted(by: { $0.key < $1.key }) { inner.add(key, value) }
            bytes += inner.end().dropLast()
        }
    }

    /// - Source: RFC 8259 §7.
    private mutating func append(_ text: String) {
        bytes.append(UInt8(ascii: "\""))
        let isCut = text.utf8.count > Self.longestText
        let text = isCut ? text.prefix(utf8: Self.longestText) : text[...]
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\""), UInt8(ascii: "\\"):
                bytes.append(UInt8(ascii: "\\"))
                bytes.append(byte)
            case UInt8(ascii: "\n"): bytes += #"\n"#.utf8
            case UInt8(ascii: "\r"): bytes += #"\r"#.utf8
            case UInt8(ascii: "\t"): bytes += #"\t"#.utf8
            case 0..<0x20:
                bytes += (byte < 16 ? #"\u000"# : #"\u00"#).utf8
                bytes += String(byte, radix: 16).utf8
            default: bytes.append(byte)
            }
        }
        if isCut { bytes += "…".utf8 }
        bytes.append(UInt8(ascii: "\""))
    }
}

extension String {
    /// The longest beginning of at most so many bytes that ends with a whole character.
    func prefix(utf8 limit: Int) -> Substring {
        guard utf8.count > limit else { return self[...] }
        return self[..<utf8.index(utf8.startIndex, offsetBy: limit).samePositionOrBefore(in: self)]
    }
}

extension String.Index {
    fileprivate func samePositionOrBefore(in text: String) -> String.Index {
        var index = self
        while index.samePosition(in: text.unicodeScalars) == nil { index = text.utf8.index(before: index) }
        return index
    }
}
