import DataFrames
import Features
import Foundation
import LatheCore
import Learners

/// Decides how candidates are validated and on how many rows, from the size of the data, the time left and a
/// measured fit on a small sample.
struct Planner: Sendable {
  /// How the search goes about its work.
  struct Plan: Codable, Sendable {
    /// Rows of the table to use, `nil` for all.
    var rowLimit: Int?
    var split: SplitPlan
    /// Whether each candidate is fitted on several folds.
    var isCrossValidated: Bool
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
  /// Up to here a bag is made where no fit could be measured.
  static let mostRowsUnmeasured = 20_000
  /// Largest share of the time that the first candidate may be expected to take on all folds.
  static let shareOfFirstCandidate = 0.3
  /// Rounds that a boosted model is expected to take.
  static let usefulRounds = 300.0
  /// Rounds that it must get, at a higher learning rate, before rows are left out to save time.
  static let fewestRounds = 70.0

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
            ? "fit \(threads) models at a time, one thread each"
            : "fit one model at a time on \(threadsPerFit) threads",
          because: threadsPerFit == 1
            ? "independent fits use the cores better than threads within one fit"
            : "there is one split, and a model takes long"))
      return Plan(
        rowLimit: rowLimit,
        split: cross
          ? .crossValidation(folds: folds, by: arrangement)
          : .holdout(fraction: holdoutFraction, by: arrangement),
        isCrossValidated: cross, threadsPerFit: threadsPerFit, secondsPerFit: secondsPerFit,
        decisions: decisions)
    }

    let memory = Double(request.memoryBytes ?? Int(Double(ProcessInfo.processInfo.physicalMemory) * 0.75))
    let rowsInMemory = Int(memory / Self.bytesPerRow(columns: facts.columns, folds: 1))
    let memoryLimit = rowsInMemory < facts.rows ? min(facts.rows, max(1_000, rowsInMemory)) : nil
    if let memoryLimit {
      decisions.append(
        PlanDecision(
          "learn from \(memoryLimit) of \(facts.rows) rows",
          because: "more would not fit into \(Int(memory / 1e6)) MB of memory"))
    }
    let bagFits = Double(facts.rows) * Self.bytesPerRow(columns: facts.columns, folds: folds) <= memory
    // Why there is one split, where that is settled before anything is measured.
    let reasonForOneSplit: String? =
      request.preset == .fast
      ? "the preset is fast" : bagFits ? nil : "the features of \(folds) folds would not fit into memory"
    guard secondsLeft.isFinite else {
      return finish(
        cross: reasonForOneSplit == nil && facts.rows <= Self.manyRows, threadsPerFit: 1,
        rowLimit: memoryLimit,
        reason: reasonForOneSplit ?? "the search goes by trials, and there are \(facts.rows) rows")
    }
    guard let pilot = Pilot(table, secondsLeft: secondsLeft, limits: limits) else {
      // Texts alone give nothing to measure quickly; otherwise a few rounds already took too long.
      let isText = table.inputs.columns.allSatisfy { $0.kind == .text }
      return finish(
        cross: isText && reasonForOneSplit == nil && facts.rows <= Self.mostRowsUnmeasured,
        threadsPerFit: isText ? 1 : threads, rowLimit: memoryLimit,
        reason: reasonForOneSplit
          ?? (isText
            ? "by the rows alone; there are only texts" : "a few rounds on a sample already take long"))
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
    if reasonForOneSplit == nil, facts.rows <= Self.manyRows, bag <= Self.shareOfFirstCandidate * secondsLeft
    {
      return finish(
        cross: true, threadsPerFit: 1, rowLimit: nil,
        reason: "a bag of \(folds) fits takes about \(Self.text(bag)) of \(Self.text(secondsLeft)) s")
    }
    let allowed = Self.shareOfFirstCandidate * secondsLeft
    let reason =
      reasonForOneSplit
      ?? (facts.rows > Self.manyRows
        ? "\(facts.rows) rows make one split precise enough"
        : "a bag of \(folds) fits would take about \(Self.text(bag)) of \(Self.text(secondsLeft)) s")
    if oneFit <= allowed {
      return finish(cross: false, threadsPerFit: 1, rowLimit: memoryLimit, reason: reason)
    }
    // Threads within a fit gain less than fits side by side.
    let single = oneFit / Double(threads) * (threads > 1 ? 1.3 : 1)
    secondsPerFit = single
    let quickest =
      pilot.seconds(rows: Double(facts.rows) * 0.8, rounds: Self.fewestRounds) / oneFit * single
    var rowLimit = memoryLimit
    if quickest > allowed {
      let rows = max(2_000, Int(Double(facts.rows) * allowed / quickest))
      secondsPerFit = single * Double(rows) / Double(facts.rows)
      if rows < rowLimit ?? facts.rows {
        rowLimit = rows
        decisions.append(
          PlanDecision(
            "learn from \(rows) of \(facts.rows) rows",
            because:
              "a quick model on all rows would take about \(Self.text(quickest)) of \(Self.text(secondsLeft)) s"
          ))
      }
    }
    return finish(cross: false, threadsPerFit: threads, rowLimit: rowLimit, reason: reason)
  }

  /// A tenth to a fifth of the rows, fewer when there are many: the size at which scores are precise enough.
  private var holdoutFraction: Double {
    switch facts.rows {
    case ..<5_000: 0.2
    case ..<200_000: 0.15
    default: max(0.02, 20_000 / Double(facts.rows))
    }
  }

  /// Bytes that a row takes: in the table, and as features of each fold in three shapes.
  private static func bytesPerRow(columns: Int, folds: Int) -> Double {
    Double(8 * columns * (2 + 3 * folds))
  }

  static func text(_ seconds: Double) -> String {
    seconds >= 10 ? "\(Int(seconds.rounded()))" : "\((seconds * 10).rounded() / 10)"
  }
}
