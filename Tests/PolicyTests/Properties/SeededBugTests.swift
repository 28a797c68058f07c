import Policy
import Testing

@Suite struct `Seeded bugs` {
    /// Cases within which a property has to notice its bug.
    private static let cases = 500

    /// The case counts only if the sound engine passes it: a property that fails anyway has noticed nothing.
    @Test(arguments: Property.all)
    func `each property catches the bug seeded for it`(property: Property) {
        let broken = PropertyRun(engine: property.bug.engine)
        let sound = PropertyRun()
        let caught = (0..<Self.cases).first { number in
            fails(property, number, broken) && !fails(property, number, sound)
        }
        #expect(caught != nil, "\(property.bug) gets past: \(property.sentence)")
    }

    @Test func `every property has a bug, and no bug is there for nothing`() {
        #expect(Set(Property.all.map(\.bug)) == Set(SeededBug.allCases))
        #expect(Set(Property.all.map(\.sentence)).count == Property.all.count)
    }

    private func fails(_ property: Property, _ number: Int, _ run: PropertyRun) -> Bool {
        var (life, chance) = run.life(of: number)
        return property.violation(life, run.engine, &chance) != nil
    }
}

extension Property: CustomTestStringConvertible {
    var testDescription: String { sentence }
}
