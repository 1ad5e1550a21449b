import LatheCore

/// How the rows of a table are divided for learning and judging.
///
/// ```swift
/// let plan = SplitPlan.crossValidation(folds: 5, by: .stratified)
/// let folds = try plan.folds(rowCount: frame.rowCount, targets: targets, problem: problem, seed: 7)
/// ```
public struct SplitPlan: Codable, Sendable, Hashable {
  /// How many divisions, and how large.
  public enum Shape: Codable, Sendable, Hashable {
    /// One fold whose validation part is `fraction` of the rows.
    case holdout(fraction: Double)
    /// `folds` folds.
    case crossValidation(folds: Int)
  }

  /// What decides on which side a row falls.
  public enum Arrangement: String, Codable, Sendable, Hashable, CaseIterable {
    /// Chance alone.
    case random
    /// Chance, with each part having its share of every class, or of every stretch of a regression's targets.
    case stratified
    /// Chance, with all rows of a group on one side; classes are spread evenly as far as the groups allow.
    case grouped
    /// Time: validation rows are later than the training rows.
    case timeOrdered
  }

  /// How many divisions, and how large.
  public let shape: Shape
  /// What decides on which side a row falls.
  public let arrangement: Arrangement

  /// A plan for one fold whose validation part is `fraction` of the rows.
  public static func holdout(fraction: Double, by arrangement: Arrangement) -> SplitPlan {
    SplitPlan(shape: .holdout(fraction: fraction), arrangement: arrangement)
  }

  /// A plan for `folds` folds. Their validation parts hold every row exactly once, save for a time-ordered plan,
  /// whose first part of the rows is only learnt from.
  public static func crossValidation(folds: Int, by arrangement: Arrangement) -> SplitPlan {
    SplitPlan(shape: .crossValidation(folds: folds), arrangement: arrangement)
  }

  /// Divides the rows `0..<rowCount`.
  ///
  /// - Random and stratified: sizes differ by at most one row; in a stratified split so do the rows of each class,
  ///   and a class of two rows or more is in every training part. A holdout takes a row of a rare class as soon
  ///   as there is room. A regression is stratified by dealing out neighbours in the order of targets.
  /// - Grouped: groups go, largest first, where their classes are most missing. Groups are never divided, so sizes
  ///   are as equal as groups allow.
  /// - Time-ordered: a holdout is the last part; folds are `n + 1` consecutive stretches, each but the first judged by
  ///   a model of all earlier ones. Rows of one moment stay together, rows without time (NaN) come first.
  ///
  /// There are fewer folds than asked for where there are fewer rows, groups, or moments.
  ///
  /// - Parameters:
  ///   - targets: One a row; read by stratified plans, and by grouped ones of classifications. `nil` stratifies nothing.
  ///   - groups: One number a row, equal for rows of one group; see `Column.groups()`.
  ///   - times: One number a row, later is larger.
  ///   - seed: Decides what chance does; the same seed gives the same folds.
  /// - Throws: ``SplittingError`` if something the plan needs is missing or there are less than two rows, groups or
  ///   moments.
  /// - Complexity: O(n log n).
  public func folds(
    rowCount: Int, targets: [Double]? = nil, problem: LearningProblem, groups: [Int]? = nil,
    times: [Double]? = nil, seed: UInt64
  ) throws(SplittingError) -> [Fold] {
    switch shape {
    case .holdout(let fraction) where !(fraction > 0 && fraction < 1):
      throw .badPlan("a validation fraction of \(fraction) leaves one side empty")
    case .crossValidation(let folds) where folds < 2:
      throw .badPlan("\(folds) folds do not divide anything")
    default: break
    }
    guard rowCount >= 2 else { throw .tooFew("rows", count: rowCount) }
    let targets = try Self.perRow("targets", targets, rowCount)
    let groups = try Self.perRow("groups", groups, rowCount)
    let times = try Self.perRow("times", times, rowCount)
    var random = RandomSource(seed: seed, stream: "split")
    switch arrangement {
    case .random, .stratified:
      let strata = Strata(
        rowCount: rowCount, targets: arrangement == .stratified ? targets : nil, problem: problem, &random)
      switch shape {
      case .holdout(let fraction): return [strata.holdout(fraction, &random)]
      case .crossValidation(let count): return strata.folds(min(count, rowCount), &random)
      }
    case .grouped:
      guard let groups else { throw .needs("groups", count: nil, rows: rowCount) }
      let classes = problem.isClassification ? targets : nil
      return try GroupAllocation(groups: groups, classes: classes, &random).folds(shape)
    case .timeOrdered:
      guard let times else { throw .needs("times", count: nil, rows: rowCount) }
      return try Timeline(times).folds(shape)
    }
  }

  private static func perRow<Value>(_ name: String, _ values: [Value]?, _ rows: Int)
    throws(SplittingError) -> [Value]?
  {
    guard let values, values.count != rows else { return values }
    throw .needs(name, count: values.count, rows: rows)
  }
}

/// The folds that come from a part for each row: the validation part of fold `i` is part `i`.
func foldsOfParts(_ parts: [Int], count: Int) -> [Fold] {
  (0..<count).map { fold in
    Fold(
      training: parts.indices.filter { parts[$0] != fold },
      validation: parts.indices.filter { parts[$0] == fold })
  }
}
