import Testing

@testable import Search

@Suite struct ObservationRankingTests {
  private func best(_ count: Int, of observations: [Observation], objectives: Int = 1) -> [Int] {
    var ranking = ObservationRanking(objectiveCount: objectives)
    for (slot, observation) in observations.enumerated() { ranking.insert(observation, slot: slot) }
    return ranking.best(count)
  }

  @Test func `results come before early ends, these before broken constraints, these before failures`() {
    let observations = [
      Observation(number: 0, point: [0], losses: [], ending: .failed),
      Observation(number: 1, point: [0], losses: [1], violation: 2),
      Observation(number: 2, point: [0], losses: [1], violation: 1),
      Observation(
        number: 3, point: [0], losses: [5], ending: .pruned, curve: [IntermediateValue(step: 3, value: 5)]),
      Observation(
        number: 4, point: [0], losses: [9], ending: .pruned, curve: [IntermediateValue(step: 8, value: 9)]),
      Observation(number: 5, point: [0], losses: [7]),
      Observation(number: 6, point: [0], losses: [3]),
    ]
    let orders = (1...7).map { best($0, of: observations) }
    #expect(
      orders == [
        [6], [5, 6], [4, 5, 6], [3, 4, 5, 6], [2, 3, 4, 5, 6], [1, 2, 3, 4, 5, 6], [0, 1, 2, 3, 4, 5, 6],
      ])
  }

  @Test func `of equal results the earlier is the better`() {
    let observations = (0..<4).map { Observation(number: $0, point: [0], losses: [1]) }
    #expect(best(2, of: observations) == [0, 1])
  }

  @Test func `numbers that are none count as failures`() {
    let observations = [Double.nan, .infinity, 4].enumerated().map {
      Observation(number: $0, point: [0], losses: [$1])
    }
    #expect(best(1, of: observations) == [2])
  }

  @Test func `with two objectives whole layers are taken, then the largest areas`() {
    // Worse in both than all others; a front of four, of which two lie close together.
    let losses: [[Double]] = [[9, 9], [0, 8], [4, 4], [4.1, 3.9], [8, 0]]
    let observations = losses.enumerated().map { Observation(number: $0, point: [0], losses: $1) }
    #expect(best(1, of: observations, objectives: 2).count == 1)
    let three = best(3, of: observations, objectives: 2)
    #expect(three.contains(1) && three.contains(4) && !three.contains(0))
    #expect(best(4, of: observations, objectives: 2) == [1, 2, 3, 4])
  }

  @Test func `areas are chosen as by trying all`() {
    let losses: [[Double]] = [[1, 9], [2, 7], [3, 6.5], [5, 4], [6, 3.8], [9, 1]]
    // The first to be chosen dominates the largest rectangle below the reference (9.9, 9.9).
    let first = ParetoSelection.best(1, of: losses)
    #expect(first == [3])
    #expect(Set(ParetoSelection.best(6, of: losses)) == Set(0..<6))
  }

  @Test func `with three objectives the ends of the front are kept`() {
    let losses: [[Double]] = [[0, 5, 5], [5, 0, 5], [5, 5, 0], [3, 3, 3], [3.1, 3, 2.9]]
    let chosen = ParetoSelection.best(3, of: losses)
    #expect(chosen == [0, 1, 2])
  }
}
