import Dispatch
import LatheCore
import Synchronization
import Testing

@testable import Features

@Suite struct LearntTextsTests {
  private func terms(_ fitted: FittedFeatures) -> [TermTransform] {
    fitted.transforms.flatMap { transform -> [TermTransform] in
      guard case .text(let text) = transform else { return [] }
      return text.terms
    }
  }

  @Test func `views that share learnt texts get what they would have learnt themselves`() throws {
    let data = try RandomFrame(seed: 5)
    let learnt = LearntTexts()
    var ofViews: [[TermTransform]] = []
    for view in FeatureView.allCases {
      func fit(_ learntTexts: LearntTexts?) throws -> (fitted: FittedFeatures, training: FeatureMatrix) {
        try FittedFeatures.fit(
          data.frame, target: data.target, options: RandomFrame.options(view), learntTexts: learntTexts,
          limits: FitLimits(seed: 3))
      }
      let alone = try fit(nil)
      let sharing = try fit(learnt)
      for (left, right) in zip(alone.training.columns, sharing.training.columns) {
        #expect(left.map(\.bitPattern) == right.map(\.bitPattern))
      }
      #expect(alone.fitted.features == sharing.fitted.features)
      ofViews.append(terms(sharing.fitted))
    }
    #expect(ofViews.allSatisfy { !$0.isEmpty && $0.count == ofViews[0].count })
    for (left, right) in zip(ofViews[0], ofViews[1]) {
      #expect(left.vocabulary.terms == right.vocabulary.terms && left.loadings == right.loadings)
      #expect(left.scores.map(\.weights) == right.scores.map(\.weights))
    }
  }

  @Test func `terms are made once, however many ask at a time`() {
    let learnt = LearntTexts()
    let made = Atomic(0)
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      _ = try? learnt.terms(column: "note", hasScores: true) { () throws(FeaturesError) in
        _ = made.wrappingAdd(1, ordering: .relaxed)
        return []
      }
    }
    let count = made.load(ordering: .relaxed)
    #expect(count == 1)
  }

  @Test func `terms with and without estimates of the target are kept apart`() throws {
    let data = try RandomFrame(seed: 5)
    let learnt = LearntTexts()
    var options = FeatureOptions(view: .trees)
    for hasScores in [true, false] {
      options.textTargetEncoding = hasScores
      let fitted = try FittedFeatures.fit(
        data.frame, target: data.target, options: options, learntTexts: learnt, limits: FitLimits()
      ).fitted
      #expect(terms(fitted).allSatisfy { $0.scores.isEmpty != hasScores })
    }
  }

  @Test func `an interruption is not kept`() throws {
    let learnt = LearntTexts()
    #expect(throws: FeaturesError.self) {
      try learnt.terms(column: "note", hasScores: true) { () throws(FeaturesError) in throw .interrupted }
    }
    let terms = try learnt.terms(column: "note", hasScores: true) { [] }
    #expect(terms.isEmpty)
  }
}
