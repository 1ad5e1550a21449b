import Foundation
import LatheCore

/// How evolution makes a new point of old ones.
enum Variation {
  /// Another position on an axis: near the old one for numbers, any other choice for categories.
  ///
  /// - Parameter index: Of polynomial mutation: the larger, the smaller are the steps.
  static func mutated(
    _ position: Double, on axis: Axis, index: Double, using random: inout RandomSource
  ) -> Double {
    guard !axis.isConstant else { return position }
    if case .categorical(let count) = axis.kind {
      let others = Double(count - 1)
      return (position + 1 + (random.uniform() * others).rounded(.down)).truncatingRemainder(
        dividingBy: Double(count))
    }
    let uniform = random.uniform()
    let power = 1 / (index + 1)
    let moved: Double
    if uniform < 0.5 {
      let room = pow(1 - position, index + 1)
      moved = position + pow(2 * uniform + (1 - 2 * uniform) * room, power) - 1
    } else {
      let room = pow(position, index + 1)
      moved = position + 1 - pow(2 * (1 - uniform) + (2 * uniform - 1) * room, power)
    }
    guard let count = axis.count else { return min(max(moved, 0), 1) }
    let old = axis.index(at: position)
    let new = axis.index(at: moved)
    if new != old { return axis.position(ofIndex: new) }
    // A step inside the cell would be none.
    let goesUp = old == 0 || (old < count - 1 && uniform >= 0.5)
    return axis.position(ofIndex: old + (goesUp ? 1 : -1))
  }

  /// A position made of those of two parents: simulated binary crossover for numbers, one of the two for categories.
  ///
  /// - Parameter index: The larger, the closer is the child to its parents.
  static func crossed(
    _ first: Double, _ second: Double, on axis: Axis, index: Double, using random: inout RandomSource
  ) -> Double {
    let takesFirst = random.uniform() < 0.5
    guard !axis.isCategorical, abs(first - second) > 1e-12 else { return takesFirst ? first : second }
    let (low, high) = (min(first, second), max(first, second))
    let toBorder = 1 + 2 * (takesFirst ? low : 1 - high) / (high - low)
    let reach = 2 - pow(toBorder, -(index + 1))
    let uniform = random.uniform() * reach
    let spread =
      uniform <= 1
      ? pow(uniform, 1 / (index + 1)) : pow(1 / max(2 - uniform, 1e-12), 1 / (index + 1))
    let middle = (low + high) / 2
    let child = middle + (takesFirst ? -1 : 1) * spread * (high - low) / 2
    return min(max(child, 0), 1)
  }
}
