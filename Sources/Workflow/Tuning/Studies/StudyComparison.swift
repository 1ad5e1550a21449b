import Foundation
import Reports
import Search

/// How quickly groups of studies have found good values; the studies of a group are repetitions, say with other seeds.
public struct StudyComparison: Encodable, Sendable {
  /// One group.
  public struct Group: Encodable, Sendable {
    /// What it is called.
    public let name: String
    /// How many studies it has.
    public let studies: Int
    /// The median over its studies of the best value after as many trials as ``StudyComparison/trialCounts`` says; `nil`
    /// where a study had no result by then.
    public let bestByTrials: [Double?]
    /// The same after as many seconds as ``StudyComparison/seconds`` says.
    public let bestBySeconds: [Double?]
    /// The median of the best values at the end.
    public let best: Double?
    /// The median of the seconds to the end.
    public let duration: Double?
    /// The median of the numbers of finished trials.
    public let trials: Double
  }

  /// What the first objective, by which studies are compared, is called.
  public let objective: String
  /// Whether small or large values are good.
  public let direction: Direction
  /// Numbers of finished trials, as far as all studies got.
  public let trialCounts: [Int]
  /// Seconds from the beginning, as far as all studies got.
  public let seconds: [Double]
  /// The groups, in the order given.
  public let groups: [Group]

  /// Compares groups of studies by the first objective.
  ///
  /// - Throws: ``TuningError`` if there is nothing to compare, or directions differ.
  public init(_ groups: [(name: String, studies: [StudyResults])]) throws(TuningError) {
    let all = groups.flatMap(\.studies)
    guard let direction = all.first?.definition.directions.first else {
      throw .choice(place: "the comparison", problem: "there are no studies", remedy: "Name at least one.")
    }
    if let other = all.first(where: { $0.definition.directions.first != direction }) {
      throw .choice(
        place: "study \"\(other.definition.name)\"", problem: "its direction is not that of the first study",
        remedy: "Compare studies that minimise, or studies that maximise.")
    }
    let traces = groups.map { $0.studies.map { Trace($0, direction) } }
    let most = traces.joined().map(\.values.count).min() ?? 0
    let longest = traces.joined().map { $0.values.last?.seconds ?? 0 }.min() ?? 0
    let counts = Self.counts(upTo: most)
    let seconds = longest > 0 ? [0.1, 0.25, 0.5, 0.75, 1].map { $0 * longest } : []
    objective = all[0].definition.objectiveNames[0]
    self.direction = direction
    trialCounts = counts
    self.seconds = seconds
    self.groups = zip(groups, traces).map { group, traces in
      Group(
        name: group.name, studies: traces.count,
        bestByTrials: counts.map { count in Self.median(traces.map { $0.best(trials: count) }) },
        bestBySeconds: seconds.map { second in Self.median(traces.map { $0.best(seconds: second) }) },
        best: Self.median(traces.map { $0.values.last?.best }),
        duration: Self.median(traces.map { $0.values.last?.seconds }),
        trials: Self.median(traces.map { Double($0.values.count) }) ?? 0)
    }
  }

  /// One, two, five, ten and so on, and the last.
  private static func counts(upTo most: Int) -> [Int] {
    guard most > 0 else { return [] }
    var counts: [Int] = []
    var power = 1
    while power <= most {
      for factor in [1, 2, 5] where factor * power < most { counts.append(factor * power) }
      guard power <= most / 10 else { break }
      power *= 10
    }
    return counts + [most]
  }

  /// The median; `nil` if a value is missing.
  private static func median(_ values: [Double?]) -> Double? {
    let known = values.compactMap(\.self).sorted()
    guard known.count == values.count, !known.isEmpty else { return nil }
    return (known[(known.count - 1) / 2] + known[known.count / 2]) / 2
  }

  /// The content of a report that shows the comparison.
  public var reportContent: ComparisonReportContent {
    ComparisonReportContent(
      objective: objective, isMinimized: direction == .minimize,
      groups: groups.map { group in
        ComparisonReportContent.Group(
          name: group.name, studies: group.studies,
          byTrials: zip(trialCounts, group.bestByTrials).compactMap { count, best in
            best.map { ReportContent.Point(x: Double(count), y: $0) }
          },
          bySeconds: zip(seconds, group.bestBySeconds).compactMap { second, best in
            best.map { ReportContent.Point(x: second, y: $0) }
          }, best: group.best, seconds: group.duration, trials: group.trials)
      })
  }
}

/// The best value of a study after each of its trials that have ended.
private struct Trace {
  let values: [(seconds: Double, best: Double?)]

  init(_ results: StudyResults, _ direction: Direction) {
    let ended = results.trials.filter(\.state.isFinal)
      .sorted { ($0.finished ?? .distantPast, $0.number) < ($1.finished ?? .distantPast, $1.number) }
    let begin = results.trials.compactMap(\.started).min()
    let feasible = Set(results.feasible.map(\.number))
    var best: Double?
    values = ended.map { trial in
      if feasible.contains(trial.number), let value = trial.values.first,
        best.map({ direction.loss(value) < direction.loss($0) }) ?? true
      {
        best = value
      }
      let seconds = begin.flatMap { begin in trial.finished?.timeIntervalSince(begin) }
      return (seconds ?? 0, best)
    }
  }

  func best(trials: Int) -> Double? { trials <= values.count ? values[trials - 1].best : nil }

  func best(seconds: Double) -> Double? { values.last { $0.seconds <= seconds + 1e-9 }?.best }
}
