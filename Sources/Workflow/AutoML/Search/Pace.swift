import Learners

/// What fits have cost so far on these data, from which the cost of further candidates is foretold.
struct Pace: Sendable {
  /// Seconds a fold that the planner expects of a boosted model with default parameters.
  private let expected: Double?
  /// What boosted models took a fold, as if they had had the default parameters.
  private var measured: [Double] = []
  private var secondsOfFamily: [ModelFamily: Double] = [:]

  /// A pace that starts with what the planner expects of a boosted model with default parameters.
  init(expectedSecondsPerFit: Double?) {
    expected = expectedSecondsPerFit
  }

  /// Seconds a fold of a boosted model with default parameters: the median of what was seen.
  private var reference: Double? {
    measured.isEmpty ? expected : measured.sorted()[measured.count / 2]
  }

  /// Takes note of a finished candidate. Fits that were cut short only say that they take longer.
  mutating func observe(_ candidate: Candidate, fits: [FoldFit]) {
    let seconds = fits.reduce(0) { $0 + $1.seconds } / Double(fits.count)
    let isCutShort = fits.contains { $0.ending == .interrupted }
    if let foretold = self.seconds(of: candidate), isCutShort, seconds < foretold { return }
    if let parameters = candidate.boosting {
      measured.append(seconds / parameters.relativeCost(to: BoostedTreeParameters()))
    }
    secondsOfFamily[candidate.learner.family] = seconds / max(candidate.relativeCost, 1e-9)
  }

  /// Expected seconds of one fold, `nil` while nothing comparable was measured.
  func seconds(of candidate: Candidate) -> Double? {
    if let parameters = candidate.boosting, let reference {
      return reference * parameters.relativeCost(to: BoostedTreeParameters())
    }
    if let seconds = secondsOfFamily[candidate.learner.family] { return seconds * candidate.relativeCost }
    return reference.map { $0 * candidate.relativeCost }
  }
}

extension BoostedTreeParameters {
  /// Cost of a fit compared with one by `other`: rounds grow as the learning rate falls, a round costs by the
  /// number of leaves and the share of features it looks at.
  func relativeCost(to other: BoostedTreeParameters) -> Double {
    let rounds = (other.learningRate / learningRate) * (extraTrees && !other.extraTrees ? 1.3 : 1)
    let perRound = { (parameters: BoostedTreeParameters) in
      (0.4 + 0.6 * parameters.featureFraction) * (0.4 + 0.6 * Double(parameters.leaves) / 31)
    }
    return rounds * perRound(self) / perRound(other)
  }
}

extension Candidate {
  /// The largest learning rate a candidate is sped up to.
  static let largestLearningRate = 0.1

  /// The same candidate at a higher learning rate, so that it costs a `factor` less; `nil` where that would spoil it,
  /// unless some model is better than none (`atAnyRate`).
  func sped(by factor: Double, atAnyRate: Bool) -> Candidate? {
    guard let boosting else { return self }
    let wanted = boosting.learningRate * factor
    guard wanted <= 1.5 * Self.largestLearningRate || atAnyRate else { return nil }
    return boosted(at: max(boosting.learningRate, min(wanted, Self.largestLearningRate)))
  }
}
