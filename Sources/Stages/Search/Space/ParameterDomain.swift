/// The values that a parameter can take.
public enum ParameterDomain: Sendable, Hashable {
  /// How numbers are spread.
  public enum Scale: String, Codable, Sendable, Hashable {
    /// Equal differences count alike.
    case linear
    /// Equal ratios count alike; the numbers are positive.
    case logarithmic
  }

  /// Real numbers from `low` to `high`, both included; with a `step`, those at `low + k * step`.
  case float(low: Double, high: Double, scale: Scale = .linear, step: Double? = nil)
  /// Whole numbers from `low` to `high`, both included; with a `step`, those at `low + k * step`.
  case integer(low: Int, high: Int, scale: Scale = .linear, step: Int = 1)
  /// One of several values without an order.
  case categorical([ParameterValue])
  /// One of several values that have an order: neighbours are alike.
  case ordinal([ParameterValue])
  /// Yes or no.
  case boolean

  /// Checks that there is at least one value and that the numbers make sense.
  func validate(name: String) throws(SearchError) {
    func fail(_ problem: String, _ remedy: String?) -> SearchError {
      .space("parameter \"\(name)\" \(problem)", remedy: remedy)
    }
    switch self {
    case .float(let low, let high, let scale, let step):
      guard low.isFinite, high.isFinite, (high - low).isFinite else {
        throw fail("has a bound that is not a finite number", nil)
      }
      guard low <= high else {
        throw fail("has its lower bound \(low) above its upper bound \(high)", "Swap them.")
      }
      if scale == .logarithmic {
        guard low > 0 else {
          throw fail("is logarithmic but begins at \(low)", "Begin above zero, or make it linear.")
        }
        guard step == nil else {
          throw fail(
            "is logarithmic and has a step", "Leave out one of the two, or list the values as an ordinal.")
        }
      }
      if let step {
        guard step > 0, step.isFinite else { throw fail("has the step \(step)", "Give a step above zero.") }
        guard (high - low) / step < 1e9 else {
          throw fail("has more than a thousand million steps", "Leave out the step.")
        }
      }
    case .integer(let low, let high, let scale, let step):
      guard low <= high else {
        throw fail("has its lower bound \(low) above its upper bound \(high)", "Swap them.")
      }
      guard low >= -(1 << 53), high <= 1 << 53 else { throw fail("has a bound beyond 2^53", nil) }
      guard step >= 1 else { throw fail("has the step \(step)", "Give a step of at least one.") }
      if scale == .logarithmic {
        guard low > 0 else {
          throw fail("is logarithmic but begins at \(low)", "Begin at one or above, or make it linear.")
        }
        guard step == 1 else { throw fail("is logarithmic and has a step", "Leave out one of the two.") }
      }
    case .categorical(let choices), .ordinal(let choices):
      guard !choices.isEmpty else { throw fail("has no choices", "Name at least one.") }
      guard Set(choices).count == choices.count else {
        throw fail("has a choice twice", "Leave one of them out.")
      }
    case .boolean: break
    }
  }
}
