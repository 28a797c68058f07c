import Contracts
import Foundation
import Replies
import Testing

/// Real mails and other projects' test data, where the folder named by `DUNLIN_CORPORA` has them.
private let corpora = ProcessInfo.processInfo.environment["DUNLIN_CORPORA"].map { URL(fileURLWithPath: $0) }

@Suite(
    .enabled(if: corpora != nil, "DUNLIN_CORPORA names no folder of corpora: nothing is measured"))
struct `Corpora of replies` {
    private static let languages = Set(Language.allCases.map(\.rawValue))

    private func rows<Row: Decodable>(_ path: String) throws -> [Row] {
        let text = try String(contentsOf: try #require(corpora).appending(path: path), encoding: .utf8)
        return try text.split(separator: "\n").map { try JSONDecoder().decode(Row.self, from: Data($0.utf8)) }
    }

    // MARK: Quoted text

    private struct QuotedMail: Decodable {
        var mime: String
        var file: String
        var match: String
        var reply: String?
        var must_match: [String]?
        var must_not_match: [String]?

        func isMet(by words: String) throws -> Bool {
            let folded = words.split(whereSeparator: \.isWhitespace).joined(separator: " ")
            let wanted = (reply ?? "").split(whereSeparator: \.isWhitespace).joined(separator: " ")
            switch match {
            case "exact_ws": return folded == wanted
            case "first_fragment_ws", "startswith_ws":
                return folded.hasPrefix(wanted) && folded.count <= wanted.count + 60
            case "exact_nows": return folded.filter { $0 != " " } == wanted.filter { $0 != " " }
            case "text_nows": return folded.filter { $0 != " " }.hasPrefix(wanted.filter { $0 != " " })
            default:
                return try (must_match ?? []).allSatisfy { try finds($0, in: words) }
                    && !(must_not_match ?? []).contains { try finds($0, in: words) }
            }
        }

        private func finds(_ pattern: String, in words: String) throws -> Bool {
            let expression = try NSRegularExpression(pattern: pattern, options: .anchorsMatchLines)
            return expression.firstMatch(in: words, range: NSRange(words.startIndex..., in: words)) != nil
        }
    }

    /// Mails in plain text; those that need a reader of MIME first are left to the reader of whole mails.
    @Test func `give the writer's words of 9 in 10 quoted mails`() throws {
        let mails = try (rows("reply_stripping/cases.jsonl") as [QuotedMail])
            .filter { $0.mime == "text/plain" && $0.match != "signature" }
        let folder = try #require(corpora).appending(path: "reply_stripping")
        let met = try mails.filter { mail in
            let body = String(decoding: try Data(contentsOf: folder.appending(path: mail.file)), as: UTF8.self)
            return try mail.isMet(by: OwnWords.of(body))
        }
        print("replies stripped=\(met.count)/\(mails.count)")
        #expect(met.count * 10 >= mails.count * 9)
    }

    // MARK: Dates

    private struct DatedText: Decodable {
        var lang: String
        var text: String
        var ref_date: String
        var expected_date: String?
        /// English rows of these suites are American.
        func last() throws -> String? {
            let reader = DateReader(
                received: try #require(CivilDate(ref_date)), language: try #require(Language(tag: lang)),
                monthFirst: lang == "en")
            return reader.mentions(in: text).last.map { "\($0.last)" }
        }
    }

    @Test func `name the days that are meant, and none where none is`() throws {
        let dated = try (rows("dates/promise_day.jsonl") as [DatedText]).filter { Self.languages.contains($0.lang) }
        let english = dated.filter { $0.lang == "en" }
        let others = dated.filter { $0.lang != "en" }
        let undated = try (rows("dates/no_date.jsonl") as [DatedText]).filter { Self.languages.contains($0.lang) }
        let share = { (rows: [DatedText], isRight: (DatedText) throws -> Bool) in
            Double(try rows.filter(isRight).count) / Double(rows.count)
        }
        let englishShare = try share(english) { try $0.last() == $0.expected_date }
        let otherShare = try share(others) { try $0.last() == $0.expected_date }
        let invented = try share(undated) { try $0.last() != nil }
        print("replies dates_en=\(englishShare) dates_other=\(otherShare) invented=\(invented)")
        #expect(englishShare >= 0.7)
        #expect(otherShare >= 0.7)
        #expect(invented <= 0.05)
    }

    // MARK: Whole replies

    private struct LabelledReply: Decodable {
        var text: String
        var ref: String
        var labels: [String]
    }

    @Test func `are read as people labelled them`() throws {
        let reader = try ReplyReader.embedded()
        let replies: [LabelledReply] = try rows("replies/replies.jsonl")
        var primary = 0
        var optOuts = (wanted: 0, read: 0)
        for reply in replies {
            let reading = reader.read(reply.text, received: try #require(CivilDate(reply.ref.prefix(10))))
            if reading.intents.first?.intent.rawValue == reply.labels.first { primary += 1 }
            guard reply.labels.contains("optout") else { continue }
            optOuts.wanted += 1
            if reading.optOut != nil { optOuts.read += 1 }
        }
        let share = Double(primary) / Double(replies.count)
        print("replies primary=\(share) optout_recall=\(Double(optOuts.read) / Double(optOuts.wanted))")
        #expect(share >= 0.85)
        #expect(optOuts.read == optOuts.wanted)
    }
}
