import Features
import LatheCore
import Learners
import Testing

@testable import AutoML

@Suite struct FirstLookTests {
  @Test func `a look takes a quarter of the rows, the same ones each time`() {
    let rows = 1_000
    let set = LearningSet(
      problem: .regression(),
      features: FeatureMatrix(
        features: [Feature(name: "x", source: "x")], columns: [(0..<rows).map(Double.init)], rowCount: rows),
      targets: (0..<rows).map(Double.init))
    let sample = FirstLook.sample(of: set, seed: 4)
    #expect(sample.rowCount == 250)
    #expect(Set(sample.targets).count == 250)
    #expect(FirstLook.sample(of: set, seed: 4).targets == sample.targets)
    #expect(FirstLook.sample(of: set, seed: 5).targets != sample.targets)
  }

  @Test func `boosting goes in fewer and larger rounds, a forest has fewer trees, others stay as they are`() {
    let boosting = BoostedTreesLearner(name: "b", settings: BoostedTreeParameters { $0.learningRate = 0.02 })
    let looked = Candidate(boosting, features: .trees, relativeCost: 1).learnerOfFirstLook
    #expect(abs(((looked as? BoostedTreesLearner)?.settings.learningRate ?? 0) - 0.06) < 1e-12)

    let forest = ForestLearner(settings: ForestParameters { $0.trees = 300 })
    let thin = Candidate(forest, features: .trees, relativeCost: 1).learnerOfFirstLook
    #expect((thin as? ForestLearner)?.settings.trees == 100)

    let neighbours = Candidate(NeighboursLearner(), features: .dense, relativeCost: 1).learnerOfFirstLook
    #expect(neighbours.parameters == NeighboursLearner().parameters)
  }

  @Test(arguments: [(9_999, false), (10_000, true)])
  func `few rows are not worth a look`(rows: Int, isWorthwhile: Bool) {
    #expect(FirstLook.isWorthwhile(rows: rows) == isWorthwhile)
  }
}
