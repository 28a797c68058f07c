/// Checks every name in a template against a catalogue, in the scope in which the library will look it up.
struct NameCheck {
    private(set) var problems: [TemplateProblem] = []
    private var scopes: [[FactDeclaration]]
    private var open: [OpenSection] = []
    /// The optional facts that the sections around this place have asked for.
    private var present: [Place] = []

    private struct OpenSection {
        let tag: Tag
        let scopes: [[FactDeclaration]]
        let present: [Place]
    }

    /// A fact's full name from the scope in which it was found: the same name may mean another fact further out.
    private struct Place: Equatable {
        let level: Int
        let name: String
    }

    /// A name as found: its declaration and which optional facts have to be there for it.
    private struct Resolution {
        let declaration: FactDeclaration
        let needs: [Place]
    }

    init(_ tags: [Tag], catalogue: FactCatalogue) {
        scopes = [catalogue.declarations]
        for tag in tags { check(tag) }
        for section in open {
            report(section.tag, "section '\(section.tag.name)' is not closed: '{{/\(section.tag.name)}}' is missing")
        }
    }

    private mutating func check(_ tag: Tag) {
        switch tag.kind {
        case .variable: checkVariable(tag)
        case .section: enter(tag)
        case .invertedSection:
            if let found = resolve(tag), case .group = found.declaration.kind, !found.declaration.isOptional {
                report(tag, "'\(tag.name)' is always there")
            }
            open.append(OpenSection(tag: tag, scopes: scopes, present: present))
        case .end: leave(tag)
        case .unsupported: break
        }
    }

    private mutating func checkVariable(_ tag: Tag) {
        guard let found = resolve(tag) else { return }
        guard case .text = found.declaration.kind else {
            report(tag, "'\(tag.name)' is no text: ask for it with '{{#\(tag.name)}}'")
            return
        }
        if let need = found.needs.first(where: { !present.contains($0) }) {
            report(tag, "'\(need.name)' can be absent: say it within '{{#\(need.name)}}' only")
        }
    }

    private mutating func enter(_ tag: Tag) {
        open.append(OpenSection(tag: tag, scopes: scopes, present: present))
        guard let found = resolve(tag) else { return }
        switch found.declaration.kind {
        case .group(let members), .list(let members): scopes.append(members)
        case .text where !found.declaration.isOptional: report(tag, "'\(tag.name)' is always there")
        case .text, .flag: break
        }
        present += found.needs
    }

    private mutating func leave(_ tag: Tag) {
        guard let section = open.popLast() else {
            report(tag, "'{{/\(tag.name)}}' closes nothing")
            return
        }
        if section.tag.name != tag.name {
            report(
                tag,
                "'{{/\(tag.name)}}' does not close '\(section.tag.name)', which was opened in line \(section.tag.line)")
        }
        scopes = section.scopes
        present = section.present
    }

    /// Looks the first part up from the innermost scope outwards and the others within what was found.
    private mutating func resolve(_ tag: Tag) -> Resolution? {
        let parts = tag.name.split(separator: ".").map(String.init)
        guard let level = scopes.lastIndex(where: { $0.contains { $0.name == parts[0] } }) else {
            report(tag, "'\(tag.name)' is unknown")
            return nil
        }
        var members = scopes[level]
        var needs: [Place] = []
        var found: FactDeclaration?
        for (index, part) in parts.enumerated() {
            guard let declaration = members.first(where: { $0.name == part }) else {
                report(tag, "'\(tag.name)' is unknown: '\(parts[..<index].joined(separator: "."))' has no '\(part)'")
                return nil
            }
            if let found, case .list = found.kind {
                report(tag, "'\(found.name)' is a list: say '\(part)' within '{{#\(found.name)}}'")
                return nil
            }
            if declaration.isOptional {
                needs.append(Place(level: level, name: parts[...index].joined(separator: ".")))
            }
            found = declaration
            members = declaration.members
        }
        return found.map { Resolution(declaration: $0, needs: needs) }
    }

    private mutating func report(_ tag: Tag, _ reason: String) {
        problems.append(TemplateProblem(line: tag.line, reason: reason))
    }
}
