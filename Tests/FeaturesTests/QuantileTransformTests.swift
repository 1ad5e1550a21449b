import LatheCore
import Testing

@testable import Features

@Suite struct QuantileTransformTests {
  @Test func `values are transformed as scikit-learn's QuantileTransformer does`() throws {
    for golden in try Golden.load().quantiles {
      let transform = QuantileTransform(sorted: golden.training.sorted())
      #expect(agree(golden.asked.map { transform($0) }, golden.expected, tolerance: 1e-6), "\(golden.name)")
    }
  }

  @Test func `a larger value is never mapped below a smaller one`() {
    var random = RandomSource(seed: 1)
    let training = (0..<500).map { _ in (random.uniform() * 8).rounded() * random.uniform() }
    let transform = QuantileTransform(sorted: training.sorted())
    let asked = (0...1000).map { Double($0) / 100 - 1 }.map { transform($0) }
    #expect(zip(asked, asked.dropFirst()).allSatisfy { $0 <= $1 })
  }

  @Test func `numbers at the limits of their type stay finite`() {
    let huge = Double.greatestFiniteMagnitude
    let transform = QuantileTransform(sorted: [-huge, -1, 0, 1, huge])
    #expect([-huge, -1e300, 0.5, 1e300, huge, .infinity].allSatisfy { transform($0).isFinite })
  }
}
