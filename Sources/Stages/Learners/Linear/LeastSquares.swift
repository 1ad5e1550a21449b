import COpenBLAS
import LatheCore
import Models

/// What a penalised least-squares fit needs to know of its data, centred by the weighted means and scaled so that sums are
/// weighted averages: the covariance of the features where there are more rows than features, the rows themselves otherwise.
struct LeastSquares: Sendable {
  enum Form: Sendable {
    /// `XᵀX` (full, column-major) and `Xᵀy`.
    case covariance(gram: [Double], products: [Double])
    /// `X` and `y`, and the lower triangle of `X Xᵀ`.
    case rows(DesignMatrix, targets: [Double], outer: [Double])
  }

  let form: Form
  let featureMeans: [Double]
  let targetMean: Double

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
      form = .rows(design, targets: targets, outer: design.outerProducts())
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
      design.addInnerProducts(to: &gram)
      design.multiplyTransposed(Array(targets[block]), outputs: 1, into: &partial)
      for feature in 0..<count { products[feature] += partial[feature] }
    }
    for column in 0..<count {
      for row in column + 1..<max(count, column + 1) {
        gram[row * count + column] = gram[column * count + row]
      }
    }
    form = .covariance(gram: gram, products: products)
  }

  /// The mean of the eigenvalues of the covariance that can be other than zero: the scale on which a penalty is strong or
  /// weak.
  var meanEigenvalue: Double {
    let (matrix, size) =
      switch form {
      case .covariance(let gram, let products): (gram, products.count)
      case .rows(_, let targets, let outer): (outer, targets.count)
      }
    guard size > 0 else { return 1 }
    let trace = (0..<size).reduce(0) { $0 + matrix[$1 * size + $1] }
    return trace > 0 ? trace / Double(size) : 1
  }

  /// The model with these coefficients of the centred features.
  func model(_ coefficients: [Double]) -> LinearModel {
    let shift = zip(coefficients, featureMeans).reduce(0) { $0 + $1.0 * $1.1 }
    return LinearModel(
      link: .identity, coefficients: coefficients, intercepts: [targetMean - shift],
      featureCount: coefficients.count)
  }
}

/// Ridge regression for a falling sequence of strengths: minimises `½ mean (y - xβ)² + ½ strength |β|²`, in the
/// space of features or of rows, whichever is smaller (Saunders, Gammerman and Vovk, "Ridge regression learning
/// algorithm in dual variables", 1998). One Cholesky factorisation a strength, O(min(rows, features)³).
struct RidgePath: ModelPath {
  let problem: LeastSquares
  let strengths: [Double]
  private var position = 0

  init(_ problem: LeastSquares, strengths: [Double]) {
    self.problem = problem
    self.strengths = strengths
  }

  var count: Int { strengths.count }

  mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep? {
    guard position < strengths.count, !limits.shouldStop else { return nil }
    let strength = strengths[position]
    position += 1
    switch problem.form {
    case .covariance(let gram, let products):
      let coefficients = try solve(gram, plus: strength, products)
      return PathStep(model: problem.model(coefficients))
    case .rows(let design, let targets, let outer):
      let multipliers = try solve(outer, plus: strength, targets)
      var coefficients = [Double](repeating: 0, count: design.columnCount)
      design.multiplyTransposed(multipliers, outputs: 1, into: &coefficients)
      return PathStep(model: problem.model(coefficients))
    }
  }

  /// Solves `(matrix + strength · I) x = right`, from the lower triangle of `matrix`. Where rounding has made the matrix
  /// indefinite a little more is added to its diagonal.
  private func solve(_ matrix: [Double], plus strength: Double, _ right: [Double]) throws(LearnersError)
    -> [Double]
  {
    guard !right.isEmpty else { return [] }
    DesignMatrix.usesOneThread
    let size = right.count
    var added = max(strength, 1e-12 * problem.meanEigenvalue)
    for _ in 0..<12 {
      var factor = matrix
      for place in 0..<size { factor[place * size + place] += added }
      var (order, columns, status) = (Int32(size), Int32(1), Int32(0))
      var triangle = CChar(UInt8(ascii: "L"))
      dpotrf_(&triangle, &order, &factor, &order, &status, 1)
      if status == 0 {
        var solution = right
        var leading = order
        dpotrs_(&triangle, &order, &columns, &factor, &leading, &solution, &leading, &status, 1)
        if solution.allSatisfy(\.isFinite) { return solution }
      }
      added *= 10
    }
    throw .engine(learner: "ridge regression", message: "the covariance of the features cannot be factorised")
  }
}
