import Foundation

/// A line of input, without its end.
struct InputLine: Sendable {
    /// From 1.
    let number: Int
    let bytes: Data
    /// The line was longer than ``LineReader/longest``; `bytes` holds its beginning.
    var isOverlong = false
}

/// Cuts input into lines, handing on at once what has arrived: a writer that waits for answers gets them.
struct LineReader {
    private let file: InputFile
    private var line: [UInt8] = []
    private var isOverlong = false
    private var number = 0
    private var isAtEnd = false

    private let longest: Int

    /// In bytes. Well above what any event may have, so that memory has a bound whatever comes.
    static let longest = 1 << 20

    init(_ file: InputFile, longest: Int = Self.longest) {
        self.file = file
        self.longest = longest
    }

    /// The complete lines that have arrived, at least one; nil at the end.
    mutating func next() throws(Failure) -> [InputLine]? {
        var lines: [InputLine] = []
        while lines.isEmpty, !isAtEnd {
            let block = try file.read()
            guard !block.isEmpty else {
                isAtEnd = true
                if !line.isEmpty { lines.append(take()) }
                break
            }
            var rest = block[...]
            while let end = rest.firstIndex(of: UInt8(ascii: "\n")) {
                extend(by: rest[..<end])
                lines.append(take())
                rest = rest[(end + 1)...]
            }
            extend(by: rest)
        }
        return lines.isEmpty ? nil : lines
    }

    private mutating func extend(by part: ArraySlice<UInt8>) {
        let room = longest - line.count
        if part.count > room { isOverlong = true }
        line += part.prefix(room)
    }

    private mutating func take() -> InputLine {
        number += 1
        var bytes = line[...]
        if number == 1, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
        if bytes.last == UInt8(ascii: "\r") { bytes = bytes.dropLast() }
        defer {
            line.removeAll(keepingCapacity: true)
            isOverlong = false
        }
        return InputLine(number: number, bytes: Data(bytes), isOverlong: isOverlong)
    }
}
