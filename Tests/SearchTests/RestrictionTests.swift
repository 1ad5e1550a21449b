import LatheCore
import Search
import Testing

@Suite struct RestrictionTests {
  @Test(
    arguments: [
      ("a + b <= 3", ["a": 1, "b": 2.0], true), ("a + b < 3", ["a": 1, "b": 2.0], false),
      ("a - b - 1 == -2", ["a": 1, "b": 2], true), ("a * b / 2 >= 1", ["a": 1, "b": 2], true),
      ("2 + 3 * a == 5", ["a": 1], true), ("(2 + 3) * a == 5", ["a": 1], true), ("-a < 0", ["a": 1], true),
      ("k != 'sgd' or m > 0.5", ["k": "sgd", "m": 0.4], false),
      ("k != 'sgd' or m > 0.5", ["k": "adam", "m": 0.4], true),
      ("not (k == \"sgd\" and flag)", ["k": "sgd", "flag": true], false),
      ("flag == false", ["flag": false], true),
      ("max(a, b, 2) == 5 and min(a, b) == 1", ["a": 1, "b": 5], true),
      ("sqrt(a) == 3 and abs(-a) == 9", ["a": 9], true),
      ("log(exp(a)) > 0.99 and 1e-2 < a", ["a": 1], true), ("a < 1", [:], true),
      ("k < 1", ["k": "sgd"], false),
    ] as [(String, [String: ParameterValue], Bool)])
  func `a condition holds where arithmetic says so`(
    text: String, values: [String: ParameterValue], holds: Bool
  ) throws {
    #expect(try Restriction(text).holds(for: values) == holds)
  }

  @Test(arguments: [
    "", "a <", "a < 1)", "(a < 1", "a < 'x", "a ? b", "f(a) < 1", "log(a, b) < 1", "a < 1e999", "a b", "< 1",
    "not",
    String(repeating: "(", count: 200) + "a" + String(repeating: ")", count: 200),
    String(repeating: "-", count: 5000) + "1",
    String(repeating: "a+", count: 20_000),
  ])
  func `text that is no condition is refused`(text: String) {
    #expect(throws: SearchError.self) { try Restriction(text) }
  }

  @Test func `random text never crashes the parser`() {
    var random = RandomSource(seed: 5)
    let pieces = [
      "a", "(", ")", "<", "<=", "or", "and", "not", " ", "1.5", "'x'", "+", "-", "*", "/", ",", "max", "e",
      ".", "\"", "é",
    ]
    var read = 0
    for _ in 0..<5000 {
      let text = (0..<Int.random(in: 1...12, using: &random)).map { _ in
        pieces.randomElement(using: &random) ?? ""
      }.joined()
      if let restriction = try? Restriction(text) {
        read += 1
        _ = restriction.holds(for: ["a": 1, "e": "x"])
      }
    }
    #expect(read > 100)
  }

  @Test func `proposals keep the restrictions`() throws {
    let space = try SearchSpace(
      [
        Parameter("x", .float(low: 0, high: 1)), Parameter("y", .float(low: 0, high: 1)),
        Parameter("n", .integer(low: 1, high: 9)),
      ],
      where: [Restriction("x + y <= 0.5"), Restriction("n * x <= 2")])
    let study = try Study(space: space, sampler: RandomSampler())
    try study.enqueue(["x": 0.45])
    for _ in 0..<50 {
      let trial = try study.ask()
      #expect(space.restrictions.allSatisfy { $0.holds(for: trial.parameters) })
      if trial.number == 0 { #expect(trial.parameters["x"] == 0.45) }
      try study.tell(trial, 0)
    }
  }

  @Test func `restrictions that nothing keeps are an error`() throws {
    let space = try SearchSpace([Parameter("x", .float(low: 0, high: 1))], where: [Restriction("x > 2")])
    #expect(throws: SearchError.self) { try Study(space: space).ask() }
    #expect(throws: SearchError.self) { try SearchSpace([], where: [Restriction("x > 2")]) }
  }
}
