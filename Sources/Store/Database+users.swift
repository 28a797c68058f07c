extension Database {
    /// Other programs that have the ledger's database open on its server, by the name that each gave; empty for a file,
    /// of which the database knows nothing.
    package func otherSessions() throws -> [String] {
        guard driver.dialect == .postgreSQL else { return [] }
        return try read { transaction in
            try transaction.all(
                """
                SELECT COALESCE(NULLIF(application_name, ''), 'a program') || ' ' || pid FROM pg_stat_activity
                WHERE datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'
                ORDER BY pid
                """
            ) { $0.text(0) }
        }
    }

    /// Removes every table of the ledger from the database of a server.
    package func dropAllTables() throws {
        guard driver.dialect == .postgreSQL else { throw StoreError.misuse("a file is replaced as a whole") }
        try write { transaction in
            let tables = try transaction.all(
                "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema()"
            ) { $0.text(0) }
            for table in tables { try transaction.execute("DROP TABLE \(table) CASCADE") }
        }
    }
}
