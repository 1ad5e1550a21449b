import LatheCore
import Testing

@testable import Features

@Suite struct TextTransformTests {
  private func statistics(_ text: String) -> [TextStatistic: Double] {
    var normalized = NormalizedText()
    normalized.read(Array(text.utf8)[...])
    let counts = TextCounts(normalized)
    return Dictionary(uniqueKeysWithValues: TextStatistic.allCases.map { ($0, counts[$0]) })
  }

  @Test func `statistics describe the form of a text`() {
    let found = statistics("Go NOW, 10 times!?")
    #expect(found[.length] == 18)
    #expect(found[.words] == 4)
    #expect(found[.meanWordLength] == 3)
    #expect(found[.upperCaseShare] == 4.0 / 18)
    #expect(found[.digitShare] == 2.0 / 18)
    #expect(found[.punctuationShare] == 3.0 / 18)
    #expect(found[.exclamationMarks] == 1 && found[.questionMarks] == 1)
  }

  @Test func `letters of every script are letters`() {
    let found = statistics("Ünï ÉTÉ 東京 “é”")
    #expect(found[.words] == 4)
    #expect(found[.punctuationShare] == 2.0 / 14)
    #expect(found[.upperCaseShare] == 4.0 / 14)
  }

  @Test(arguments: ["", " ", "\u{0}", "\u{ff}", "🎉🎉", String(repeating: "word ", count: 3_000)])
  func `any text has finite statistics`(text: String) {
    #expect(statistics(text).values.allSatisfy { $0.isFinite })
  }

  @Test func `a word that decides the target is found by components and by the estimate`() throws {
    var random = RandomSource(seed: 5)
    let fillers = ["table", "chair", "lamp", "door", "floor", "window", "roof"]
    let targets = (0..<120).map { _ in Double(random.next() % 2) }
    let texts = targets.map { target in
      let words = (0..<5).map { _ in fillers[random.index(below: fillers.count)] }
      return (words + [target == 1 ? "splendid" : "awful"]).joined(separator: " ")
    }
    let frame = try DataFrame(columns: [
      Column(name: "note", kind: .text, values: .texts(TextValues(texts.map(Optional.some))))
    ])
    let target = SupervisedTarget(problem: .classification(classes: ["bad", "good"]), targets: targets)
    let (fitted, training) = try FittedFeatures.fit(
      frame, target: target, options: FeatureOptions(view: .trees), limits: FitLimits())
    let score = try #require(fitted.features.firstIndex { $0.name == "note words target mean" })
    let estimates = training.columns[score]
    for (estimate, target) in zip(estimates, targets) { #expect((estimate > 0.5) == (target == 1)) }
    #expect(fitted.features.contains { $0.name == "note words 1" })
  }

  @Test func `a missing text is told apart in both views`() throws {
    let texts = ["one two", "two three three", nil, "one three!", nil, "two"]
    let frame = try DataFrame(columns: [
      Column(name: "note", kind: .text, values: .texts(TextValues(texts)))
    ])
    let target = SupervisedTarget(problem: .regression(), targets: [1, 2, 3, 4, 5, 6])
    let trees = try FittedFeatures.fit(
      frame, target: target, options: FeatureOptions(view: .trees), limits: FitLimits()
    ).training
    #expect(trees.columns[0].map { $0.isNaN } == texts.map { $0 == nil })
    let dense = try FittedFeatures.fit(
      frame, target: target, options: FeatureOptions(view: .dense), limits: FitLimits())
    let indicator = try #require(dense.fitted.features.firstIndex { $0.name == "note is missing" })
    #expect(dense.training.columns[indicator] == texts.map { $0 == nil ? 1 : 0 })
  }
}
