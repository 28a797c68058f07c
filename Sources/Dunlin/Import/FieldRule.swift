/// Where a field's value comes from, and how it is written there.
struct FieldRule: Equatable {
    enum Origin: Equatable {
        case column(String)
        case constant(String)
        case template(ColumnTemplate)
    }

    var origin: Origin
    /// For dates; nil: the map's.
    var dateFormat: DateFormat?
    /// For amounts; nil: the map's.
    var amountFormat: AmountFormat?

    init(_ origin: Origin, dateFormat: DateFormat? = nil, amountFormat: AmountFormat? = nil) {
        self.origin = origin
        self.dateFormat = dateFormat
        self.amountFormat = amountFormat
    }

    /// The columns it reads.
    var columns: [String] {
        switch origin {
        case .column(let name): [name]
        case .constant: []
        case .template(let template): template.columns
        }
    }
}

/// Text with columns in braces: `{cust_number}@example.com`. There is no way to write a brace itself.
struct ColumnTemplate: Equatable {
    private enum Part: Equatable {
        case text(String)
        case column(String)
    }

    private let parts: [Part]

    /// nil if a brace is left open or closed without being open, or a name is empty.
    init?(_ text: String) {
        var parts: [Part] = []
        var rest = text[...]
        while let open = rest.firstIndex(where: { $0 == "{" || $0 == "}" }) {
            guard rest[open] == "{", let close = rest[open...].firstIndex(of: "}") else { return nil }
            let name = rest[rest.index(after: open)..<close]
            guard !name.isEmpty, !name.contains("{") else { return nil }
            if open > rest.startIndex { parts.append(.text(String(rest[..<open]))) }
            parts.append(.column(String(name)))
            rest = rest[rest.index(after: close)...]
        }
        if !rest.isEmpty { parts.append(.text(String(rest))) }
        self.parts = parts
    }

    var columns: [String] {
        parts.compactMap { if case .column(let name) = $0 { name } else { nil } }
    }

    /// The text with the values in it; empty when one of them is empty, for half an address is none.
    func text(_ value: (String) -> String) -> String {
        var text = ""
        for part in parts {
            switch part {
            case .text(let fixed): text += fixed
            case .column(let name):
                let value = value(name)
                if value.isEmpty { return "" }
                text += value
            }
        }
        return text
    }
}
