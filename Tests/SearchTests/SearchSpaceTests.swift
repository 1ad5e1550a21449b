import Foundation
import LatheCore
import Search
import Testing

@Suite struct SearchSpaceTests {
  static let tree: [Parameter] = [
    Parameter("depth", .integer(low: 1, high: 4), if: .init("booster", isOneOf: ["tree", "dart"])),
    Parameter(
      "drop", .float(low: 0, high: 1), if: .init("booster", isOneOf: ["dart"]),
      .init("depth", isOneOf: [3, 4])),
    Parameter("booster", .categorical(["linear", "tree", "dart"])),
  ]

  @Test func `parents come before what depends on them`() throws {
    #expect(try SearchSpace(Self.tree).parameters.map(\.name) == ["booster", "depth", "drop"])
  }

  @Test func `random points have exactly the parameters whose conditions hold`() throws {
    let space = EncodedSpace(try SearchSpace(Self.tree))
    var random = RandomSource(seed: 3)
    var seen: Set<String> = []
    for _ in 0..<300 {
      let values = space.assignment(at: space.randomPoint(using: &random))
      let hasDepth = values["booster"] != "linear"
      let hasDrop = values["booster"] == "dart" && (values["depth"] == 3 || values["depth"] == 4)
      #expect((values["depth"] != nil) == hasDepth)
      #expect((values["drop"] != nil) == hasDrop)
      seen.insert("\(hasDepth) \(hasDrop)")
    }
    #expect(seen.count == 3)
  }

  @Test func `the number of points counts branches once`() throws {
    let space = try SearchSpace([
      Parameter("b", .categorical(["u", "v"])), Parameter("c", .boolean, if: .init("b", isOneOf: ["v"])),
      Parameter("a", .integer(low: 0, high: 4)),
    ])
    #expect(EncodedSpace(space).count(limit: 100) == 15)
    #expect(EncodedSpace(space).count(limit: 14) == nil)
  }

  @Test(arguments: [
    [Parameter("a", .boolean), Parameter("a", .boolean)],
    [Parameter("", .boolean)],
    [Parameter("a", .float(low: 2, high: 1))],
    [Parameter("a", .float(low: 0, high: 1, scale: .logarithmic))],
    [Parameter("a", .float(low: 0, high: .infinity))],
    [Parameter("a", .float(low: 0, high: 1, step: 0))],
    [Parameter("a", .integer(low: 0, high: 5, scale: .logarithmic))],
    [Parameter("a", .integer(low: 0, high: 5, step: 0))],
    [Parameter("a", .integer(low: .min, high: .max))],
    [Parameter("a", .categorical([]))],
    [Parameter("a", .categorical(["x", "x"]))],
    [Parameter("a", .boolean, if: .init("b", isOneOf: [true]))],
    [Parameter("a", .boolean, if: .init("b", isOneOf: [])), Parameter("b", .boolean)],
    [Parameter("a", .boolean, if: .init("b", isOneOf: ["x"])), Parameter("b", .boolean)],
    [Parameter("a", .boolean, if: .init("b", isOneOf: [0.5])), Parameter("b", .float(low: 0, high: 1))],
    [
      Parameter("a", .boolean, if: .init("b", isOneOf: [true])),
      Parameter("b", .boolean, if: .init("a", isOneOf: [true])),
    ],
  ])
  func `a space that makes no sense is refused`(parameters: [Parameter]) {
    #expect(throws: SearchError.self) { try SearchSpace(parameters) }
  }

  @Test func `JSON says the same before and after`() throws {
    let text = """
      {"parameters": [
        {"name": "lr", "type": "float", "low": 1e-4, "high": 1, "log": true},
        {"name": "units", "type": "integer", "low": 16, "high": 256, "step": 16},
        {"name": "batch", "type": "ordinal", "choices": [16, 32, 64]},
        {"name": "optimizer", "type": "categorical", "choices": ["sgd", "adam"]},
        {"name": "momentum", "type": "float", "low": 0, "high": 0.9, "step": 0.1,
         "conditions": [{"parent": "optimizer", "values": ["sgd"]}]},
        {"name": "nesterov", "type": "boolean", "conditions": [{"parent": "optimizer", "values": ["sgd"]}]}],
       "constraints": ["units * batch <= 8192"]}
      """
    let space = try JSONDecoder().decode(SearchSpace.self, from: Data(text.utf8))
    #expect(space.parameters[0].domain == .float(low: 1e-4, high: 1, scale: .logarithmic))
    #expect(space.parameters[2].domain == .ordinal([16, 32, 64]))
    #expect(space.restrictions.map(\.text) == ["units * batch <= 8192"])
    #expect(try JSONDecoder().decode(SearchSpace.self, from: JSONEncoder().encode(space)) == space)
  }

  @Test func `merging widens domains and adds parameters`() throws {
    let space = try SearchSpace([
      Parameter("x", .float(low: 0, high: 1)), Parameter("k", .categorical(["a", "b"])),
    ])
    let merged = try space.merging([
      Parameter("x", .float(low: -1, high: 0.5)), Parameter("k", .categorical(["b", "c"])),
      Parameter("n", .boolean),
    ])
    #expect(
      merged.parameters.map(\.domain) == [.float(low: -1, high: 1), .categorical(["a", "b", "c"]), .boolean])
    #expect(throws: SearchError.self) { try space.merging([Parameter("x", .integer(low: 0, high: 1))]) }
    #expect(throws: SearchError.self) {
      try space.merging([Parameter("x", .float(low: 1, high: 2, scale: .logarithmic))])
    }
  }
}
