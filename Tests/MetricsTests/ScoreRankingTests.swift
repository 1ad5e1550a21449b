import LatheCore
import Testing

@testable import Metrics

@Suite struct ScoreRankingTests {
  @Test func `rows are in ascending order of score and equal scores in row order`() {
    var random = RandomSource(seed: 3)
    let scores = (0..<5_000).map { _ in
      ((random.uniform() - 0.5) * 100).rounded() * (random.uniform() < 0.1 ? 1e-9 : 1)
    }
    let ranking = scores.withUnsafeBufferPointer { ScoreRanking($0) }
    let expected = scores.indices.sorted { (scores[$0], $0) < (scores[$1], $1) }
    #expect(ranking.rows.map { Int($0) } == expected)
    #expect(ranking.keys.map(ScoreRanking.score(ofKey:)) == expected.map { scores[$0] })
  }

  @Test func `the two zeros are equal`() {
    let ranking = [0.0, -0.0, 0.0].withUnsafeBufferPointer { ScoreRanking($0) }
    #expect(ranking.rows == [0, 1, 2])
    #expect(Set(ranking.keys).count == 1)
  }

  @Test func `no rows and one row are ranked`() {
    #expect([Double]().withUnsafeBufferPointer { ScoreRanking($0) }.rows.isEmpty)
    #expect([4.0].withUnsafeBufferPointer { ScoreRanking($0) }.rows == [0])
  }
}
