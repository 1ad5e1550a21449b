extension Study {
  /// How a study uses the results of an earlier one.
  public enum WarmStart: Sendable, Hashable {
    /// The results count as this study's own: for the same objective. Parameters that this study does not have are left
    /// out, and values that it cannot have are taken for unknown.
    case results
    /// The best configurations, that many of them, are tried first: for an objective that is alike but not the same, such
    /// as other data. Values outside this study's bounds are moved to the nearest within, and what is missing is proposed
    /// by the sampler.
    case configurations(Int)
  }

  /// Begins with what an earlier study has found, whose space may be partly another; returns how many trials were taken.
  ///
  /// - Throws: ``SearchError/setting(_:remedy:)`` if results are to be taken from a study with other directions.
  @discardableResult
  public func warmStart(from earlier: StudyResults, _ use: WarmStart) throws(SearchError) -> Int {
    let space = definition.space
    switch use {
    case .results:
      guard earlier.definition.directions == definition.directions else {
        throw .setting(
          "study \"\(earlier.definition.name)\" has other directions",
          remedy: "Take its best configurations instead.")
      }
      let trials = earlier.trials.filter { $0.state.isFinal && $0.state != .failed }.map { trial in
        var taken = trial
        if definition.isSpaceDeclared {
          taken.parameters = trial.parameters.filter { space.accepts($0.value, for: $0.key) }
        }
        taken.attributes["study"] = earlier.definition.name
        taken.wasEnqueued = true
        taken.note = nil
        return taken
      }
      try storage.add(trials, study: name)
      try refresh()
      return trials.count
    case .configurations(let count):
      let best = earlier.ranked.prefix(max(count, 0)).map { trial in
        guard definition.isSpaceDeclared else { return trial.parameters }
        return space.nearest(to: trial.parameters)
      }
      _ = try storage.enqueue(Array(best), study: name)
      return best.count
    }
  }
}

extension StudyResults {
  /// The finished trials that keep the constraints, the best first: by layers of dominance if there are several objectives.
  public var ranked: [TrialRecord] {
    let candidates = feasible
    guard definition.directions.count > 1 else { return candidates.sorted { losses($0)[0] < losses($1)[0] } }
    return Dominance.layers(of: candidates.map(losses)).joined().map { candidates[$0] }
  }
}

extension SearchSpace {
  /// An assignment moved into the bounds of these parameters, without what they do not have and what has no nearest value.
  public func nearest(to assignment: [String: ParameterValue]) -> [String: ParameterValue] {
    assignment.reduce(into: [:]) { result, entry in
      result[entry.key] = nearest(to: entry.value, for: entry.key)
    }
  }

  fileprivate func accepts(_ value: ParameterValue, for name: String) -> Bool {
    parameters.first { $0.name == name }.map { Axis($0.domain).position(of: value) != nil } ?? false
  }

  /// The value of a parameter that is nearest to one that it may not have; `nil` if there is nothing alike.
  fileprivate func nearest(to value: ParameterValue, for name: String) -> ParameterValue? {
    guard let parameter = parameters.first(where: { $0.name == name }) else { return nil }
    let axis = Axis(parameter.domain)
    if let position = axis.position(of: value) { return axis.value(at: position) }
    guard let number = value.double, let bounds = parameter.domain.bounds else { return nil }
    return axis.nearest(to: min(max(number, bounds.lowerBound), bounds.upperBound))
  }
}

extension ParameterDomain {
  /// The smallest and the largest number; `nil` for what is not a number.
  var bounds: ClosedRange<Double>? {
    switch self {
    case .float(let low, let high, _, _): low...high
    case .integer(let low, let high, _, _): Double(low)...Double(high)
    case .categorical, .ordinal, .boolean: nil
    }
  }
}
