/// Ends a study that has had enough trials, or enough time.
///
/// Unlike the limits of a run, this counts what ended, and time from the beginning of the first trial in any run.
public struct BudgetStopping: StudyStopping {
  /// The trials with a result that are enough; without limit if `nil`.
  public var trials: Int?
  /// The seconds that are enough; without limit if `nil`.
  public var seconds: Double?

  /// A rule that ends a study at either limit.
  public init(trials: Int? = nil, seconds: Double? = nil) {
    self.trials = trials
    self.seconds = seconds
  }

  /// Whether a limit is reached.
  public func reason(_ request: StoppingRequest) -> String? {
    if let trials {
      let count = request.observations.count { $0.isComplete }
      if count >= trials { return "\(count) trials have a result" }
    }
    if let seconds, request.seconds >= seconds { return "\(seconds) seconds have passed" }
    return nil
  }
}
