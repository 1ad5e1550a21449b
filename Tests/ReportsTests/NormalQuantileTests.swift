import Testing

@testable import Reports

@Suite struct NormalQuantileTests {
  /// scipy.stats.norm.ppf
  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.959963984540054), (0.0025, -2.807033768343804), (0.99, 2.3263478740408408),
  ])
  func `quantiles agree with SciPy`(share: Double, expected: Double) {
    #expect((NormalQuantile.value(share) - expected).magnitude < 1e-9)
  }
}
