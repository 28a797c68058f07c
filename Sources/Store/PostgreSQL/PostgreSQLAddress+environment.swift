extension PostgreSQLAddress {
    /// What PostgreSQL's own programs read the address from, so that no password stands in their arguments; nil: the URL
    /// can't be read, or says something that they can only be told in arguments.
    ///
    /// - Source: https://www.postgresql.org/docs/15/libpq-envars.html
    package var environment: [String: String]? {
        guard let keywords else { return nil }
        var environment: [String: String] = [:]
        for (keyword, value) in keywords where !value.isEmpty {
            guard let name = Self.variables[keyword] else { return nil }
            environment[name] = value
        }
        return environment
    }

    /// nil: the URL names none.
    package var database: String? { keywords?["dbname"] }

    private static let variables = [
        "host": "PGHOST", "hostaddr": "PGHOSTADDR", "port": "PGPORT", "dbname": "PGDATABASE", "user": "PGUSER",
        "password": "PGPASSWORD", "passfile": "PGPASSFILE", "channel_binding": "PGCHANNELBINDING",
        "service": "PGSERVICE", "options": "PGOPTIONS", "application_name": "PGAPPNAME", "sslmode": "PGSSLMODE",
        "sslcompression": "PGSSLCOMPRESSION", "sslcert": "PGSSLCERT", "sslkey": "PGSSLKEY",
        "sslrootcert": "PGSSLROOTCERT", "sslcrl": "PGSSLCRL", "sslcrldir": "PGSSLCRLDIR", "sslsni": "PGSSLSNI",
        "requirepeer": "PGREQUIREPEER", "ssl_min_protocol_version": "PGSSLMINPROTOCOLVERSION",
        "ssl_max_protocol_version": "PGSSLMAXPROTOCOLVERSION", "gssencmode": "PGGSSENCMODE",
        "krbsrvname": "PGKRBSRVNAME", "gsslib": "PGGSSLIB", "connect_timeout": "PGCONNECT_TIMEOUT",
        "client_encoding": "PGCLIENTENCODING", "target_session_attrs": "PGTARGETSESSIONATTRS",
    ]
}
