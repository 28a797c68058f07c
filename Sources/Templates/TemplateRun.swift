/// One run of a program over facts.
struct TemplateRun {
    private(set) var text = ""
    /// Names that were to be said or asked for and are not there.
    private(set) var missing: [String] = []
    private var scopes: [Facts]
    private let markup: Markup

    init(_ facts: Facts, markup: Markup) {
        self.scopes = [facts]
        self.markup = markup
        text.reserveCapacity(12_000)
    }

    mutating func perform(_ program: TemplateProgram) {
        perform(program.steps)
    }

    private mutating func perform(_ steps: [TemplateProgram.Step]) {
        for step in steps {
            switch step {
            case .text(let literal): text += literal
            case .variable(let name):
                if case .text(let fact)? = fact(name) { text += markup.escaped(fact) } else { note(missing: name) }
            case .section(let name, let steps): performSection(name, steps)
            case .invertedSection(let name, let steps):
                switch fact(name) {
                case .absent, .flag(false): perform(steps)
                case .list(let elements): if elements.isEmpty { perform(steps) }
                case .text, .group, .flag(true): break
                case nil: note(missing: name)
                }
            }
        }
    }

    private mutating func performSection(_ name: TemplateProgram.Name, _ steps: [TemplateProgram.Step]) {
        switch fact(name) {
        case .text, .flag(true): perform(steps)
        case .group(let facts): perform(steps, within: facts)
        case .list(let elements): for facts in elements { perform(steps, within: facts) }
        case .absent, .flag(false): break
        case nil: note(missing: name)
        }
    }

    private mutating func perform(_ steps: [TemplateProgram.Step], within facts: Facts) {
        scopes.append(facts)
        perform(steps)
        scopes.removeLast()
    }

    private func fact(_ name: TemplateProgram.Name) -> Fact? {
        var found: Fact?
        for scope in scopes.reversed() {
            found = scope[name.first]
            if found != nil { break }
        }
        for part in name.rest {
            switch found {
            case .group(let members): found = members[part]
            case .absent: return .absent
            default: return nil
            }
        }
        return found
    }

    private mutating func note(missing name: TemplateProgram.Name) {
        if !missing.contains(name.whole) { missing.append(name.whole) }
    }
}
