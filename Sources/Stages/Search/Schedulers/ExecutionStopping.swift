import Foundation
import LatheCore

/// Stops a trial that is executed several times when the executions to come can hardly make its mean the best.
///
/// Each execution is one report, at steps from 1; see ``RepeatedObjective``. After `k` of `n` executions with mean `m` and
/// standard deviation `s`, the final mean is predicted by Student's distribution with `k` - 1 degrees of freedom around
/// `m`, with the standard deviation s √((n - k) / (n k)), as if executions were independent draws from one normal
/// distribution. A trial is stopped when the probability of a final mean below the best finished trial's falls under
/// ``significance``, divided by the number of times it is looked at: a trial that would have become the best is then lost
/// with a probability of at most ``significance``. At least two executions are made, unless ``lowestLoss`` decides before.
public struct ExecutionStopping: Scheduler {
  /// The executions of a trial.
  public var executions: Int
  /// The probability with which a trial may be lost that would have become the best.
  public var significance: Double
  /// A loss below which no execution can come, such as 0 for an error rate: a trial is also stopped when the best
  /// executions possible would not help it.
  public var lowestLoss: Double?

  /// A rule for trials of `executions` executions.
  public init(executions: Int, significance: Double = 0.05, lowestLoss: Double? = nil) {
    self.executions = max(executions, 1)
    self.significance = significance
    self.lowestLoss = lowestLoss
  }

  /// `executions`.
  public var name: String { "executions" }

  /// Predicts the final mean.
  public mutating func decide(_ number: Int, _ request: SchedulingRequest) -> SchedulingDecision {
    guard request.curves.indices.contains(number) else { return .proceed }
    let curve = request.curves[number]
    if curve.hasBrokenDown { return .stop }
    let count = Double(curve.losses.count)
    let rest = Double(executions) - count
    guard rest > 0, count > 0, let mean = curve.meanLoss, let best = incumbent(request.curves) else {
      return .proceed
    }
    if let lowestLoss, (count * mean + rest * lowestLoss) / Double(executions) >= best { return .stop }
    guard count >= 2, mean > best else { return .proceed }
    // An infinite loss makes the mean infinite, and it stays so.
    guard mean.isFinite else { return .stop }
    let variance = curve.losses.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) } / (count - 1)
    let deviation = (variance * rest / (Double(executions) * count)).squareRoot()
    let looks = Double(executions - 2)
    let probability = StudentDistribution.upperTail((mean - best) / deviation, degreesOfFreedom: count - 1)
    return probability < significance / looks ? .stop : .proceed
  }

  /// The smallest mean of a finished trial that was executed as often as it was to be.
  private func incumbent(_ curves: [Curve]) -> Double? {
    curves.lazy.filter { $0.state == .complete && $0.losses.count >= executions }.compactMap(\.meanLoss).min()
  }
}
