import LatheCore
import Learners
import Testing

@testable import AutoML

@Suite struct PaceTests {
  private func candidate(rate: Double, name: String = "b") -> Candidate {
    let parameters = BoostedTreeParameters { $0.learningRate = rate }
    return Candidate(
      BoostedTreesLearner(name: name, settings: parameters), features: .trees, relativeCost: 1,
      boosting: parameters)
  }

  private var standard: Candidate { candidate(rate: BoostedTreeParameters().learningRate) }

  @Test func `half the learning rate takes twice as long`() throws {
    let pace = Pace(expectedSecondsPerFit: 3)
    let slow = candidate(rate: BoostedTreeParameters().learningRate / 2)
    #expect(try #require(pace.seconds(of: standard)) == 3)
    #expect(abs(try #require(pace.seconds(of: slow)) - 6) < 1e-9)
  }

  @Test func `nothing is foretold before anything was seen`() {
    #expect(Pace(expectedSecondsPerFit: nil).seconds(of: standard) == nil)
  }

  @Test func `a candidate is sped up to a limit, and named as before`() throws {
    let slow = candidate(rate: 0.02)
    #expect(slow.sped(by: 3, atAnyRate: false)?.boosting?.learningRate == 0.06)
    #expect(slow.sped(by: 3, atAnyRate: false)?.name == slow.name)
    #expect(slow.sped(by: 100, atAnyRate: false).map(\.name) == nil)
    #expect(slow.sped(by: 100, atAnyRate: true)?.boosting?.learningRate == Candidate.largestLearningRate)
  }
}
