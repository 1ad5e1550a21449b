import CPostgreSQL
import Search

/// Where a PostgreSQL database is, and how it is named without giving a secret away.
struct PostgreSQLAddress: Sendable {
  /// The connection string.
  let url: String
  /// For messages.
  let place: String
  private let secrets: [String]

  init(_ url: String) throws(SearchError) {
    var problem: UnsafeMutablePointer<CChar>?
    guard let options = PQconninfoParse(url, &problem) else {
      // libpq's own message quotes what it does not understand, which may be the password.
      PQfreemem(problem)
      throw .storage(
        place: "postgresql",
        message: "the address is not understood; write postgresql://USER:PASSWORD@HOST:PORT/DATABASE, and "
          + "characters such as @ : / and % in the password as %40 %3A %2F %25")
    }
    defer { PQconninfoFree(options) }
    var values: [String: String] = [:]
    var secrets: [String] = []
    var option = options
    while let keyword = option.pointee.keyword {
      if let value = option.pointee.val {
        let text = String(cString: value)
        values[String(cString: keyword)] = text
        // libpq marks what must not be shown.
        if option.pointee.dispchar.pointee == 0x2A { secrets.append(text) }
      }
      option += 1
    }
    self.url = url
    self.secrets = secrets.filter { !$0.isEmpty }
    let user = values["user"].map { "\($0)@" } ?? ""
    let port = values["port"].map { ":\($0)" } ?? ""
    place = "postgresql://\(user)\(values["host"] ?? "")\(port)/\(values["dbname"] ?? "")"
  }

  /// A message without the password.
  func withoutSecrets(_ message: String) -> String {
    secrets.reduce(message) { $0.replacing($1, with: "…") }
  }
}
