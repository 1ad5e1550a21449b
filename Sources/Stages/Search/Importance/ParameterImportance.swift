/// How much each parameter matters for the result of a study.
public struct ParameterImportance: Codable, Sendable, Hashable {
  /// A parameter's part.
  public struct Share: Codable, Sendable, Hashable {
    /// The parameter's name.
    public let name: String
    /// Its part of the importance of all: shares sum to 1.
    public let share: Double
  }

  /// The parameters, the most important first.
  public let shares: [Share]

  /// Shares from amounts that are not negative. Where nothing matters, all matter alike; one that can have only a single
  /// value never does.
  init(_ amounts: [(axis: Int, amount: Double)], in space: EncodedSpace) {
    let varying = amounts.filter { !space.axes[$0.axis].isConstant }
    let total = varying.reduce(0) { $0 + $1.amount }
    let even = 1 / Double(max(varying.count, 1))
    shares = amounts.map { axis, amount in
      let share = space.axes[axis].isConstant ? 0 : total > 0 ? amount / total : even
      return Share(name: space.space.parameters[axis].name, share: share)
    }.sorted { ($1.share, $0.name) < ($0.share, $1.name) }
  }

  /// The share of a parameter.
  public subscript(name: String) -> Double? { shares.first { $0.name == name }?.share }
}

/// A way of finding out which parameters matter.
public protocol ImportanceEvaluator: Sendable {
  /// How much each parameter of `space` matters for trials that have ended.
  ///
  /// - Throws: ``SearchError/value(_:remedy:)`` if there are too few trials with a result.
  func importance(of observations: [Observation], in space: EncodedSpace) throws(SearchError)
    -> ParameterImportance
}

extension ImportanceEvaluator {
  /// The trials with a result that keep the constraints, at least `least` of them.
  func usable(_ observations: [Observation], least: Int) throws(SearchError) -> [Observation] {
    let usable = observations.filter { $0.isComplete && $0.isFeasible }
    guard usable.count >= least else {
      throw .value(
        "there are \(usable.count) trials with a result, too few to say which parameters matter",
        remedy: "Run at least \(least).")
    }
    return usable
  }
}

extension Study {
  /// How much each parameter matters, by the trials that this worker knows of.
  ///
  /// - Throws: ``SearchError/value(_:remedy:)`` if there are too few trials with a result.
  public func importance(by evaluator: any ImportanceEvaluator = DensityImportance()) throws(SearchError)
    -> ParameterImportance
  {
    let request = stoppingRequest
    return try evaluator.importance(of: request.observations, in: request.space)
  }
}
