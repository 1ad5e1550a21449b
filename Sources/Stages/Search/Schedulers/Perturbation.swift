import LatheCore

/// How the parameters of a trial become those of one that begins with its state.
struct Perturbation: Sendable {
  /// What a number is multiplied by; one of these by chance.
  let factors: [Double]
  /// The probability with which a parameter is drawn anew.
  let resampling: Double

  /// An assignment near `parameters`, within the space; what the space does not know is kept.
  func changed(
    _ parameters: [String: ParameterValue], in space: EncodedSpace, using random: inout RandomSource
  ) -> [String: ParameterValue] {
    var point = space.point(of: parameters)
    for axis in point.indices where !point[axis].isNaN && !space.axes[axis].isConstant {
      if random.uniform() < resampling {
        point[axis] = space.randomPosition(on: axis, using: &random)
      } else if let factor = factors.randomElement(using: &random) {
        point[axis] = moved(point[axis], on: space.axes[axis], by: factor)
      }
    }
    // Another choice may bring parameters that the parent did not have.
    var completed = space.completed(point) { space.randomPosition(on: $0, using: &random) }
    if !space.allows(completed) {
      do throws(SearchError) {
        let held = Point(repeating: .nan, count: space.dimension)
        completed = try space.nearestAllowed(to: completed, holding: held, using: &random)
      } catch {
        // The parent itself is allowed.
        return parameters
      }
    }
    let unknown = parameters.filter { space.axisIndex(named: $0.key) == nil }
    return space.assignment(at: completed).merging(unknown) { first, _ in first }
  }

  /// The position of a value multiplied by a factor, or of a neighbour of it where the product is the same value. A choice
  /// without an order stays.
  private func moved(_ position: Double, on axis: Axis, by factor: Double) -> Double {
    guard !axis.isCategorical else { return position }
    let index = axis.index(at: position)
    if let value = axis.value(at: position).double, let bounds = axis.domain.bounds {
      let product = axis.nearest(to: min(max(value * factor, bounds.lowerBound), bounds.upperBound))
      if let moved = axis.position(of: product), axis.count == nil || axis.index(at: moved) != index {
        return moved
      }
    }
    guard let count = axis.count else { return position }
    return axis.position(ofIndex: min(max(index + (factor > 1 ? 1 : -1), 0), count - 1))
  }
}
