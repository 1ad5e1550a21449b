import Testing

@testable import Search

@Suite struct GaussianProcessMinimizerTests {
  private func rosenbrock(_ x: [Double]) -> (value: Double, gradient: [Double]) {
    let a = 1 - x[0]
    let b = x[1] - x[0] * x[0]
    return (a * a + 100 * b * b, [-2 * a - 400 * x[0] * b, 200 * b])
  }

  @Test func `it follows a curved valley to its end`() {
    let minimizer = BoundedMinimizer(
      lowest: [-5, -5], highest: [5, 5], evaluationLimit: 300, gradientTolerance: 1e-7, valueTolerance: 1e-16)
    let end = minimizer.minimize(from: [-1.2, 1], rosenbrock)
    #expect(abs(end.point[0] - 1) < 1e-4)
    #expect(abs(end.point[1] - 1) < 1e-4)
    #expect(end.evaluations < 150)
  }

  @Test func `it stops at the bound beyond which the minimum lies, and moves along it`() {
    let minimizer = BoundedMinimizer(
      lowest: [-5, -5], highest: [0.5, 5], evaluationLimit: 300, gradientTolerance: 1e-7,
      valueTolerance: 1e-16)
    let end = minimizer.minimize(from: [-1.2, 1], rosenbrock)
    #expect(end.point[0] == 0.5)
    #expect(abs(end.point[1] - 0.25) < 1e-4)
  }

  @Test func `a start outside the box is brought into it, and one that is no number is given back`() {
    let minimizer = BoundedMinimizer(lowest: [0], highest: [1])
    #expect(
      minimizer.minimize(from: [7]) { (($0[0] - 0.25) * ($0[0] - 0.25), [2 * ($0[0] - 0.25)]) }.point[0]
        < 0.2501)
    let end = minimizer.minimize(from: [0.5]) { _ in (.nan, [.nan]) }
    #expect(end.point == [0.5])
    #expect(end.value == .infinity)
  }
}
