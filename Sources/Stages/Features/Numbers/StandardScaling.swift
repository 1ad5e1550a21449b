/// Centring and scaling to mean 0 and standard deviation 1.
struct StandardScaling: Codable, Sendable, Hashable {
  /// Leaves numbers as they are, bit for bit.
  static let identity = StandardScaling(center: 0, scale: 1)
  /// Where ``cut(_:)`` cuts.
  static let limit = 5.0

  /// The mean of the training values.
  let center: Double
  /// Their standard deviation, or 1 where that is 0.
  let scale: Double

  /// The scaling by the mean and the population standard deviation of the numbers that are not NaN; the identity if there are none,
  /// `nil` if the numbers are too large to square.
  init?(fitting numbers: [Double]) {
    var count = 0.0
    var sum = 0.0
    for number in numbers where !number.isNaN {
      sum += number
      count += 1
    }
    let mean = count > 0 ? sum / count : 0
    var squares = 0.0
    for number in numbers where !number.isNaN { squares += (number - mean) * (number - mean) }
    let deviation = count > 0 ? (squares / count).squareRoot() : 0
    guard mean.isFinite, deviation.isFinite else { return nil }
    // A constant column's deviation can be rounding noise.
    let isConstant = deviation <= 1e-12 * abs(mean)
    self.init(center: mean, scale: isConstant ? 1 : deviation)
  }

  init(center: Double, scale: Double) {
    self.center = center
    self.scale = scale
  }

  func callAsFunction(_ number: Double) -> Double { (number - center) / scale }

  /// `number` scaled and cut at ±``limit``, so that a wild value at prediction does not carry a linear model away.
  func cut(_ number: Double) -> Double { min(max(self(number), -Self.limit), Self.limit) }

  /// Scales `numbers` where they lie.
  func apply(to numbers: inout [Double]) {
    for index in numbers.indices { numbers[index] = self(numbers[index]) }
  }

  func validate() throws(DamagedTransform) {
    try DamagedTransform.require(
      center.isFinite && scale.isFinite && scale > 0, "a scaling of \(scale) around \(center)")
  }
}
