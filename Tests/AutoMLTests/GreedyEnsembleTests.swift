import DataFrames
import LatheCore
import Metrics
import Testing

@testable import AutoML

@Suite struct GreedyEnsembleTests {
  /// A regression on `targets` in which every row is judged.
  private func evaluation(_ targets: [Double]) throws -> Evaluation {
    let frame = try DataFrame(columns: [
      Column(name: "x", kind: .float, values: .numbers(targets.map { $0 * 2 + 1 })),
      Column(name: "y", kind: .float, values: .numbers(targets)),
    ])
    var request = FitRequest(target: "y")
    request.task = .regression
    let table = try TrainingTable(frame, request: request)
    return Evaluation(
      table: table, folds: [Fold(training: [], validation: Array(targets.indices))], metric: .rmse)
  }

  @Test func `opposite errors are blended half and half`() throws {
    let targets = (0..<50).map { Double($0) / 10 + 0.05 }
    let evaluation = try evaluation(targets)
    let candidates = [targets.map { $0 + 1 }, targets.map { $0 - 1 }, targets.map { _ in 0.0 }]
    let ensemble = GreedyEnsemble(
      predictions: candidates, losses: candidates.map { evaluation.loss($0) }, evaluation: evaluation, seed: 1
    )
    #expect(abs(ensemble.weights[0] - 0.5) < 0.1)
    #expect(ensemble.weights[2] == 0)
    #expect(abs(ensemble.weights.reduce(0, +) - 1) < 1e-12)
    #expect(evaluation.loss(ensemble.blend(candidates)) < 0.1)
  }

  @Test func `the ensemble is never worse than the best candidate`() throws {
    var source = RandomSource(seed: 3)
    let targets = (0..<200).map { _ in source.uniform() * 10 }
    let evaluation = try evaluation(targets)
    let candidates = (1...6).map { spread in targets.map { $0 + (source.uniform() - 0.5) * Double(spread) } }
    let losses = candidates.map { evaluation.loss($0) }
    let ensemble = GreedyEnsemble(predictions: candidates, losses: losses, evaluation: evaluation, seed: 1)
    #expect(evaluation.loss(ensemble.blend(candidates)) <= (losses.min() ?? 0) * 1.01)
  }

  @Test func `a candidate without a finite loss is never chosen`() throws {
    let targets = [1.5, 2.5, 3.5, 4.25]
    let evaluation = try evaluation(targets)
    let candidates = [targets, targets]
    let ensemble = GreedyEnsemble(
      predictions: candidates, losses: [.infinity, 0.1], evaluation: evaluation, seed: 1)
    #expect(ensemble.weights == [0, 1])
  }
}
