extension Transaction {
    /// Lets the numbers that the database gives by itself go on behind the highest there is, after one was given by hand.
    ///
    /// SQLite does so unasked.
    /// - Parameters: names of the schema, never of a user.
    package func raiseIdentity(of table: String, _ column: String) throws {
        guard dialect == .postgreSQL else { return }
        _ = try first(
            """
            SELECT setval(pg_get_serial_sequence('\(table)', '\(column)'),
                GREATEST((SELECT MAX(\(column)) FROM \(table)), nextval(pg_get_serial_sequence('\(table)', '\(column)'))))
            """
        ) { $0.int(0) }
    }
}
