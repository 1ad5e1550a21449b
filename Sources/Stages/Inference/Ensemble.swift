/// The weighted mean of members' predictions: how a bundle's models become one answer, in training and in serving.
///
/// Probabilities are averaged as probabilities and values as values, on the scale of the target. Members are added
/// in their order, so that the same members give the same bits everywhere.
public struct Ensemble: Sendable {
  /// One weight a member.
  public let weights: [Double]

  /// An ensemble of members with `weights`, which add to one; a member of weight zero has no say.
  public init(weights: [Double]) {
    self.weights = weights
  }

  /// The weighted mean of `predictions`, one array a member, all of one shape. O(members × numbers).
  public func combine(_ predictions: [[Double]]) -> [Double] {
    var combined: [Double] = []
    for (weight, prediction) in zip(weights, predictions) where weight > 0 {
      Self.add(prediction, weight: weight, to: &combined)
    }
    return combined
  }

  /// Adds a member's weighted prediction to `sum`, which is empty before the first.
  static func add(_ prediction: [Double], weight: Double, to sum: inout [Double]) {
    if sum.isEmpty { sum = [Double](repeating: 0, count: prediction.count) }
    precondition(sum.count == prediction.count, "predictions of one shape")
    sum.withUnsafeMutableBufferPointer { sum in
      prediction.withUnsafeBufferPointer { prediction in
        for index in sum.indices { sum[index] += weight * prediction[index] }
      }
    }
  }
}
