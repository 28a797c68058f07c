/// The pieces that ``MessageSchema`` is made of. Each is a JSON Schema (2020-12) with a description.
enum Schema {
    struct Field {
        let name: String
        let schema: JSONValue
        let isRequired: Bool
    }

    static func required(_ name: String, _ schema: JSONValue) -> Field {
        Field(name: name, schema: schema, isRequired: true)
    }

    /// May be missing or null; the description says what that means.
    static func optional(_ name: String, _ schema: JSONValue) -> Field {
        Field(name: name, schema: nullable(schema), isRequired: false)
    }

    /// Fields beyond these are allowed and ignored.
    static func object(_ description: String, _ fields: [Field]) -> JSONValue {
        let properties = Dictionary(uniqueKeysWithValues: fields.map { ($0.name, $0.schema) })
        return [
            "type": "object", "description": .text(description), "properties": .object(properties),
            "required": .list(fields.filter(\.isRequired).map { .text($0.name) }),
        ]
    }

    /// `maxLength` counts characters and the fleet counts bytes, so long texts in other scripts pass here only.
    static func text(
        _ description: String, longest: Int = TextRule.longest, shortest: Int = 0, mayBreak: Bool = false
    ) -> JSONValue {
        let harmful = mayBreak ? "[\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f]" : "[\\u0000-\\u001f\\u007f]"
        var schema: [String: JSONValue] = [
            "type": "string", "description": .text("\(description) At most \(longest) bytes of UTF-8."),
            "maxLength": .integer(Int64(longest)), "not": ["type": "string", "pattern": .text(harmful)],
        ]
        if shortest > 0 { schema["minLength"] = .integer(Int64(shortest)) }
        return .object(schema)
    }

    /// Text that the fleet writes itself and does not limit.
    static func words(_ description: String) -> JSONValue {
        ["type": "string", "description": .text(description)]
    }

    static func identifier(_ description: String) -> JSONValue {
        text(description, longest: Identifier.longest, shortest: 1)
    }

    static func civilDate(_ description: String) -> JSONValue {
        [
            "type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$",
            "description": .text("\(description) A civil date without a zone, YYYY-MM-DD."),
        ]
    }

    static func instant(_ description: String) -> JSONValue {
        [
            "type": "string", "format": "date-time",
            "pattern":
                "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\\.[0-9]+)?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
            "description": .text("\(description) RFC 3339; kept to the millisecond."),
        ]
    }

    static func integer(_ description: String, from least: Int64? = nil) -> JSONValue {
        var schema: [String: JSONValue] = ["type": "integer", "description": .text(description)]
        if let least { schema["minimum"] = .integer(least) }
        return .object(schema)
    }

    static func boolean(_ description: String) -> JSONValue {
        ["type": "boolean", "description": .text(description)]
    }

    static func revision(_ entity: String) -> JSONValue {
        integer("Grows with each change of this \(entity), 64 bits; missing: the event's time orders the versions.")
    }

    static func minor(_ description: String, from least: Int64 = -Money.largestMinor) -> JSONValue {
        [
            "type": "integer", "minimum": .integer(least), "maximum": .integer(Money.largestMinor),
            "description": .text("\(description) Whole minor units: 125000 is 1250.00 EUR."),
        ]
    }

    static func money(_ description: String, from least: Int64 = -Money.largestMinor) -> JSONValue {
        object(
            description,
            [required("minor", minor("The amount.", from: least)), required("currency", currency("Its currency."))])
    }

    static func currency(_ description: String) -> JSONValue {
        choice("\(description) ISO 4217.", Currency.allCodes)
    }

    static func choice(_ description: String, _ words: [String]) -> JSONValue {
        ["type": "string", "description": .text(description), "enum": .list(words.map(JSONValue.text))]
    }

    static func list(_ description: String, of items: JSONValue, most: Int? = nil) -> JSONValue {
        var schema: [String: JSONValue] = ["type": "array", "description": .text(description), "items": items]
        if let most { schema["maxItems"] = .integer(Int64(most)) }
        return .object(schema)
    }

    private static func nullable(_ schema: JSONValue) -> JSONValue {
        guard case .object(var members) = schema, let type = members["type"] else { return schema }
        members["type"] = [type, "null"]
        if case .list(let words) = members["enum"] { members["enum"] = .list(words + [.null]) }
        return .object(members)
    }
}
