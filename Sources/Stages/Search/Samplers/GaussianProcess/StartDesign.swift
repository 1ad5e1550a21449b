import LatheCore

/// The trials before there is a model: the middle of the space, which is where users put what they think is sensible, and
/// then a Latin hypercube.
///
/// McKay, Beckman and Conover, "A Comparison of Three Methods for Selecting Values of Input Variables in the Analysis of
/// Output from a Computer Code", 1979.
struct StartDesign {
  let space: EncodedSpace
  /// The number of trials in the hypercube.
  let count: Int
  let seed: UInt64

  /// Whether there is enough to begin with a model: with the design done, or as many results from elsewhere.
  func hasEnded(_ request: SamplingRequest) -> Bool {
    let complete = request.observations.count(where: \.isComplete)
    return complete >= 2 && (request.ordinal >= count || complete >= count)
  }

  /// The point of a trial; a random one where the design has ended.
  func point(_ request: SamplingRequest) -> Point {
    guard request.ordinal < count else {
      var random = request.random("gp start")
      return space.randomPoint(using: &random)
    }
    if request.ordinal == 0 {
      return space.completed(space.axes.map { $0.isCategorical ? 0 : 0.5 }) { middle(of: $0) }
    }
    var random = RandomSource(seed: seed, stream: "gp design")
    let columns = space.axes.map { axis -> Double in
      var order = Array(0..<count)
      order.shuffle(using: &random)
      let offsets = (0..<count).map { _ in random.uniform() }
      let place = (Double(order[request.ordinal]) + offsets[request.ordinal]) / Double(count)
      return axis.isCategorical ? (place * Double(axis.count ?? 1)).rounded(.down) : place
    }
    return space.completed(columns) { middle(of: $0) }
  }

  private func middle(of axis: Int) -> Double { space.axes[axis].isCategorical ? 0 : 0.5 }
}
