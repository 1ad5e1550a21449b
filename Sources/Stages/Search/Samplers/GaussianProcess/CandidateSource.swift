import Foundation
import LatheCore

/// Makes points to look at: all over the space, and near good ones.
struct CandidateSource: Sendable {
  let space: EncodedSpace
  let features: KernelFeatures
  /// The length scale of each block of the features.
  let lengthScales: [Double]
  /// Good points so far, the best first.
  let incumbents: [Point]
  /// Where to look on each axis that has an order.
  let region: [ClosedRange<Double>]
  var random: RandomSource

  /// A point drawn uniformly from the region.
  mutating func randomPoint() -> Point {
    let point = space.randomPoint(using: &random)
    let inside = point.indices.map { axis -> Double in
      guard !space.axes[axis].isCategorical else { return point[axis] }
      return region[axis].lowerBound + point[axis] * (region[axis].upperBound - region[axis].lowerBound)
    }
    return completed(inside)
  }

  /// A point near one of the good ones, all or some of whose axes are moved by a share of their length scale.
  mutating func neighbour(_ index: Int) -> Point {
    let point = incumbents[index % incumbents.count]
    var moved = point
    let active = features.blocks.indices.filter { !point[features.blocks[$0].axis].isNaN }
    guard !active.isEmpty else { return point }
    let share = random.uniform() < 0.5 ? 1 : min(1, 3 / Double(active.count))
    let always = active[min(Int(random.uniform() * Double(active.count)), active.count - 1)]
    // From a thousandth to half of the length scale.
    let spread = exp(log(1e-3) + random.uniform() * log(500))
    for block in active where block == always || random.uniform() < share {
      let axis = features.blocks[block].axis
      let scale = spread * min(lengthScales[block], 1)
      switch space.axes[axis].kind {
      case .continuous: moved[axis] = reflected(moved[axis] + scale * normal())
      case .ordered(let count):
        moved[axis] = reflected(moved[axis] + max(scale, 0.7 / Double(count)) * normal())
      case .categorical:
        // A change of all of them would be no longer near.
        guard block == always || random.uniform() < 0.3 else { continue }
        moved[axis] = space.randomPosition(on: axis, using: &random)
      }
      if !space.axes[axis].isCategorical {
        moved[axis] = min(max(moved[axis], region[axis].lowerBound), region[axis].upperBound)
      }
    }
    return completed(moved)
  }

  /// A point with the values that are missing, taken from the best point that has them.
  mutating func completed(_ point: Point) -> Point {
    var random = random
    defer { self.random = random }
    return space.completed(point) { axis in
      incumbents.first { !$0[axis].isNaN }.map { $0[axis] } ?? space.randomPosition(on: axis, using: &random)
    }
  }

  private mutating func normal() -> Double {
    NormalDistribution.quantile(max(random.uniform(), 1e-16))
  }

  private func reflected(_ position: Double) -> Double {
    let inside = position < 0 ? -position : position > 1 ? 2 - position : position
    return min(max(inside, 0), 1)
  }
}
