extension SearchSpace {
  /// The space with parameters added, and the domains of those that it has widened to hold both the old values and the new.
  ///
  /// - Throws: ``SearchError/space(_:remedy:)`` if a parameter changes its kind.
  public func merging(_ added: [Parameter]) throws(SearchError) -> SearchSpace {
    var merged = parameters
    for parameter in added {
      guard let place = merged.firstIndex(where: { $0.name == parameter.name }) else {
        merged.append(parameter)
        continue
      }
      guard let domain = merged[place].domain.union(parameter.domain) else {
        throw .otherKind(of: parameter.name)
      }
      merged[place].domain = domain
    }
    return try SearchSpace(merged, where: restrictions)
  }
}

extension SearchError {
  static func otherKind(of parameter: String) -> SearchError {
    .space(
      "parameter \"\(parameter)\" was of another kind, scale or step in earlier trials",
      remedy: "Give the parameter another name, or begin a new study.")
  }
}

extension ParameterDomain {
  /// Whether it need not be widened to hold another.
  func contains(_ other: ParameterDomain) -> Bool { union(other) == self }

  /// The smallest domain of the same kind that holds both; `nil` if there is none.
  func union(_ other: ParameterDomain) -> ParameterDomain? {
    switch (self, other) {
    case (
      .float(let low, let high, let scale, let step),
      .float(let otherLow, let otherHigh, let otherScale, let otherStep)
    ):
      guard scale == otherScale, step == otherStep else { return nil }
      if let step {
        let offset = (otherLow - low) / step
        guard abs(offset - offset.rounded()) < 1e-9 else { return nil }
      }
      return .float(low: min(low, otherLow), high: max(high, otherHigh), scale: scale, step: step)
    case (
      .integer(let low, let high, let scale, let step),
      .integer(let otherLow, let otherHigh, let otherScale, let otherStep)
    ):
      guard scale == otherScale, step == otherStep, (otherLow - low) % step == 0 else { return nil }
      return .integer(low: min(low, otherLow), high: max(high, otherHigh), scale: scale, step: step)
    case (.categorical(let choices), .categorical(let others)):
      return .categorical(choices + others.filter { !choices.contains($0) })
    case (.ordinal(let choices), .ordinal(let others)):
      // Where new choices belong in the order is known only if all old ones are among them.
      if Set(others).isSuperset(of: choices) { return other }
      return Set(choices).isSuperset(of: others) ? self : nil
    case (.boolean, .boolean): return self
    default: return nil
    }
  }
}
