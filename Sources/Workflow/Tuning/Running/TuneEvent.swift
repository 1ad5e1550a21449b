import Search

/// What happens while a program is tuned.
public enum TuneEvent: Sendable {
  /// The run begins: the trials that have ended before, those there are to be, and the sampler.
  case started(trials: Int, planned: Int?, sampler: String)
  /// A trial's program starts.
  case began(trial: Int)
  /// A trial's program has ended, or was ended.
  case left(trial: Int)
  /// A trial has ended; whether it is the best so far, or for several objectives on the front.
  case ended(TrialRecord, isBest: Bool)
}
