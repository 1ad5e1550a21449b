import Testing

@testable import Reports

@Suite struct ClassScoresTests {
  /// The example of scikit-learn's `classification_report`: y_true 0 1 2 2 2, y_pred 0 0 2 2 1.
  @Test func `scores agree with scikit-learn`() {
    let scores = ClassScores(classes: ["0", "1", "2"], confusion: [[1, 0, 0], [1, 0, 0], [0, 1, 2]])
    #expect(scores.rows.map(\.precision) == [0.5, 0, 1])
    #expect(scores.rows.map(\.recall) == [1, 0, 2.0 / 3])
    #expect(scores.rows.map(\.f1) == [2.0 / 3, 0, 0.8])
    #expect(scores.rows.map(\.rowCount) == [1, 1, 3])
  }

  @Test func `a class that never occurs has no scores`() {
    let scores = ClassScores(classes: ["a", "b"], confusion: [[3, 0]])
    #expect(scores.rows[1].precision == nil && scores.rows[1].recall == nil && scores.rows[1].f1 == nil)
  }

  @Test func `mistakes come most frequent first, and equal ones in the order of the classes`() {
    let scores = ClassScores(classes: ["a", "b", "c"], confusion: [[9, 1, 4], [1, 5, 0], [0, 0, 2]])
    #expect(scores.mistakes.map { "\($0.actual)\($0.predicted)\($0.count)" } == ["ac4", "ab1", "ba1"])
  }
}
