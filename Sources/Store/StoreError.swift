/// Why the store did not do what it was asked.
///
/// A description names tables, columns, constraints and files; never a bound value or a stored one.
package enum StoreError: Error, Equatable, Sendable {
    /// Someone who does not take turns (a backup, a database tool) held the ledger for this long, which was the
    /// deadline.
    case busy(after: Duration)
    /// No room is left on the file system.
    case full
    /// Reading, writing or locking a ledger's file failed. `code` is SQLite's extended code, or errno where `operation` is a
    /// system call.
    case io(operation: String, code: Int32)
    /// The database server can't be reached, gave up what it was asked, or ended the connection; what was not committed
    /// is undone. `code` is its SQLSTATE, nil where it did not say one.
    case unavailable(code: String?, reason: String)
    /// The values break a rule of the schema.
    case constraint(Constraint)
    /// The value for `$parameter` can't be stored, whatever the schema says.
    case unstorable(parameter: Int, reason: String)
    /// The file is damaged, or is not a ledger.
    case corrupt(code: Int32)
    /// The ledger's migrations do not fit those that this program knows.
    case schema(SchemaMismatch)
    /// The ledger can't live at, or be opened from, this place.
    case place(path: String, reason: String)
    /// The calling code is wrong: bad SQL, a wrong number of values, a write in a read transaction.
    case misuse(String)

    /// True when the same work can succeed later without a change of the work itself.
    package var isTransient: Bool {
        switch self {
        case .busy, .full, .io, .unavailable: true
        case .constraint, .unstorable, .corrupt, .schema, .place, .misuse: false
        }
    }

    /// True when PostgreSQL undid the transaction because it and another stood in each other's way: the same again
    /// succeeds.
    var isConflict: Bool {
        // serialization_failure, deadlock_detected
        if case .unavailable(let code, _) = self { code == "40001" || code == "40P01" } else { false }
    }

    /// True when the values are to blame, so that the rest of a batch succeeds without the row that brought them.
    package var blamesData: Bool {
        switch self {
        case .constraint, .unstorable: true
        case .busy, .full, .io, .unavailable, .corrupt, .schema, .place, .misuse: false
        }
    }
}

extension StoreError {
    static let writeWhileReading = misuse("a statement that writes was given to a reading transaction")
}

/// A rule of the schema that values broke.
package struct Constraint: Equatable, Sendable {
    package enum Kind: String, Sendable {
        case unique, primaryKey, notNull, check, foreignKey, datatype, other
    }

    package var kind: Kind
    /// What the database calls it: the columns (`attempt.id`) or the condition of a check in SQLite, where a foreign key
    /// has no name; the constraint's name in PostgreSQL, and the column where a value is missing.
    package var name: String?
}

/// How a ledger's migrations differ from those that a program knows.
package enum SchemaMismatch: Equatable, Sendable {
    /// The ledger went on to a version that programs without it must not use.
    case newer(ledger: Int, known: Int)
    /// The ledger lacks versions that this program needs.
    case older(ledger: Int, known: Int)
    /// A migration that was applied reads differently now.
    case changed(version: Int, name: String)
    /// The ledger lacks a version below its newest.
    case missing(version: Int)
}

extension StoreError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .busy(let deadline): "the ledger stayed locked for \(deadline) by a program that takes no turns"
        case .full: "no room is left on the ledger's file system"
        case .io(let operation, let code): "\(operation) failed with code \(code)"
        case .unavailable(let code, let reason):
            "the database server can't be used now\(code.map { " (\($0))" } ?? ""): \(reason)"
        case .constraint(let constraint):
            "\(constraint.kind.rawValue) constraint failed: \(constraint.name ?? "unnamed")"
        case .unstorable(let parameter, let reason): "the value for $\(parameter) can't be stored: \(reason)"
        case .corrupt(let code): "the ledger's file is damaged or is no ledger (code \(code))"
        case .schema(let mismatch): mismatch.description
        case .place(let path, let reason): "the ledger can't be opened at \(path): \(reason)"
        case .misuse(let reason): "the store was used wrongly: \(reason)"
        }
    }
}

extension SchemaMismatch: CustomStringConvertible {
    package var description: String {
        switch self {
        case .newer(let ledger, let known):
            "the ledger has version \(ledger), which programs that know only \(known) must not use; update the program"
        case .older(let ledger, let known):
            "the ledger has version \(ledger), the program needs \(known); run the migration first"
        case .changed(let version, let name):
            "migration \(version) (\(name)) differs from the one that was applied; mend forward with a new migration"
        case .missing(let version):
            "the ledger lacks migration \(version) although it has a later one"
        }
    }
}
