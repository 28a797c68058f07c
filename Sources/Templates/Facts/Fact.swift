/// One thing that a text may say, by its name.
package enum Fact: Hashable, Sendable {
    case text(String)
    /// Answers a section, never a variable.
    case flag(Bool)
    case group(Facts)
    case list([Facts])
    /// Known not to be there: a section over it is left out, a variable of it fails the render.
    case absent

    /// `text`, or ``absent`` if there is none.
    package static func text(ifAny text: String?) -> Fact {
        text.map(Fact.text) ?? .absent
    }
}

package typealias Facts = [String: Fact]
