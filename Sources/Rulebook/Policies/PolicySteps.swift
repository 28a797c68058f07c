import Contracts
import Policy

/// Reads the ladder of a policy file.
enum PolicySteps {
    /// nil if anything is wrong; what, is noted.
    static func steps(in file: YAMLOutline) -> [DunningPolicy.Step]? {
        guard let outlines = file.outlines("steps") else { return nil }
        guard (1...100).contains(outlines.count) else {
            file.refuse("steps", "allowed are 1 to 100 steps")
            return nil
        }
        let steps = outlines.compactMap(step)
        guard steps.count == outlines.count else { return nil }
        for (index, step) in steps.enumerated() {
            if let twin = steps[..<index].firstIndex(where: { $0.id == step.id }) {
                outlines[index].refuse(
                    "id", "'\(step.id)' is the id of steps[\(twin)] as well; allowed is one that no other step has")
                return nil
            }
            if let problem = problem(withPlaceOf: index, in: steps) {
                outlines[index].refuse(outlines[index].has("when") ? "when" : "due", problem)
                return nil
            }
        }
        return steps
    }

    private static func step(in outline: YAMLOutline) -> DunningPolicy.Step? {
        let before = outline.problemCount
        let id = outline.text("id", allowed: Forms.idWords, Forms.id)
        let timing = timing(in: outline)
        let task = task(in: outline)
        // A call or a hand-over writes nothing; whoever names a text for it means something else.
        let isMessage = task.map { $0.map { $0.kind == .approve } ?? true }
        let template = isMessage == true ? outline.text("template", allowed: templateWords, Forms.id) : ""
        let channels = isMessage == true ? Self.channels(in: outline) : []
        if isMessage == nil { ["template", "channels"].forEach(outline.skip) }
        let role = outline.optionalText("role", allowed: roleWords, role)
        let tone = outline.word("tone", as: DunningPolicy.Tone.self)
        let reach = outline.word("reach", as: DunningPolicy.Reach.self)
        let fee = outline.decoded("fee", as: FeeRule.self)
        outline.refuseOtherKeys()
        guard let id, let timing, let task, let template, let channels, outline.problemCount == before else {
            return nil
        }
        return DunningPolicy.Step(
            id: id, timing: timing, template: template, channels: channels, role: role ?? "billing", tone: tone,
            task: task, fee: fee, reach: reach ?? .first)
    }

    /// `due: 5` or `when: 5 days after due`.
    private static func timing(in outline: YAMLOutline) -> StepTiming? {
        outline.skip("due")
        outline.skip("when")
        guard outline.has("when") else {
            let words = "days after the due date, or the key 'when' with a rule \(StepTiming.form)"
            return outline.number("due", in: -365...3650, of: words).map(StepTiming.due)
        }
        guard !outline.has("due") else {
            outline.refuse("when", "stands beside 'due'; allowed is one of them")
            return nil
        }
        return outline.text("when", allowed: "a rule \(StepTiming.form)") { StepTiming($0) }
    }

    private static func channels(in outline: YAMLOutline) -> [Channel]? {
        let names = Channel.all.joined(separator: ", ")
        let channels = outline.texts("channels", allowed: "a list of \(names)") { Channel(rawValue: $0) }
        guard let channels else { return nil }
        guard Set(channels).count == channels.count else {
            outline.refuse("channels", "names a channel twice; allowed is each of \(names) once")
            return nil
        }
        return channels
    }

    /// nil: it is wrong; nil within: there is none.
    private static func task(in outline: YAMLOutline) -> ManualTask?? {
        guard outline.has("task") else {
            outline.skip("task")
            return .some(nil)
        }
        guard let task = outline.outline("task", isRequired: false) else { return nil }
        let kind = task.text("kind", allowed: ManualTask.Kind.all.joined(separator: ", ")) {
            ManualTask.Kind(rawValue: $0)
        }
        let before = task.problemCount
        let owner = task.optionalText("owner", allowed: Forms.lineWords, Forms.line)
        let within = task.number("within", in: 0...365, of: "days")
        let otherwise = task.word("otherwise", as: ManualTask.Timeout.self)
        task.refuseOtherKeys()
        guard let kind, let within, task.problemCount == before else { return nil }
        return ManualTask(kind, owner: owner, withinDays: within, otherwise: otherwise ?? .wait)
    }

    private static let templateWords = "the name of a folder in templates/"
    private static let roleWords =
        "the part of a contact in paying: lower-case letters, digits and hyphens, such as billing"

    private static func role(_ text: String) -> String? {
        Forms.id(text).flatMap { $0 == $0.lowercased() && !$0.contains(".") && !$0.contains("_") ? $0 : nil }
    }

    /// What is wrong with the place of a step behind those before it.
    private static func problem(withPlaceOf index: Int, in steps: [DunningPolicy.Step]) -> String? {
        let step = steps[index]
        let before = steps[..<index]
        if step.isEarly, let late = before.last(where: { !$0.isEarly }) {
            return "speaks of invoices that are not overdue; allowed is a place before step '\(late.id)'"
        }
        if step.timing.point == .previousStep, !before.contains(where: { !$0.isEarly }) {
            return "has no previous step; allowed is a rule that counts from another day, such as '5 days after due'"
        }
        guard let days = step.timing.plainDays,
            let last = before.last(where: { $0.timing.plainDays != nil }), let least = last.timing.plainDays,
            days <= least
        else { return nil }
        return "is not after step '\(last.id)' (\(last.timing.text)); allowed is a later day"
    }
}

extension StepTiming {
    /// Days after the due date; nil for other rules, whose days depend on the invoice.
    fileprivate var plainDays: Int? { point == .day(.due) && unit == .days ? count : nil }
}
