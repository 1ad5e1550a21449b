import Foundation
import Search

/// Where studies are to be kept, as one writes it on a command line.
public enum StudyStorageLocation: Sendable, Hashable, CustomStringConvertible {
  /// In memory, for this process alone.
  case memory
  /// In a file, for the processes of this machine.
  case file(path: String)
  /// In a PostgreSQL database, for many machines.
  case postgreSQL(url: String)

  /// Reads `memory`, `sqlite:PATH`, a path that ends in `.db`, `.sqlite` or `.sqlite3`, or `postgresql://…`.
  ///
  /// - Throws: `SearchError.setting(_:remedy:)` for anything else.
  public init(_ text: String) throws(SearchError) {
    let remedy = "Write memory, PATH.db, sqlite:PATH or postgresql://USER@HOST/DATABASE."
    if text == "memory" {
      self = .memory
    } else if text.hasPrefix("postgresql://") || text.hasPrefix("postgres://") {
      self = .postgreSQL(url: text)
    } else if text.hasPrefix("sqlite:") {
      let path = text.dropFirst("sqlite:".count)
      // The form of other tools: sqlite:///relative.db and sqlite:////absolute.db.
      let plain = path.hasPrefix("///") ? path.dropFirst(3) : path
      guard !plain.isEmpty else { throw .setting("the storage \"\(text)\" has no path", remedy: remedy) }
      self = .file(path: String(plain))
    } else if !text.contains("://"), Self.extensions.contains(where: text.lowercased().hasSuffix) {
      self = .file(path: text)
    } else {
      // What is not understood may have a password in it, and is not repeated.
      let scheme = text.firstRange(of: "://") ?? (text.contains("@") ? text.firstRange(of: ":") : nil)
      let shown = scheme.map { "that begins with \(text[..<$0.upperBound])" } ?? "\"\(text)\""
      throw .setting("there is no storage \(shown)", remedy: remedy)
    }
  }

  private static let extensions = [".db", ".sqlite", ".sqlite3"]

  /// The location without a password.
  public var description: String {
    switch self {
    case .memory: "memory"
    case .file(let path): path
    case .postgreSQL(let url): (try? PostgreSQLAddress(url))?.place ?? "postgresql"
    }
  }

  /// Opens the storage, or creates it.
  ///
  /// - Throws: `SearchError.unusableStorage(place:message:)` if that fails.
  public func open() throws(SearchError) -> any StudyStorage {
    do throws(SearchError) {
      return switch self {
      case .memory: MemoryStorage()
      case .file(let path): try SQLiteStorage(path: path)
      case .postgreSQL(let url): try PostgreSQLStorage(url: url)
      }
    } catch .storage(let place, let message) {
      throw .unusableStorage(place: place, message: message)
    }
  }
}
