import LatheCore

/// The fitted transform of one column into its features.
///
/// A closed set, so that stored transforms are checked by the compiler and applied without indirection.
enum ColumnTransform: Sendable {
  case numeric(NumericTransform)
  case boolean(BooleanTransform)
  case categorical(CategoricalTransform)
  case date(DateTransform)
  case text(TextTransform)

  /// What fitting one column gives.
  struct Fit: Sendable {
    /// The transform.
    let transform: ColumnTransform
    /// The features it makes, in order.
    let features: [Feature]
    /// The training columns: what ``transform`` makes of the training rows, but for numbers that must not know their own row's target.
    let training: [[Double]]

    init(_ transform: ColumnTransform, features: [Feature], training: [[Double]]) {
      self.transform = transform
      self.features = features
      self.training = training
    }

    /// A fit to `values`, in whose training columns those `outOfFold` replace what the transform makes, by the position of the feature.
    init(
      _ transform: ColumnTransform, features: [Feature], values: Column.Values,
      outOfFold: [Int: [Double]] = [:]
    ) {
      var training: [[Double]] = []
      var report = ReadingReport()
      transform.append(values, to: &training, report: &report)
      for (position, column) in outOfFold { training[position] = column }
      self.init(transform, features: features, training: training)
    }
  }

  /// Appends one array of numbers a feature to `columns`. O(rows × features).
  func append(_ values: Column.Values, to columns: inout [[Double]], report: inout ReadingReport) {
    switch self {
    case .numeric(let transform): transform.append(values.numbers(report: &report), to: &columns)
    case .boolean(let transform): transform.append(values, to: &columns, report: &report)
    case .categorical(let transform): transform.append(values, to: &columns, report: &report)
    case .date(let transform): transform.append(values.instants(report: &report), to: &columns)
    case .text(let transform): transform.append(values.texts(report: &report), to: &columns)
    }
  }

  /// What the features of the column named `name` must look like.
  var shape: FeatureShape {
    switch self {
    case .numeric(let transform): FeatureShape(count: transform.featureCount)
    case .boolean(let transform): FeatureShape(count: transform.featureCount)
    case .categorical(let transform):
      FeatureShape(count: transform.featureCount, levelCount: transform.levelCountOfCodes)
    case .date(let transform): FeatureShape(count: transform.featureCount)
    case .text(let transform): FeatureShape(count: transform.featureCount)
    }
  }

  /// Throws if stored numbers contradict each other or could make the transform fail later.
  func validate() throws(DamagedTransform) {
    switch self {
    case .numeric(let transform): try transform.validate()
    case .boolean(let transform): try transform.validate()
    case .categorical(let transform): try transform.validate()
    case .date(let transform): try transform.validate()
    case .text(let transform): try transform.validate()
    }
  }
}

/// How many features a transform makes, and of which kind.
struct FeatureShape {
  /// The number of features.
  let count: Int
  /// The levels of the first feature, where that is a categorical code.
  var levelCount: Int?
}

/// What contradicts itself in a stored transform.
struct DamagedTransform: Error {
  let reason: String

  init(_ reason: String) { self.reason = reason }

  /// Throws unless `condition` holds.
  static func require(_ condition: Bool, _ reason: @autoclosure () -> String) throws(DamagedTransform) {
    guard condition else { throw DamagedTransform(reason()) }
  }
}

extension ColumnTransform: Codable {
  private enum Kind: String, CodingKey {
    case numeric, boolean, categorical, date, text
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.container(keyedBy: Kind.self)
    guard let kind = container.allKeys.first, container.allKeys.count == 1 else {
      throw DecodingError.dataCorrupted(
        .init(codingPath: decoder.codingPath, debugDescription: "a transform has exactly one known kind"))
    }
    switch kind {
    case .numeric: self = .numeric(try container.decode(NumericTransform.self, forKey: kind))
    case .boolean: self = .boolean(try container.decode(BooleanTransform.self, forKey: kind))
    case .categorical: self = .categorical(try container.decode(CategoricalTransform.self, forKey: kind))
    case .date: self = .date(try container.decode(DateTransform.self, forKey: kind))
    case .text: self = .text(try container.decode(TextTransform.self, forKey: kind))
    }
  }

  func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: Kind.self)
    switch self {
    case .numeric(let transform): try container.encode(transform, forKey: .numeric)
    case .boolean(let transform): try container.encode(transform, forKey: .boolean)
    case .categorical(let transform): try container.encode(transform, forKey: .categorical)
    case .date(let transform): try container.encode(transform, forKey: .date)
    case .text(let transform): try container.encode(transform, forKey: .text)
    }
  }
}
