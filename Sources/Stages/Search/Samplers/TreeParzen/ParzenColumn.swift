import Foundation
import LatheCore

/// One parameter's kernels in a ``ParzenMixture``: around each observed position a bell as wide as the larger gap to its
/// neighbours, cut off at the ends of the axis; for a category the observed choice with a remainder for the others.
///
/// Kernels live in slots. A slot without a position on this axis counts as uniform.
struct ParzenColumn: Sendable {
  /// From this many kernels on, the narrowest width stays the same.
  private static let steadyCount = 98

  private let axis: Axis
  /// The number of choices; 0 for numbers.
  let categoryCount: Int
  /// Positions by slot; -1 where a category is absent.
  private(set) var centres: [Float] = []
  /// The inverse of √2 times the kernels' widths by slot; 0 where there is no kernel.
  private(set) var precisions: [Float] = []
  /// The logarithms of what makes each kernel integrate to one, by slot.
  private(set) var constants: [Float] = []
  /// Positions and widths, by slot.
  private var positions: [Double] = []
  private var widths: [Double] = []
  /// The slots that have a kernel, in the order of their positions.
  private var order: [Int] = []
  private var isStale = false
  private var categoricalCount = 0

  init(_ axis: Axis) {
    self.axis = axis
    categoryCount = axis.isCategorical ? axis.count ?? 0 : 0
  }

  /// The slots that have a kernel.
  var kernelCount: Int { categoryCount > 0 ? categoricalCount : order.count }

  /// Makes room for slots up to `count`.
  mutating func reserve(_ count: Int) {
    while centres.count < count {
      centres.append(-1)
      precisions.append(0)
      constants.append(0)
      positions.append(.nan)
      widths.append(1)
    }
  }

  /// Puts a kernel into an empty slot; does nothing if the position is NaN.
  mutating func insert(_ position: Double, at slot: Int) {
    guard !position.isNaN else { return }
    positions[slot] = position
    centres[slot] = Float(position)
    if categoryCount > 0 {
      categoricalCount += 1
      return
    }
    let rank = rank(of: slot)
    order.insert(slot, at: rank)
    refresh(around: rank)
  }

  /// Empties a slot.
  mutating func remove(_ slot: Int) {
    guard !positions[slot].isNaN else { return }
    if categoryCount > 0 {
      categoricalCount -= 1
    } else {
      let rank = rank(of: slot)
      order.remove(at: rank)
      refresh(around: rank)
    }
    positions[slot] = .nan
    centres[slot] = -1
    precisions[slot] = 0
    constants[slot] = 0
  }

  /// Brings widths up to date; to be called after the last change and before anything is read.
  mutating func settle() {
    guard isStale else { return }
    isStale = false
    for rank in order.indices { shape(rank) }
  }

  private func rank(of slot: Int) -> Int {
    var low = 0
    var high = order.count
    while low < high {
      let middle = (low + high) / 2
      let other = order[middle]
      if (positions[other], other) < (positions[slot], slot) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private mutating func refresh(around rank: Int) {
    if isStale || order.count <= Self.steadyCount + 1 {
      isStale = true
      return
    }
    for other in max(rank - 1, 0)...min(rank + 1, order.count - 1) { shape(other) }
  }

  /// Sets the width of the kernel with a rank.
  private mutating func shape(_ rank: Int) {
    let slot = order[rank]
    let position = positions[slot]
    let hasOthers = order.count > 1
    let left = rank > 0 ? positions[order[rank - 1]] : hasOthers ? position : 0
    let right = rank + 1 < order.count ? positions[order[rank + 1]] : hasOthers ? position : 1
    var narrowest = 1 / Double(min(100, 2 + order.count))
    if axis.count != nil {
      // Narrower than half a cell, all kernels inside the cell would look alike.
      let cell = axis.cell(ofIndex: axis.index(at: position))
      narrowest = max(narrowest, (cell.upperBound - cell.lowerBound) / 2)
    }
    let width = min(max(position - left, right - position, narrowest), 1)
    widths[slot] = width
    precisions[slot] = Float(1 / (width * 2.0.squareRoot()))
    constants[slot] = Float(Self.logConstant(position: position, width: width))
  }

  private static func logConstant(position: Double, width: Double) -> Double {
    let inside =
      NormalDistribution.cumulative((1 - position) / width) - NormalDistribution.cumulative(-position / width)
    return -log(width * inside * (2 * Double.pi).squareRoot())
  }
}

// MARK: - Densities

extension ParzenColumn {
  /// The logarithm of the kernel before the first observation: a bell over the whole axis, or all choices alike.
  func logPrior(at position: Double) -> Double {
    if categoryCount > 0 { return -log(Double(categoryCount)) }
    return Self.logConstant(position: 0.5, width: 1) - (position - 0.5) * (position - 0.5) / 2
  }

  /// The logarithms of a categorical kernel at its own choice, and at any other.
  var logChoices: (same: Double, other: Double) {
    let share = 1 / Double(kernelCount + 1)
    let total = 1 + share * Double(categoryCount)
    return (log((1 + share) / total), log(share / total))
  }

  /// The logarithm of the kernel in a slot.
  func logKernel(_ slot: Int, at position: Double) -> Double {
    guard !positions[slot].isNaN else { return categoryCount > 0 ? -log(Double(categoryCount)) : 0 }
    if categoryCount > 0 { return position == positions[slot] ? logChoices.same : logChoices.other }
    let distance = (position - positions[slot]) / widths[slot]
    return Double(constants[slot]) - distance * distance / 2
  }

  /// A position drawn from the kernel in a slot; from the one before the first observation without a slot.
  func draw(_ slot: Int?, using random: inout RandomSource) -> Double {
    let uniform = random.uniform()
    let centre = slot.map { positions[$0] }
    if categoryCount > 0 {
      let choices = Double(categoryCount)
      guard let centre, !centre.isNaN else { return (uniform * choices).rounded(.down) }
      let share = 1 / Double(kernelCount + 1)
      let total = 1 + share * choices
      // The first part of the line is the kernel's own choice, the rest is cut evenly.
      return uniform * total < 1 ? centre : min(((uniform * total - 1) / share).rounded(.down), choices - 1)
    }
    if let centre, centre.isNaN { return uniform }
    return Self.drawBell(centre ?? 0.5, slot.map { widths[$0] } ?? 1, uniform)
  }

  private static func drawBell(_ centre: Double, _ width: Double, _ uniform: Double) -> Double {
    let low = NormalDistribution.cumulative(-centre / width)
    let high = NormalDistribution.cumulative((1 - centre) / width)
    let position = centre + width * NormalDistribution.quantile(low + uniform * (high - low))
    return min(max(position, 0), 1)
  }
}
