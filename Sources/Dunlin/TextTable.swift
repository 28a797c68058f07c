/// Rows in columns of even width, for terminals.
struct TextTable {
    enum Side {
        case left, right
    }

    private let sides: [Side]
    private var rows: [[String]]

    init(_ columns: [(title: String, side: Side)]) {
        sides = columns.map(\.side)
        rows = [columns.map(\.title)]
    }

    var isEmpty: Bool { rows.count == 1 }

    /// - Parameter cells: one for each column.
    mutating func add(_ cells: [String]) {
        rows.append(cells)
    }

    /// The titles first; two spaces between columns, none at the end.
    var lines: [String] {
        let widths = sides.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
        return rows.map { row in
            let cells = zip(row, zip(widths, sides)).map { cell, form in
                let blanks = String(repeating: " ", count: form.0 - cell.count)
                return form.1 == .left ? cell + blanks : blanks + cell
            }
            let line = cells.joined(separator: "  ")
            return String(line[..<(line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex)])
        }
    }
}
