/// A table of named, typed columns of equal length.
public struct DataFrame: Sendable {
  /// The columns in file order.
  public let columns: [Column]
  /// The number of rows.
  public let rowCount: Int
  private let indexOfName: [String: Int]

  /// A frame of `columns`.
  ///
  /// - Throws: ``CoreError`` if two columns share a name or their lengths differ.
  public init(columns: [Column]) throws(CoreError) {
    var indexOfName: [String: Int] = [:]
    let rowCount = columns.first?.count ?? 0
    for (index, column) in columns.enumerated() {
      guard indexOfName.updateValue(index, forKey: column.name) == nil else {
        throw .duplicateColumn(column.name)
      }
      guard column.count == rowCount else {
        throw .columnLengths(column: column.name, rows: column.count, expected: rowCount)
      }
    }
    self.columns = columns
    self.rowCount = rowCount
    self.indexOfName = indexOfName
  }

  private init(unchecked columns: [Column], rowCount: Int, indexOfName: [String: Int]) {
    self.columns = columns
    self.rowCount = rowCount
    self.indexOfName = indexOfName
  }

  /// The column named `name`, `nil` if there is none.
  public subscript(name: String) -> Column? {
    indexOfName[name].map { columns[$0] }
  }

  /// The column names in order.
  public var names: [String] { columns.map(\.name) }

  /// The rows at `rows`, in that order; an index may repeat. O(rows × columns).
  public func selecting(rows: [Int]) -> DataFrame {
    DataFrame(
      unchecked: columns.map { $0.selecting(rows: rows) }, rowCount: rows.count,
      indexOfName: indexOfName)
  }

  /// The columns for which `isIncluded` is true.
  public func selectingColumns(where isIncluded: (Column) -> Bool) -> DataFrame {
    let kept = columns.filter(isIncluded)
    let index = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($1.name, $0) })
    return DataFrame(unchecked: kept, rowCount: rowCount, indexOfName: index)
  }
}
