/// Ends a study when more trials are not expected to bring enough.
///
/// For studies with one objective: those with several go on.
public struct GainStopping: StudyStopping {
  /// The gain of the loss that is worth ``trials`` more trials.
  public var leastGain: Double
  /// The trials over which the gain is expected.
  public var trials: Int
  /// Trials with a result before the study may end.
  public var startupTrials: Int
  /// What expects it.
  public var estimator: any GainEstimator

  /// A rule that goes on while `trials` more trials are expected to bring at least `leastGain`.
  public init(
    leastGain: Double, trials: Int = 10, startupTrials: Int = 20, estimator: any GainEstimator = TailGain()
  ) {
    self.leastGain = leastGain
    self.trials = max(trials, 1)
    self.startupTrials = startupTrials
    self.estimator = estimator
  }

  /// Whether the expected gain is too small.
  public func reason(_ request: StoppingRequest) -> String? {
    guard request.directions.count == 1,
      request.observations.count(where: \.isComplete) >= startupTrials,
      let gain = estimator.expectedGain(request, trials: trials), gain < leastGain
    else { return nil }
    return "\(trials) more trials are expected to bring \(gain), which is less than \(leastGain)"
  }
}
