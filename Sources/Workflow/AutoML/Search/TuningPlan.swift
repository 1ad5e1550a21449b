/// How the search goes on after the portfolio.
struct TuningPlan: Sendable {
  /// Candidates one after the other without which the ensemble is as good, after which more are not expected to help.
  let patience: Int
  /// Whether candidates have to pass a first look before they get whole fits.
  let looksFirst: Bool
  let hasCategories: Bool
  let seed: UInt64
}

extension TuningPlan {
  /// The plan for data with these `facts`: the fewer rows there are, the sooner what looks better is only luck.
  init(facts: DataFacts, preset: FitRequest.Preset, seed: UInt64) {
    let most =
      switch facts.rows {
      case ..<500: 8
      case ..<2_500: 12
      case ..<10_000: 20
      default: 30
      }
    self.init(
      patience: preset == .best ? most * 2 : most, looksFirst: FirstLook.isWorthwhile(rows: facts.rows),
      hasCategories: facts.hasCategories, seed: seed)
  }
}
