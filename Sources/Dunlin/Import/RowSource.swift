import Foundation

/// The rows of a file, of either format.
struct RowSource {
    enum Format: String, CaseIterable {
        case csv, ndjson
    }

    /// A row, or why the one on this line cannot be read.
    enum Item {
        case row(ImportRow)
        case refused(line: Int, RowRefusal)
    }

    private var reader: any RowReader

    init(_ file: InputFile, format: Format, map: ColumnMap) throws(Failure) {
        switch format {
        case .csv: reader = try CSVRows(file, map: map)
        case .ndjson: reader = JSONRows(LineReader(file))
        }
    }

    /// The next row; nil at the end.
    mutating func next() throws(Failure) -> Item? {
        try reader.next()
    }
}

private protocol RowReader {
    mutating func next() throws(Failure) -> RowSource.Item?
}

/// Rows of CSV whose first record names the columns.
private struct CSVRows: RowReader {
    private var reader: CSVReader
    private let header: [String]
    private let wanted: [(index: Int, name: String)]
    private let encoding: ColumnMap.Encoding

    init(_ file: InputFile, map: ColumnMap) throws(Failure) {
        reader = try CSVReader(file, separator: map.separator)
        encoding = map.encoding
        guard let record = try reader.next(), record.problem == nil else {
            throw Failure(.configuration, "the input has no header line", remedy: "its first line names the columns")
        }
        var header: [String] = []
        for field in record.fields {
            guard let name = encoding.text(field) else {
                throw Failure(.configuration, "the header is not \(encoding.rawValue)")
            }
            header.append(name)
        }
        let columns = map.columns
        let unknown = columns.filter { !header.contains($0) }
        guard unknown.isEmpty else {
            throw Failure(
                .configuration, "the map names columns that the file lacks: \(unknown.joined(separator: ", "))",
                remedy: "the file has \(header.joined(separator: ", "))")
        }
        let twice = columns.filter { name in header.count { $0 == name } > 1 }
        guard twice.isEmpty else {
            throw Failure(.configuration, "the file names these columns twice: \(twice.joined(separator: ", "))")
        }
        self.header = header
        wanted = columns.map { (header.firstIndex(of: $0)!, $0) }
    }

    mutating func next() throws(Failure) -> RowSource.Item? {
        guard let record = try reader.next() else { return nil }
        if let problem = record.problem { return .refused(line: record.line, RowRefusal(.row, problem)) }
        guard record.fields.count == header.count else {
            let refusal = RowRefusal(.row, "has \(record.fields.count) fields, the header has \(header.count)")
            return .refused(line: record.line, refusal)
        }
        var values: [String: String] = [:]
        for (index, name) in wanted {
            guard let text = encoding.text(record.fields[index]) else {
                let refusal = RowRefusal(
                    .row, "column '\(name)' is not \(encoding.rawValue): name the encoding in the map")
                return .refused(line: record.line, refusal)
            }
            values[name] = text
        }
        return .row(ImportRow(line: record.line, values: values))
    }
}

extension ColumnMap.Encoding {
    /// The text without blanks around it, or nil if the bytes are none.
    fileprivate func text(_ bytes: [UInt8]) -> String? {
        let text: String? =
            switch self {
            case .utf8: String(validating: bytes, as: UTF8.self)
            case .windows1252: String(bytes: bytes, encoding: .windowsCP1252)
            case .latin1: String(bytes: bytes, encoding: .isoLatin1)
            }
        return text?.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}

/// Rows that are flat JSON objects, one a line.
private struct JSONRows: RowReader {
    private var reader: LineReader
    private var lines: ArraySlice<InputLine> = []

    init(_ reader: LineReader) {
        self.reader = reader
    }

    mutating func next() throws(Failure) -> RowSource.Item? {
        while true {
            if lines.isEmpty {
                guard let more = try reader.next() else { return nil }
                lines = more[...]
            }
            let line = lines.removeFirst()
            if line.bytes.isEmpty { continue }
            guard !line.isOverlong, let object = try? JSONDecoder().decode([String: Scalar].self, from: line.bytes)
            else {
                return .refused(line: line.number, RowRefusal(.row, "is no JSON object of texts and numbers"))
            }
            return .row(ImportRow(line: line.number, values: object.mapValues(\.text)))
        }
    }

    /// A value that a column could have. Numbers keep their decimals exactly.
    private struct Scalar: Decodable {
        let text: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if container.decodeNil() {
                text = ""
            } else if let string = try? container.decode(String.self) {
                text = string.trimmingCharacters(in: .whitespacesAndNewlines)
            } else if let flag = try? container.decode(Bool.self) {
                text = flag ? "true" : "false"
            } else {
                text = try container.decode(Decimal.self).description
            }
        }
    }
}
