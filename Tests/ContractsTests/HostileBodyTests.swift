import Contracts
import Foundation
import Testing

@Suite struct `A hostile body` {
    /// The same bytes in every run: xorshift.
    private struct Dice: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state ^= state << 13
            state ^= state >> 7
            state ^= state << 17
            return state
        }
    }

    private static let fragments: [[UInt8]] = [
        Array("1e400".utf8), Array("-99999999999999999999999999".utf8), Array("null".utf8), [0xFF, 0xFE], [0xC3, 0x28],
        Array("\\ud800".utf8), Array("\"id\":\"a\",\"id\":\"b\",".utf8), Array("{\"".utf8), Array("]".utf8), [0],
        Array(String(repeating: "[", count: 100_000).utf8), Array(String(repeating: "{\"a\":", count: 20_000).utf8),
        Array(String(repeating: "x", count: 130_000).utf8), Array("9007199254740993.0000000001".utf8),
    ]

    @Test func `is refused or read, a thousand times over, and ends nothing`() throws {
        var dice = Dice(state: 0x1234_5678_9ABC_DEF1)
        var refused = 0
        for round in 0..<1000 {
            var bytes = Array(try GoldenFiles.body(of: MessageType.allCases[round % MessageType.allCases.count]))
            for _ in 0...Int.random(in: 0...3, using: &dice) {
                let place = Int.random(in: 0..<bytes.count, using: &dice)
                switch Int.random(in: 0...3, using: &dice) {
                case 0: bytes[place] = UInt8.random(in: 0...255, using: &dice)
                case 1: bytes.removeSubrange(place..<min(bytes.count, place + 9))
                case 2: bytes = Array(bytes[..<max(1, place)])
                default: bytes.insert(contentsOf: Self.fragments.randomElement(using: &dice) ?? [], at: place)
                }
                if bytes.isEmpty { bytes = [0x20] }
            }
            do {
                _ = try Message(body: Data(bytes))
            } catch {
                refused += 1
                #expect([.permanent, .schema].contains(error.class))
                #expect(error.reason.utf8.count <= 200 && error.path.hasPrefix("$"))
            }
        }
        #expect(refused > 700)
    }

    @Test(arguments: fragments)
    func `in place of the data is refused`(fragment: [UInt8]) throws {
        let head = #"{"specversion":"1.0","id":"a","source":"b","time":"2026-11-23T09:00:00Z","#
        let body = Data(#"\#(head)"type":"dunlin.invoice.issued.v1","data":"#.utf8) + Data(fragment) + Data("}".utf8)
        #expect(throws: MessageRefusal.self) { try Message(body: body) }
    }

    @Test func `with a name twice is read by its first value`() throws {
        let text = String(decoding: Message.example(of: .sourceHeartbeat).encoded(), as: UTF8.self)
        let twice = text.replacing(#""source":"#, with: #""source":"/first","source":"#)
        #expect(try Message(body: Data(twice.utf8)).source == "/first")
    }
}
