import Foundation
import LatheCore
import Testing

@testable import Models

@Suite struct TreeTextDamageTests {
  /// A text in which each field and kind of split occurs, small so that mutations find all of it.
  private static let samples = [
    RandomTreeText(leaves: [6, 1, 9], seed: 1), RandomTreeText(leaves: [40], seed: 2),
  ]

  @Test func `the samples are sound`() throws {
    for sample in Self.samples {
      let isModel = try Self.answers(sample.text.utf8)
      #expect(isModel)
    }
  }

  @Test func `a text that is cut anywhere is damaged`() throws {
    let bytes = Array(Self.samples[0].text.utf8)
    for length in 0..<bytes.count {
      let isModel = try Self.answers(bytes[..<length])
      #expect(!isModel, "cut to \(length) bytes")
    }
  }

  @Test(arguments: TextDamage.allCases)
  func `damaged text is an error or another sound model, never a crash`(_ damage: TextDamage) throws {
    for (seed, sample) in Self.samples.enumerated() {
      var random = RandomSource(seed: UInt64(seed), stream: damage.rawValue)
      for _ in 0..<300 { _ = try Self.answers(damage.applied(to: sample.text, &random).utf8) }
    }
  }

  @Test func `damaged golden models are errors or other sound models`() throws {
    for golden in GoldenTreeModel.all {
      var random = RandomSource(seed: 3, stream: golden.name)
      let head = golden.text.components(separatedBy: "\n\n\n").first ?? ""
      let texts = TextDamage.allCases.map { $0.applied(to: golden.text, &random) } + [head]
      for text in texts {
        do {
          let answers = try golden.ensemble(of: text).predict(golden.matrix)
          #expect(answers.count == golden.predictions.count)
        } catch ModelsError.damaged {}
      }
    }
  }

  @Test(arguments: [
    ("left_child=", "left_child=0 "), ("num_leaves=6", "num_leaves=7"), ("num_cat=", "num_cat=9"),
    ("num_leaves=6", "num_leaves=2147483647"), ("num_leaves=6", "num_leaves=99999999999999999999"),
    ("num_leaves=6", "num_leaves=0"), ("num_leaves=6", "num_leaves=-1"), ("Tree=1\n", "Tree=2\n"),
    ("max_feature_idx=7", "max_feature_idx=8"), ("num_class=1", "num_class=2"), ("version=v4", "version=v3"),
    ("is_linear=0", "is_linear=1"), ("leaf_value=", "leaf_value=nan "),
    ("cat_boundaries=0", "cat_boundaries=1"), ("end of trees\n", "end of trees\n\n\n"),
  ])
  func `a wrong count, child or number is damage`(_ text: String, _ replacement: String) throws {
    let sample = Self.samples[0].text
    let range = try #require(sample.range(of: text))
    // The sizes of the trees are put right, so that the lines themselves are what is read.
    let damaged = TextDamage.withSizes(sample.replacingCharacters(in: range, with: replacement))
    let isModel = try Self.answers(damaged.utf8)
    #expect(!isModel)
  }

  private static let matrix = samples[0].matrix(rowCount: 12)

  /// Whether the text is a model; if so its answers are finite, one a row. Errors other than damage are thrown on.
  private static func answers(_ text: some Sequence<UInt8>) throws -> Bool {
    do {
      let ensemble = try TreeEnsemble(
        text: Data(text), problem: RandomTreeText.problem, featureCount: RandomTreeText.featureCount)
      let answers = ensemble.predict(matrix)
      #expect(answers.count == matrix.rowCount)
      let areFinite = answers.allSatisfy { $0.isFinite }
      #expect(areFinite)
      #expect(ensemble.predict(matrix.selecting(rows: [3])) == [answers[3]])
      return true
    } catch ModelsError.damaged {
      return false
    }
  }
}
