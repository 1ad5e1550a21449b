import Foundation
import LatheCore
import Testing

@testable import Search

@Suite struct ParzenMixtureTests {
  private let space: EncodedSpace

  init() throws {
    space = EncodedSpace(
      try SearchSpace([
        Parameter("rate", .float(low: 1e-4, high: 1, scale: .logarithmic)),
        Parameter("depth", .integer(low: 1, high: 9)),
        Parameter("kind", .categorical(["a", "b", "c"])),
      ]))
  }

  private func mixture(_ points: [Point], axes: [Int] = [0, 1, 2]) -> ParzenMixture {
    var mixture = ParzenMixture(axes: axes, of: space)
    for (slot, point) in points.enumerated() { mixture.insert(point, at: slot) }
    mixture.settle(prefersRecent: true)
    return mixture
  }

  private func randomPoints(_ count: Int, seed: UInt64 = 1) -> [Point] {
    var random = RandomSource(seed: seed)
    return (0..<count).map { _ in space.randomPoint(using: &random) }
  }

  @Test(arguments: [0, 1, 2, 3, 40, 120])
  func `a density over one axis integrates to one`(count: Int) {
    let mixture = mixture(randomPoints(count), axes: [0])
    let cells = 1000
    let densities = mixture.logDensities(
      at: (0..<cells).map { [(Double($0) + 0.5) / Double(cells), .nan, .nan] })
    let integral = densities.reduce(0) { $0 + exp($1) } / Double(cells)
    #expect(abs(integral - 1) < 1e-3)
  }

  @Test(arguments: [0, 1, 5, 60])
  func `the density of a category sums to one`(count: Int) {
    let mixture = mixture(randomPoints(count), axes: [2])
    let densities = mixture.logDensities(at: (0..<3).map { [.nan, .nan, Double($0)] })
    #expect(abs(densities.reduce(0) { $0 + exp($1) } - 1) < 1e-5)
  }

  @Test(arguments: [0, 1, 40])
  func `a density over all axes integrates to one`(count: Int) {
    let mixture = mixture(randomPoints(count))
    let cells = 50
    let points = (0..<cells).flatMap { rate in
      (0..<9).flatMap { depth in
        (0..<3).map { kind in
          [(Double(rate) + 0.5) / Double(cells), space.axes[1].position(ofIndex: depth), Double(kind)]
        }
      }
    }
    let integral =
      mixture.logDensities(at: points).reduce(0) { $0 + exp($1) } / Double(cells) / 9
    #expect(abs(integral - 1) < 0.03)
  }

  @Test func `sums over many kernels are those of the kernels one by one`() {
    let points = randomPoints(300)
    let mixture = mixture(points)
    for point in randomPoints(5, seed: 2) {
      var sum = exp(mixture.columns.enumerated().reduce(0) { $0 + $1.1.logPrior(at: point[$1.0]) })
      var weights = 1.0
      for slot in points.indices {
        let logarithm = mixture.columns.enumerated().reduce(0) { $0 + $1.1.logKernel(slot, at: point[$1.0]) }
        sum += Double(mixture.weights[slot]) * exp(logarithm)
        weights += Double(mixture.weights[slot])
      }
      #expect(abs(mixture.logDensities(at: [point])[0] - log(sum / weights)) < 1e-4)
    }
  }

  @Test func `a mixture that has changed is the one built at once`() {
    let points = randomPoints(150)
    var changed = ParzenMixture(axes: [0, 1, 2], of: space)
    for (slot, point) in points.enumerated() {
      changed.insert(point, at: slot)
      if slot % 7 == 3 { changed.settle(prefersRecent: true) }
    }
    for slot in stride(from: 0, to: 150, by: 3) { changed.remove(slot) }
    for slot in stride(from: 0, to: 150, by: 6) { changed.insert(points[slot], at: slot) }
    changed.settle(prefersRecent: true)
    var fresh = ParzenMixture(axes: [0, 1, 2], of: space)
    for (slot, point) in points.enumerated() where slot % 3 != 0 || slot % 6 == 0 {
      fresh.insert(point, at: slot)
    }
    fresh.settle(prefersRecent: true)
    let places = randomPoints(10, seed: 3)
    #expect(changed.logDensities(at: places) == fresh.logDensities(at: places))
  }

  @Test func `draws follow the density`() {
    let mixture = mixture([[0.2, 0.5, 1], [0.25, 0.5, 1], [0.8, 0.1, 2]])
    var random = RandomSource(seed: 4)
    let nowhere = Point(repeating: .nan, count: 3)
    let drawn = mixture.draw(2000, fixed: nowhere, along: [0, 1, 2], in: space, using: &random)
    for kind in 0..<3 {
      let share = Double(drawn.count { $0[2] == Double(kind) }) / 2000
      var marginal = ParzenMixture(axes: [2], of: space)
      for (slot, observed) in [1.0, 1, 2].enumerated() { marginal.insert([.nan, .nan, observed], at: slot) }
      marginal.settle(prefersRecent: true)
      #expect(abs(share - exp(marginal.logDensities(at: [[.nan, .nan, Double(kind)]])[0])) < 0.03)
    }
  }

  @Test func `draws keep what is fixed and follow its kernels`() {
    let mixture = mixture(
      (0..<20).map { [$0 < 10 ? 0.1 : 0.9, 0.5, $0 < 10 ? 0 : 2] })
    var random = RandomSource(seed: 5)
    let drawn = mixture.draw(400, fixed: [.nan, .nan, 2], along: [0, 1, 2], in: space, using: &random)
    #expect(drawn.allSatisfy { $0[2] == 2 })
    #expect(drawn.count { $0[0] > 0.5 } > 300)
  }

  @Test(arguments: [0, -0.25, -1, -10, -50, -86.9] as [Float])
  func `the fast exponential is exact to single precision`(number: Float) {
    let result = ParzenSums.exponential(Lanes(repeating: number))[3]
    #expect(abs(Double(result) / exp(Double(number)) - 1) < 1e-6)
  }

  @Test func `the fast exponential of very small numbers is zero`() {
    #expect(ParzenSums.exponential(Lanes(repeating: -1e30)) == .zero)
  }
}
