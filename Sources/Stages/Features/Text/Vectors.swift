/// The inner loops of the decompositions, over plain pointers and without index arithmetic, so that they run on vector registers.
enum Vectors {
  /// Adds `factor` times the `count` numbers at `numbers` to those at `sum`.
  @inline(__always)
  static func add(
    _ numbers: UnsafePointer<Float>, times factor: Float, to sum: UnsafeMutablePointer<Float>, count: Int
  ) {
    for index in 0..<count { sum[index] += factor * numbers[index] }
  }

  /// The same, summed in double precision.
  @inline(__always)
  static func add(
    _ numbers: UnsafePointer<Float>, times factor: Double, to sum: UnsafeMutablePointer<Double>, count: Int
  ) {
    for index in 0..<count { sum[index] += factor * Double(numbers[index]) }
  }
}
