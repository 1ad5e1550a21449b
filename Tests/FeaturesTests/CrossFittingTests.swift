import LatheCore
import Testing

@testable import Features

@Suite struct CrossFittingTests {
  private func fit(
    _ data: RandomFrame, _ view: FeatureView, target: SupervisedTarget
  ) throws -> (fitted: FittedFeatures, training: FeatureMatrix) {
    try FittedFeatures.fit(
      data.frame, target: target, options: RandomFrame.options(view), limits: FitLimits())
  }

  private func bits(_ matrix: FeatureMatrix) -> [[UInt64]] { matrix.columns.map { $0.map(\.bitPattern) } }

  @Test func `flipping the targets of a group leaves its training features as they were`() throws {
    let data = try RandomFrame(seed: 5)
    let groups = (0..<data.frame.rowCount).map { $0 % 12 }
    let ofGroup = groups.indices.filter { groups[$0] == 5 }
    var targets = data.target.targets
    func training() throws -> FeatureMatrix {
      try fit(
        data, .trees,
        target: SupervisedTarget(problem: data.target.problem, targets: targets, groups: groups)
      ).training
    }
    let before = try training()
    for row in ofGroup { targets[row] = 1 - targets[row] }
    let after = try training()
    #expect(bits(before.selecting(rows: ofGroup)) == bits(after.selecting(rows: ofGroup)))
    #expect(bits(before) != bits(after))
  }

  @Test(arguments: FeatureView.allCases)
  func `one group alone leaves nothing to learn the target from`(view: FeatureView) throws {
    let data = try RandomFrame(seed: 5)
    let target = SupervisedTarget(
      problem: data.target.problem, targets: data.target.targets,
      groups: data.target.targets.map { _ in 7 })
    let (fitted, training) = try fit(data, view, target: target)
    let encoded = zip(fitted.features, training.columns).filter { $0.0.name.hasSuffix("target mean") }
    #expect(!encoded.isEmpty)
    #expect(encoded.allSatisfy { Set($0.1).count == 1 })
  }

  @Test(arguments: FeatureView.allCases, [8, 9])
  func `categories and texts tell of up to eight classes`(view: FeatureView, classCount: Int) throws {
    let data = try RandomFrame(seed: 5)
    let target = SupervisedTarget(
      problem: .classification(classes: (0..<classCount).map { "c\($0)" }),
      targets: (0..<data.frame.rowCount).map { Double($0 % classCount) })
    let (fitted, training) = try fit(data, view, target: target)
    let names = fitted.features.map(\.name)
    #expect(names.contains("many frequency") && names.contains("note words 1"))
    for name in ["many share of c7", "note words share of c7"] {
      #expect(names.contains(name) == (classCount == 8))
    }
    if classCount > 8 { #expect(bits(training) == bits(fitted.transform(data.frame).features)) }
  }
}
