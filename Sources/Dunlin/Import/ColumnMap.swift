/// What the columns of a file mean.
struct ColumnMap: Equatable {
    enum Encoding: String, CaseIterable {
        case utf8 = "utf-8"
        case windows1252 = "windows-1252"
        case latin1 = "iso-8859-1"
    }

    /// The CloudEvents source of the events; nil: ``defaultSource``.
    var source: String?
    /// nil: detected.
    var separator: UInt8?
    var encoding = Encoding.utf8
    var dateFormat = DateFormat.iso
    var amountFormat = AmountFormat()
    var rules: [Field: FieldRule] = [:]

    static let defaultSource = "dunlin-import"

    func has(_ section: String) -> Bool { rules.keys.contains { $0.section == section } }

    /// All columns that some field reads, in order of their names.
    var columns: [String] { Set(rules.values.flatMap(\.columns)).sorted() }

    /// What is missing or in the way, each a sentence. Empty: the map can be used.
    var problems: [String] {
        var problems: [String] = []
        let used = Field.sections.filter(has)
        if used.isEmpty { problems.append("the map names no field of accounts, invoices or payments") }
        for section in used {
            for field in Field.required[section] ?? [] where rules[field] == nil {
                problems.append("\(section) need '\(field.rawValue)'")
            }
        }
        for field in [Field.creditor, .account] where rules[field] == nil {
            problems.append("'\(field.rawValue)' is needed" + (field == .creditor ? ": map it or give --creditor" : ""))
        }
        if has("invoices") || has("payments"), rules[.currency] == nil { problems.append("'currency' is needed") }
        if has("invoices"), (rules[.invoiceDueOn] == nil) == (rules[.invoiceDueInDays] == nil) {
            problems.append("invoices need one of 'invoices.due_on' and 'invoices.due_in_days'")
        }
        return problems
    }
}
