import LatheCore

/// The sums of trees for the rows of a matrix.
///
/// Rows are taken in blocks that fit the nearest cache, transposed into slots. Trees are the outer loop and rows
/// the inner one, so a tree is read from memory once a block. A descent waits for memory and for its own
/// comparisons at each step, so eight are done at a time: eight rows of a block through one tree, or, where fewer
/// rows are left, one row through eight trees. Each row adds its leaves in the order of the trees either way, so
/// the sums do not depend on the blocks.
extension TreeNodes {
  private static let lanes = 8
  /// Bytes of slots that stay in the nearest cache beside a tree.
  private static let blockBytes = 24 * 1024

  /// Row-major sums, `width` a row; tree `t` adds to column `t % width`.
  func sums(_ features: FeatureMatrix, width: Int) -> [Double] {
    var sums = [Double](repeating: 0, count: features.rowCount * width)
    let blockRows = min(256, max(Self.lanes, Self.blockBytes / (8 * slots.count) / Self.lanes * Self.lanes))
    let capacity = min(blockRows, features.rowCount) * slots.count
    withUnsafeTemporaryAllocation(of: UInt64.self, capacity: capacity) { rows in
      guard let slotRows = rows.baseAddress else { return }
      sums.withUnsafeMutableBufferPointer { sums in
        guard var output = sums.baseAddress else { return }
        for start in stride(from: 0, to: features.rowCount, by: blockRows) {
          let count = min(blockRows, features.rowCount - start)
          for (index, slot) in slots.enumerated() {
            slot.fill(slotRows + index, stride: slots.count, features, start..<start + count)
          }
          add(slotRows, rowCount: count, to: output, width: width)
          output += count * width
        }
      }
    }
    return sums
  }

  private func add(
    _ rows: UnsafePointer<UInt64>, rowCount: Int, to output: UnsafeMutablePointer<Double>, width: Int
  ) {
    let stride = slots.count
    let grouped = rowCount / Self.lanes * Self.lanes
    nodes.withUnsafeBufferPointer { nodes in
      setWords.withUnsafeBufferPointer { setWords in
        guard let nodes = nodes.baseAddress else { return }
        let descent = TreeDescent(nodes: nodes, setWords: setWords)
        for (index, tree) in trees.enumerated() where grouped > 0 {
          let root = Int(tree.root)
          let column = output + index % width
          if tree.isNumeric {
            for row in Swift.stride(from: 0, to: grouped, by: Self.lanes) {
              descent.addRows(rows + row * stride, stride, root, column + row * width, width) {
                descent.numericStep($0, $1)
              }
            }
          } else {
            for row in Swift.stride(from: 0, to: grouped, by: Self.lanes) {
              descent.addRows(rows + row * stride, stride, root, column + row * width, width) {
                descent.mixedStep($0, $1)
              }
            }
          }
        }
        for row in grouped..<rowCount {
          trees.withUnsafeBufferPointer {
            descent.addTrees($0, rows + row * stride, to: output + row * width, width)
          }
        }
      }
    }
  }
}

/// The inner loops.
private struct TreeDescent {
  let nodes: UnsafePointer<TreeNode>
  let setWords: UnsafeBufferPointer<UInt32>

  /// One step from `index` for the row whose slots begin at `row`, where all splits are numeric.
  @inline(__always)
  func numericStep(_ index: Int, _ row: UnsafePointer<UInt64>) -> Int {
    let node = nodes[index]
    let value = Double(bitPattern: row[Int(node.slot)])
    return Int(node.left) &+ (value <= Double(bitPattern: node.bits) ? 0 : 1)
  }

  /// One step where splits may be categorical: both decisions are made and one is taken, for which way it goes cannot be predicted.
  @inline(__always)
  func mixedStep(_ index: Int, _ row: UnsafePointer<UInt64>) -> Int {
    let node = nodes[index]
    let value = row[Int(node.slot & TreeNodeKind.slotMask)]
    let isBelow = Double(bitPattern: value) <= Double(bitPattern: node.bits)
    var goesRight = isBelow ? 0 : 1
    goesRight = node.slot & TreeNodeKind.narrowSet != 0 ? (value & node.bits == 0 ? 1 : 0) : goesRight
    if node.slot & TreeNodeKind.wideSet != 0 { goesRight = isInWideSet(value, node.bits) ? 0 : 1 }
    return Int(node.left) &+ goesRight
  }

