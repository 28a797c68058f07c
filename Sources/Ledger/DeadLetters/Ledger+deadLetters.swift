import Contracts
import Foundation
import Store

/// Dead letters that are alike: what an operator decides about at once.
package struct DeadLetterGroup: Hashable, Sendable, Encodable {
    package var queue: String
    package var `class`: String
    package var error: String?
    package var template: String?
    package var config: String?
    package var count: Int
    package var oldest: Instant
    package var newest: Instant
}

/// Which letters a command is about: a state, a condition, and those of one plan if it names one.
package struct DeadLetterSelection: Sendable {
    package var states: [DeadLetter.State]
    package var filter: DeadLetterFilter
    package var plan: String?

    package init(_ states: [DeadLetter.State], _ filter: DeadLetterFilter = .all, plan: String? = nil) {
        self.states = states
        self.filter = filter
        self.plan = plan
    }

    /// `WHERE …` with its values, for the part that the database can answer.
    func condition(after number: Int64 = 0) -> (sql: String, values: [Value]) {
        let states = states.map { "'\($0.rawValue)'" }.joined(separator: ", ")
        var sql = " WHERE state IN (\(states)) AND number > $1"
        var values: [Value] = [.int(number)]
        if let plan {
            sql += " AND number IN (SELECT letter FROM replay_plan_letter WHERE plan = $2)"
            values.append(.text(plan))
        }
        let (more, moreValues) = filter.condition(parametersFrom: values.count + 1)
        return (sql + more, values + moreValues)
    }
}

extension Ledger {
    /// Letters by number.
    package func deadLetters(
        _ selection: DeadLetterSelection, after number: Int64 = 0, limit: Int
    ) throws -> [DeadLetter] {
        var found: [DeadLetter] = []
        var last = number
        let pageSize = selection.filter.isAnsweredByIndex ? limit : max(limit, 1000)
        while found.count < limit {
            let page = try page(selection, after: last, size: pageSize)
            found += try matching(page, selection.filter)
            guard page.count == pageSize, let end = page.last else { break }
            last = end.number
        }
        return Array(found.prefix(limit))
    }

    /// One letter, in whatever state.
    package func deadLetter(_ number: Int64) throws -> DeadLetter? {
        try database.read { transaction in
            try transaction.first(
                "SELECT \(DeadLetter.columns) FROM dead_letter WHERE number = $1", .int(number)
            ) { try DeadLetter($0) }
        }
    }

    /// The letters that are edited copies of this one, or came back from its replay.
    package func successors(ofDeadLetter number: Int64) throws -> [Int64] {
        try database.read { transaction in
            try transaction.all("SELECT number FROM dead_letter WHERE origin = $1 ORDER BY number", .int(number)) {
                $0.int(0)
            }
        }
    }

    /// Counts the letters that are alike, the largest group first.
    package func deadLetterGroups(_ selection: DeadLetterSelection) throws -> [DeadLetterGroup] {
        if selection.filter.isAnsweredByIndex { return try groupsByIndex(selection) }
        var groups: [DeadLetterGroup.Kind: DeadLetterGroup] = [:]
        try forEach(selection) { letter in
            let kind = DeadLetterGroup.Kind(letter)
            groups[kind, default: DeadLetterGroup(kind, letter.diedAt)].add(letter.diedAt)
        }
        return groups.values.sorted(by: DeadLetterGroup.isBefore)
    }

    private func groupsByIndex(_ selection: DeadLetterSelection) throws -> [DeadLetterGroup] {
        let (condition, values) = selection.condition()
        var groups: [DeadLetterGroup] = []
        try database.read { transaction in
            try transaction.query(
                """
                SELECT queue, class, error, template, config, COUNT(*), MIN(died_at), MAX(died_at) FROM dead_letter
                \(condition) GROUP BY queue, class, error, template, config
                """,
                values: values
            ) { row in
                groups.append(
                    DeadLetterGroup(
                        queue: row.text(0), class: row.text(1), error: row.optionalText(2),
                        template: row.optionalText(3), config: row.optionalText(4), count: Int(row.int(5)),
                        oldest: Instant(milliseconds: row.int(6)), newest: Instant(milliseconds: row.int(7))))
            }
        }
        return groups.sorted(by: DeadLetterGroup.isBefore)
    }

    /// Calls `each` with every letter of the selection, by number, page by page.
    package func forEach(_ selection: DeadLetterSelection, _ each: (DeadLetter) throws -> Void) throws {
        var last: Int64 = 0
        while true {
            let page = try page(selection, after: last, size: 1000)
            for letter in try matching(page, selection.filter) { try each(letter) }
            guard page.count == 1000, let end = page.last else { return }
            last = end.number
        }
    }

    private func page(_ selection: DeadLetterSelection, after number: Int64, size: Int) throws -> [DeadLetter] {
        let (condition, values) = selection.condition(after: number)
        var page: [DeadLetter] = []
        try database.read { transaction in
            try transaction.query(
                """
                SELECT \(DeadLetter.columns) FROM dead_letter\(condition)
                ORDER BY number LIMIT $\(values.count + 1)
                """,
                values: values + [.int(size)]
            ) { page.append(try DeadLetter($0)) }
        }
        return page
    }

    private func matching(_ page: [DeadLetter], _ filter: DeadLetterFilter) throws -> [DeadLetter] {
        if filter.isAnsweredByIndex { return page }
        guard filter.readsContent else { return try page.filter { try filter.matches($0) { nil } } }
        return try database.read { transaction in
            var found: [DeadLetter] = []
            for letter in page
            where try filter.matches(letter, content: { try contentIfLeft(of: letter, in: transaction) }) {
                found.append(letter)
            }
            return found
        }
    }

    /// nil: it was erased.
    private func contentIfLeft(
        of letter: DeadLetter, in transaction: borrowing Transaction
    ) throws -> DeadMessage? {
        do {
            return try deadMessage(letter.number, in: transaction)
        } catch SealError.erased {
            return nil
        }
    }
}

extension DeadLetterGroup {
    fileprivate struct Kind: Hashable {
        let queue: String
        let `class`: String
        let error: String?
        let template: String?
        let config: String?

        init(_ letter: DeadLetter) {
            queue = letter.queue
            `class` = letter.class
            error = letter.error
            template = letter.template
            config = letter.config
        }
    }

    fileprivate init(_ kind: Kind, _ at: Instant) {
        self.init(
            queue: kind.queue, class: kind.class, error: kind.error, template: kind.template, config: kind.config,
            count: 0, oldest: at, newest: at)
    }

    fileprivate mutating func add(_ at: Instant) {
        count += 1
        oldest = min(oldest, at)
        newest = max(newest, at)
    }

    fileprivate static func isBefore(_ left: DeadLetterGroup, _ right: DeadLetterGroup) -> Bool {
        if left.count != right.count { return left.count > right.count }
        return (left.queue, left.class, left.error ?? "", left.template ?? "", left.config ?? "")
            < (right.queue, right.class, right.error ?? "", right.template ?? "", right.config ?? "")
    }
}
