import Search

/// The tables in a PostgreSQL database.
enum PostgreSQLSchema {
  /// The version of the tables that this code works with.
  static let version = 1
  /// Seconds since 1970 by the server's clock, now rather than when the transaction began.
  static let clock = "SELECT extract(epoch FROM clock_timestamp())::double precision"

  /// Creates the tables, or brings them up to date.
  static func prepare(_ connection: PostgreSQLConnection) throws(SearchError) {
    if try storedVersion(connection) == version { return }
    try connection.transaction("BEGIN") { (connection) throws(SearchError) in
      // One process at a time; the number is that of this library.
      try connection.execute("SELECT pg_advisory_xact_lock(1281455208)")
      let stored = try storedVersion(connection) ?? 0
      guard stored <= version else {
        throw .storage(
          place: connection.place, message: "its tables were made by a newer version of Lathe; update Lathe")
      }
      guard stored < 1 else { return }
      try connection.execute("CREATE SCHEMA IF NOT EXISTS lathe")
      for table in SQLStatements.tables(identifier: "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY") {
        try connection.execute(table)
      }
      try connection.execute("CREATE TABLE version (version INTEGER NOT NULL)")
      try connection.execute("INSERT INTO version (version) VALUES (\(version))")
    }
  }

  private static func storedVersion(_ connection: PostgreSQLConnection) throws(SearchError) -> Int? {
    let found = try connection.query(
      "SELECT count(*) FROM pg_tables WHERE schemaname = 'lathe' AND tablename = 'version'", [])
    guard found.first?.first?.integer == 1 else { return nil }
    return try connection.query("SELECT version FROM version", []).first?.first?.integer
  }
}
