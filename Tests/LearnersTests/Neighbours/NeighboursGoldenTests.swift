import LatheCore
import Models
import Testing

@testable import Learners

@Suite struct NeighboursGoldenTests {
  private let golden: ScikitLearnGolden

  init() throws { golden = try ScikitLearnGolden.load() }

  @Test(arguments: [("uniform", NeighboursModel.Weighting.uniform), ("distance", .inverseDistance)])
  func `answers are scikit-learn's`(name: String, weighting: NeighboursModel.Weighting) throws {
    for (problem, prefix) in [
      (LearningProblem.regression(), "neighbours"), (.threeClasses, "neighbourClasses"),
    ] {
      let set = golden.set(problem)
      var path = NeighboursPath(
        set, counts: [7], weighting: weighting, scales: [Double](repeating: 1, count: 5), smoothing: 0)
      let model = try #require(try path.next(FitLimits())).model
      #expect(isClose(model.predict(golden.queryMatrix), try golden.expected("\(prefix)-\(name)"), 1e-5))
    }
  }

  @Test func `a stored row is its own nearest neighbour`() throws {
    let set = golden.set(.regression())
    var path = NeighboursPath(
      set, counts: [5], weighting: .inverseDistance, scales: [Double](repeating: 1, count: 5), smoothing: 0)
    let model = try #require(try path.next(FitLimits())).model
    #expect(isClose(model.predict(set.features), set.targets, 1e-12))
  }

  @Test func `numbers of neighbours that are answered together are answered as each alone`() throws {
    for problem in [LearningProblem.regression(), .regression(loss: .absoluteError), .threeClasses] {
      let set = golden.set(problem)
      var path = NeighboursPath(
        set, counts: [20, 7, 1], weighting: .inverseDistance, scales: [Double](repeating: 1, count: 5),
        smoothing: 1)
      for _ in 0..<3 {
        let model = try #require(try path.next(FitLimits())).model
        let answers = path.answers(of: model, to: golden.queryMatrix, FitLimits())
        #expect(answers == model.predict(golden.queryMatrix))
      }
    }
  }
}
