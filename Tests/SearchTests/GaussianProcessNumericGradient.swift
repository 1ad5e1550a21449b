/// The gradient of a function by central differences.
func numericGradient(of function: ([Double]) -> Double, at point: [Double], step: Double = 1e-5) -> [Double] {
  point.indices.map { index in
    var above = point
    var below = point
    above[index] += step
    below[index] -= step
    return (function(above) - function(below)) / (2 * step)
  }
}
