import Contracts

extension DunningPolicy: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case policy, steps, window, minimum, budget
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseOtherKeys(than: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.id = try container.decode(String.self, forKey: .policy)
        self.steps = try container.decode([Step].self, forKey: .steps)
        self.window = try container.decode(SendWindow.self, forKey: .window)
        self.budget = try container.decode(ContactBudget.self, forKey: .budget)
        var minimum: [Currency: Int64] = [:]
        for (code, amount) in try container.decodeIfPresent([String: Int64].self, forKey: .minimum) ?? [:] {
            guard let currency = Currency(code), amount >= 0 else {
                throw DecodingError.dataCorruptedError(
                    forKey: .minimum, in: container,
                    debugDescription:
                        "'\(code)' needs a currency code of ISO 4217 and an amount of 0 or more minor units")
            }
            minimum[currency] = amount
        }
        self.minimum = minimum
        if steps.isEmpty || Set(steps.map(\.id)).count < steps.count {
            throw DecodingError.dataCorruptedError(
                forKey: .steps, in: container, debugDescription: "needs at least one step, each with its own id")
        }
        if zip(steps, steps.dropFirst()).contains(where: { $0.due >= $1.due }) {
            throw DecodingError.dataCorruptedError(
                forKey: .steps, in: container, debugDescription: "'due' must grow from step to step")
        }
    }
}

extension DunningPolicy.Step: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id, due, template, channels, role
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseOtherKeys(than: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.id = try container.decode(String.self, forKey: .id)
        self.due = try container.decode(Int.self, forKey: .due)
        self.template = try container.decode(String.self, forKey: .template)
        self.channels = try container.decode([Channel].self, forKey: .channels)
        self.role = try container.decodeIfPresent(String.self, forKey: .role) ?? "billing"
        guard (-365...3650).contains(due) else {
            throw DecodingError.dataCorruptedError(
                forKey: .due, in: container, debugDescription: "allowed are -365 to 3650 days")
        }
        guard !id.isEmpty, id.utf8.count <= 64, !channels.isEmpty else {
            throw DecodingError.dataCorruptedError(
                forKey: .id, in: container, debugDescription: "needs an id of 1 to 64 bytes and at least one channel")
        }
    }
}

extension SendWindow: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case days, from, until
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseOtherKeys(than: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let names = try container.decode([String].self, forKey: .days)
        let days = names.compactMap(Weekday.init(name:))
        guard days.count == names.count, !days.isEmpty else {
            throw DecodingError.dataCorruptedError(
                forKey: .days, in: container,
                debugDescription: "allowed are \(Weekday.allCases.map { "\($0)" }.joined(separator: ", "))")
        }
        guard let from = Self.minute(try container.decode(String.self, forKey: .from)),
            let until = Self.minute(try container.decode(String.self, forKey: .until)), from < until
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .until, in: container,
                debugDescription: "times are \"HH:MM\" in quotes, and 'from' is before 'until'")
        }
        self.init(days: Set(days), fromMinute: from, untilMinute: until)
    }

    /// `08:30` as minutes after midnight; `24:00` is the end of the day.
    private static func minute(_ text: String) -> Int? {
        let parts = text.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }), let hour = Int(parts[0]),
            let minute = Int(parts[1]), (0...24).contains(hour), (0..<60).contains(minute), hour * 60 + minute <= 1440
        else { return nil }
        return hour * 60 + minute
    }
}

extension ContactBudget: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case messages, days
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseOtherKeys(than: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.messages = try container.decode(Int.self, forKey: .messages)
        self.days = try container.decode(Int.self, forKey: .days)
        guard (1...100).contains(messages), (1...365).contains(days) else {
            throw DecodingError.dataCorruptedError(
                forKey: .messages, in: container, debugDescription: "allowed are 1 to 100 messages in 1 to 365 days")
        }
    }
}

extension Weekday {
    init?(name: String) {
        guard let day = Weekday.allCases.first(where: { "\($0)" == name }) else { return nil }
        self = day
    }
}

extension Decoder {
    /// A key that nobody reads is a mistake of the writer, and said so.
    func refuseOtherKeys<Key: CodingKey & CaseIterable>(than known: Key.Type) throws {
        let names = known.allCases.map(\.stringValue)
        for key in try container(keyedBy: AnyKey.self).allKeys where !names.contains(key.stringValue) {
            throw DecodingError.dataCorrupted(
                .init(
                    codingPath: codingPath + [key],
                    debugDescription: "unknown key; allowed are \(names.joined(separator: ", "))"))
        }
    }
}

private struct AnyKey: CodingKey {
    let stringValue: String
    var intValue: Int? { nil }

    init(stringValue: String) { self.stringValue = stringValue }
    init?(intValue: Int) { nil }
}
