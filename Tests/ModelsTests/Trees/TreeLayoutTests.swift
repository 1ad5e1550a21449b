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
    expectAgreement(text, golden.matrix, width: golden.problem.outputCount)
  }

  @Test(arguments: [[1], [2, 1], [31, 32, 33], [64, 65], [200, 3, 97]])
  func `both ways agree for trees of any number of leaves and sets of any width`(_ leaves: [Int]) throws {
    let random = RandomTreeText(leaves: leaves, seed: UInt64(leaves.count))
    let text = try TreeText(
      [UInt8](random.text.utf8), problem: RandomTreeText.problem,
      featureCount: RandomTreeText.featureCount)
    expectAgreement(text, random.matrix(rowCount: 300), width: 1)
  }

  private func expectAgreement(_ text: TreeText, _ matrix: FeatureMatrix, width: Int) {
    let (nodes, masks) = (TreeNodes(text), LeafMasks(text))
    for rows in [Array(0..<matrix.rowCount), [0], [1, 0], Array(0..<matrix.rowCount) + [2]] {
      let matrix = matrix.selecting(rows: rows)
      #expect(nodes.sums(matrix, width: width) == masks.sums(matrix, width: width))
    }
  }
}