  @inline(never)
  private func isInWideSet(_ code: UInt64, _ set: UInt64) -> Bool {
    let word = code >> 5
    guard word < set & 0xffff_ffff else { return false }
    return setWords[Int(set >> 32 + word)] >> UInt32(code & 31) & 1 != 0
  }

  /// Adds the leaves that eight rows reach in the tree at `root`.
  @inline(__always)
  func addRows(
    _ row: UnsafePointer<UInt64>, _ stride: Int, _ root: Int, _ output: UnsafeMutablePointer<Double>,
    _ width: Int,
    step: (Int, UnsafePointer<UInt64>) -> Int
  ) {
    let (row1, row2, row3) = (row + stride, row + 2 * stride, row + 3 * stride)
    let row4 = row + 4 * stride
    let (row5, row6, row7) = (row4 + stride, row4 + 2 * stride, row4 + 3 * stride)
    var (a, b, c, d, e, f, g, h) = (root, root, root, root, root, root, root, root)
    var isMoving = true
    while isMoving {
      (a, b, c, d) = (step(a, row), step(b, row1), step(c, row2), step(d, row3))
      (e, f, g, h) = (step(e, row4), step(f, row5), step(g, row6), step(h, row7))
      (a, b, c, d) = (step(a, row), step(b, row1), step(c, row2), step(d, row3))
      (e, f, g, h) = (step(e, row4), step(f, row5), step(g, row6), step(h, row7))
      let (a1, b1, c1, d1) = (step(a, row), step(b, row1), step(c, row2), step(d, row3))
      let (e1, f1, g1, h1) = (step(e, row4), step(f, row5), step(g, row6), step(h, row7))
      let moved = (a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1)
      isMoving = moved | (e ^ e1) | (f ^ f1) | (g ^ g1) | (h ^ h1) != 0
      (a, b, c, d, e, f, g, h) = (a1, b1, c1, d1, e1, f1, g1, h1)
    }
    output[0] += leaf(a)
    output[width] += leaf(b)
    output[2 * width] += leaf(c)
    output[3 * width] += leaf(d)
    output[4 * width] += leaf(e)
    output[5 * width] += leaf(f)
    output[6 * width] += leaf(g)
    output[7 * width] += leaf(h)
  }

  /// Adds the leaves that one row reaches in all trees, eight trees at a time.
  func addTrees(
    _ trees: UnsafeBufferPointer<TreeNodes.Tree>, _ row: UnsafePointer<UInt64>,
    to output: UnsafeMutablePointer<Double>, _ width: Int
  ) {
    var first = 0
    while first + 8 <= trees.count {
      addEight(trees, first, row, to: output, width)
      first += 8
    }
    for index in first..<trees.count {
      var node = Int(trees[index].root)
      var next = mixedStep(node, row)
      while next != node { (node, next) = (next, mixedStep(next, row)) }
      output[index % width] += leaf(node)
    }
  }

  @inline(__always)
  private func addEight(
    _ trees: UnsafeBufferPointer<TreeNodes.Tree>, _ first: Int, _ row: UnsafePointer<UInt64>,
    to output: UnsafeMutablePointer<Double>, _ width: Int
  ) {
    var (a, b) = (Int(trees[first].root), Int(trees[first + 1].root))
    var (c, d) = (Int(trees[first + 2].root), Int(trees[first + 3].root))
    var (e, f) = (Int(trees[first + 4].root), Int(trees[first + 5].root))
    var (g, h) = (Int(trees[first + 6].root), Int(trees[first + 7].root))
    var isMoving = true
    while isMoving {
      let (a1, b1, c1, d1) = (mixedStep(a, row), mixedStep(b, row), mixedStep(c, row), mixedStep(d, row))
      let (e1, f1, g1, h1) = (mixedStep(e, row), mixedStep(f, row), mixedStep(g, row), mixedStep(h, row))
      let moved = (a ^ a1) | (b ^ b1) | (c ^ c1) | (d ^ d1)
      isMoving = moved | (e ^ e1) | (f ^ f1) | (g ^ g1) | (h ^ h1) != 0
      (a, b, c, d, e, f, g, h) = (a1, b1, c1, d1, e1, f1, g1, h1)
    }
    var column = first % width
    func add(_ node: Int) {
      output[column] += leaf(node)
      column = column + 1 == width ? 0 : column + 1
    }
    add(a); add(b); add(c); add(d)
    add(e); add(f); add(g); add(h)
  }

  @inline(__always)
  private func leaf(_ index: Int) -> Double { Double(bitPattern: nodes[index].bits) }
}
