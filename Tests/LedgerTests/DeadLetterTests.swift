import Contracts
import Foundation
import Ledger
import Store
import TestSupport
import Testing

@Suite struct `Dead letters` {
    @Test func `are stored once, byte for byte, however often they are collected`() throws {
        let books = try DeadLetterBooks()
        let messages = books.four
        #expect(try books.collect(messages).stored == 4)
        // The acknowledgement was lost: the broker counts one delivery more.
        let again = messages.map { message in
            var again = message
            again.properties.headers["x-delivery-count"] = .integer(1)
            return again
        }
        let result = try books.collect(again)
        #expect(result.stored == 0 && result.known == 4)
        for (number, message) in zip(Int64(1)..., messages) {
            #expect(try books.ledger.message(of: number) == message)
        }
    }

    @Test func `that differ in one byte or one header are two`() throws {
        let books = try DeadLetterBooks()
        let messages = [
            books.message("m", body: "{}"), books.message("m", body: "{ }"),
            books.message("m", body: "{}", headers: ["a": .flag(true)]),
            books.message("m", queue: Topology.rendererQueue, body: "{}"), books.message("n", body: "{}"),
        ]
        #expect(try books.collect(messages).stored == 5)
    }

    @Test func `are kept whatever their headers hold`() throws {
        let books = try DeadLetterBooks()
        let odd: [String: KeptHeader] = [
            "text": .text("a\u{0}b"), "number": .number(.infinity), "flag": .flag(false),
            "bytes": .bytes(Data([0, 255])),
            "time": .time(.max), "nothing": .nothing, "table": .unread(kind: 70), "least": .integer(.min),
        ]
        let message = books.message("id\u{0}\u{1B}[31m", body: String(repeating: "[", count: 5000), headers: odd)
        try books.collect([message])
        #expect(try books.ledger.message(of: 1) == message)
        let letter = try #require(try books.ledger.deadLetter(1))
        #expect(letter.messageID == "id  [31m" && letter.error == "$.data.amount is missing")
    }

    @Test func `that no queue took go by their routing key, not by what they say of themselves`() throws {
        let books = try DeadLetterBooks()
        let letters = [
            ("payment.received.v1", Topology.plannerStopQueue), ("email.send.v1", nil), ("cheque.received.v1", nil),
        ]
        try books.collect(
            letters.map { key, _ in
                DeadMessage(
                    properties: DeadMessage.Properties(
                        queue: Topology.unroutedQueue, exchange: Topology.eventsExchange, routingKey: key,
                        messageID: key, type: MessageType.emailSend.rawValue),
                    body: Data("{}".utf8))
            })
        for (number, (key, queue)) in zip(Int64(1)..., letters) {
            let letter = try #require(try books.ledger.deadLetter(number))
            #expect(letter.workQueue == queue && letter.type == "dunlin." + key && letter.class == "unrouted")
        }
    }

    @Test func `cannot be read in the ledger's file without the key of a file`() throws {
        let books = try DeadLetterBooks(keys: SealedBooks.keys(7))
        let secret = "arctic-tern-secret"
        let letter = books.message("m", body: secret, headers: ["shop": .text(secret)])
        _ = try books.ledger.collect([letter], actor: "operator")
        #expect(try books.ledger.message(of: 1) == letter)
        #expect(throws: SealError.self) { try Ledger.open(path: books.books.store.address).message(of: 1) }
        // Of PostgreSQL there is no file that the test could read.
        for suffix in ["", "-wal"] where books.books.store.kind == .sqlite {
            let bytes = try Data(contentsOf: URL(filePath: books.books.store.address + suffix))
            #expect(bytes.range(of: Data(secret.utf8)) == nil, "\(suffix)")
        }
        // Put into another row, it does not open there.
        _ = try books.ledger.collect([books.message("n")], actor: "operator")
        try books.ledger.database.write { transaction in
            try transaction.execute(
                "UPDATE dead_letter SET content = (SELECT content FROM dead_letter WHERE number = 1) WHERE number = 2")
        }
        #expect(throws: SealError.unreadable) { try books.ledger.message(of: 2) }
    }

