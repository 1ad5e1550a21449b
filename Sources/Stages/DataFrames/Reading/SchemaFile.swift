import Foundation
import LatheCore
import Yams

/// Reads the kinds of columns from a file, in YAML or JSON.
///
/// A list of columns, at the top or under `columns`, or for short a mapping of names to kinds:
///
/// ```yaml
/// columns:
///   - name: postcode
///     kind: category
///   - name: sold
///     kind: date
///     format: dd/MM/yyyy
/// ```
/// ```yaml
/// postcode: category
/// price: float
/// ```
public enum SchemaFile {
  private static let byteLimit = 10 << 20

  /// The columns of the schema at `url`, in its order.
  ///
  /// - Throws: ``DataFramesError`` with the line that cannot be understood.
  public static func load(_ url: URL) throws(DataFramesError) -> [ColumnSchema] {
    let path = url.path
    guard FileManager.default.fileExists(atPath: path) else { throw .fileMissing(path: path) }
    let data: Data
    do { data = try Data(contentsOf: url, options: .mappedIfSafe) } catch {
      throw .unreadable(path: path, reason: error.localizedDescription)
    }
    guard !data.isEmpty else { throw .empty(path: path) }
    guard data.count <= byteLimit else {
      throw .invalidSchema(
        path: path, reason: "it has \(data.count) bytes, a schema has at most \(byteLimit)")
    }
    return try parse(String(decoding: data, as: UTF8.self), path: path)
  }

  /// The columns of a schema given as text; `path` stands in messages.
  static func parse(_ text: String, path: String) throws(DataFramesError) -> [ColumnSchema] {
    let root: Node?
    do { root = try Yams.compose(yaml: text) } catch {
      throw .invalidSchema(path: path, reason: "\(error)".split(separator: "\n").joined(separator: " "))
    }
    guard let root else { throw .invalidSchema(path: path, reason: "it is empty") }
    let list = root.mapping?["columns"] ?? root
    var schema: [ColumnSchema] = []
    if let sequence = list.sequence {
      for node in sequence { schema.append(try column(node, path)) }
    } else if let mapping = list.mapping {
      for (name, kind) in mapping {
        guard let name = name.scalar?.string else {
          throw .invalidSchema(path: place(path, kind), reason: "a column's name is not a plain value")
        }
        schema.append(ColumnSchema(name: name, kind: try self.kind(kind, path)))
      }
    } else {
      throw .invalidSchema(path: path, reason: "it is neither a list nor a mapping")
    }
    guard !schema.isEmpty else { throw .invalidSchema(path: path, reason: "it names no column") }
    var names: Set<String> = []
    for column in schema where !names.insert(column.name).inserted {
      throw .invalidSchema(path: path, reason: "it names column \"\(column.name)\" twice")
    }
    return schema
  }

  private static func place(_ path: String, _ node: Node) -> String {
    node.mark.map { "\(path), line \($0.line)" } ?? path
  }

  private static func column(_ node: Node, _ path: String) throws(DataFramesError) -> ColumnSchema {
    guard let mapping = node.mapping, let name = mapping["name"]?.scalar?.string, let kind = mapping["kind"]
    else {
      throw .invalidSchema(path: place(path, node), reason: "a column lacks its name or its kind")
    }
    for (key, _) in mapping {
      guard let word = key.scalar?.string, ["name", "kind", "format"].contains(word) else {
        throw .invalidSchema(
          path: place(path, key),
          reason: "column \"\(name)\" has \"\(key.scalar?.string ?? "?")\" beside name, kind and format")
      }
    }
    let format = mapping["format"]?.scalar?.string
    if let format {
      for pattern in format.split(separator: "|") where DateFormat(String(pattern)) == nil {
        throw .invalidSchema(
          path: place(path, node), reason: "\"\(pattern)\" is not a date format such as dd/MM/yyyy")
      }
    }
    return ColumnSchema(name: name, kind: try self.kind(kind, path), format: format)
  }

  private static func kind(_ node: Node, _ path: String) throws(DataFramesError) -> ColumnKind {
    guard let word = node.scalar?.string, let kind = ColumnKind(rawValue: word) else {
      throw .invalidSchema(
        path: place(path, node), reason: "\"\(node.scalar?.string ?? "this")\" is not a kind of column")
    }
    return kind
  }
}
