import LatheCore

/// The features of a column of numbers.
///
/// For trees the numbers as they are. Dense, missing values become the median with an indicator beside them if training had any, and the
/// values are scaled to mean 0 and deviation 1: directly, cut at ±``StandardScaling/limit``, or, if their distribution is skewed or
/// heavy-tailed (``SampleShape/isBetterRanked``), after ``QuantileTransform``.
struct NumericTransform: Codable, Sendable, Hashable {
  /// What replaces missing values, `nil` where they stay NaN.
  let fill: Double?
  /// Whether a second feature says that the value is missing.
  let indicatesMissing: Bool
  /// The map to a normal distribution before scaling.
  let quantiles: QuantileTransform?
  /// The scaling, `nil` where numbers stay as they are.
  let scaling: StandardScaling?

  /// Quantiles and moments are taken from at most so many rows.
  static let sampleSize = 100_000

  /// Numbers as they are, for trees.
  static let identity = NumericTransform(fill: nil, indicatesMissing: false, quantiles: nil, scaling: nil)

  init(fill: Double?, indicatesMissing: Bool, quantiles: QuantileTransform?, scaling: StandardScaling?) {
    self.fill = fill
    self.indicatesMissing = indicatesMissing
    self.quantiles = quantiles
    self.scaling = scaling
  }

  /// The dense transform of `numbers`, of which at least one is finite. O(rows + sample × log sample).
  init(denseFor numbers: [Double], random: inout RandomSource) {
    let finite = numbers.filter(\.isFinite)
    let sorted = random.sample(finite, count: Self.sampleSize).sorted()
    let fill = sorted.isEmpty ? 0 : QuantileTransform.quantile(of: sorted, at: 0.5)
    let direct = StandardScaling(fitting: finite)
    let shape = SampleShape(sorted: sorted)
    if let direct, !shape.isBetterRanked {
      self.init(
        fill: fill, indicatesMissing: finite.count < numbers.count, quantiles: nil, scaling: direct)
    } else {
      let quantiles = QuantileTransform(sorted: sorted.count > 1 ? sorted : [fill, fill])
      let normal = StandardScaling(fitting: sorted.map { quantiles($0) }) ?? StandardScaling.identity
      // A rare value far from the others must not be stretched further, so the scale only ever shrinks.
      self.init(
        fill: fill, indicatesMissing: finite.count < numbers.count, quantiles: quantiles,
        scaling: StandardScaling(center: normal.center, scale: max(1, normal.scale)))
    }
  }

  /// The same without an indicator, for a quantity whose absence is told otherwise.
  var withoutIndicator: NumericTransform {
    NumericTransform(fill: fill, indicatesMissing: false, quantiles: quantiles, scaling: scaling)
  }

  var featureCount: Int { indicatesMissing ? 2 : 1 }

  /// The features of column `source`, or of the quantity `name` derived from it.
  func features(name: String, source: String, followsSource: Bool = true) -> [Feature] {
    let value = Feature(name: name, source: source, followsSource: followsSource)
    guard indicatesMissing else { return [value] }
    return [value, Feature(name: "\(name) is missing", source: source)]
  }

  func append(_ numbers: [Double], to columns: inout [[Double]]) {
    guard let fill else {
      columns.append(numbers)
      return
    }
    var filled = numbers
    for row in filled.indices { filled[row] = scaled(filled[row].isNaN ? fill : filled[row]) }
    columns.append(filled)
    if indicatesMissing { columns.append(numbers.map { $0.isNaN ? 1 : 0 }) }
  }

  private func scaled(_ number: Double) -> Double {
    guard let scaling else { return number }
    if let quantiles { return scaling(quantiles(number)) }
    return scaling.cut(number)
  }

  func validate() throws(DamagedTransform) {
    try DamagedTransform.require(
      fill?.isFinite ?? true, "missing values replaced by a number that is not finite")
    try DamagedTransform.require(
      fill != nil || (!indicatesMissing && scaling == nil), "scaled numbers with missing values among them")
    try DamagedTransform.require(quantiles == nil || scaling != nil, "quantiles without a scaling")
    try quantiles?.validate()
    try scaling?.validate()
  }
}
