/// Learns from trials that say what they need as they go which parameters are there only with certain values of others.
///
/// A parameter depends on an earlier one if it was there exactly with some of that one's values. Values that were never seen
/// count as ones with which it is there: a proposal too many does no harm.
struct ConditionInference {
  /// Values of a parent that are worth looking at.
  private static let mostValues = 64

  /// The space with the conditions that explain in which trials its parameters were; the space itself if none do.
  static func space(_ space: SearchSpace, from trials: some Sequence<TrialRecord>) -> SearchSpace {
    let trials = trials.filter { $0.state.isFinal && !$0.parameters.isEmpty && $0.state != .failed }
    var parameters = space.parameters
    for index in parameters.indices {
      let name = parameters[index].name
      guard trials.contains(where: { $0.parameters[name] == nil }) else { continue }
      // The fewest values say most; of equal ones the latest is the nearest.
      var best: (values: Int, condition: Parameter.Condition)?
      for parent in parameters[..<index] {
        guard let values = separateValues(parent.domain), values.count <= best?.values ?? Self.mostValues,
          let condition = condition(of: name, on: parent.name, values, trials)
        else { continue }
        best = (values.count, condition)
      }
      if let best { parameters[index].conditions = [best.condition] }
    }
    return (try? SearchSpace(parameters, where: space.restrictions)) ?? space
  }

  private static func condition(
    of name: String, on parent: String, _ values: [ParameterValue], _ trials: [TrialRecord]
  ) -> Parameter.Condition? {
    var with: Set<ParameterValue> = []
    var without: Set<ParameterValue> = []
    for trial in trials {
      switch (trial.parameters[name] != nil, trial.parameters[parent]) {
      case (true, let value?): with.insert(value)
      case (false, let value?): without.insert(value)
      case (true, nil): return nil
      case (false, nil): break
      }
    }
    guard !without.isEmpty, with.isDisjoint(with: without) else { return nil }
    return Parameter.Condition(parent, isOneOf: values.filter { !without.contains($0) })
  }

  private static func separateValues(_ domain: ParameterDomain) -> [ParameterValue]? {
    let axis = Axis(domain)
    guard let count = axis.count, (2...mostValues).contains(count) else { return nil }
    return (0..<count).map { axis.value(at: axis.position(ofIndex: $0)) }
  }
}
