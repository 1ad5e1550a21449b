/// A line that a program sends to the optimizer; `Documentation/optimizer-protocol.md` describes it.
struct OptimizerRequest: Decodable {
  /// What is asked for.
  enum Command: String, Decodable, CaseIterable {
    case hello, start, ask, report, tell, enqueue, best, end, quit
  }

  /// How a trial has ended.
  enum State: String, Decodable {
    case ok, pruned, fail
  }

  let command: Command
  var version: Int?
  var seed: Int64?
  var budget: Int?
  var directions: [Direction]?
  var space: SearchSpace?
  var constraintCount: Int?
  var maximumStep: Int?
  var parallelism: Int?
  var sampler: StrategyChoice?
  var scheduler: StrategyChoice?
  var identifier: Int?
  var step: Int?
  var value: Double?
  var state: State?
  var values: [Double?]?
  var constraints: [Double?]?
  var parameters: [String: ParameterValue]?

  private enum CodingKeys: String, CodingKey {
    case command = "cmd"
    case version, seed, budget, directions, space
    case constraintCount = "n_constraints"
    case maximumStep = "max_step"
    case parallelism = "parallel"
    case sampler, scheduler
    case identifier = "id"
    case step, value, state, values, constraints
    case parameters = "params"
  }
}

/// A line that the optimizer answers with; what is `nil` is left out.
struct OptimizerReply: Encodable {
  var ok: Bool?
  var error: String?
  var name: String?
  var version: String?
  var identifier: Int?
  var parameters: [String: ParameterValue]?
  var until: Int?
  var continues: Int?
  var prune: Bool?
  var values: [Double]?

  static let done = OptimizerReply(ok: true)

  private enum CodingKeys: String, CodingKey {
    case ok, error, name, version
    case identifier = "id"
    case parameters = "params"
    case until, continues, prune, values
  }
}
