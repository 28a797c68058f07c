import Mustache

/// Facts as swift-mustache asks for them: by name, without reflection, noting every name it could not answer.
///
/// The library renders a missing name as nothing. Here it is noted, and the render fails.
struct FactScope: MustacheParent {
    let facts: Facts
    let whole: Whole

    /// What one render shares: the outermost facts and what was missing.
    ///
    /// A class, because the library copies scopes and every copy must note into the same place.
    final class Whole {
        let facts: Facts
        let markup: Markup
        private(set) var missing: [String] = []

        init(facts: Facts, markup: Markup) {
            self.facts = facts
            self.markup = markup
        }

        func note(missing name: String) {
            if !missing.contains(name) { missing.append(name) }
        }
    }

    init(_ facts: Facts, markup: Markup) {
        self.facts = facts
        self.whole = Whole(facts: facts, markup: markup)
    }

    private init(_ facts: Facts, within whole: Whole) {
        self.facts = facts
        self.whole = whole
    }

    func child(named name: String) -> Any? {
        switch facts[name] {
        case .text(let text): return SpokenText(renderText: whole.markup.escaped(text))
        case .flag(let flag): return flag
        case .group(let facts): return FactScope(facts, within: whole)
        case .list(let elements): return elements.map { FactScope($0, within: whole) }
        case .absent: return AbsentFact(name: name, whole: whole)
        case nil:
            // Not an error yet if an outer scope knows the name: the library asks that one next.
            if whole.facts[name] == nil { whole.note(missing: name) }
            return nil
        }
    }
}

/// A text that has no members, so that the library does not look for them by reflection.
private struct SpokenText: MustacheParent, MustacheCustomRenderable {
    let renderText: String
    var isNull: Bool { false }

    func child(named: String) -> Any? { nil }
}

/// Stands for ``Fact/absent``: false for a section, an error for a variable.
private struct AbsentFact: MustacheParent, MustacheCustomRenderable {
    let name: String
    let whole: FactScope.Whole

    var isNull: Bool { true }

    /// The library has no other place than this getter to learn that somebody wanted to say it.
    var renderText: String {
        whole.note(missing: name)
        return ""
    }

    func child(named member: String) -> Any? { AbsentFact(name: name + "." + member, whole: whole) }
}
