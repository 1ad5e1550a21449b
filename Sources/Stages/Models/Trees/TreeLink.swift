import Foundation
import LatheCore

/// The function from the sum of the trees to the answer, as LightGBM's objectives define it.
enum TreeLink: Sendable, Hashable {
  case identity
  /// The sign of the sum times its square: the target was learnt as its square root.
  case signedSquare
  case exponential
  case logOnePlusExponential
  case sigmoid(steepness: Double)
  case softmax
  /// One sigmoid a class, divided by their sum so that the probabilities add to one.
  case oneAgainstAll(steepness: Double)
  /// The mean of shares of rows: a probability already, and of several classes divided by their sum, as each class has
  /// trees of its own. No objective of LightGBM, but what its tools answer without one.
  case shares

  /// The link of the model text's `objective=` line, `nil` if it is none that answers `problem`.
  init?(objective: String, problem: LearningProblem) {
    let words = objective.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    guard let name = words.first else { return nil }
    func parameter(_ key: String) -> Double? {
      guard let word = words.dropFirst().first(where: { $0.hasPrefix(key + ":") }),
        let value = Double(word.dropFirst(key.count + 1)), value.isFinite
      else { return nil }
      return value
    }
    switch (problem.task, name, words.count) {
    case (.binary, "binary", 2):
      guard let steepness = parameter("sigmoid"), steepness > 0 else { return nil }
      self = .sigmoid(steepness: steepness)
    case (.binary, "cross_entropy", 1): self = .sigmoid(steepness: 1)
    case (.multiclass, "multiclass", 2):
      guard parameter("num_class") == Double(problem.outputCount) else { return nil }
      self = .softmax
    case (.multiclass, "multiclassova", 3):
      guard parameter("num_class") == Double(problem.outputCount), let steepness = parameter("sigmoid"),
        steepness > 0
      else { return nil }
      self = .oneAgainstAll(steepness: steepness)
    case (.regression, "regression", 1), (.regression, "regression_l1", 1), (.regression, "quantile", 1),
      (.regression, "huber", 1), (.regression, "fair", 1), (.regression, "mape", 1):
      self = .identity
    case (.regression, "regression", 2):
      guard words[1] == "sqrt" else { return nil }
      self = .signedSquare
    case (.regression, "poisson", 1), (.regression, "gamma", 1), (.regression, "tweedie", 1):
      self = .exponential
    case (.regression, "cross_entropy_lambda", 1): self = .logOnePlusExponential
    default: return nil
    }
  }

  /// Turns sums into answers in place; `width` numbers a row.
  func apply(_ values: inout [Double], width: Int) {
    switch self {
    case .identity: break
    case .signedSquare: for index in values.indices { values[index] *= abs(values[index]) }
    case .exponential: for index in values.indices { values[index] = exp(values[index]) }
    case .logOnePlusExponential:
      for index in values.indices { values[index] = log1p(exp(values[index])) }
    case .sigmoid(let steepness):
      for index in values.indices { values[index] = 1 / (1 + exp(-steepness * values[index])) }
    case .softmax:
      for start in stride(from: 0, to: values.count, by: width) {
        var largest = values[start]
        for index in start..<start + width { largest = max(largest, values[index]) }
        var sum = 0.0
        for index in start..<start + width {
          values[index] = exp(values[index] - largest)
          sum += values[index]
        }
        for index in start..<start + width { values[index] /= sum }
      }
    case .oneAgainstAll(let steepness):
      for start in stride(from: 0, to: values.count, by: width) {
        var sum = 0.0
        for index in start..<start + width {
          values[index] = 1 / (1 + exp(-steepness * values[index]))
          sum += values[index]
        }
        for index in start..<start + width {
          values[index] = sum > 0 ? values[index] / sum : 1 / Double(width)
        }
      }
    case .shares: Self.normalise(&values, width: width)
    }
  }

  /// Brings each number into [0, 1] and, of several, the sum of a row to one.
  private static func normalise(_ shares: inout [Double], width: Int) {
    for index in shares.indices { shares[index] = min(max(0, shares[index]), 1) }
    guard width > 1 else { return }
    for start in stride(from: 0, to: shares.count, by: width) {
      let sum = shares[start..<start + width].reduce(0, +)
      for index in start..<start + width {
        shares[index] = sum > 0 ? shares[index] / sum : 1 / Double(width)
      }
    }
  }
}
