import Foundation
import LatheCore

/// The probabilities of cells, from how many observations fell into each, with one uniform observation more so that none
/// is 0.
enum CellDensity {
  /// Of cells without an order: their shares.
  static func categorical(_ counts: [Double]) -> [Double] {
    let total = counts.reduce(0, +) + 1
    return counts.map { ($0 + 1 / Double(counts.count)) / total }
  }

  /// Of cells in order: a mixture of normal kernels, cut off at the ends.
  ///
  /// The width is Scott's, 1.059 min(interquartile range ÷ 1.34, deviation) n^-0.2 cells, and at least so large that a
  /// kernel has a probability of 0.9 within one cell either side of half a cell.
  static func ordered(_ counts: [Double]) -> [Double] {
    let total = counts.reduce(0, +)
    let width = width(counts, total)
    var density = [Double](repeating: 1 / Double(counts.count), count: counts.count)
    for (center, weight) in counts.enumerated() where weight > 0 {
      let edges = (0...counts.count).map { edge in
        NormalDistribution.cumulative((Double(edge) - 0.5 - Double(center)) / width)
      }
      let inside = edges[counts.count] - edges[0]
      for cell in density.indices { density[cell] += weight * (edges[cell + 1] - edges[cell]) / inside }
    }
    return density.map { $0 / (total + 1) }
  }

  private static func width(_ counts: [Double], _ total: Double) -> Double {
    let mean = counts.enumerated().reduce(0) { $0 + Double($1.offset) * $1.element } / total
    let squares = counts.enumerated().reduce(0) { sum, cell in
      sum + cell.element * (Double(cell.offset) - mean) * (Double(cell.offset) - mean)
    }
    let deviation = (squares / max(total - 1, 1)).squareRoot()
    let range = quantile(0.75, counts, total) - quantile(0.25, counts, total)
    return max(1.059 * min(range / 1.34, deviation) * pow(total, -0.2), 0.5 / 1.64)
  }

  /// The first cell up to which a share of the observations lies.
  private static func quantile(_ share: Double, _ counts: [Double], _ total: Double) -> Double {
    var sum = 0.0
    for (cell, count) in counts.enumerated() {
      sum += count
      if sum >= share * total { return Double(cell) }
    }
    return Double(counts.count - 1)
  }
}
