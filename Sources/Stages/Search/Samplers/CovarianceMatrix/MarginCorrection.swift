import LatheCore

/// Keeps the search on axes with separate values from coming to rest inside one cell.
///
/// Mean and width are corrected so that a neighbouring cell is drawn with a probability of at least `margin`.
///
/// Hamano et al., "CMA-ES with Margin", GECCO 2022.
enum MarginCorrection {
  /// Where the mean is to be, and the factor by which the axis is to be stretched.
  ///
  /// - Parameters:
  ///   - mean: The mean on the axis.
  ///   - deviation: The standard deviation on the axis.
  ///   - cell: The cell that holds the mean, without bounds where there is no neighbour.
  static func corrected(
    mean: Double, deviation: Double, cell: (lower: Double?, upper: Double?), margin: Double
  ) -> (mean: Double, factor: Double) {
    switch (cell.lower, cell.upper) {
    case (nil, nil): return (mean, 1)
    case (let border?, nil), (nil, let border?):
      let reach = NormalDistribution.quantile(1 - margin) * deviation
      let distance = min(abs(mean - border), reach)
      return (mean < border ? border - distance : border + distance, 1)
    case (let lower?, let upper?):
      let below = NormalDistribution.cumulative((lower - mean) / deviation)
      let above = NormalDistribution.cumulative((mean - upper) / deviation)
      let half = margin / 2
      guard below < half || above < half else { return (mean, 1) }
      let inside = 1 - below - above
      let raised = (below: max(below, half), above: max(above, half))
      let excess = raised.below + raised.above + inside - 1
      let scale = raised.below + raised.above + inside - 3 * half
      let final = (
        below: raised.below - excess * (raised.below - half) / scale,
        above: raised.above - excess * (raised.above - half) / scale
      )
      let reach = (
        below: NormalDistribution.quantile(1 - min(final.below, 0.49)),
        above: NormalDistribution.quantile(1 - min(final.above, 0.49))
      )
      let width = (upper - lower) / (reach.below + reach.above)
      return (lower + reach.below * width, width / deviation)
    }
  }
}
