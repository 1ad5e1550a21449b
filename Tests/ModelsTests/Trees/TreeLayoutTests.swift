import Foundation
import LatheCore
import Testing

@testable import Models

@Suite struct TreeLayoutTests {
  @Test(arguments: GoldenTreeModel.all)
  func `following branches and ruling leaves out give the same sums, for many rows and for one`(
    _ golden: GoldenTreeModel
  ) throws {
    let text = try TreeText(
      [UInt8](golden.text.utf8), problem: golden.problem, featureCount: golden.featureCount)
    let (nodes, masks) = (TreeNodes(text), LeafMasks(text))
    let width = golden.problem.outputCount
    for rows in [Array(0..<golden.rows.count), [0], [1, 0], Array(0..<golden.rows.count) + [2]] {
      let matrix = golden.matrix.selecting(rows: rows)
      #expect(nodes.sums(matrix, width: width) == masks.sums(matrix, width: width))
    }
  }
}
