import Foundation
import LatheCore
import Models
import Testing

@testable import Learners

/// Matrices of more columns than fit into one block.
@Suite struct BlockwiseAlgebraTests {
  private func random(rows: Int, columns: Int, seed: UInt64) -> LearningSet {
    var source = RandomSource(seed: seed)
    let numbers = (0..<columns).map { _ in (0..<rows).map { _ in source.uniform() } }
    return LearningSet(
      problem: .regression(),
      features: FeatureMatrix(
        features: numbers.indices.map { Feature(name: "x\($0)", source: "x\($0)") }, columns: numbers,
        rowCount: rows),
      targets: (0..<rows).map { numbers[0][$0] - 2 * numbers[1][$0] + source.uniform() })
  }

  @Test(arguments: [(400, 150), (150, 300)])
  func `ridge regression meets its condition of optimality`(rows: Int, columns: Int) throws {
    let set = random(rows: rows, columns: columns, seed: 1)
    let problem = try #require(LeastSquares(set, limits: FitLimits()))
    var path = RidgePath(problem, strengths: [0.5, 0.01], learner: "test")
    let isSkipped = path.skip(1)
    #expect(isSkipped)
    let step = try #require(try path.next(FitLimits()))
    let model = try #require(step.model as? LinearModel)
    let residuals = zip(set.targets, model.predict(set.features)).map { $0 - $1 }
    for (column, coefficient) in zip(set.features.columns, model.coefficients) {
      let mean = column.reduce(0, +) / Double(rows)
      let pull = zip(column, residuals).reduce(0) { $0 + ($1.0 - mean) * $1.1 } / Double(rows)
      #expect(abs(pull - 0.01 * coefficient) < 1e-10)
    }
  }

  @Test func `products of columns and of rows are those of each pair`() throws {
    let set = random(rows: 3, columns: 530, seed: 2)
    let design = DesignMatrix(set.features)
    var gram = [Double](repeating: 0, count: 530 * 530)
    let isFinished = design.addInnerProducts(to: &gram, limits: FitLimits())
    #expect(isFinished)
    let transposed = random(rows: 530, columns: 3, seed: 3)
    let outer = try #require(DesignMatrix(transposed.features).outerProducts(limits: FitLimits()))
    for (row, column) in [(0, 0), (529, 0), (529, 511), (520, 515), (300, 299), (529, 529)] {
      let inner = zip(set.features.columns[row], set.features.columns[column]).reduce(0) {
        $0 + $1.0 * $1.1
      }
      #expect(abs(gram[column * 530 + row] - inner) < 1e-12)
      let pair = transposed.features.columns.reduce(0) { $0 + $1[row] * $1[column] }
      #expect(abs(outer[column * 530 + row] - pair) < 1e-12)
    }
  }

  @Test func `a kernel is that of each pair of rows`() throws {
    let set = random(rows: 530, columns: 3, seed: 4)
    let kernel = try #require(
      RadialKernel(
        rows: RadialKernel.rows(of: set.features), count: 530, features: 3, gamma: 0.7, limits: FitLimits()))
    for (row, column) in [(0, 0), (529, 0), (0, 529), (529, 511), (520, 515), (515, 520)] {
      let square = set.features.columns.reduce(0) { $0 + ($1[row] - $1[column]) * ($1[row] - $1[column]) }
      #expect(abs(Double(kernel.values[column * 530 + row]) - exp(-0.7 * square)) < 1e-5)
    }
  }

  @Test func `a requested stop ends the algebra`() {
    let stop = StopSignal()
    stop.request()
    let limits = FitLimits(stop: stop)
    let set = random(rows: 10, columns: 20, seed: 5)
    let design = DesignMatrix(set.features)
    var gram = [Double](repeating: 0, count: 400)
    let isFinished = design.addInnerProducts(to: &gram, limits: limits)
    #expect(!isFinished)
    let outer = design.outerProducts(limits: limits)
    #expect(outer == nil)
    let rows = RadialKernel.rows(of: set.features)
    let kernel = RadialKernel(rows: rows, count: 10, features: 20, gamma: 1, limits: limits)
    let isStopped = kernel == nil
    #expect(isStopped)
  }
}
