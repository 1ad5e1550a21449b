import LatheCore
import Testing

@testable import Features

@Suite struct NumericTransformTests {
  private func dense(_ numbers: [Double]) -> NumericTransform {
    var random = RandomSource(seed: 0)
    return NumericTransform(denseFor: numbers, random: &random)
  }

  @Test func `a well-behaved column is scaled as scikit-learn's StandardScaler does`() throws {
    let golden = try Golden.load().standard
    var columns: [[Double]] = []
    dense(golden.training).append(golden.training, to: &columns)
    #expect(columns.count == 1)
    #expect(agree(columns[0], golden.expected))
  }

  @Test func `missing values become the median beside an indicator`() {
    let transform = dense([1, 2, .nan, 4, 5, 3])
    var columns: [[Double]] = []
    transform.append([3, .nan], to: &columns)
    #expect(columns == [[0, 0], [0, 1]])
  }

  @Test func `without missing values in training there is no indicator and later ones become the median`() {
    var columns: [[Double]] = []
    dense([1, 2, 3]).append([.nan, 2], to: &columns)
    #expect(columns == [[0, 0]])
  }

  @Test func `a skewed column goes through quantiles and one of few steps does not`() {
    let skewed = (0..<400).map { 1 / (Double($0) + 1) }
    #expect(dense(skewed).quantiles != nil)
    #expect(dense(skewed.map { $0 > 0.5 ? 1 : 0 }).quantiles == nil)
  }

  @Test func `wild values at prediction are cut`() {
    var columns: [[Double]] = []
    dense((0..<100).map(Double.init)).append([1e300, -.infinity], to: &columns)
    #expect(columns == [[StandardScaling.limit, -StandardScaling.limit]])
  }

  @Test func `numbers too large to square are mapped through quantiles`() {
    let transform = dense((0..<40).map { Double($0) * 1e305 })
    var columns: [[Double]] = []
    transform.append([0, 2e306, .nan], to: &columns)
    #expect(transform.quantiles != nil)
    #expect(columns.joined().allSatisfy { $0.isFinite })
  }
}
