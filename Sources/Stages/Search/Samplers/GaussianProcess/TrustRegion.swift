import Foundation

/// The part of the space around the best trial in which some of the proposals stay: wide at first, wider after successes
/// in a row and narrower after failures.
///
/// In many dimensions most of the space is far from every trial, where a model promises more than it keeps. After Eriksson,
/// Pearce, Gardner, Turner and Poloczek, "Scalable Global Optimization via Local Bayesian Optimization", NeurIPS 2019.
struct TrustRegion: Sendable {
  /// The length of a side, of an axis with the geometric mean of the length scales.
  let side: Double

  /// The region after some trials, of which those of the design say nothing.
  init(after observations: [Observation], startupTrials: Int, dimension: Double) {
    let patience = max(4, Int(dimension))
    var side = 0.8
    var successes = 0
    var failures = 0
    var best: ObservationRank?
    for (index, observation) in observations.enumerated() {
      let rank = ObservationRank(observation)
      let isBetter = observation.isComplete && best.map { rank < $0 } ?? true
      if isBetter { best = rank }
      guard index >= startupTrials else { continue }
      successes = isBetter ? successes + 1 : 0
      failures = isBetter ? 0 : failures + 1
      if failures >= patience {
        side /= 2
        failures = 0
      }
      if successes >= 3 {
        side = min(2 * side, 1.6)
        successes = 0
      }
      // So small a region has nothing left to find.
      if side < 0.01 { side = 0.8 }
    }
    self.side = side
  }

  /// The range of each axis, around a point.
  func ranges(around centre: Point, surrogate: Surrogate, space: EncodedSpace) -> [ClosedRange<Double>] {
    var ranges = [ClosedRange<Double>](repeating: 0...1, count: space.dimension)
    let scales = surrogate.meanLengthScales.map { min($0, 3) }
    let mean = exp(scales.reduce(0) { $0 + log($1) } / Double(max(scales.count, 1)))
    for (block, scale) in zip(surrogate.features.blocks, scales) {
      let position = centre[block.axis]
      guard !position.isNaN, !space.axes[block.axis].isCategorical else { continue }
      let half = side / 2 * min(max(scale / mean, 0.2), 5)
      ranges[block.axis] = max(position - half, 0)...min(position + half, 1)
    }
    return ranges
  }
}
