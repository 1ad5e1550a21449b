import LatheCore
import Models
import Testing

@testable import Learners

@Suite struct TreePreparationTests {
  private let call = LightGBMCall(learner: "test")
  private let fit = TreeFit(
    learner: "test", options: LightGBMOptions(), bins: 63, leaves: 2, rounds: 1, selection: .all)

  private func weighted(_ weights: [Double]) -> LearningSet {
    let set = LearningSet.mixed(.regression(), rows: weights.count, seed: 1)
    return LearningSet(
      problem: set.problem, features: set.features, targets: set.targets, weights: weights)
  }

  @Test func `fits of rows without weight or of equal weights share their binned data`() throws {
    let someWithout: [Double] = (0..<60).map { Double($0 % 3) }
    for weights in [someWithout, [Double](repeating: 4, count: 60)] {
      let set = weighted(weights)
      let first = try fit.usableRows(set)
      let second = try fit.usableRows(set)
      #expect(first.derived === second.derived)
      #expect(first.derived !== set.derived)
    }
    let plain = weighted((0..<60).map { Double($0 + 1) })
    let used = try fit.usableRows(plain)
    #expect(used.derived === plain.derived)
  }

  @Test func `a validation set forgets the bins of training sets that are gone`() throws {
    let validation = LearningSet.mixed(.regression(), rows: 50, seed: 9)
    weak var forgotten: BinnedDataset?
    func validate(seed: UInt64) throws -> BinnedDataset {
      let training = LearningSet.mixed(.regression(), rows: 80, seed: seed)
      let reference = try BinnedDataset.training(training, bins: 63, limits: FitLimits(), call: call)
      return try BinnedDataset.validation(
        validation, reference: reference, limits: FitLimits(), call: call)
    }
    forgotten = try validate(seed: 1)
    _ = try validate(seed: 2)
    let isForgotten = forgotten == nil
    #expect(isForgotten)
  }

  @Test func `a target that is no class is refused`() {
    let set = LearningSet.mixed(.twoClasses, rows: 50, seed: 1)
    let wrong = LearningSet(
      problem: set.problem, features: set.features, targets: set.targets.map { $0 == 1 ? .nan : $0 })
    #expect(throws: LearnersError.self) { try fit.usableRows(wrong) }
  }
}
