import DataFrames
import Features
import Foundation
import LatheCore
import Learners

/// Decides how candidates are validated and on how many rows, from the size of the data, the time left and a
/// measured fit on a small sample.
struct Planner: Sendable {
  /// How the search goes about its work.
  struct Plan: Sendable {
    /// Rows of the table to use, `nil` for all.
    var rowLimit: Int?
    var split: SplitPlan
    var threadsPerFit: Int
    /// Expected seconds of the first boosted model on one fold, `nil` where none was measured.
    var secondsPerFit: Double?
    var decisions: [PlanDecision]
  }

  let facts: DataFacts
  let request: FitRequest
  let threads: Int
  /// Seconds left for fitting; infinite for a search by trials.
  let secondsLeft: Double

  /// Folds that make a bag.
  static let folds = 5
  /// Few rows get more folds: each row counts, and fits are cheap.
  static let foldsForFewRows = 8
  static let fewRows = 1_000
  /// From here on a single validation split is as good as many.
  static let manyRows = 100_000
  /// Largest share of the time that the first candidate may be expected to take on all folds.
  static let shareOfFirstCandidate = 0.3
  /// Rounds that a boosted model is expected to take.
  static let usefulRounds = 200.0
  /// Rounds that it must get, at a higher learning rate, before rows are left out to save time.
  static let fewestRounds = 70.0
  /// Rows and rounds of the measured sample.
  static let pilotRows = 16_000
  static let pilotRounds = 16

  /// The plan for `table`.
  func plan(_ table: TrainingTable, limits: FitLimits) -> Plan {
    var decisions: [PlanDecision] = []
    // Text features are fitted anew on each fold and cost more than the models of few rows.
    let folds = facts.rows < Self.fewRows && !facts.hasText ? Self.foldsForFewRows : Self.folds
    let arrangement: SplitPlan.Arrangement =
      table.times != nil ? .timeOrdered : table.groups != nil ? .grouped : .stratified
    var secondsPerFit: Double?
    func finish(cross: Bool, threadsPerFit: Int, rowLimit: Int?, reason: String) -> Plan {
      let kind =
        table.times != nil
        ? "later rows held out by \"\(request.timeColumn ?? "")\""
        : table.groups != nil
          ? "groups of \"\(request.groupColumn ?? "")\" kept together"
          : facts.problem.isClassification ? "stratified by class" : "stratified by target"
      decisions.append(
        PlanDecision(
          cross
            ? "validate on \(folds) folds, \(kind)"
            : "validate on \(Int((holdoutFraction * 100).rounded())) % of the rows, \(kind)",
          because: reason))
      decisions.append(
        PlanDecision(
          threadsPerFit == 1
            ? "fit \(threads) folds at a time, one thread each"
            : "fit one model at a time on \(threadsPerFit) threads",
          because: threadsPerFit == 1
            ? "independent fits use the cores better than threads within one fit" : "there is one split"))
      return Plan(
        rowLimit: rowLimit,
        split: cross
          ? .crossValidation(folds: folds, by: arrangement)
          : .holdout(fraction: holdoutFraction, by: arrangement),
        threadsPerFit: threadsPerFit, secondsPerFit: secondsPerFit, decisions: decisions)
    }

    let memory = Double(request.memoryBytes ?? Int(Double(ProcessInfo.processInfo.physicalMemory) * 0.75))
    let rowsInMemory = Int(memory / Self.bytesPerRow(columns: facts.columns, folds: 1))
    let memoryLimit = rowsInMemory < facts.rows ? max(1_000, rowsInMemory) : nil
    if let memoryLimit {
      decisions.append(
        PlanDecision(
          "learn from \(memoryLimit) of \(facts.rows) rows",
          because: "more would not fit into \(Int(memory / 1e6)) MB of memory"))
    }
    let bagFits = Double(facts.rows) * Self.bytesPerRow(columns: facts.columns, folds: folds) <= memory
    if request.preset == .fast || !bagFits {
      return finish(
        cross: false, threadsPerFit: holdoutThreads, rowLimit: memoryLimit,
        reason: bagFits ? "the preset is fast" : "the features of \(folds) folds would not fit into memory")
    }
    guard secondsLeft.isFinite else {
      return finish(
        cross: facts.rows <= Self.manyRows, threadsPerFit: 1, rowLimit: nil,
        reason: "the search goes by trials, and there are \(facts.rows) rows")
    }
    guard let pilot = measure(table, limits: limits) else {
      return finish(
        cross: facts.rows <= 20_000, threadsPerFit: 1, rowLimit: nil,
        reason: "by the rows alone; no fit could be measured")
    }
    let oneFit = pilot.seconds(rows: Double(facts.rows) * 0.8, rounds: Self.usefulRounds)
    decisions.append(
      PlanDecision(
        "expect \(Self.text(oneFit)) s for a boosted model of \(Int(Self.usefulRounds)) rounds on one thread",
        because:
          "\(pilot.large.rows) rows × \(facts.columns) columns took \(Self.text(pilot.large.secondsPerRound * 1_000)) ms a round"
      ))
    let bag = oneFit * Double((folds + threads - 1) / threads)
    secondsPerFit = oneFit
    if facts.rows <= Self.manyRows, bag <= Self.shareOfFirstCandidate * secondsLeft {
      return finish(
        cross: true, threadsPerFit: 1, rowLimit: nil,
        reason: "a bag of \(folds) fits takes about \(Self.text(bag)) of \(Self.text(secondsLeft)) s")
    }
    // Threads within a fit gain less than fits side by side.
    let single = oneFit / Double(threads) * 1.3
    secondsPerFit = single
    let quickest =
      pilot.seconds(rows: Double(facts.rows) * 0.8, rounds: Self.fewestRounds) / Double(threads) * 1.3
    let allowed = Self.shareOfFirstCandidate * secondsLeft
    var rowLimit: Int?
    if quickest > allowed {
      let rows = max(2_000, Int(Double(facts.rows) * allowed / quickest))
      secondsPerFit = single * Double(rows) / Double(facts.rows)
      if rows < facts.rows {
        rowLimit = rows
        decisions.append(
          PlanDecision(
            "learn from \(rows) of \(facts.rows) rows",
            because:
              "a quick model on all rows would take about \(Self.text(quickest)) of \(Self.text(secondsLeft)) s"
          ))
      }
    }
    return finish(
      cross: false, threadsPerFit: holdoutThreads, rowLimit: rowLimit,
      reason: facts.rows > Self.manyRows
        ? "\(facts.rows) rows make one split precise enough"
        : "a bag of \(folds) fits would take about \(Self.text(bag)) of \(Self.text(secondsLeft)) s")
  }

