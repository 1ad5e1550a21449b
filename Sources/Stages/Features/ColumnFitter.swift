import LatheCore

/// Fits the transform of each column of one training frame.
struct ColumnFitter: Sendable {
  /// What comes of a column.
  enum Outcome: Sendable {
    case fitted(ColumnTransform.Fit)
    /// The column cannot help, for a reason.
    case ignored(String)
  }

  let target: SupervisedTarget
  let options: FeatureOptions
  let learntTexts: LearntTexts
  let limits: FitLimits
  /// The fold of each row, for everything that is cross-fitted.
  let folds: [UInt8]

  init(
    rowCount: Int, target: SupervisedTarget, options: FeatureOptions, learntTexts: LearntTexts,
    limits: FitLimits
  ) {
    self.target = target
    self.options = options
    self.learntTexts = learntTexts
    self.limits = limits
    var random = RandomSource(seed: limits.seed, stream: "target encoding folds")
    if let groups = target.groups {
      folds = random.folds(groups: groups, folds: TargetEncoding.foldCount)
    } else {
      folds = random.folds(rowCount: rowCount, folds: TargetEncoding.foldCount)
    }
  }

  func fit(_ column: Column) throws(FeaturesError) -> Outcome {
    guard !limits.shouldStop else { throw .interrupted }
    switch (column.kind, column.values) {
    case (.identifier, _): return .ignored("it names its rows")
    case (.constant, _): return .ignored("it is constant")
    case (_, .numbers(let numbers)): return fit(column, numbers: numbers)
    case (.boolean, .categories(let categories)) where categories.levels.count == 2:
      return fit(column, booleans: categories)
    case (_, .categories(let categories)): return fit(column, categories: categories)
    case (_, .instants(let seconds)): return fit(column, seconds: seconds)
    case (_, .texts(let texts)):
      let fit = try TextTransform.fit(
        column, texts: texts, target: target, folds: folds, options: options, learntTexts: learntTexts,
        limits: limits)
      return fit.map(Outcome.fitted) ?? .ignored("it is constant in these rows")
    }
  }

  private func fit(_ column: Column, numbers: [Double]) -> Outcome {
    guard let first = numbers.first(where: { !$0.isNaN }) else { return .ignored("it is empty") }
    guard numbers.contains(where: { $0 != first }) else { return .ignored("it is constant in these rows") }
    let transform: NumericTransform
    switch options.view {
    case .trees:
      transform = .identity
    case .dense:
      var random = RandomSource(seed: limits.seed, stream: "quantiles of \(column.name)")
      transform = NumericTransform(denseFor: numbers, random: &random)
    }
    return .fitted(
      ColumnTransform.Fit(
        .numeric(transform), features: transform.features(name: column.name, source: column.name),
        values: column.values))
  }

  private func fit(_ column: Column, booleans: CategoricalValues) -> Outcome {
    guard booleans.codes.contains(where: { $0 != booleans.codes[0] }) else {
      return .ignored("it is constant in these rows")
    }
    let transform = BooleanTransform(
      levels: LevelTable(levels: booleans.levels), codes: booleans.codes, view: options.view)
    return .fitted(
      ColumnTransform.Fit(
        .boolean(transform), features: transform.features(source: column.name), values: column.values))
  }

  private func fit(_ column: Column, seconds: [Double]) -> Outcome {
    let transform = DateTransform(seconds: seconds, view: options.view)
    guard transform.featureCount > 0 else { return .ignored("it is constant in these rows") }
    return .fitted(
      ColumnTransform.Fit(
        .date(transform), features: transform.features(source: column.name), values: column.values))
  }

  private func fit(_ column: Column, categories: CategoricalValues) -> Outcome {
    let distinct = categories.levelCounts().count { $0 > 0 }
    let hasMissing = categories.codes.contains { $0 < 0 }
    guard distinct > 1 || (distinct == 1 && hasMissing) else {
      return .ignored("it is constant in these rows")
    }
    let levels = LevelTable(of: categories, minimumRows: CategoricalTransform.minimumRows)
    guard !levels.levels.isEmpty || hasMissing else { return .ignored("every value occurs only once") }
    return .fitted(
      CategoricalTransform.fit(
        column.name, categories: categories, levels: levels, target: target, folds: folds, options: options))
  }
}
