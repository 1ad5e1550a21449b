import LatheCore
import Models

/// What a penalised least-squares fit needs to know of its data, centred by the weighted means and scaled so that sums are
/// weighted averages: the covariance of the features where there are more rows than features, the rows themselves otherwise.
struct LeastSquares: Sendable {
  enum Form: Sendable {
    /// `XᵀX` (full, column-major) and `Xᵀy`.
    case covariance(gram: [Double], products: [Double])
    /// `X` and `y`.
    case rows(DesignMatrix, targets: [Double])
  }

  let form: Form
  let featureMeans: [Double]
  let targetMean: Double
  /// The mean of the eigenvalues of the covariance that can be other than zero: the scale on which a penalty is strong or
  /// weak.
  let meanEigenvalue: Double

  /// Multiplications up to which all rows are used, about five seconds.
  private static let affordableWork = 2e11
  /// Rows whose products are added up at a time, so that the limits are asked in between.
  private static let blockRows = 4096

  /// The number of rows of `features` columns that are affordable.
  static func affordableRows(features: Int) -> Int {
    let features = Double(max(features, 1))
    // The work is rows × features × min(rows, features).
    return Int(
      max(affordableWork / (features * features), min(features, (affordableWork / features).squareRoot())))
  }

  /// Reads `set`; nil if the limits stopped it. O(rows × features × min(rows, features)).
  init?(_ set: LearningSet, limits: FitLimits) {
    let weights = set.normalisedWeights
    let count = set.features.columns.count
    let means = set.features.columns.map { weightedMean($0, weights) }
    let targetMean = weightedMean(set.targets, weights)
    let rows = Double(set.rowCount)
    let rootWeights = weights.map { ($0 / rows).squareRoot() }
    let targets = zip(set.targets, rootWeights).map { ($0 - targetMean) * $1 }
    featureMeans = means
    self.targetMean = targetMean
    guard set.rowCount > count else {
      let design = DesignMatrix(centring: set.features, means: means, rootWeights: rootWeights)
      form = .rows(design, targets: targets)
      meanEigenvalue = Self.mean(trace: design.values.reduce(0) { $0 + $1 * $1 }, size: set.rowCount)
      return
    }
    var gram = [Double](repeating: 0, count: count * count)
    var products = [Double](repeating: 0, count: count)
    var partial = products
    for start in stride(from: 0, to: set.rowCount, by: Self.blockRows) {
      if limits.shouldStop { return nil }
      let block = start..<min(start + Self.blockRows, set.rowCount)
      let part = FeatureMatrix(
        features: set.features.features, columns: set.features.columns.map { Array($0[block]) },
        rowCount: block.count)
      let design = DesignMatrix(centring: part, means: means, rootWeights: Array(rootWeights[block]))
      guard design.addInnerProducts(to: &gram, limits: limits) else { return nil }
      design.multiplyTransposed(Array(targets[block]), outputs: 1, into: &partial)
      for feature in 0..<count { products[feature] += partial[feature] }
    }
    for column in 0..<count {
      for row in column + 1..<max(count, column + 1) {
        gram[row * count + column] = gram[column * count + row]
      }
    }
    meanEigenvalue = Self.mean(trace: (0..<count).reduce(0) { $0 + gram[$1 * count + $1] }, size: count)
    form = .covariance(gram: gram, products: products)
  }

  private static func mean(trace: Double, size: Int) -> Double { trace > 0 ? trace / Double(size) : 1 }

  /// The model with these coefficients of the centred features.
  func model(_ coefficients: [Double]) -> LinearModel {
    let shift = zip(coefficients, featureMeans).reduce(0) { $0 + $1.0 * $1.1 }
    return LinearModel(
      link: .identity, coefficients: coefficients, intercepts: [targetMean - shift],
      featureCount: coefficients.count)
  }
}
