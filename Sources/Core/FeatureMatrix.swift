/// One input of a model.
public struct Feature: Codable, Sendable, Hashable {
  /// How a model may read a feature's numbers.
  public enum Kind: Codable, Sendable, Hashable {
    /// A quantity; NaN is missing where the view allows it.
    case numeric
    /// A code in `0..<levelCount` without order; NaN is missing or unseen.
    case categorical(levelCount: Int)
  }

  /// The feature's name, unique in its matrix, e.g. `age` or `city=Paris`.
  public let name: String
  /// The column of the data it was made from.
  public let source: String
  /// How its numbers may be read.
  public let kind: Kind
  /// Whether the feature is a non-decreasing function of its source column alone, so that a monotone constraint on the column is one on the feature.
  public let followsSource: Bool

  /// A feature named `name` made from column `source`.
  public init(name: String, source: String, kind: Kind = .numeric, followsSource: Bool = false) {
    self.name = name
    self.source = source
    self.kind = kind
    self.followsSource = followsSource
  }
}

/// Numbers ready for a learner, one array a feature.
public struct FeatureMatrix: Sendable {
  /// What the columns are.
  public let features: [Feature]
  /// One array of ``rowCount`` numbers a feature.
  public let columns: [[Double]]
  /// The number of rows.
  public let rowCount: Int

  /// A matrix of `columns`, each of `rowCount` numbers.
  public init(features: [Feature], columns: [[Double]], rowCount: Int) {
    precondition(features.count == columns.count, "one column a feature")
    self.features = features
    self.columns = columns
    self.rowCount = rowCount
  }

  /// The rows at `rows`, in that order. O(rows × features).
  public func selecting(rows: [Int]) -> FeatureMatrix {
    FeatureMatrix(
      features: features, columns: columns.map { column in rows.map { column[$0] } },
      rowCount: rows.count)
  }
}

/// The two shapes in which features are made, after what the model families need.
public enum FeatureView: String, Codable, Sendable, Hashable, CaseIterable {
  /// For trees: missing values stay NaN, categories are integer codes, nothing is scaled.
  case trees
  /// For linear models, kernels, neighbours and networks: no NaN, everything numeric and of comparable scale.
  case dense
}
