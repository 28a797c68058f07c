import Foundation

/// A record of a CSV file.
struct CSVRecord: Equatable {
    /// The line it begins on, from 1; fields may hold line ends.
    let line: Int
    let fields: [[UInt8]]
    /// Why its fields cannot be trusted, or nil.
    var problem: String?
}

/// Reads CSV in one pass: quoted fields with separators, quotes and line ends in them, LF, CRLF or CR, byte order mark.
///
/// A quote inside an unquoted field stands for itself, as spreadsheets write `5" pipe`. A field that never closes its
/// quote spoils its own line only: reading goes on at the next line.
/// - Source: RFC 4180.
struct CSVReader {
    /// A record of more bytes is taken for one with an unclosed quote.
    static let longestRecord = 1 << 16

    let separator: UInt8
    private var source: ByteSource
    private var line = 1

    /// - Parameter separator: nil: the one of `,` `;` tab `|` that the first line holds most of.
    init(_ file: InputFile, separator: UInt8? = nil) throws(Failure) {
        source = ByteSource(file)
        let head = try source.head()
        if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
            throw Failure(.configuration, "\(source.name) is UTF-16", remedy: "save it as CSV in UTF-8")
        }
        if head.starts(with: [0xEF, 0xBB, 0xBF]) { source.skip(3) }
        self.separator = separator ?? Self.detectedSeparator(in: head)
    }

    private static func detectedSeparator(in head: some Sequence<UInt8>) -> UInt8 {
        var counts: [UInt8: Int] = [:]
        var isQuoted = false
        for byte in head {
            if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
            if isQuoted { continue }
            if byte == 0x0A || byte == 0x0D { break }
            counts[byte, default: 0] += 1
        }
        let candidates = [",", ";", "\t", "|"].map { $0.utf8.first! }
        // The first of equals wins, so a file of one column has commas.
        return candidates.reduce(candidates[0]) { counts[$1, default: 0] > counts[$0, default: 0] ? $1 : $0 }
    }

    /// The next record; empty lines are none. nil at the end.
    mutating func next() throws(Failure) -> CSVRecord? {
        while try source.peek() != nil {
            let record = try readRecord()
            if record.fields.count > 1 || record.fields.first?.isEmpty == false || record.problem != nil {
                return record
            }
        }
        return nil
    }

    private mutating func readRecord() throws(Failure) -> CSVRecord {
        let start = line
        var raw: [UInt8] = []
        var fields: [[UInt8]] = []
        var field: [UInt8] = []
        var problem: String?
        var isQuoted = false
        var wasQuoted = false
        while let byte = try source.next() {
            raw.append(byte)
            if raw.count > Self.longestRecord || (isQuoted && byte == 0) {
                return try abandoned(raw, start)
            }
            if isQuoted {
                if byte == 0x0A { line += 1 }
                if byte != UInt8(ascii: "\"") {
                    field.append(byte)
                } else if try source.peek() == UInt8(ascii: "\"") {
                    raw.append(byte)
                    field.append(byte)
                    source.skip(1)
                } else {
                    isQuoted = false
                    wasQuoted = true
                }
                continue
            }
            switch byte {
            case UInt8(ascii: "\"") where field.isEmpty && !wasQuoted:
                isQuoted = true
            case separator:
                fields.append(field)
                field = []
                wasQuoted = false
            case 0x0D, 0x0A:
                if byte == 0x0D, try source.peek() == 0x0A { source.skip(1) }
                line += 1
                return CSVRecord(line: start, fields: fields + [field], problem: problem)
            default:
                if wasQuoted { problem = "field \(fields.count + 1) goes on after its closing quote" }
                field.append(byte)
            }
        }
        if isQuoted { return try abandoned(raw, start) }
        return CSVRecord(line: start, fields: fields + [field], problem: problem)
    }

    /// Gives up on the line at `start` and goes on with the one after it.
    private mutating func abandoned(_ raw: [UInt8], _ start: Int) throws(Failure) -> CSVRecord {
        line = start + 1
        if let end = raw.firstIndex(of: 0x0A) {
            source.putBack(raw[(end + 1)...])
        } else {
            while let byte = try source.next(), byte != 0x0A {}
        }
        return CSVRecord(line: start, fields: [], problem: "a quote is never closed, or the line is too long")
    }
}

/// The bytes of a file one after the other, with a way back.
private struct ByteSource {
    private let file: InputFile
    private var block: [UInt8] = []
    private var position = 0

    init(_ file: InputFile) {
        self.file = file
    }

    var name: String { file.name }

    mutating func head() throws(Failure) -> ArraySlice<UInt8> {
        _ = try peek()
        return block[position...].prefix(CSVReader.longestRecord)
    }

    mutating func peek() throws(Failure) -> UInt8? {
        if position == block.count {
            block = try file.read()
            position = 0
            if block.isEmpty { return nil }
        }
        return block[position]
    }

    mutating func next() throws(Failure) -> UInt8? {
        let byte = try peek()
        if byte != nil { position += 1 }
        return byte
    }

    mutating func skip(_ count: Int) { position += count }

    mutating func putBack(_ bytes: ArraySlice<UInt8>) {
        block = Array(bytes) + block[position...]
        position = 0
    }
}
