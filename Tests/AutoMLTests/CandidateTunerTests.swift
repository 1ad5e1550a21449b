import Learners
import Search
import Testing

@testable import AutoML

@Suite struct CandidateTunerTests {
  private func trial(_ candidate: Candidate, loss: Double) -> AutoML.Trial {
    AutoML.Trial(candidate: candidate, fits: [], predictions: [], loss: loss)
  }

  private func boosted(_ name: String, rate: Double) -> Candidate {
    let parameters = BoostedTreeParameters { $0.learningRate = rate }
    return Candidate(
      BoostedTreesLearner(name: name, settings: parameters), features: .trees, relativeCost: 1,
      boosting: parameters)
  }

  private var portfolio: [AutoML.Trial] {
    [
      trial(boosted("a", rate: 0.05), loss: 0.3), trial(boosted("b", rate: 0.01), loss: 0.29),
      trial(Candidate(ForestLearner(), features: .trees, relativeCost: 1.5), loss: 0.305),
      trial(Candidate(ForestLearner(.extremelyRandomised), features: .trees, relativeCost: 1.5), loss: 0.9),
      trial(Candidate(LogisticRegressionLearner(), features: .dense, relativeCost: 0.5), loss: 0.2),
    ]
  }

  private let plan = TuningPlan(patience: 100, looksFirst: true, hasCategories: true, seed: 3)

  private func tuner(reproducible: Bool) throws -> CandidateTuner {
    try #require(
      CandidateTuner(beginningWith: portfolio, plan: plan, isReproducible: reproducible, workers: 1))
  }

  @Test func `the families that did best are tuned, within their bounds`() throws {
    var tuner = try tuner(reproducible: false)
    var families: Set<String> = []
    for round in 0..<25 {
      let proposed = tuner.next()
      let candidate = try #require(proposed)
      #expect(CandidateTuner.isProposal(candidate.name))
      families.insert(candidate.learner.family.rawValue)
      if let parameters = candidate.boosting {
        #expect((0.005...0.1).contains(parameters.learningRate))
        #expect((2...200).contains(parameters.leaves))
      }
      tuner.finish(candidate.name, loss: 0.3 + 0.001 * Double(round))
    }
    #expect(families.isSubset(of: ["boostedTrees", "randomForest"]) && !families.isEmpty)
  }

  @Test func `proposals do not depend on who was faster, where they must not`() throws {
    func proposals(delay: Int) throws -> [[String: String]] {
      var tuner = try tuner(reproducible: true)
      var open: [(name: String, loss: Double)] = []
      var parameters: [[String: String]] = []
      while parameters.count < 14 {
        while tuner.mustWait || open.count > delay {
          let ended = open.removeFirst()
          tuner.finish(ended.name, loss: ended.loss)
        }
        let proposed = tuner.next()
        let candidate = try #require(proposed)
        parameters.append(candidate.learner.parameters)
        open.append((candidate.name, 0.2 + 0.01 * Double((parameters.count * 7) % 10)))
      }
      return parameters
    }
    let alone = try proposals(delay: 0)
    #expect(try proposals(delay: 1) == alone)
    #expect(try proposals(delay: 3) == alone)
    #expect(Set(alone.map(\.description)).count == alone.count)
  }

  @Test(arguments: [CandidateTuner.Rung.firstLook, .firstFolds])
  func `the worse half is given up`(rung: CandidateTuner.Rung) throws {
    var tuner = try tuner(reproducible: false)
    var givenUp: [Bool] = []
    for loss in [0.3, 0.5, 0.2, 0.25, 0.6] {
      let proposed = tuner.next()
      let candidate = try #require(proposed)
      givenUp.append(tuner.isHopeless(candidate.name, at: rung, loss: loss))
      tuner.finish(candidate.name, loss: givenUp.last == true ? nil : loss)
    }
    #expect(givenUp == [false, true, false, false, true])
  }

  @Test func `a candidate of the portfolio has a place in the space, and its place describes it`() throws {
    let space = try CandidateSpace(families: CandidateSpace.Family.allCases, hasCategories: false)
    let candidates = [
      boosted("a", rate: 0.03), Candidate(ForestLearner(), features: .trees, relativeCost: 1.5),
      Candidate(ForestLearner(.extremelyRandomised), features: .trees, relativeCost: 1.5),
      Candidate(
        SupportVectorMachineLearner(kernel: .radial(width: 2)), features: .dense, relativeCost: 2,
        isAtomic: true),
    ]
    for candidate in candidates {
      let assignment = try #require(space.assignment(of: candidate))
      let again = try #require(space.candidate(assignment, name: "again"))
      #expect(again.learner.family == candidate.learner.family)
      #expect(again.features == candidate.features)
    }
    let place = try #require(space.assignment(of: candidates[0]))
    let rate = try #require(space.candidate(place, name: "x")?.boosting?.learningRate)
    #expect(abs(rate - 0.03) < 1e-12)
    #expect(space.assignment(of: Candidate(NeighboursLearner(), features: .dense, relativeCost: 1)) == nil)
  }

  @Test func `without a family that can be tuned there is no tuner`() {
    let only = [trial(Candidate(LogisticRegressionLearner(), features: .dense, relativeCost: 0.5), loss: 0.2)]
    #expect(
      CandidateTuner(beginningWith: only, plan: plan, isReproducible: false, workers: 1) == nil)
  }
}
