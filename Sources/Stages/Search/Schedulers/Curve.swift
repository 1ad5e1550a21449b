/// How a trial has gone so far.
public struct Curve: Sendable {
  /// The trial's number.
  public var number: Int
  /// Where it is in its life.
  public var state: TrialState
  /// Its losses, in order of their steps.
  public var losses: [IntermediateValue]
  /// The step up to which it was last told to run.
  public var until: Int?
  /// What it runs with, as far as that is known.
  public var parameters: [String: ParameterValue]
  /// The step of another trial whose state it began with; `nil` if it began afresh.
  public var parentStep: Int?

  /// A curve.
  public init(
    number: Int, state: TrialState, losses: [IntermediateValue] = [], until: Int? = nil,
    parameters: [String: ParameterValue] = [:], parentStep: Int? = nil
  ) {
    self.number = number
    self.state = state
    self.losses = losses
    self.until = until
    self.parameters = parameters
    self.parentStep = parentStep
  }

  /// The loss at a step, if it was reported. O(log n).
  public func loss(at step: Int) -> Double? {
    let index = index(from: step)
    return index < losses.count && losses[index].step == step ? losses[index].value : nil
  }

  /// The first loss reported at a step or after it: what stands for the step where reports skip it. O(log n).
  public func loss(from step: Int) -> Double? {
    let index = index(from: step)
    return index < losses.count ? losses[index].value : nil
  }

  /// The smallest loss up to a step.
  public func best(through step: Int) -> Double? {
    losses.lazy.filter { $0.step <= step && !$0.value.isNaN }.map(\.value).min()
  }

  /// The last step reported.
  public var lastStep: Int? { losses.last?.step }

  /// Whether the last loss is not a number: such a trial has broken down, and every scheduler stops it.
  var hasBrokenDown: Bool { losses.last?.value.isNaN ?? false }

  /// Whether a report has reached the step up to which the trial was told to run.
  var hasReachedItsEnd: Bool {
    guard let until, let lastStep else { return false }
    return lastStep >= until
  }

  /// The steps that the last report has passed, among ascending `steps`: those that the report before it had not reached.
  func justReached(_ steps: ArraySlice<Int>) -> ArraySlice<Int> {
    guard let lastStep else { return [] }
    let earlier = losses.count > 1 ? losses[losses.count - 2].step : Int.min
    return steps.drop { $0 <= earlier }.prefix { $0 <= lastStep }
  }

  /// The index of the first report at a step or after it.
  private func index(from step: Int) -> Int {
    var low = 0
    var high = losses.count
    while low < high {
      let middle = (low + high) / 2
      if losses[middle].step < step { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
