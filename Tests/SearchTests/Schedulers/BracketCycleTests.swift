import Testing

@testable import Search

@Suite struct BracketCycleTests {
  @Test func `brackets have as many trials as in Hyperband's paper`() {
    // Table 1 of Li et al., JMLR 2018: R = 81, eta = 3.
    #expect(BracketCycle(depth: 5, count: 5, reductionFactor: 3).sizes == [81, 34, 15, 8, 5])
    #expect(BracketCycle(depth: 4, count: 2, reductionFactor: 3).sizes == [27, 12])
    #expect(BracketCycle(depth: 4, count: 1, reductionFactor: 3).sizes == [27])
  }

  @Test func `every trial has one place`() {
    let cycle = BracketCycle(depth: 4, count: 4, reductionFactor: 3)
    #expect(cycle.place(ofTrial: 26) == (0, 0))
    #expect(cycle.place(ofTrial: 27) == (0, 1))
    #expect(cycle.place(ofTrial: 48) == (0, 3))
    #expect(cycle.place(ofTrial: 49) == (1, 0))
    let counts = (0..<490).reduce(into: [0, 0, 0, 0]) { $0[cycle.place(ofTrial: $1).bracket] += 1 }
    #expect(counts == [270, 120, 60, 40])
  }
}
