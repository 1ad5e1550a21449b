import Testing

@testable import Search

@Suite struct SobolSamplerTests {
  private let space: EncodedSpace

  init() throws {
    space = EncodedSpace(
      try SearchSpace([
        Parameter("kind", .categorical(["a", "b", "c", "d"])),
        Parameter("depth", .integer(low: 1, high: 8), if: .init("kind", isOneOf: ["b", "c"])),
        Parameter("rate", .float(low: 1e-4, high: 1, scale: .logarithmic)),
      ]))
  }

  private func point(_ number: Int, ordinal: Int, seed: UInt64 = 1) -> Point {
    var sampler = SobolSampler()
    return sampler.propose(
      SamplingRequest(space: space, number: number, ordinal: ordinal, seed: seed)
    ).point
  }

  @Test func `categories and numbers are spread evenly`() {
    let points = (0..<64).map { point($0, ordinal: $0) }
    for kind in 0..<4 { #expect(points.count { $0[0] == Double(kind) } == 16) }
    for slice in 0..<64 { #expect(points.count { Int($0[2] * 64) == slice } == 1) }
  }

  @Test func `parameters that are not there have no position`() {
    for number in 0..<64 {
      let point = point(number, ordinal: number)
      #expect(point[1].isNaN == (point[0] == 0 || point[0] == 3))
    }
  }

  @Test func `enqueued trials use up no points`() {
    #expect(point(9, ordinal: 4)[2] == point(4, ordinal: 4)[2])
    #expect(point(4, ordinal: 4)[2] != point(4, ordinal: 5)[2])
  }

  @Test func `a used sampler proposes what a fresh one does`() {
    var used = SobolSampler()
    for seed in [1, 2] as [UInt64] {
      for number in 0..<5 {
        let request = SamplingRequest(space: space, number: number, seed: seed)
        #expect(used.propose(request).point[2] == point(number, ordinal: number, seed: seed)[2])
      }
    }
  }
}
