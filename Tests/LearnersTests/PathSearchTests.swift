import LatheCore
import Models
import Testing

@testable import Learners

@Suite struct PathSearchTests {
  /// Three constants: 1, 2 and 3.
  private struct Constants: ModelPath {
    let count = 3
    let isComplete: Bool
    private var position = 0

    init(isComplete: Bool = true) { self.isComplete = isComplete }

    mutating func next(_ limits: FitLimits) throws(LearnersError) -> PathStep? {
      guard position < count, !limits.shouldStop else { return nil }
      position += 1
      let model = ConstantModel(answer: [Double(position)], featureCount: 1)
      return PathStep(model: model, isComplete: isComplete)
    }
  }

  private func set(target: Double) -> LearningSet {
    LearningSet(
      problem: .regression(),
      features: FeatureMatrix(
        features: [Feature(name: "x", source: "x")], columns: [[Double](repeating: 0, count: 20)],
        rowCount: 20),
      targets: [Double](repeating: target, count: 20))
  }

  private func search(steps: Int?) -> PathSearch {
    PathSearch(learner: "test", patience: 5, fixedSteps: steps)
  }

  @Test func `a step that was not finished is reported as interrupted`() throws {
    let fitted = try search(steps: 1).fit(set(target: 1), validation: nil, limits: FitLimits()) {
      (_: LearningSet, _: FitLimits) throws(LearnersError) -> Constants in Constants(isComplete: false)
    }
    #expect(fitted.ending == .interrupted)
    #expect(fitted.iterations == 1)
  }

  @Test func `the path of all rows is made once`() throws {
    let cases: [(steps: Int?, validation: LearningSet?, paths: Int)] = [
      (nil, nil, 6), (2, nil, 1), (nil, set(target: 2), 1),
    ]
    for (steps, validation, paths) in cases {
      var made = 0
      let fitted = try search(steps: steps).fit(
        set(target: 2), validation: validation, limits: FitLimits()
      ) { (_: LearningSet, _: FitLimits) throws(LearnersError) -> Constants in
        made += 1
        return Constants()
      }
      #expect(made == paths)
      #expect(fitted.iterations == 2)
      #expect(fitted.ending == .finished)
    }
  }

  @Test func `without rows to hold out it goes to the middle of the path`() throws {
    let few = set(target: 3).selecting(rows: [0, 1, 2])
    let fitted = try search(steps: nil).fit(few, validation: nil, limits: FitLimits()) {
      (_: LearningSet, _: FitLimits) throws(LearnersError) -> Constants in Constants()
    }
    #expect(fitted.iterations == 2)
  }
}
