import Testing

@testable import Search

@Suite struct StudentDistributionTests {
  @Test func `tails are those of SciPy`() {
    // scipy.stats.t.sf
    let expected: [(Double, Double, Double)] = [
      (0.5, 1, 0.35241638234956674), (2, 3, 0.06966298427942152), (-1.3, 4, 0.868274201764388),
      (6, 10, 6.605443017739279e-05), (1.959963984540054, 200, 0.025694541016670888),
      (40, 2, 0.0003122073360923703),
    ]
    for (value, freedom, tail) in expected {
      let ours = StudentDistribution.upperTail(value, degreesOfFreedom: freedom)
      #expect(abs(ours - tail) <= 1e-12 * tail)
    }
    #expect(StudentDistribution.upperTail(.infinity, degreesOfFreedom: 3) == 0)
  }

  @Test func `the incomplete beta function is that of SciPy`() {
    // scipy.stats.beta.cdf
    #expect(abs(IncompleteBeta.regularized(0.3, 2.5, 0.5) - 0.018927124071945658) < 1e-14)
    #expect(abs(IncompleteBeta.regularized(0.9, 0.5, 7) - 0.9999999780702157) < 1e-14)
    #expect(IncompleteBeta.regularized(0, 2, 3) == 0)
    #expect(IncompleteBeta.regularized(1, 2, 3) == 1)
  }
}
