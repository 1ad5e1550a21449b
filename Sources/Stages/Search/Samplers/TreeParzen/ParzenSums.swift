import Foundation

/// As many kernels as are computed at once.
typealias Lanes = SIMD8<Float>

/// The logarithms of weighted sums of kernels at many points: the inner loop of the sampler.
///
/// Kernels are taken in blocks that stay in the nearest cache for all points. Logarithms of kernels are sums of squares,
/// so each needs no more than two multiplications an axis, and one exponential at the end.
struct ParzenSums {
  private static let blockSize = 256

  /// One for each point; -∞ without kernels.
  private(set) var logarithms: [Double]

  /// Sums over the first `slotCount` slots.
  ///
  /// - Parameters:
  ///   - columns: The kernels, one column an axis; slots beyond `slotCount` are there to fill the last lanes.
  ///   - weights: By slot, 0 for empty ones.
  ///   - points: For each point, its positions in the order of `columns`.
  init(columns: [ParzenColumn], weights: [Float], slotCount: Int, points: [[Float]]) {
    logarithms = Array(repeating: -.infinity, count: points.count)
    var largest = [Float](repeating: -.infinity, count: points.count)
    var sums = [Double](repeating: 0, count: points.count)
    let choices = columns.map { column -> (same: Float, other: Float, absent: Float) in
      guard column.categoryCount > 0 else { return (0, 0, 0) }
      let (same, other) = column.logChoices
      return (Float(same), Float(other), -log(Float(column.categoryCount)))
    }
    withUnsafeTemporaryAllocation(of: Lanes.self, capacity: Self.blockSize / Lanes.scalarCount * 2) { block in
      for start in stride(from: 0, to: slotCount, by: Self.blockSize) {
        let laneCount =
          (min(Self.blockSize, slotCount - start) + Lanes.scalarCount - 1) / Lanes.scalarCount
        let constants = UnsafeMutableBufferPointer(rebasing: block[..<laneCount])
        let logs = UnsafeMutableBufferPointer(rebasing: block[laneCount..<(2 * laneCount)])
        Self.exclude(weights, from: start, in: constants)
        for column in columns where column.categoryCount == 0 {
          Self.add(column.constants, from: start, to: constants)
        }
        for point in points.indices {
          for lane in 0..<laneCount { logs[lane] = constants[lane] }
          for index in columns.indices {
            let position = points[point][index]
            if columns[index].categoryCount > 0 {
              Self.addChoice(columns[index].centres, position, choices[index], from: start, to: logs)
            } else {
              Self.subtractSquares(
                columns[index].centres, columns[index].precisions, position, from: start, to: logs)
            }
          }
          Self.accumulate(logs, weights, from: start, largest: &largest[point], sum: &sums[point])
        }
      }
    }
    for point in points.indices where sums[point] > 0 {
      logarithms[point] = Double(largest[point]) + log(sums[point])
    }
  }

  /// Begins the logarithms of empty slots so low that they never count.
  private static func exclude(
    _ weights: [Float], from start: Int, in logs: UnsafeMutableBufferPointer<Lanes>
  ) {
    weights.withUnsafeBytes { weights in
      for lane in logs.indices {
        logs[lane] = Lanes.zero.replacing(with: -1e30, where: lanes(weights, start, lane) .== 0)
      }
    }
  }

  private static func add(_ column: [Float], from start: Int, to logs: UnsafeMutableBufferPointer<Lanes>) {
    column.withUnsafeBytes { bytes in
      for lane in logs.indices { logs[lane] += lanes(bytes, start, lane) }
    }
  }

  private static func subtractSquares(
    _ centres: [Float], _ precisions: [Float], _ position: Float, from start: Int,
    to logs: UnsafeMutableBufferPointer<Lanes>
  ) {
    centres.withUnsafeBytes { centres in
      precisions.withUnsafeBytes { precisions in
        let position = Lanes(repeating: position)
        for lane in logs.indices {
          let distance = (position - lanes(centres, start, lane)) * lanes(precisions, start, lane)
          logs[lane] -= distance * distance
        }
      }
    }
  }

  private static func addChoice(
    _ centres: [Float], _ position: Float, _ choices: (same: Float, other: Float, absent: Float),
    from start: Int, to logs: UnsafeMutableBufferPointer<Lanes>
  ) {
    centres.withUnsafeBytes { centres in
      let other = Lanes(repeating: choices.other)
      let same = Lanes(repeating: choices.same)
      let absent = Lanes(repeating: choices.absent)
      for lane in logs.indices {
        let centre = lanes(centres, start, lane)
        logs[lane] += other.replacing(with: same, where: centre .== position)
          .replacing(with: absent, where: centre .< 0)
      }
    }
  }

  /// Adds a block's kernels to a sum that is kept relative to the largest so far.
  private static func accumulate(
    _ logs: UnsafeMutableBufferPointer<Lanes>, _ weights: [Float], from start: Int, largest: inout Float,
    sum: inout Double
  ) {
    weights.withUnsafeBytes { weights in
      var peaks = Lanes(repeating: -.infinity)
      for lane in logs.indices { peaks.replace(with: logs[lane], where: logs[lane] .> peaks) }
      let peak = peaks.max()
      // Nothing of such a block would show in the sum.
      guard peak > largest - 40 else { return }
      if peak > largest {
        sum *= exp(Double(largest - peak))
        largest = peak
      }
      var total = Lanes.zero
      for lane in logs.indices {
        total += lanes(weights, start, lane) * exponential(logs[lane] - largest)
      }
      sum += Double(total.sum())
    }
  }

  @inline(__always)
  private static func lanes(_ bytes: UnsafeRawBufferPointer, _ start: Int, _ lane: Int) -> Lanes {
    bytes.loadUnaligned(
      fromByteOffset: (start + lane * Lanes.scalarCount) * MemoryLayout<Float>.stride, as: Lanes.self)
  }

  /// e to the power of numbers that are at most 0, to about 3e-7 relative; 0 below -87.
  @inline(__always)
  static func exponential(_ numbers: Lanes) -> Lanes {
    // Adding and taking away 1.5 × 2²³ rounds to whole numbers, and leaves them in the low bits.
    let magic = Lanes(repeating: 12_582_912)
    let clipped = numbers.replacing(with: -87, where: numbers .< -87)
    let shifted = clipped * 1.442_695_04 + magic
    let whole = shifted - magic
    let rest = (clipped - whole * 0.693_359_375) + whole * 2.121_944_4e-4
    var series = rest * 1.987_569_15e-4 + 1.398_199_95e-3
    series = series * rest + 8.333_451_9e-3
    series = series * rest + 4.166_579_6e-2
    series = series * rest + 0.166_666_65
    series = series * rest + 0.5
    series = series * (rest * rest) + rest + 1
    let exponent = unsafeBitCast(shifted, to: SIMD8<Int32>.self) &<< 23
    let power = unsafeBitCast(unsafeBitCast(series, to: SIMD8<Int32>.self) &+ exponent, to: Lanes.self)
    return power.replacing(with: 0, where: numbers .< -87)
  }
}
