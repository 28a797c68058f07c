import Contracts
import Foundation
import Store

/// Which dead letters are meant: `class = "parked" and error ~ "address" and age > 2h`.
///
/// What an index can answer goes to the database; the whole expression is then checked on each row. A value that is not there
/// equals nothing: `!=` is true of it, everything else false. `~` means contains, and ignores letter case.
///
/// Fields: `class`, `queue`, `type`, `creditor`, `account`, `template`, `config`, `error`, `path`, `worker`, `id`
/// (texts); `number`, `generation`, `size` (numbers); `age` (`90m`, `2h`, `1d12h`); `at` (RFC 3339, in quotes);
/// `header.NAME`; `body.PATH`, whose steps are member names and places in lists; without a place, any element will do.
/// A path is looked up in the message, then in its `data`.
package struct DeadLetterFilter: Sendable {
    /// As it was written; empty: everything.
    package let text: String
    let expression: FilterExpression

    /// - Parameter now: what ages are told by.
    package init(_ text: String, now: Instant) throws(FilterProblem) {
        self.text = text
        var parser = FilterParser(text, now: now)
        expression = try parser.parse()
    }

    package static let all = DeadLetterFilter()

    private init() {
        text = ""
        expression = .everything
    }

    /// Whether the content of letters must be opened to tell.
    package var readsContent: Bool { expression.readsContent }

    func matches(_ letter: DeadLetter, content: () throws -> DeadMessage?) throws -> Bool {
        var opened: DeadMessage??
        return try expression.holds { field in
            if let values = field.values(of: letter) { return values }
            let message = try opened ?? content()
            opened = .some(message)
            return message.map { field.values(in: $0) } ?? []
        }
    }

    /// A condition that every matching row fulfils, for the indexes; parameters count on from `first`.
    func condition(parametersFrom first: Int) -> (sql: String, values: [Value]) {
        var sql = ""
        var values: [Value] = []
        for comparison in expression.conjuncts {
            guard let column = comparison.field.indexed, comparison.isOrdered(in: column) else { continue }
            sql += " AND \(column.name) \(comparison.relation.sql) $\(first + values.count)"
            values.append(comparison.literal.value)
        }
        return (sql, values)
    }

    /// Whether ``condition(parametersFrom:)`` says all that the expression says.
    var isAnsweredByIndex: Bool {
        expression.isConjunction
            && expression.conjuncts.allSatisfy { comparison in
                comparison.field.indexed.map { comparison.isOrdered(in: $0) } ?? false
            }
    }
}

/// Where an expression cannot be read, and why.
package struct FilterProblem: Error, Equatable, CustomStringConvertible {
    /// From 1, in characters.
    package let position: Int
    package let reason: String

    package var description: String { "at character \(position): \(reason)" }
}

indirect enum FilterExpression: Sendable {
    case everything
    case comparison(FilterComparison)
    case both(FilterExpression, FilterExpression)
    case either(FilterExpression, FilterExpression)
    case not(FilterExpression)

    func holds(_ values: (FilterField) throws -> [FilterLiteral]) rethrows -> Bool {
        switch self {
        case .everything: true
        case .comparison(let comparison): comparison.holds(for: try values(comparison.field))
        case .both(let left, let right): try left.holds(values) && right.holds(values)
        case .either(let left, let right): try left.holds(values) || right.holds(values)
        case .not(let inner): try !inner.holds(values)
        }
    }

    /// Comparisons that must all hold, as far as that can be told without thinking about `or` and `not`.
    var conjuncts: [FilterComparison] {
        switch self {
        case .comparison(let comparison): [comparison]
        case .both(let left, let right): left.conjuncts + right.conjuncts
        case .everything, .either, .not: []
        }
    }

    var isConjunction: Bool {
        switch self {
        case .everything, .comparison: true
        case .both(let left, let right): left.isConjunction && right.isConjunction
        case .either, .not: false
        }
    }

    var readsContent: Bool {
        switch self {
        case .everything: false
        case .comparison(let comparison): comparison.field.isOfContent
        case .both(let left, let right), .either(let left, let right): left.readsContent || right.readsContent
        case .not(let inner): inner.readsContent
        }
    }
}

struct FilterComparison: Sendable {
    let field: FilterField
    let relation: FilterRelation
    let literal: FilterLiteral

    func holds(for values: [FilterLiteral]) -> Bool {
        if relation == .differs { return !values.contains { literal.order(of: $0) == .orderedSame } }
        return values.contains { value in
            if relation == .contains { return literal.isContained(in: value) }
            return literal.order(of: value).map(relation.allows) ?? false
        }
    }

    /// Texts are ordered by the database's rules there and by bytes here, so only their equality is left to it.
    func isOrdered(in column: (name: String, isText: Bool)) -> Bool {
        switch relation {
        case .equals: true
        case .less, .lessOrEqual, .greater, .greaterOrEqual: !column.isText
        case .differs, .contains: false
        }
    }
}

enum FilterRelation: String, CaseIterable, Sendable {
    case equals = "="
    case differs = "!="
    case less = "<"
    case lessOrEqual = "<="
    case greater = ">"
    case greaterOrEqual = ">="
    case contains = "~"

    var sql: String { rawValue }

    func allows(_ order: ComparisonResult) -> Bool {
        switch self {
        case .equals: order == .orderedSame
        case .less: order == .orderedAscending
        case .lessOrEqual: order != .orderedDescending
        case .greater: order == .orderedDescending
        case .greaterOrEqual: order != .orderedAscending
        case .differs, .contains: false
        }
    }

    /// What it is for the time of death when it is said of the age: older means earlier.
    var ofTime: FilterRelation {
        switch self {
        case .less: .greater
        case .lessOrEqual: .greaterOrEqual
        case .greater: .less
        case .greaterOrEqual: .lessOrEqual
        case .equals, .differs, .contains: self
        }
    }
}

enum FilterLiteral: Hashable, Sendable {
    case text(String)
    case integer(Int64)
    case number(Double)
    case flag(Bool)
    case instant(Instant)

    var value: Value {
        switch self {
        case .text(let text): .text(text)
        case .integer(let integer): .int(integer)
        case .instant(let instant): .int(instant.milliseconds)
        case .flag(let flag): .flag(flag)
        case .number: .null
        }
    }

    /// How `found` stands to this literal; nil: they cannot be compared.
    func order(of found: FilterLiteral) -> ComparisonResult? {
        switch (found, self) {
        case (.text(let left), .text(let right)):
            left == right
                ? .orderedSame
                : left.utf8.lexicographicallyPrecedes(right.utf8) ? .orderedAscending : .orderedDescending
        case (.integer(let left), .integer(let right)): Self.order(left, right)
        case (.number(let left), .integer(let right)): Self.order(left, Double(right))
        case (.instant(let left), .instant(let right)): Self.order(left, right)
        case (.flag(let left), .flag(let right)): left == right ? .orderedSame : nil
        default: nil
        }
    }

    func isContained(in found: FilterLiteral) -> Bool {
        guard case .text(let part) = self, case .text(let whole) = found else { return false }
        return whole.range(of: part, options: .caseInsensitive) != nil
    }

    private static func order<T: Comparable>(_ left: T, _ right: T) -> ComparisonResult {
        left < right ? .orderedAscending : left > right ? .orderedDescending : .orderedSame
    }
}
