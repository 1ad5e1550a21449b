/// The trials before there is a model: the middle of the space, which is where users put what they think is sensible, and
/// then a sequence that fills it.
struct StartDesign: Sendable {
  /// The number of trials.
  let count: Int

  /// Whether there is enough to begin with a model: with the design done, or as many results from elsewhere.
  func hasEnded(_ request: SamplingRequest) -> Bool {
    let complete = request.observations.count(where: \.isComplete)
    return complete >= 2 && (request.ordinal >= count || complete >= count)
  }

  /// The point of a trial.
  func point(_ request: SamplingRequest) -> Point {
    let space = request.space
    guard request.ordinal > 0 else {
      return space.completed(Point(repeating: .nan, count: space.dimension)) { axis in
        space.axes[axis].isCategorical ? 0 : 0.5
      }
    }
    let sequence = SobolSequence(dimension: space.dimension, seed: request.seed)
    return space.point(at: sequence.point(at: request.ordinal))
  }
}
