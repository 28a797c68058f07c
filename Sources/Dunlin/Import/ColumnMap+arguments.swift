extension ColumnMap {
    /// Applies `--map` and `--creditor` in the order of the command line: later ones win.
    ///
    /// `key=column`, `key={column}@example.com` (a template) and `key:=EUR` (a constant) set one field; anything else
    /// is a file in YAML.
    init(arguments: [String], creditor: String?) throws(Failure) {
        self.init()
        for argument in arguments {
            if let equals = argument.firstIndex(of: "=") {
                try apply(key: argument[..<equals], value: String(argument[argument.index(after: equals)...]))
            } else {
                try apply(file: argument)
            }
        }
        if let creditor { rules[.creditor] = FieldRule(.constant(creditor)) }
        let problems = problems
        guard problems.isEmpty else {
            throw Failure(.configuration, "the column map: " + problems.joined(separator: "; "))
        }
    }

    private mutating func apply(key: Substring, value: String) throws(Failure) {
        let isConstant = key.hasSuffix(":")
        let name = String(isConstant ? key.dropLast() : key)
        guard let field = Field(rawValue: name) else {
            let known = Field.allCases.map(\.rawValue).joined(separator: ", ")
            throw Failure(.usage, "--map: '\(name)' is no field", remedy: "fields are \(known)")
        }
        guard !value.isEmpty else { throw Failure(.usage, "--map: '\(name)' has no value") }
        if isConstant {
            rules[field] = FieldRule(.constant(value))
        } else if value.contains("{") {
            guard let template = ColumnTemplate(value) else {
                throw Failure(.usage, "--map: the template of '\(name)' has a brace too many or too few")
            }
            rules[field] = FieldRule(.template(template))
        } else {
            rules[field] = FieldRule(.column(value))
        }
    }
}
