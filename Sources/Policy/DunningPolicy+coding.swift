import Contracts

extension DunningPolicy: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case policy, steps, window, minimum, budget, grace
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseOtherKeys(than: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        let steps = try container.decode([Step].self, forKey: .steps)
        self.init(
            id: try container.decode(String.self, forKey: .policy), steps: steps,
            window: try container.decode(SendWindow.self, forKey: .window),
            minimum: try Self.minimum(in: container),
            budget: try container.decode(ContactBudget.self, forKey: .budget),
            grace: try container.decodeIfPresent(Int.self, forKey: .grace) ?? 0)
        guard (0...365).contains(grace) else {
            throw DecodingError.dataCorruptedError(
                forKey: .grace, in: container, debugDescription: "allowed are 0 to 365 days")
        }
        if steps.isEmpty || Set(steps.map(\.id)).count < steps.count {
            throw DecodingError.dataCorruptedError(
                forKey: .steps, in: container, debugDescription: "needs at least one step, each with its own id")
        }
        if let problem = Self.problem(withOrderOf: steps) {
            throw DecodingError.dataCorruptedError(forKey: .steps, in: container, debugDescription: problem)
        }
    }

    private static func minimum(in container: KeyedDecodingContainer<CodingKeys>) throws -> [Currency: Int64] {
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
        return minimum
    }

    private static func problem(withOrderOf steps: [Step]) -> String? {
        let days = steps.compactMap { $0.timing.point == .day(.due) && $0.timing.unit == .days ? $0.timing.count : nil }
        if zip(days, days.dropFirst()).contains(where: { $0 >= $1 }) { return "'due' must grow from step to step" }
        let firstLate = steps.firstIndex { !$0.isEarly } ?? steps.endIndex
        if let stray = steps[firstLate...].first(where: \.isEarly) {
            return "step '\(stray.id)' speaks of invoices that are not overdue and must come before all others"
        }
        if firstLate < steps.endIndex, steps[firstLate].timing.point == .previousStep {
            return "step '\(steps[firstLate].id)' is the first after the due date and has no previous step"
        }
        return nil
    }
}

extension DunningPolicy.Step: Decodable {
    private enum CodingKeys: String, CodingKey, CaseIterable {
        case id, due, when, template, channels, role, tone
    }

    package init(from decoder: any Decoder) throws {
        try decoder.refuseOtherKeys(than: CodingKeys.self)
        let container = try decoder.container(keyedBy: CodingKeys.self)
        self.id = try container.decode(String.self, forKey: .id)
        self.timing = try Self.timing(in: container)
        self.template = try container.decode(String.self, forKey: .template)
        self.channels = try container.decode([Channel].self, forKey: .channels)
        self.role = try container.decodeIfPresent(String.self, forKey: .role) ?? "billing"
        self.tone = try container.decodeIfPresent(DunningPolicy.Tone.self, forKey: .tone)
        guard !id.isEmpty, id.utf8.count <= 64, !channels.isEmpty else {
            throw DecodingError.dataCorruptedError(
                forKey: .id, in: container, debugDescription: "needs an id of 1 to 64 bytes and at least one channel")
        }
    }

    /// `due: 5` or `when: 5 days after due`.
    private static func timing(in container: KeyedDecodingContainer<CodingKeys>) throws -> StepTiming {
        guard container.contains(.when) else {
            let due = try container.decode(Int.self, forKey: .due)
            guard (-365...3650).contains(due) else {
                throw DecodingError.dataCorruptedError(
                    forKey: .due, in: container, debugDescription: "allowed are -365 to 3650 days")
            }
            return .due(due)
        }
        guard !container.contains(.due), let timing = StepTiming(try container.decode(String.self, forKey: .when))
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .when, in: container,
                debugDescription: container.contains(.due)
                    ? "stands beside 'due'; a step has one of them" : "allowed are rules \(StepTiming.form)")
        }
        return timing
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
        guard let from = Self.minuteOfDay(try container.decode(String.self, forKey: .from)),
            let until = Self.minuteOfDay(try container.decode(String.self, forKey: .until)), from < until
        else {
            throw DecodingError.dataCorruptedError(
                forKey: .until, in: container,
                debugDescription: "times are \"HH:MM\" in quotes, and 'from' is before 'until'")
        }
        self.init(days: Set(days), fromMinute: from, untilMinute: until)
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
