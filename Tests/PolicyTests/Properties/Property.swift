import Policy

/// What must hold for every case, and the mistake that its check has to notice.
struct Property: Sendable {
    let sentence: String
    let bug: SeededBug
    /// What is wrong in this life, or nil. The engine is the one the life was led by.
    let violation: @Sendable (CaseLife, Engine, inout Chance) -> String?

    /// - Parameter violation: given every decision to send.
    static func ofEachSending(
        _ sentence: String, bug: SeededBug, _ violation: @escaping @Sendable (Sending) -> String?
    ) -> Property {
        Property(sentence: sentence, bug: bug) { life, _, _ in
            for sending in life.sends {
                if let violation = violation(sending) { return violation + " at \(sending.now)" }
            }
            return nil
        }
    }

    /// - Parameter violation: given one decision of the life, at random, to be asked once more in another way.
    static func ofSomeTurn(
        _ sentence: String, bug: SeededBug,
        _ violation: @escaping @Sendable (Turn, Engine, inout Chance) -> String?
    ) -> Property {
        Property(sentence: sentence, bug: bug) { life, engine, chance in
            guard !life.turns.isEmpty else { return nil }
            let turn = chance.pick(life.turns)
            return violation(turn, engine, &chance).map { $0 + " at \(turn.question.now)" }
        }
    }

    static let all = order + steps + limits + content + stops + parts + voices + waits + episodes + basis
}

extension Decision {
    var reminder: Reminder? {
        if case .send(let reminder) = action { reminder } else { nil }
    }
}
