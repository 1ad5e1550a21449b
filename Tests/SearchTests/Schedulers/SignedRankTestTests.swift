import Foundation
import LatheCore
import Testing

@testable import Search

@Suite struct SignedRankTestTests {
  @Test func `probabilities are those of SciPy`() {
    // scipy.stats.wilcoxon(differences, alternative="greater", method="exact")
    #expect(abs(SignedRankTest.probability(ofRanksAtLeast: [1.1, 2.2, -0.3, 3.1, 0.7]) - 0.0625) < 1e-12)
    let eight = [0.5, -1.5, 2.5, 3.5, -4.5, 5.5, 6.5, -0.25]
    #expect(abs(SignedRankTest.probability(ofRanksAtLeast: eight) - 0.15625) < 1e-12)
    #expect(SignedRankTest.probability(ofRanksAtLeast: [1, 2, 3, 4]) == 0.0625)
    #expect(SignedRankTest.probability(ofRanksAtLeast: []) == 1)
    #expect(SignedRankTest.probability(ofRanksAtLeast: [0, 0, 0]) == 1)
  }

  @Test func `equal sizes and zeros are counted out too`() {
    for differences in [[1.0, 1, -1, 2, 2, -3, 0, 5], [0, 0, 1, -1, 1, 1], [2, 2, 2, -2, -2, 1, 0.5]] {
      let exact = SignedRankTest.probability(ofRanksAtLeast: differences)
      #expect(abs(exact - Self.enumerated(differences)) < 1e-12)
    }
  }

  /// All choices of signs, one by one, with mean ranks, half of a zero's rank to either side.
  private static func enumerated(_ differences: [Double]) -> Double {
    let ranks = differences.map { difference in
      let smaller = differences.count { abs($0) < abs(difference) }
      let equal = differences.count { abs($0) == abs(difference) }
      return Double(smaller) + (Double(equal) + 1) / 2
    }
    func sum(_ isPositive: (Int) -> Bool) -> Double {
      ranks.indices.reduce(0) { sum, index in
        sum + (differences[index] == 0 ? ranks[index] / 2 : isPositive(index) ? ranks[index] : 0)
      }
    }
    let observed = sum { differences[$0] > 0 }
    let choices = 1 << differences.count
    return Double((0..<choices).count { signs in sum { signs & (1 << $0) != 0 } >= observed })
      / Double(choices)
  }

  @Test func `the normal distribution takes over without a jump`() {
    var random = RandomSource(seed: 4)
    let sixty = (0..<60).map { _ in random.uniform() - 0.4 }
    let exact = SignedRankTest.probability(ofRanksAtLeast: sixty)
    let approximate = SignedRankTest.probability(ofRanksAtLeast: sixty + [sixty[0], sixty[1]])
    #expect(abs(exact - approximate) < 0.05)
  }
}
