import LatheCore
import Testing

@testable import Search

@Suite struct MarginCorrectionTests {
  private func probability(below border: Double, _ mean: Double, _ deviation: Double) -> Double {
    NormalDistribution.cumulative((border - mean) / deviation)
  }

  @Test(arguments: [0.21, 0.25, 0.299])
  func `both neighbours keep half the margin`(mean: Double) {
    let corrected = MarginCorrection.corrected(mean: mean, deviation: 1e-4, cell: (0.2, 0.3), margin: 0.1)
    let deviation = 1e-4 * corrected.factor
    #expect(probability(below: 0.2, corrected.mean, deviation) > 0.0499)
    #expect(1 - probability(below: 0.3, corrected.mean, deviation) > 0.0499)
    #expect(corrected.mean > 0.2 && corrected.mean < 0.3)
  }

  @Test func `a wide distribution stays as it is`() {
    let corrected = MarginCorrection.corrected(mean: 0.26, deviation: 0.3, cell: (0.2, 0.3), margin: 0.1)
    #expect(corrected.mean == 0.26 && corrected.factor == 1)
  }

  @Test func `at the end of the axis the one neighbour keeps the margin`() {
    let low = MarginCorrection.corrected(mean: 0.02, deviation: 0.001, cell: (nil, 0.1), margin: 0.05)
    #expect(abs(1 - probability(below: 0.1, low.mean, 0.001) - 0.05) < 1e-9)
    let high = MarginCorrection.corrected(mean: 0.98, deviation: 0.001, cell: (0.9, nil), margin: 0.05)
    #expect(abs(probability(below: 0.9, high.mean, 0.001) - 0.05) < 1e-9)
  }

  @Test func `a single cell needs nothing`() {
    #expect(MarginCorrection.corrected(mean: 0.4, deviation: 1, cell: (nil, nil), margin: 0.1).mean == 0.4)
  }
}
