import Foundation
import LatheCore

/// A density over some axes of a search space: a weighted sum of products of kernels, one product for each observation.
///
/// Kernels live in slots, so that a mixture of thousands changes by one in the time that one takes. An empty slot has the
/// weight 0. One more kernel, the prior, covers everything with the weight 1.
struct ParzenMixture: Sendable {
  /// The axes over which this is a density.
  let axes: [Int]
  private(set) var columns: [ParzenColumn]
  /// By slot, in multiples of the vectors in which densities are computed.
  private(set) var weights: [Float] = []
  private(set) var slotCount = 0
  private var isOccupied: [Bool] = []
  private var totalWeight = 1.0

  init(axes: [Int], of space: EncodedSpace) {
    self.axes = axes
    columns = axes.map { ParzenColumn(space.axes[$0]) }
  }

  /// Puts an observation into an empty slot.
  mutating func insert(_ point: Point, at slot: Int) {
    slotCount = max(slotCount, slot + 1)
    let padded = (slotCount + Lanes.scalarCount - 1) / Lanes.scalarCount * Lanes.scalarCount
    while weights.count < padded {
      weights.append(0)
      isOccupied.append(false)
    }
    isOccupied[slot] = true
    for index in columns.indices {
      columns[index].reserve(padded)
      columns[index].insert(point[axes[index]], at: slot)
    }
  }

  /// Empties a slot.
  mutating func remove(_ slot: Int) {
    isOccupied[slot] = false
    weights[slot] = 0
    for index in columns.indices { columns[index].remove(slot) }
  }

  /// Gives up the empty slots after the first `count`.
  mutating func trim(to count: Int) { slotCount = min(slotCount, count) }

  /// Brings widths and weights up to date; to be called after the last change and before anything is read.
  ///
  /// - Parameter prefersRecent: Whether all but the last 25 kernels weigh less the older they are.
  mutating func settle(prefersRecent: Bool) {
    for index in columns.indices { columns[index].settle() }
    let count = isOccupied[..<slotCount].count { $0 }
    let ramp = prefersRecent ? max(count - 25, 0) : 0
    var rank = 0
    totalWeight = 1
    for slot in 0..<slotCount where isOccupied[slot] {
      let start = 1 / Double(max(count, 1))
      let weight =
        rank >= ramp ? 1 : ramp == 1 ? start : start + (1 - start) * Double(rank) / Double(ramp - 1)
      weights[slot] = Float(weight)
      totalWeight += weight
      rank += 1
    }
  }

  /// Points drawn from the density, given the positions that are fixed already.
  ///
  /// A point is drawn from one kernel, axis by axis; where the kernel has no position, uniformly.
  ///
  /// - Parameter walk: The axes of the density, and those without a choice on which others may depend, in their order.
  func draw(
    _ count: Int, fixed: Point, along walk: [Int], in space: EncodedSpace, using random: inout RandomSource
  ) -> [Point] {
    let fixedColumns = axes.indices.filter { !fixed[axes[$0]].isNaN }
    let priorWeight = exp(fixedColumns.reduce(0) { $0 + columns[$1].logPrior(at: fixed[axes[$1]]) })
    let slots = (0..<slotCount).filter { isOccupied[$0] }
    let shares = slots.map { slot in
      Double(weights[slot])
        * exp(fixedColumns.reduce(0) { $0 + columns[$1].logKernel(slot, at: fixed[axes[$1]]) })
    }
    let columnOfAxis = Dictionary(uniqueKeysWithValues: axes.enumerated().map { ($1, $0) })
    let steps = walk.map { (axis: $0, column: columnOfAxis[$0]) }
    let total = shares.reduce(priorWeight, +)
    return (0..<count).map { _ in
      var remaining = random.uniform() * total
      var kernel: Int?
      for (slot, share) in zip(slots, shares) where kernel == nil {
        if remaining < share { kernel = slot } else { remaining -= share }
      }
      var point = fixed
      for (axis, column) in steps where point[axis].isNaN && space.isActive(axis, at: point) {
        let position = column.map { columns[$0].draw(kernel, using: &random) } ?? 0
        point[axis] = space.axes[axis].snapped(position)
      }
      return point
    }
  }

  /// The logarithms of the density at points that all have positions on the same axes.
  func logDensities(at points: [Point]) -> [Double] {
    guard let first = points.first else { return [] }
    let present = columns.indices.filter { !first[axes[$0]].isNaN }
    let sums = ParzenSums(
      columns: present.map { columns[$0] }, weights: weights, slotCount: slotCount,
      points: points.map { point in present.map { Float(point[axes[$0]]) } })
    return points.enumerated().map { index, point in
      let prior = present.reduce(0) { $0 + columns[$1].logPrior(at: point[axes[$1]]) }
      let kernels = sums.logarithms[index]
      let larger = max(prior, kernels)
      return larger + log(exp(prior - larger) + exp(kernels - larger)) - log(totalWeight)
    }
  }
}
