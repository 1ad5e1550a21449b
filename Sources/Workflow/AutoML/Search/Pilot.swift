import DataFrames
import Features
import LatheCore
import Learners

/// What boosting a sample of the rows took, at one size or two, from which longer fits on more rows are foretold.
struct Pilot: Sendable {
  /// What a sample of one size took.
  struct Measurement: Sendable {
    let rows: Int
    /// Seconds before the first round: binning and handing over.
    let setupSeconds: Double
    let secondsPerRound: Double
  }

  private let small: Measurement
  let large: Measurement

  /// Rows and rounds of the larger sample, and the largest share of the time for measuring.
  static let rows = 16_000
  static let rounds = 16
  static let shareOfTime = 0.1

  /// Measures fits on a sample of `table`; `nil` where none could be made in a tenth of the time that is left.
  init?(_ table: TrainingTable, secondsLeft: Double, limits: FitLimits) {
    var limits = limits
    limits.deadline = limits.deadline.earlier(.after(seconds: Self.shareOfTime * secondsLeft))
    let rows = min(table.rowCount, Self.rows)
    let sample = (0..<rows).map { $0 * table.rowCount / rows }
    let frame = table.inputs.selecting(rows: sample).selectingColumns { $0.kind != .text }
    let targets = sample.map { table.targets[$0] }
    guard !frame.columns.isEmpty,
      let (_, matrix) = try? FittedFeatures.fit(
        frame, target: SupervisedTarget(problem: table.problem, targets: targets, weights: nil),
        options: .trees, limits: limits)
    else { return nil }
    let set = LearningSet(problem: table.problem, features: matrix, targets: targets)
    guard let large = Measurement(set, limits: limits) else { return nil }
    let quarter = set.selecting(rows: Array(stride(from: 0, to: rows, by: 4)))
    let small = rows < Self.rows ? nil : Measurement(quarter, limits: limits)
    self.small = small ?? large
    self.large = large
  }

  /// Seconds for `rows` rows and `rounds` rounds on one thread, on the lines through the measurements.
  func seconds(rows: Double, rounds: Double) -> Double {
    line(\.setupSeconds, rows) + line(\.secondsPerRound, rows) * rounds
  }

  private func line(_ value: KeyPath<Measurement, Double>, _ rows: Double) -> Double {
    let span = Double(large.rows - small.rows)
    let beyond = rows - Double(large.rows)
    // One size alone says nothing of the fixed part; a noisy slope is kept within reason.
    let proportional = large[keyPath: value] / Double(large.rows)
    let slope = span > 0 ? (large[keyPath: value] - small[keyPath: value]) / span : proportional
    return large[keyPath: value] + min(max(slope, 0.3 * proportional), proportional) * max(0, beyond)
  }
}

extension Pilot.Measurement {
  /// Fits a few rounds; `nil` where not even one could be made in time.
  fileprivate init?(_ set: LearningSet, limits: FitLimits) {
    func seconds(rounds: Int) -> Double? {
      let parameters = BoostedTreeParameters { $0.maximumRounds = rounds }
      let start = ContinuousClock.now
      guard
        let fitted = try? BoostedTreesLearner(name: "pilot", settings: parameters).fit(
          set, validation: nil, limits: limits), fitted.ending != .interrupted
      else { return nil }
      return start.duration(to: .now) / .seconds(1)
    }
    // The first fit bins the data; later ones share the bins.
    guard let first = seconds(rounds: 1) else { return nil }
    let short = seconds(rounds: 1)
    let perRound: Double
    if let short, Double(Pilot.rounds) * short < limits.deadline.remainingSeconds,
      let long = seconds(rounds: 1 + Pilot.rounds)
    {
      perRound = (long - short) / Double(Pilot.rounds)
    } else {
      // Rounds are dear here: one of them, with what comes before it, is a bound from above.
      perRound = short ?? first
    }
    self.init(rows: set.rowCount, setupSeconds: first, secondsPerRound: max(perRound, 1e-5))
  }
}
