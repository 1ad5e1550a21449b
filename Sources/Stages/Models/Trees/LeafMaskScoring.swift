import LatheCore

/// The sums of small trees for the rows of a matrix.
///
/// Blocks of rows are turned into slots that stay in the nearest cache; then each tree goes through its splits, and
/// each split through the rows, which the compiler makes a loop over vectors. Few rows are taken one by one through
/// ``LeafMasksBySlot``. Each row adds its leaves in the order of the trees either way,
/// so the sums do not depend on the blocks.
extension LeafMasks {
  /// Fewer rows than this are scored one by one.
  private static let fewestTogether = 6
  /// Bytes of slots that stay in the nearest cache beside a tree.
  private static let blockBytes = 24 * 1024

  /// Row-major sums, `width` a row; tree `t` adds to column `t % width`.
  func sums(_ features: FeatureMatrix, width: Int) -> [Double] {
    guard features.rowCount > 0 else { return [] }
    var sums = [Double](repeating: 0, count: features.rowCount * width)
    let stride = min(256, max(16, Self.blockBytes / (4 * max(1, slots.count))), features.rowCount)
    let room = stride * (slots.count + 2) + segments.count
    withUnsafeTemporaryAllocation(of: Int32.self, capacity: room) { scratch in
      sums.withUnsafeMutableBufferPointer { sums in
        guard let rows = scratch.baseAddress, var output = sums.baseAddress else { return }
        let left = rows + stride * slots.count
        for start in Swift.stride(from: 0, to: features.rowCount, by: stride) {
          let count = min(stride, features.rowCount - start)
          slots.fill(rows, stride: stride, features, start..<start + count)
          if count < Self.fewestTogether {
            for row in 0..<count {
              bySlot.narrowDown(left, self, row: rows + row, stride: stride)
              addLeaves(left, to: output + row * width, width)
            }
          } else {
            withSearch(rows, stride: stride, rowCount: count) { search in
              search.add(to: output, width, left: left, leaves: left + stride)
            }
          }
          output += count * width
        }
      }
    }
    return sums
  }

  /// Adds for one row the leftmost leaf that is left of each tree.
  private func addLeaves(
    _ left: UnsafePointer<Int32>, to output: UnsafeMutablePointer<Double>, _ width: Int
  ) {
    var column = 0
    for tree in trees {
      for segment in tree where left[segment] != 0 {
        output[column] += leafValues[segments[segment].firstLeaf + left[segment].trailingZeroBitCount]
        break
      }
      column = column + 1 == width ? 0 : column + 1
    }
  }

  private func withSearch(
    _ rows: UnsafePointer<Int32>, stride: Int, rowCount: Int, _ body: (LeafSearch) -> Void
  ) {
    splits.withUnsafeBufferPointer { splits in
      wideSplits.withUnsafeBufferPointer { wideSplits in
        wideWords.withUnsafeBufferPointer { wideWords in
          body(
            LeafSearch(
              masks: self, splits: splits, wideSplits: wideSplits, wideWords: wideWords, rows: rows,
              stride: stride, rowCount: rowCount))
        }
      }
    }
  }
}

/// The inner loops.
private struct LeafSearch {
  let masks: LeafMasks
  let splits: UnsafeBufferPointer<LeafMasks.Split>
  let wideSplits: UnsafeBufferPointer<LeafMasks.WideSplit>
  let wideWords: UnsafeBufferPointer<LeafMasks.SetWord>
  /// Slot `s` of row `r` lies at `s * stride + r`.
  let rows: UnsafePointer<Int32>
  let stride: Int
  let rowCount: Int

  /// Adds to each row the leaves it reaches; `left` and `leaves` are room for a number a row.
  func add(
    to output: UnsafeMutablePointer<Double>, _ width: Int, left: UnsafeMutablePointer<Int32>,
    leaves: UnsafeMutablePointer<Int32>
  ) {
    for (index, tree) in masks.trees.enumerated() {
      // The leftmost leaf that is left counts, so segments to the left overwrite those to their right.
      for segment in tree.reversed() {
        let segment = masks.segments[segment]
        narrowDown(left, segment)
        for row in 0..<rowCount {
          let leaf = Int32(truncatingIfNeeded: segment.firstLeaf &+ left[row].trailingZeroBitCount)
          leaves[row] = left[row] == 0 ? leaves[row] : leaf
        }
      }
      let column = output + index % width
      masks.leafValues.withUnsafeBufferPointer { values in
        for row in 0..<rowCount { column[row * width] += values[Int(leaves[row])] }
      }
    }
  }

  /// What is left of the leaves of a segment, for all rows.
  private func narrowDown(_ left: UnsafeMutablePointer<Int32>, _ segment: LeafMasks.Segment) {
    for row in 0..<rowCount { left[row] = -1 }
    for index in segment.numeric {
      let split = splits[index]
      let slot = rows + Int(split.slot) * stride
      for row in 0..<rowCount { left[row] &= slot[row] < split.operand ? -1 : split.leaves }
    }
    for index in segment.narrow {
      let split = splits[index]
      let slot = rows + Int(split.slot) * stride
      for row in 0..<rowCount { left[row] &= slot[row] & split.operand != 0 ? -1 : split.leaves }
    }
    for index in segment.wide {
      let split = wideSplits[index]
      for row in 0..<rowCount { left[row] &= shared(split, row) != 0 ? -1 : split.leaves }
    }
  }

  /// The bit that a row's category and a set share.
  @inline(__always)
  private func shared(_ split: LeafMasks.WideSplit, _ row: Int) -> Int32 {
    var shared: Int32 = 0
    for word in split.words {
      shared |= rows[Int(wideWords[word].slot) * stride + row] & wideWords[word].word
    }
    return shared
  }
}
