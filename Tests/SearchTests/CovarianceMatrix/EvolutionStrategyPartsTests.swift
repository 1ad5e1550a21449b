import Foundation
import Testing

@testable import Search

@Suite struct EvolutionStrategyPartsTests {
  @Test(arguments: [(1, 4), (5, 8), (10, 10), (40, 15)])
  func `weights and rates keep their bounds`(dimension: Int, population: Int) {
    #expect(EvolutionStrategyConstants.defaultPopulation(dimension: dimension) == population)
    let constants = EvolutionStrategyConstants(dimension: dimension, population: population)
    #expect(abs(constants.weights.filter { $0 > 0 }.reduce(0, +) - 1) < 1e-12)
    #expect(constants.weights == constants.weights.sorted(by: >))
    #expect(constants.rankOneRate + constants.rankManyRate <= 1)
    #expect(constants.effectiveParents >= 1 && constants.stepPathRate < 1)
  }

  @Test func `a symmetric matrix is put together from its axes`() throws {
    let matrix = [4.0, 1, 0.5, 1, 3, -1, 0.5, -1, 2]
    let eigen = try #require(SymmetricEigenvalues(matrix, dimension: 3))
    for column in 0..<3 {
      let unit = (0..<3).map { $0 == column ? 1.0 : 0 }
      let image = eigen.vector(of: zip(eigen.coordinates(of: unit), eigen.values).map { $0 * $1 })
      for row in 0..<3 { #expect(abs(image[row] - matrix[row * 3 + column]) < 1e-12) }
    }
    #expect(SymmetricEigenvalues([.nan], dimension: 1) == nil)
  }

  @Test func `probabilities move towards good choices and keep their margin`() {
    let constants = EvolutionStrategyConstants(dimension: 3, population: 7)
    var categories = CategoryAdaptation(count: 3, freedom: 2, margin: 0.2, constants: constants)
    for _ in 0..<40 { categories.learn([1, 1, 1, 0, 2, 0, .nan], weights: constants.weights) }
    #expect(abs(categories.probabilities.reduce(0, +) - 1) < 1e-12)
    #expect(abs(categories.probabilities[1] - 0.8) < 1e-9)
    #expect(categories.probabilities.allSatisfy { $0 > 0.099 })
    #expect(categories.choice(0) == 0 && categories.choice(0.5) == 1 && categories.choice(0.9999) == 2)
  }

  @Test func `notes are read as they were written`() {
    let note = CMAESNote(run: 2, generation: 14, start: 3, hidden: [500_000, 12])
    #expect(CMAESNote(note.text) == note)
  }

  @Test(arguments: [nil, "", "cma", "cma 1 2", "cma 1 x 2", "cma -1 0 0", "other 1 2 3"] as [String?])
  func `notes of others are not read`(text: String?) {
    #expect(CMAESNote(text) == nil)
  }
}
