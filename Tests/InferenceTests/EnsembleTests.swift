import Testing

@testable import Inference

@Suite struct EnsembleTests {
  @Test func `members are averaged by weight`() {
    let ensemble = Ensemble(weights: [0.75, 0, 0.25])
    #expect(ensemble.combine([[1, 2], [100, 100], [3, 6]]) == [1.5, 3])
  }

  @Test func `one member of weight one answers unchanged`() {
    #expect(Ensemble(weights: [1]).combine([[0.1, 0.2, 0.3]]) == [0.1, 0.2, 0.3])
  }
}
