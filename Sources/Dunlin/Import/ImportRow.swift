import Foundation

/// A row of the input: texts by column.
struct ImportRow {
    /// The line it begins on, from 1.
    let line: Int
    private let values: [String: String]

    init(line: Int, values: [String: String]) {
        self.line = line
        self.values = values
    }

    /// The trimmed value; empty if the row has none.
    subscript(column: String) -> String { values[column] ?? "" }

    func has(_ column: String) -> Bool { values[column] != nil }
}

/// Why a row was not taken. Holds names of columns and fields, never values: those may be personal.
struct RowRefusal: Error, Equatable {
    /// What kind of problem it is; counted in the report.
    enum Reason: String, Encodable, CaseIterable {
        /// The row itself cannot be read.
        case row
        case missing, date, amount, currency, identifier, contact, value
        /// The entity stood on an earlier line with other content.
        case conflict
        /// The broker did not take the event.
        case broker
    }

    let reason: Reason
    let field: Field?
    let column: String?
    let message: String

    init(_ reason: Reason, _ message: String, field: Field? = nil, column: String? = nil) {
        self.reason = reason
        self.field = field
        self.column = column
        self.message = message
    }

    /// `column 'total' (invoices.amount) has 3 decimals, USD takes 2`
    var text: String {
        switch (field, column) {
        case (let field?, let column?): "column '\(column)' (\(field.rawValue)) \(message)"
        case (let field?, nil): "\(field.rawValue) \(message)"
        case (nil, _): message
        }
    }
}
