import LatheCore
import Testing

@testable import Models

@Suite struct TreeEnsembleTests {
  @Test(arguments: GoldenTreeModel.all)
  func `answers are LightGBM's, whatever the objective, the missing values and the categories`(
    _ golden: GoldenTreeModel
  ) throws {
    let answers = try golden.ensemble().predict(golden.matrix)
    #expect(answers.count == golden.predictions.count)
    for (answer, expected) in zip(answers, golden.predictions) {
      #expect(abs(answer - expected) <= 1e-12 * abs(expected))
    }
  }

  @Test(arguments: GoldenTreeModel.all)
  func `a row alone is answered as it is among others`(_ golden: GoldenTreeModel) throws {
    let ensemble = try golden.ensemble()
    let matrix = golden.matrix
    let together = ensemble.predict(matrix)
    for row in 0..<matrix.rowCount {
      let alone = ensemble.predict(matrix.selecting(rows: [row]))
      let start = row * ensemble.outputCount
      #expect(alone == Array(together[start..<start + ensemble.outputCount]))
    }
  }

  @Test(arguments: GoldenTreeModel.all)
  func `importances are LightGBM's`(_ golden: GoldenTreeModel) throws {
    let ensemble = try golden.ensemble()
    #expect(ensemble.splitImportances == golden.splits)
    for (gain, expected) in zip(ensemble.gainImportances, golden.gains) {
      // The text has six digits of each gain.
      #expect(abs(gain - expected) <= 1e-5 * expected)
    }
  }

  @Test func `many rows are answered block by block as few are`() throws {
    let golden = try GoldenTreeModel.named("binary")
    let ensemble = try golden.ensemble()
    let few = ensemble.predict(golden.matrix)
    let rows = (0..<3001).map { $0 * 7 % golden.rows.count }
    #expect(ensemble.predict(golden.matrix.selecting(rows: rows)) == rows.map { few[$0] })
  }

  @Test func `no rows have no answers`() throws {
    let golden = try GoldenTreeModel.named("binary")
    #expect(try golden.ensemble().predict(golden.matrix.selecting(rows: [])).isEmpty)
  }

  @Test(arguments: GoldenTreeModel.all)
  func `the artifact is smaller, answers the same and is its own artifact`(_ golden: GoldenTreeModel) throws {
    let ensemble = try golden.ensemble()
    let artifact = try ensemble.artifact()
    #expect(artifact.kind == .trees)
    let stored = try #require(artifact.files["model.txt"])
    #expect(stored.count < golden.text.utf8.count)
    let text = String(decoding: stored, as: UTF8.self)
    #expect(text.hasSuffix("\n\nend of trees\n"))
    #expect(!text.contains("leaf_weight"))
    let copy = try golden.ensemble(of: text)
    #expect(copy.predict(golden.matrix) == ensemble.predict(golden.matrix))
    #expect(copy.gainImportances == ensemble.gainImportances)
    #expect(try copy.artifact().files["model.txt"] == stored)
  }
}
