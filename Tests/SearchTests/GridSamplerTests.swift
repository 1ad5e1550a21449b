import Search
import Testing

@Suite struct GridSamplerTests {
  @Test func `every combination comes once, then the study ends`() throws {
    let space = try SearchSpace([
      Parameter("x", .float(low: 0, high: 1)), Parameter("b", .categorical(["u", "v"])),
      Parameter("c", .boolean, if: .init("b", isOneOf: ["v"])),
      Parameter("n", .integer(low: 1, high: 1000, scale: .logarithmic)),
    ])
    let study = try Study(space: space, sampler: GridSampler(resolution: 4), seed: 9)
    try study.enqueue(["x": 0.123])
    var seen: Set<[String: ParameterValue]> = []
    while let trial = try study.next(limit: nil) {
      #expect(seen.insert(trial.parameters).inserted)
      try study.tell(trial, 0)
    }
    #expect(seen.count == 1 + 4 * 3 * 4)
    #expect(throws: SearchError.self) { try study.ask() }
  }

  @Test func `a grid without measure is refused`() throws {
    let space = try SearchSpace((0..<20).map { Parameter("x\($0)", .float(low: 0, high: 1)) })
    #expect(throws: SearchError.self) { try Study(space: space, sampler: GridSampler()).ask() }
  }
}
