import Foundation
import Yams

extension ColumnMap {
    /// Applies a map file. All its problems are reported at once, each with its line.
    mutating func apply(file path: String) throws(Failure) {
        let bytes = try InputFile(path).readAll()
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw Failure(.configuration, "\(path) is not UTF-8")
        }
        try apply(yaml: text, named: path)
    }

    mutating func apply(yaml text: String, named name: String) throws(Failure) {
        var reading = MapReading(map: self)
        do {
            guard let root = try Yams.compose(yaml: text) else { throw Failure(.configuration, "\(name) is empty") }
            reading.read(root)
        } catch let failure as Failure {
            throw failure
        } catch {
            // YamlError tells the line, but also quotes the text around it over several lines.
            let summary = "\(error)".split(separator: "\n").first.map(String.init) ?? "unreadable"
            throw Failure(.configuration, "\(name) is not YAML: \(summary)")
        }
        guard reading.problems.isEmpty else {
            throw Failure(.configuration, reading.problems.map { "\(name):\($0)" }.joined(separator: "\n"))
        }
        self = reading.map
    }
}

/// Walks a map file and collects what is wrong with it.
private struct MapReading {
    var map: ColumnMap
    /// `LINE: what is wrong`.
    var problems: [String] = []

    private static let topKeys = ["source", "separator", "encoding", "date_format", "decimal_mark", "unit"]

    mutating func read(_ root: Node) {
        guard let pairs = root.mapping else { return complain(root, "expected keys and values") }
        // Settings first: rules take from them what they leave open, wherever in the file they stand.
        for (keyNode, node) in pairs where Self.topKeys.contains(keyNode.string ?? "") {
            readSetting(keyNode.string ?? "", node)
        }
        for (keyNode, node) in pairs {
            let key = keyNode.string ?? ""
            if Self.topKeys.contains(key) { continue }
            if Field.sections.contains(key) {
                readSection(key, node)
            } else if let field = Field(rawValue: key), field.section == nil {
                readRule(field, node)
            } else {
                let known = Self.topKeys + Field.sections + ["creditor", "account", "currency"]
                complain(keyNode, "unknown key '\(key)'; known are \(known.joined(separator: ", "))")
            }
        }
    }

    private mutating func readSection(_ section: String, _ node: Node) {
        guard let pairs = node.mapping else { return complain(node, "\(section): expected fields") }
        for (keyNode, value) in pairs {
            let key = keyNode.string ?? ""
            if let field = Field(rawValue: "\(section).\(key)") {
                readRule(field, value)
            } else {
                let known = Field.allCases.filter { $0.section == section }
                    .map { $0.rawValue.dropFirst(section.count + 1) }
                complain(keyNode, "\(section): unknown field '\(key)'; known are \(known.joined(separator: ", "))")
            }
        }
    }

    private mutating func readSetting(_ key: String, _ node: Node) {
        let text = node.scalar?.string ?? ""
        switch key {
        case "source":
            map.source = text
        case "separator":
            let bytes = Array((text == "tab" ? "\t" : text).utf8)
            if bytes.count == 1 {
                map.separator = bytes[0]
            } else {
                complain(node, "separator: expected one character, or tab")
            }
        case "encoding":
            if let encoding = ColumnMap.Encoding(rawValue: text.lowercased()) {
                map.encoding = encoding
            } else {
                let known = ColumnMap.Encoding.allCases.map(\.rawValue).joined(separator: ", ")
                complain(node, "encoding: expected one of \(known)")
            }
        case "date_format":
            if let format = dateFormat(node) { map.dateFormat = format }
        case "decimal_mark":
            if let mark = decimalMark(node) { map.amountFormat.decimalMark = mark }
        default:
            if let unit = unit(node) { map.amountFormat.unit = unit }
        }
    }

    /// A bare text names a column; otherwise one of `column`, `constant`, `template`, and how the value is written.
    private mutating func readRule(_ field: Field, _ node: Node) {
        if let scalar = node.scalar {
            guard !scalar.string.isEmpty else { return complain(node, "\(field.rawValue): no column is named") }
            map.rules[field] = FieldRule(.column(scalar.string))
            return
        }
        guard let pairs = node.mapping else { return complain(node, "\(field.rawValue): expected a column") }
        var origins: [FieldRule.Origin] = []
        var date: DateFormat?
        var amount: AmountFormat?
        for (keyNode, value) in pairs {
            let text = value.scalar?.string ?? ""
            switch keyNode.string ?? "" {
            case "column": origins.append(.column(text))
            case "constant": origins.append(.constant(text))
            case "template":
                guard let template = ColumnTemplate(text) else {
                    complain(value, "\(field.rawValue): the template has a brace too many or too few")
                    continue
                }
                origins.append(.template(template))
            case "date_format" where field.isDate: date = dateFormat(value)
            case "decimal_mark" where field.isAmount:
                if let mark = decimalMark(value) { amount = amount ?? map.amountFormat; amount?.decimalMark = mark }
            case "unit" where field.isAmount:
                if let unit = unit(value) { amount = amount ?? map.amountFormat; amount?.unit = unit }
            case let key: complain(keyNode, "\(field.rawValue): '\(key)' means nothing here")
            }
        }
        guard origins.count == 1 else {
            return complain(node, "\(field.rawValue): expected one of column, constant and template")
        }
        map.rules[field] = FieldRule(origins[0], dateFormat: date, amountFormat: amount)
    }

    private mutating func dateFormat(_ node: Node) -> DateFormat? {
        if let format = DateFormat(node.scalar?.string ?? "") { return format }
        complain(node, "date_format: expected yyyy, MM or M, and dd or d once each, like dd.MM.yyyy")
        return nil
    }

    private mutating func decimalMark(_ node: Node) -> Character? {
        if let text = node.scalar?.string, text == "." || text == "," { return Character(text) }
        complain(node, "decimal_mark: expected \".\" or \",\"")
        return nil
    }

    private mutating func unit(_ node: Node) -> AmountFormat.Unit? {
        if let unit = AmountFormat.Unit(rawValue: node.scalar?.string ?? "") { return unit }
        complain(node, "unit: expected major or minor")
        return nil
    }

    private mutating func complain(_ node: Node, _ what: String) {
        problems.append("\(node.mark?.line ?? 1): \(what)")
    }
}
