import Contracts
import Foundation

/// Reads the fields of one row as the map says.
struct RowValues {
    let map: ColumnMap
    let row: ImportRow

    /// The value, or nil if the map or the row has none.
    func text(_ field: Field) -> String? {
        let text: String =
            switch map.rules[field]?.origin {
            case .column(let name): row[name]
            case .constant(let text): text
            case .template(let template): template.text { row[$0] }
            case nil: ""
            }
        return text.isEmpty ? nil : text
    }

    func refusal(_ reason: RowRefusal.Reason, _ field: Field, _ message: String) -> RowRefusal {
        RowRefusal(reason, message, field: field, column: map.rules[field]?.columns.first)
    }

    func required(_ field: Field) throws(RowRefusal) -> String {
        guard let text = text(field) else { throw refusal(.missing, field, "is empty") }
        return text
    }

    func identifier(_ field: Field) throws(RowRefusal) -> Identifier {
        let text = try required(field)
        guard let identifier = Identifier(text) else {
            throw refusal(.identifier, field, Identifier.problem(with: text) ?? "is no identifier")
        }
        return identifier
    }

    func optionalIdentifier(_ field: Field) throws(RowRefusal) -> Identifier? {
        text(field) == nil ? nil : try identifier(field)
    }

    func date(_ field: Field) throws(RowRefusal) -> CivilDate {
        let format = map.rules[field]?.dateFormat ?? map.dateFormat
        guard let date = format.date(try required(field)) else {
            throw refusal(.date, field, "is no date like \(format.pattern)")
        }
        return date
    }

    func amount(_ field: Field) throws(RowRefusal) -> Money {
        let code = try required(.currency)
        guard let currency = Currency(code.uppercased()) else {
            throw refusal(.currency, .currency, "is no currency code of ISO 4217")
        }
        let text = try required(field)
        do throws(AmountProblem) {
            let format = map.rules[field]?.amountFormat ?? map.amountFormat
            return Money(minor: try DecimalAmount.minor(text, currency, format), currency: currency)
        } catch {
            throw refusal(.amount, field, error.reason)
        }
    }

    /// A value that `isGood` when there is one.
    func matching(
        _ field: Field, _ what: String, reason: RowRefusal.Reason = .value, _ isGood: (String) -> Bool
    ) throws(RowRefusal) -> String? {
        guard let text = text(field) else { return nil }
        guard isGood(text) else { throw refusal(reason, field, "is no \(what)") }
        return text
    }
}
