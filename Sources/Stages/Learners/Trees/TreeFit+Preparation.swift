import LatheCore

extension TreeFit {
  /// Whether LightGBM keeps monotone constraints when it fits `problem`: it refuses to where the loss is of a quantile, for
  /// then it sets the leaves anew after a tree is grown.
  static func honoursMonotone(_ problem: LearningProblem) -> Bool {
    problem.isClassification || !problem.loss.isQuantile
  }

  /// The rows with weight; LightGBM would count the others towards the size of leaves. Weights that are all equal are none,
  /// for LightGBM finds quantiles of weighted rows by another rule.
  ///
  /// What differs from `set` is kept with it, so that further fits find its binned data.
  func usableRows(_ set: LearningSet) throws(LearnersError) -> LearningSet {
    guard !set.features.columns.isEmpty else {
      throw .unsupported(learner: learner, reason: "there are no features")
    }
    guard set.rowCount < Int(Int32.max) else {
      throw .unsupported(learner: learner, reason: "\(set.rowCount) rows are more than LightGBM counts")
    }
    guard Self.honoursMonotone(set.problem) || set.monotone.allSatisfy({ $0 == 0 }) else {
      throw .unsupported(
        learner: learner, reason: "it keeps no monotone constraint under an absolute or a quantile loss")
    }
    let used = Self.droppingIdleWeights(set)
    try used.requireTargets(learner: learner)
    guard used.rowCount > 1 else { throw .unsupported(learner: learner, reason: "there is no second row") }
    if !set.problem.isClassification, set.problem.loss.isNonNegative,
      !used.targets.contains(where: { $0 > 0 })
    {
      throw .unsupported(learner: learner, reason: "no target is above zero")
    }
    return used
  }

  private static func droppingIdleWeights(_ set: LearningSet) -> LearningSet {
    guard let weights = set.weights else { return set }
    let kept = weights.indices.filter { weights[$0] > 0 }
    let areEqual = kept.allSatisfy { weights[$0] == weights[kept[0]] }
    // The set itself must not be kept in its own store: neither would ever be freed.
    guard areEqual || kept.count < weights.count else { return set }
    return set.derived.value(for: "lightgbm-rows") { () -> LearningSet in
      let rows = kept.count < weights.count ? set.selecting(rows: kept) : set
      return LearningSet(
        problem: rows.problem, features: rows.features, targets: rows.targets,
        weights: areEqual ? nil : rows.weights, monotone: rows.monotone)
    }
  }

  func allOptions(_ set: LearningSet, _ limits: FitLimits) -> LightGBMOptions {
    var all = LightGBMOptions()
    all.set("verbosity", -1)
    all.set("num_threads", max(1, limits.threads))
    all.set("seed", limits.seed & 0x7fff_ffff)
    // Histograms by column are summed in the order of rows by one thread each, so the number of threads changes nothing.
    all.set("deterministic", "true")
    all.set("force_col_wise", "true")
    all = all.merging(set.problem.lightGBMObjective).merging(options)
    if set.monotone.contains(where: { $0 != 0 }) {
      all.set("monotone_constraints", set.monotone.map(String.init).joined(separator: ","))
      // The other methods look for the leaves that border on a new one by thresholds alone: they overlook those that rows
      // with a missing value reach, and were seen to break constraints there.
      all.set("monotone_constraints_method", "basic")
    }
    return all
  }
}

extension RegressionLoss {
  /// Whether what it estimates is a quantile, the median among them.
  var isQuantile: Bool {
    switch self {
    case .absoluteError, .quantile: true
    case .squaredError, .poisson, .tweedie: false
    }
  }
}

extension LearningProblem {
  /// LightGBM's objective of this problem and the metric it is watched by: log loss or the loss of the regression.
  var lightGBMObjective: LightGBMOptions {
    var options = LightGBMOptions()
    func set(_ objective: String, _ metric: String) {
      options.set("objective", objective)
      options.set("metric", metric)
    }
    switch (task, loss) {
    case (.binary, _): set("binary", "binary_logloss")
    case (.multiclass, _):
      set("multiclass", "multi_logloss")
      options.set("num_class", classes.count)
    case (.regression, .squaredError): set("regression", "l2")
    case (.regression, .absoluteError): set("regression_l1", "l1")
    case (.regression, .quantile(let level)):
      set("quantile", "quantile")
      options.set("alpha", level)
    case (.regression, .poisson), (.regression, .tweedie(power: 1)): set("poisson", "poisson")
    case (.regression, .tweedie(let power)):
      set("tweedie", "tweedie")
      options.set("tweedie_variance_power", power)
    }
    return options
  }
}
