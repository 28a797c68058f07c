/// The names that templates of one kind may use: what a template says is checked against it before anything is sent.
package struct FactCatalogue: Hashable, Sendable {
    package let declarations: [FactDeclaration]

    package init(_ declarations: [FactDeclaration]) {
        self.declarations = declarations
    }
}

/// A name with its kind and meaning.
package struct FactDeclaration: Hashable, Sendable {
    package let name: String
    package let kind: Kind
    /// Whether a template must ask for it with a section before it says it.
    package let isOptional: Bool
    /// For the writers of templates.
    package let meaning: String

    package indirect enum Kind: Hashable, Sendable {
        case text, flag
        case group([FactDeclaration])
        case list([FactDeclaration])
    }

    package static func text(_ name: String, _ meaning: String) -> Self {
        Self(name: name, kind: .text, isOptional: false, meaning: meaning)
    }

    package static func optionalText(_ name: String, _ meaning: String) -> Self {
        Self(name: name, kind: .text, isOptional: true, meaning: meaning)
    }

    package static func flag(_ name: String, _ meaning: String) -> Self {
        Self(name: name, kind: .flag, isOptional: false, meaning: meaning)
    }

    package static func group(_ name: String, _ meaning: String, _ members: [FactDeclaration]) -> Self {
        Self(name: name, kind: .group(members), isOptional: false, meaning: meaning)
    }

    package static func optionalGroup(_ name: String, _ meaning: String, _ members: [FactDeclaration]) -> Self {
        Self(name: name, kind: .group(members), isOptional: true, meaning: meaning)
    }

    package static func list(_ name: String, _ meaning: String, of members: [FactDeclaration]) -> Self {
        Self(name: name, kind: .list(members), isOptional: false, meaning: meaning)
    }

    var members: [FactDeclaration] {
        switch kind {
        case .text, .flag: []
        case .group(let members), .list(let members): members
        }
    }
}

extension FactCatalogue {
    /// Every name in full with its meaning, in the order of declaration: `items.open`.
    package var names: [(name: String, declaration: FactDeclaration)] {
        Self.names(of: declarations, under: "")
    }

    private static func names(
        of declarations: [FactDeclaration], under prefix: String
    ) -> [(name: String, declaration: FactDeclaration)] {
        declarations.flatMap { declaration in
            [(prefix + declaration.name, declaration)]
                + names(of: declaration.members, under: prefix + declaration.name + ".")
        }
    }

    /// What is wrong with `facts`: names that are missing, of another kind or not declared. Empty: nothing.
    package func differences(from facts: Facts) -> [String] {
        Self.differences(of: facts, from: declarations, under: "")
    }

    private static func differences(
        of facts: Facts, from declarations: [FactDeclaration], under prefix: String
    ) -> [String] {
        var differences: [String] = []
        for declaration in declarations {
            let name = prefix + declaration.name
            switch (facts[declaration.name], declaration.kind) {
            case (nil, _): differences.append("\(name) is missing")
            case (.absent, _) where declaration.isOptional: break
            case (.text, .text), (.flag, .flag): break
            case (.group(let inner), .group(let members)):
                differences += Self.differences(of: inner, from: members, under: name + ".")
            case (.list(let elements), .list(let members)):
                for element in elements {
                    differences += Self.differences(of: element, from: members, under: name + ".")
                }
            default: differences.append("\(name) is of another kind")
            }
        }
        let declared = Set(declarations.map(\.name))
        differences += facts.keys.filter { !declared.contains($0) }.sorted().map { "\(prefix)\($0) is not declared" }
        return differences
    }
}
