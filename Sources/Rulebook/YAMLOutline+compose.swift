import Foundation
import Yams

extension YAMLOutline {
    /// Why a text is no YAML, in words for those who write such files by hand.
    struct Unreadable: Error {
        let line: Int?
        let reason: String
    }

    static func compose(_ text: String) -> Result<Node?, Unreadable> {
        do {
            return .success(try Yams.compose(yaml: text))
        } catch let error as YamlError {
            return .failure(unreadable(error, in: text))
        } catch {
            return .failure(Unreadable(line: nil, reason: "is no YAML: \(error)"))
        }
    }

    private static func unreadable(_ error: YamlError, in text: String) -> Unreadable {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        switch error {
        case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _):
            let line = lines.indices.contains(mark.line - 1) ? lines[mark.line - 1] : ""
            if line.prefix(while: \.isWhitespace).contains("\t") {
                return Unreadable(line: mark.line, reason: "begins with a tab; allowed are blanks")
            }
            return Unreadable(line: mark.line, reason: "is no YAML: \(problem)")
        case .composer(_, let problem, let mark, _):
            if problem.contains("another document") {
                return Unreadable(line: mark.line, reason: "begins a second document; a file has one")
            }
            return Unreadable(line: mark.line, reason: "is no YAML: \(problem)")
        case .duplicatedKeysInMapping(let duplicates, let context):
            let key = duplicates.first ?? ""
            return Unreadable(
                line: line(ofSecond: key, in: lines, from: context.mark),
                reason: "'\(key)' stands here twice; allowed is once")
        case .reader(let problem, _, _, _): return Unreadable(line: nil, reason: "is no YAML: \(problem)")
        default: return Unreadable(line: nil, reason: "is no YAML: \(error)")
        }
    }

    /// The parser tells where the mapping begins, not the key: of a mapping in lines, the second line with it.
    private static func line(ofSecond key: String, in lines: [String], from mark: Mark) -> Int {
        let start = String(repeating: " ", count: max(0, mark.column - 1)) + key
        let found = lines.indices.dropFirst(mark.line).first { lines[$0].hasPrefix(start + ":") }
        return found.map { $0 + 1 } ?? mark.line
    }
}
