import Testing

@testable import Search

@Suite struct GaussianProcessTrainingTests {
  private func curve(_ values: [Double]) -> [IntermediateValue] {
    values.enumerated().map { IntermediateValue(step: $0 + 1, value: $1) }
  }

  @Test func `failures and losses that are no number are kept without a loss`() {
    let training = TrainingSet(
      [
        Observation(number: 0, point: [0.1], losses: [1]),
        Observation(number: 1, point: [0.2], losses: [], ending: .failed),
        Observation(number: 2, point: [0.3], losses: [.nan]),
        Observation(number: 3, point: [0.4], losses: [.infinity]),
        Observation(number: 4, point: [0.5], losses: [2], violation: 1),
      ], objectiveCount: 1)
    #expect(training.rows.map { $0.losses?.first } == [1, nil, nil, nil, 2])
    #expect(training.rows.map(\.isFeasible) == [true, false, false, false, false])
    #expect(training.completeCount == 2)
    #expect(training.brokenConstraints == [0])
  }

  @Test func `a pruned trial is thought to gain what others gained, and never to be the best`() {
    let complete = [
      Observation(number: 0, point: [0.1], losses: [1], curve: curve([3, 2, 1])),
      Observation(number: 1, point: [0.2], losses: [2], curve: curve([5, 3, 2])),
      Observation(number: 2, point: [0.3], losses: [2], curve: curve([4, 2.5, 2])),
    ]
    let pruned = Observation(
      number: 3, point: [0.4], losses: [6], ending: .pruned, curve: curve([7, 6]))
    let promising = Observation(
      number: 4, point: [0.5], losses: [1.5], ending: .pruned, curve: curve([3, 1.5]))
    let silent = Observation(number: 5, point: [0.6], losses: [], ending: .pruned)
    let training = TrainingSet(complete + [pruned, promising, silent], objectiveCount: 1)
    #expect(training.rows[3].losses == [5])
    #expect(training.rows[4].losses == [1])
    #expect(training.rows[5].losses == nil)
  }

  @Test func `of too many trials the best and the latest are kept, in order`() {
    let observations = (0..<40).map { Observation(number: $0, point: [Double($0)], losses: [Double($0)]) }
    let reduced = TrainingSet(observations, objectiveCount: 1).reduced(to: 10)
    #expect(reduced.rows.map { $0.point[0] } == [0, 1, 2, 3, 4, 35, 36, 37, 38, 39])
  }
}
