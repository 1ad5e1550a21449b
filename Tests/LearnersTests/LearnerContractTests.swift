import LearnerTesting
import Learners
import Testing

@Suite struct LearnerContractTests {
  static let learners: [any Learner] =
    [
      ConstantLearner(),
      LinearRegressionLearner(penalty: .none), LinearRegressionLearner(penalty: .ridge),
      LinearRegressionLearner(penalty: .lasso), LinearRegressionLearner(penalty: .elasticNet(mixing: 0.5)),
      LogisticRegressionLearner(penalty: .ridge),
      LogisticRegressionLearner(penalty: .elasticNet(mixing: 0.5)),
      SupportVectorMachineLearner(kernel: .linear), SupportVectorMachineLearner(kernel: .radial(width: 1)),
      NeighboursLearner(featureWeighting: .equal), NeighboursLearner(featureWeighting: .relevance),
    ] + TreeLearners.small

  @Test(arguments: learners.indices, LearnerContract.Check.allCases)
  func `a learner keeps the contract`(learner: Int, check: LearnerContract.Check) throws {
    try LearnerContract(Self.learners[learner]).verify(check)
  }

  @Test func `names are unique`() {
    let names = Self.learners.map(\.name)
    #expect(Set(names).count == names.count)
  }
}
