import Testing

@testable import Dunlin

@Suite struct `A CSV reader` {
    private func records(_ text: String, separator: UInt8? = nil) throws -> [CSVRecord] {
        let file = try TemporaryFile(text)
        var reader = try CSVReader(InputFile(file.path), separator: separator)
        var records: [CSVRecord] = []
        while let record = try reader.next() { records.append(record) }
        return records
    }

    private func fields(_ text: String) throws -> [[String]] {
        try records(text).map { $0.fields.map { String(decoding: $0, as: UTF8.self) } }
    }

    @Test(arguments: [
        ("a,b\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,b\r\nc,d\r\n", [["a", "b"], ["c", "d"]]),
        ("a,b\rc,d", [["a", "b"], ["c", "d"]]),
        ("\u{FEFF}a,b\nc,d", [["a", "b"], ["c", "d"]]),
        ("a,\"b,c\"\n", [["a", "b,c"]]),
        ("a,\"say \"\"no\"\"\"\n", [["a", "say \"no\""]]),
        ("a,\"two\nlines\"\nb,c\n", [["a", "two\nlines"], ["b", "c"]]),
        ("a,\"\"\n", [["a", ""]]),
        ("a,\n,b\n", [["a", ""], ["", "b"]]),
        ("a,b\n\n\nc,d\n", [["a", "b"], ["c", "d"]]),
        ("a,5\" pipe\n", [["a", "5\" pipe"]]),
        ("a;b,c;d\n1;2;3\n", [["a", "b,c", "d"], ["1", "2", "3"]]),
        ("a\tb\n1\t2\n", [["a", "b"], ["1", "2"]]),
        ("\"x,y,z\";b;c\n1;2;3\n", [["x,y,z", "b", "c"], ["1", "2", "3"]]),
        ("", []),
    ])
    func `reads what RFC 4180 and spreadsheets write`(text: String, expected: [[String]]) throws {
        #expect(try fields(text) == expected)
    }

    @Test func `tells the line on which a record begins`() throws {
        #expect(try records("a,\"1\n2\n3\"\nb,c\n\nd,e\n").map(\.line) == [1, 4, 6])
    }

    @Test func `takes the separator that it is given`() throws {
        #expect(try records("a;b,c\n", separator: UInt8(ascii: ",")).first?.fields.count == 2)
    }

    @Test func `loses only the line whose quote is never closed`() throws {
        let records = try records("a,b\nc,\"d\ne,f\ng,h\n")
        #expect(records.map(\.line) == [1, 2, 3, 4])
        #expect(records.map { $0.problem == nil } == [true, false, true, true])
    }

    @Test func `loses only the line that goes on after a closing quote`() throws {
        let records = try records("a,b\n\"c\"x,d\ne,f\n")
        #expect(records.map { $0.problem == nil } == [true, false, true])
    }

    @Test func `refuses UTF-16 with what to do`() throws {
        let file = try TemporaryFile([0xFF, 0xFE, 0x61, 0x00])
        #expect(throws: Failure.self) { _ = try CSVReader(InputFile(file.path)) }
    }
}
