import Search

/// One study of a list, as programs read it.
public struct StudyEntry: Encodable, Sendable {
  /// Its name.
  public let name: String
  /// The number of its trials.
  public let trials: Int
  /// Trials by state.
  public let counts: [String: Int]
  /// What its objectives are called.
  public let objectives: [String]
  /// Its directions.
  public let directions: [Direction]
  /// The best value of the first objective.
  public let best: Double?

  /// Trials that have not ended.
  public var open: Int {
    TrialState.allCases.filter { !$0.isFinal }.reduce(0) { $0 + (counts[$1.rawValue] ?? 0) }
  }

  /// What a list says about `results`.
  public init(_ results: StudyResults) {
    name = results.definition.name
    trials = results.trials.count
    counts = results.countByState
    objectives = results.definition.objectiveNames
    directions = results.definition.directions
    best = results.best?.values.first
  }
}

/// One study as programs read it.
public struct StudyDocument: Encodable, Sendable {
  let definition: StudyDefinition
  let counts: [String: Int]
  let objectives: [String]
  let best: [TrialDocument]
  let importance: [String: Double]?

  /// What there is to say about `results`, with at most `limit` of the best trials.
  public init(_ results: StudyResults, limit: Int) {
    let names = results.definition.objectiveNames
    definition = results.definition
    counts = results.countByState
    objectives = names
    best = results.ranking.prefix(max(limit, 0)).map { TrialDocument($0, objectives: names) }
    importance = results.importance.map { importance in
      Dictionary(importance.shares.map { ($0.name, $0.share) }, uniquingKeysWith: { first, _ in first })
    }
  }
}

extension StudyResults {
  /// The trials that keep the constraints, the best first; with several objectives only those on the front.
  public var ranking: [TrialRecord] {
    guard definition.directions.count == 1 else { return paretoFront }
    return feasible.map { (trial: $0, loss: losses($0)[0]) }
      .sorted { ($0.loss, $0.trial.number) < ($1.loss, $1.trial.number) }.map(\.trial)
  }
}

/// Studies to compare, as one says them on the command line.
public enum StudyGroups {
  /// Reads `STUDY` and `LABEL=STUDY`; studies with one label are one group, in the order of first labels.
  public static func read(
    _ arguments: [String], open: StorageOpening
  ) throws -> [(name: String, studies: [StudyResults])] {
    var groups: [(name: String, studies: [StudyResults])] = []
    for argument in arguments {
      let sign = argument.firstIndex(of: "=")
      let text = sign.map { String(argument[argument.index(after: $0)...]) } ?? argument
      let results = try StudyLocation(text).results(open).study
      let label = sign.map { String(argument[..<$0]) }
      let names = groups.map(\.name)
      let name = label ?? (names.contains(results.definition.name) ? argument : results.definition.name)
      if label != nil, let index = names.firstIndex(of: name) {
        groups[index].studies.append(results)
      } else {
        groups.append((name, [results]))
      }
    }
    return groups
  }
}