    @Test func `are put away and back, and a plan takes none that is away`() throws {
        let books = try DeadLetterBooks()
        try books.collect(books.four)
        let parked = try DeadLetterFilter(#"class = "parked""#, now: books.now)
        func move(_ from: DeadLetter.State, _ to: DeadLetter.State) throws -> Int {
            try books.ledger.moveDeadLetters(
                DeadLetterSelection([from], parked), to: to, action: "dead.test", author: "operator")
        }
        #expect(try move(.waiting, .archived) == 2)
        #expect(try books.numbers() == [3, 4])
        #expect(try books.plan().letters == 2)
        #expect(try move(.waiting, .archived) == 0)
        #expect(try move(.archived, .waiting) == 2)
        #expect(try books.numbers() == [1, 2, 3, 4])
        #expect(try books.ledger.verifyAudit().flaw == nil)
    }

    @Test func `that are mended leave the original, and only the copy waits`() throws {
        let books = try DeadLetterBooks()
        try books.collect(books.four)
        var mended = books.four[2]
        mended.properties.messageID = "m3-mended"
        mended.body = Data("{}".utf8)
        let copy = try books.ledger.replaceDeadLetter(3, by: mended, author: "operator")
        #expect(copy == 5)
        #expect(try books.numbers() == [1, 2, 4, 5])
        #expect(try books.numbers(.all, [.replaced]) == [3])
        #expect(try books.ledger.deadLetter(5)?.origin == 3)
        #expect(try books.ledger.successors(ofDeadLetter: 3) == [5])
        #expect(try books.ledger.message(of: 3) == books.four[2])
        #expect(throws: DeadLetterProblem.wrongState(3, .replaced, plan: nil)) {
            try books.ledger.replaceDeadLetter(3, by: mended, author: "operator")
        }
        #expect(throws: DeadLetterProblem.unknown(77)) {
            try books.ledger.replaceDeadLetter(77, by: mended, author: "operator")
        }
    }

    @Test func `come in pages that do not overlap`() throws {
        let books = try DeadLetterBooks()
        try books.collect(
            (1...2500).map { books.message("m\($0)", class: $0.isMultiple(of: 5) ? .parked : .permanent) })
        for text in [#"class = "parked""#, #"class ~ "ark""#] {
            let selection = DeadLetterSelection([.waiting], try DeadLetterFilter(text, now: books.now))
            var seen: [Int64] = []
            while true {
                let page = try books.ledger.deadLetters(
                    selection, after: seen.last ?? 0, limit: 70)
                seen += page.map(\.number)
                if page.count < 70 { break }
            }
            #expect(seen == stride(from: 5, through: 2500, by: 5).map { Int64($0) })
        }
    }

    @Test func `are counted in groups within seconds, a hundred thousand of them`() throws {
        let books = try DeadLetterBooks()
        // Collected once, then copied by the database: sealing them one by one is not what is measured.
        try books.collect(
            (0..<20).map { number in
                books.message(
                    "m\(number)", class: number.isMultiple(of: 2) ? .config : .parked,
                    body: #"{"data":{"creditor":"c\#(number % 5)","template":"t"}}"#)
            })
        try books.ledger.database.write { transaction in
            try transaction.execute(
                """
                WITH RECURSIVE copy(round) AS (SELECT 1 UNION ALL SELECT round + 1 FROM copy WHERE round < 5000)
                INSERT INTO dead_letter (number, identity, state, queue, message_id, class, type, creditor, template,
                    error, died_at, collected_at, generation, size, sealing_key, content)
                SELECT number + 20 * round, identity || round, state, queue, message_id || round, class, type, creditor,
                    template, error, died_at + round, collected_at, generation, size, sealing_key, content
                FROM dead_letter, copy
                """)
        }
        for text in [#"class = "config""#, #"error ~ "amount" or class = "config""#] {
            let filter = try DeadLetterFilter(text, now: books.now)
            let began = ContinuousClock.now
            let groups = try books.ledger.deadLetterGroups(DeadLetterSelection([.waiting], filter))
            let took = began.duration(to: .now)
            print("100,020 dead letters in groups, \(text): \(took)")
            let count = groups.map(\.count).reduce(0, +)
            #expect(count == (text.contains("or") ? 100_020 : 50_010))
            #expect(took < .seconds(5))
        }
        let began = ContinuousClock.now
        let page = try books.ledger.deadLetters(DeadLetterSelection([.waiting]), after: 99_000, limit: 50)
        #expect(page.first?.number == 99_001 && began.duration(to: .now) < .milliseconds(500))
    }
}
