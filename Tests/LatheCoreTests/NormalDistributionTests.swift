import LatheCore
import Testing

@Suite struct NormalDistributionTests {
  /// scipy.stats.norm.ppf
  @Test(arguments: [
    (0.5, 0.0), (0.975, 1.959963984540054), (0.99, 2.3263478740408408), (0.0025, -2.807033768343804),
    (0.001, -3.090232306167813), (1e-7, -5.1993375821928165), (1e-12, -7.034483825301131),
    (1e-300, -37.0470962993612),
  ])
  func `quantiles agree with SciPy and the distribution function turns them back`(
    probability: Double, value: Double
  ) {
    #expect(abs(NormalDistribution.quantile(probability) - value) <= 1e-12 * max(1, abs(value)))
    #expect(abs(NormalDistribution.cumulative(value) - probability) <= 1e-12)
  }

  @Test func `all and nothing lie at infinity`() {
    #expect(NormalDistribution.quantile(0) == -.infinity && NormalDistribution.quantile(1) == .infinity)
  }
}
