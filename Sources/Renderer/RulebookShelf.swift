import Foundation
import Rulebook

/// The rulebooks at hand: the folder's own, and those it held before, for commands that still name them.
struct RulebookShelf {
    private let folder: URL
    /// The newest first.
    private var books: [Rulebook]
    private var nextLook: ContinuousClock.Instant = .now
    private static let capacity = 3
    /// Reading the folder again costs a few milliseconds; a flood of old commands must not cost more.
    private static let pause: Duration = .seconds(1)
    /// Why the folder as it is now cannot be used; nil: it can.
    private(set) var problem: String?

    /// - Throws: what is wrong in the folder.
    init(folder: URL) throws(RulebookProblems) {
        self.folder = folder
        self.books = [try Rulebook.load(folder: folder)]
    }

    /// The rulebook with this hash, or the folder's own if there is none: the caller sees it by the hash.
    mutating func rulebook(for hash: String) -> Rulebook {
        if let book = books.first(where: { $0.hash == hash }) { return book }
        lookAgain()
        return books.first { $0.hash == hash } ?? books[0]
    }

    private mutating func lookAgain() {
        let now = ContinuousClock.now
        guard now >= nextLook else { return }
        nextLook = now + Self.pause
        do throws(RulebookProblems) {
            let hash = try Rulebook.hash(of: folder)
            guard hash != books[0].hash else {
                problem = nil
                return
            }
            books.insert(try Rulebook.load(folder: folder), at: 0)
            books = Array(books.prefix(Self.capacity))
            problem = nil
        } catch {
            // The rulebooks at hand stay in use: who changes the folder may be in the middle of it.
            problem = "configuration: \(error.problems.count) problems, first: \(error.problems[0])"
        }
    }
}
