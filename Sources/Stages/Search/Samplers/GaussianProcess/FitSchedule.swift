import LatheCore

/// Fits the parameters of a Gaussian process as trials come in.
///
/// Fits from several starts are made at numbers of trials that grow by a quarter, each begun also where the one before it
/// ended; between them a fit only takes a few steps from the last of those. The parameters so depend on the trials
/// alone, and a sampler that sees a study for the first time makes at most twice the work of its largest fit.
struct FitSchedule: Sendable {
  /// The most trials that a fit looks at.
  static let largestCount = 250

  /// The most evaluations of a fit with several starts, and of one between those.
  private static let evaluationLimit = 60
  private static let refinementLimit = 12

  private struct Checkpoint: Sendable {
    /// Of the trials that were fitted.
    let fingerprint: Int
    let logarithms: [Double]
  }

  private var checkpoints: [Int: Checkpoint] = [:]
  private var latest: (fingerprint: Int, parameters: KernelParameters)?

  /// The parameters for the trials so far.
  mutating func parameters(
    observations: [Observation], objectiveCount: Int, features: KernelFeatures,
    targets: (TrainingSet) -> [Double]
  ) -> KernelParameters {
    let prior = KernelPrior(features: features)
    let fingerprints = Self.fingerprints(observations, width: features.count)
    let whole = fingerprints[observations.count]
    if let latest, latest.fingerprint == whole { return latest.parameters }

    func fit(_ count: Int, from starts: [[Double]], evaluationLimit: Int) -> KernelParameters {
      let training = TrainingSet(Array(observations[..<count]), objectiveCount: objectiveCount)
        .reduced(to: Self.largestCount)
      return KernelFit(
        features: features, prior: prior, vectors: features.vectors(training.rows.map(\.point)),
        targets: targets(training)
      ).parameters(from: starts, evaluationLimit: evaluationLimit)
    }

    let standard = prior.start(scaleCount: features.scaleCount)
    var start = standard
    var count = 6
    while count <= observations.count {
      if let known = checkpoints[count], known.fingerprint == fingerprints[count] {
        start = known.logarithms
      } else {
        start = fit(count, from: [start, standard], evaluationLimit: Self.evaluationLimit).logarithms
        checkpoints[count] = Checkpoint(fingerprint: fingerprints[count], logarithms: start)
      }
      count = max(count + 4, count + count / 4)
    }
    let parameters = fit(
      observations.count, from: [start], evaluationLimit: Self.refinementLimit)
    latest = (whole, parameters)
    return parameters
  }

  /// A number for each count of trials that tells those trials from others.
  private static func fingerprints(_ observations: [Observation], width: Int) -> [Int] {
    var hasher = Hasher()
    hasher.combine(width)
    var fingerprints = [hasher.finalize()]
    for observation in observations {
      var hasher = Hasher()
      hasher.combine(fingerprints[fingerprints.count - 1])
      hasher.combine(observation.number)
      hasher.combine(observation.ending)
      for position in observation.point { hasher.combine(position.bitPattern) }
      for loss in observation.losses { hasher.combine(loss.bitPattern) }
      hasher.combine(observation.violation.bitPattern)
      for constraint in observation.constraints { hasher.combine(constraint.bitPattern) }
      fingerprints.append(hasher.finalize())
    }
    return fingerprints
  }
}
