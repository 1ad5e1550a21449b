import Testing

@testable import LatheCore

@Suite struct RandomSourceTests {
  @Test func `the same seed gives the same numbers`() {
    var first = RandomSource(seed: 7)
    var second = RandomSource(seed: 7)
    #expect((0..<100).map { _ in first.next() } == (0..<100).map { _ in second.next() })
  }

  @Test func `streams of one seed differ`() {
    var first = RandomSource(seed: 7, stream: "split")
    var second = RandomSource(seed: 7, stream: "bagging")
    #expect((0..<4).map { _ in first.next() } != (0..<4).map { _ in second.next() })
  }

  @Test func `uniform numbers fill the unit interval evenly`() {
    var source = RandomSource(seed: 1)
    let draws = (0..<100_000).map { _ in source.uniform() }
    #expect(draws.allSatisfy { (0..<1).contains($0) })
    #expect(abs(draws.reduce(0, +) / 100_000 - 0.5) < 0.005)
  }
}
