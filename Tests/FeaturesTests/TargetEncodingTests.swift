import LatheCore
import Testing

@testable import Features

@Suite struct TargetEncodingTests {
  private func encode(
    _ values: [String], targets: [Double], weights: [Double]? = nil, seed: UInt64 = 0, smoothing: Double = 10
  ) -> (table: LevelTable, encoding: TargetEncoding) {
    let categories = CategoricalValues(values)
    let table = LevelTable(of: categories, minimumRows: 1)
    var report = ReadingReport()
    var random = RandomSource(seed: seed)
    let encoding = TargetEncoding(
      codes: table.codes(.categories(categories), report: &report), levelCount: table.levels.count,
      targets: targets, weights: weights, folds: random.folds(rowCount: values.count, folds: 5),
      smoothing: smoothing)
    return (table, encoding)
  }

  @Test func `levels are encoded as scikit-learn's TargetEncoder with the same smoothing does`() throws {
    let golden = try Golden.load().categories
    func encoded(_ targets: [Double]) -> [Double] {
      let (table, fit) = encode(golden.training, targets: targets)
      return golden.asked.map { fit.encoding[table.code($0)] }
    }
    #expect(agree(encoded(golden.value), golden.encodedValue))
    #expect(agree(encoded(golden.binary), golden.encodedBinary))
    for (index, expected) in golden.encodedClasses.enumerated() {
      #expect(agree(encoded(golden.classes.map { $0 == Double(index) ? 1 : 0 }), expected))
    }
  }

  @Test(arguments: 0..<10 as Range<UInt64>)
  func `a row's own encoding does not know its target`(seed: UInt64) {
    var random = RandomSource(seed: seed)
    let values = (0..<50).map { _ in "k\(random.next() % 6)" }
    var targets = values.map { _ in random.uniform() }
    let row = random.index(below: values.count)
    let before = encode(values, targets: targets, seed: seed).encoding.outOfFold
    targets[row] += 1e6
    let after = encode(values, targets: targets, seed: seed).encoding.outOfFold
    #expect(before[row] == after[row])
    #expect(before != after)
  }

  @Test func `a weight of two counts as the row twice`() {
    let values = ["a", "b", "a", "c", "b", "a"]
    let targets: [Double] = [1, 2, 3, 4, 5, 6]
    let weighted = encode(values, targets: targets, weights: [2, 1, 1, 1, 1, 1], smoothing: 0)
    let repeated = encode(values + ["a"], targets: targets + [1], smoothing: 0)
    #expect(agree(weighted.encoding.encoding.levels, repeated.encoding.encoding.levels))
  }

  @Test func `folds have nearly equal sizes`() {
    var random = RandomSource(seed: 3)
    let folds = random.folds(rowCount: 53, folds: 5)
    #expect((0..<5).map { fold in folds.count { $0 == fold } }.sorted() == [10, 10, 11, 11, 11])
  }

  @Test func `rows of a group share a fold, and groups of one row are folded as rows are`() {
    var random = RandomSource(seed: 3)
    let groups = (0..<53).map { $0 % 13 * 7 }
    let folds = random.folds(groups: groups, folds: 5)
    #expect((0..<53).allSatisfy { folds[$0] == folds[$0 % 13] })
    #expect((0..<5).map { fold in folds.prefix(13).count { $0 == fold } }.sorted() == [2, 2, 3, 3, 3])

    var first = RandomSource(seed: 4)
    var second = RandomSource(seed: 4)
    let ofGroups = first.folds(groups: (0..<53).map { 100 - $0 }, folds: 5)
    let ofRows = second.folds(rowCount: 53, folds: 5)
    #expect(ofGroups == ofRows)
  }
}
