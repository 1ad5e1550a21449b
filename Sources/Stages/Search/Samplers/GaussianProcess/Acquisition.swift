/// What is to be made large by the next point.
protocol Acquisition: Sendable {
  /// Its values at vectors that stand one after the other.
  func values(_ vectors: [Double]) -> [Double]
  /// Its value and gradient at one vector.
  func slope(_ vector: [Double]) -> (value: Double, gradient: [Double])
}
