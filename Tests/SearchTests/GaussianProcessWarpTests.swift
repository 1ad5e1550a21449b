import Foundation
import Testing

@testable import Search

@Suite struct GaussianProcessWarpTests {
  @Test(arguments: [
    [3.0, 1, 2, 10, 5, 4], [1e-9, 2e-9, 5e-9, 1e-3, 7], [1, 1e300, -1e300, 5, 7, 9],
    [-5, -4, -3, 1e12, 1e13, 2e13, 0],
  ])
  func `the warp keeps the order and ends with a mean of 0 and a variance of 1`(_ losses: [Double]) {
    let warped = OutputWarp.targets(losses)
    let isFinite = warped.allSatisfy(\.isFinite)
    #expect(isFinite)
    let mean = warped.reduce(0, +) / Double(warped.count)
    #expect(abs(mean) < 1e-9)
    #expect(abs(warped.reduce(0) { $0 + $1 * $1 } / Double(warped.count) - 1) < 1e-6)
    for (a, b) in zip(
      losses.indices.sorted { losses[$0] < losses[$1] },
      losses.indices.sorted { losses[$0] < losses[$1] }.dropFirst())
    {
      #expect(warped[a] <= warped[b])
    }
  }

  @Test func `the best losses stay apart although one is huge`() {
    let warped = OutputWarp.targets([0.1, 0.2, 0.3, 0.4, 0.5, 1e9])
    #expect(warped[1] - warped[0] > 0.1)
    #expect(warped[5] - warped[4] < 3)
  }

  @Test func `equal losses are all 0, and trials without one are as bad as the worst`() {
    #expect(OutputWarp.targets([2, 2, 2]) == [0, 0, 0])
    #expect(OutputWarp.targets([nil, nil]) == [0, 0])
    let warped = OutputWarp.targets([1, nil, 5, 3, 2])
    #expect(warped[1] == warped[2])
    #expect(warped[0] < warped[4])
  }

  @Test func `broken constraints are above 0 by their size and the others below`() {
    let targets = ConstraintWarp.targets([0, 2, 0.5, nil, 8])
    #expect(targets[0] < 0)
    #expect(targets[2] > 0)
    #expect(targets[1] > targets[2])
    #expect(targets[4] > targets[1])
    #expect(targets[3] == 0)
  }

  @Test func `a constraint keeps its sign and its order, and its scale does not matter`() {
    let values: [Double?] = [-4, -0.1, 0, nil, 0.2, 1e6]
    let targets = ConstraintWarp.targets(values)
    #expect(targets[0] < targets[1] && targets[1] < 0 && targets[2] == 0 && targets[3] == 0)
    #expect(0 < targets[4] && targets[4] < targets[5] && targets[5] < 20)
    let scaled = ConstraintWarp.targets(values.map { $0.map { $0 * 1000 } })
    #expect(zip(targets, scaled).allSatisfy { abs($0 - $1) < 1e-9 })
  }
}