  /// A tenth to a fifth of the rows, fewer when there are many: the size at which scores are precise enough.
  private var holdoutFraction: Double {
    switch facts.rows {
    case ..<5_000: 0.2
    case ..<200_000: 0.15
    default: max(0.02, 20_000 / Double(facts.rows))
    }
  }

  /// Threads within a fit when there is one split: all, but one in a search by trials.
  private var holdoutThreads: Int { secondsLeft.isFinite ? threads : 1 }

  /// What boosting a sample took, at one size or two.
  private struct Pilot {
    struct Measurement {
      let rows: Int
      /// Seconds before the first round: binning and handing over.
      let setupSeconds: Double
      let secondsPerRound: Double
    }

    let small: Measurement
    let large: Measurement

    /// Seconds for `rows` rows and `rounds` rounds, on the lines through the measurements.
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

  private func measure(_ table: TrainingTable, limits: FitLimits) -> Pilot? {
    let rows = min(table.rowCount, Self.pilotRows)
    let sample = (0..<rows).map { $0 * table.rowCount / rows }
    let frame = table.inputs.selecting(rows: sample).selectingColumns { $0.kind != .text }
    let targets = sample.map { table.targets[$0] }
    guard !frame.columns.isEmpty,
      let (_, matrix) = try? FittedFeatures.fit(
        frame, target: SupervisedTarget(problem: facts.problem, targets: targets, weights: nil),
        options: .trees, limits: limits)
    else { return nil }
    let set = LearningSet(problem: facts.problem, features: matrix, targets: targets)
    guard let large = Self.measure(set, limits: limits) else { return nil }
    let quarter = set.selecting(rows: Array(stride(from: 0, to: rows, by: 4)))
    let small = rows < Self.pilotRows ? nil : Self.measure(quarter, limits: limits)
    return Pilot(small: small ?? large, large: large)
  }

  private static func measure(_ set: LearningSet, limits: FitLimits) -> Pilot.Measurement? {
    func seconds(rounds: Int) -> Double? {
      let parameters = BoostedTreeParameters { $0.maximumRounds = rounds }
      let start = ContinuousClock.now
      let fitted = try? BoostedTreesLearner(name: "pilot", settings: parameters).fit(
        set, validation: nil, limits: limits)
      return fitted.map { _ in start.duration(to: .now) / .seconds(1) }
    }
    // The first fit bins the data; later ones share the bins.
    guard let first = seconds(rounds: 1), let short = seconds(rounds: 1),
      let long = seconds(rounds: 1 + pilotRounds)
    else { return nil }
    return Pilot.Measurement(
      rows: set.rowCount, setupSeconds: first, secondsPerRound: max(long - short, 1e-5) / Double(pilotRounds))
  }

  /// Bytes that a row takes: in the table, and as features of each fold in three shapes.
  private static func bytesPerRow(columns: Int, folds: Int) -> Double {
    Double(8 * columns * (2 + 3 * folds))
  }

  static func text(_ seconds: Double) -> String {
    seconds >= 10 ? "\(Int(seconds.rounded()))" : "\((seconds * 10).rounded() / 10)"
  }
}
