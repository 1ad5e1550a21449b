import Foundation
import LatheCore
import Testing

@testable import Search

@Suite struct GaussianProcessAcquisitionTests {
  private let features: KernelFeatures

  init() throws {
    features = KernelFeatures(
      EncodedSpace(
        try SearchSpace([
          Parameter("x", .float(low: 0, high: 1)), Parameter("y", .float(low: 0, high: 1)),
        ])))
  }

  private func process(_ function: (Double, Double) -> Double, noise: Double = 1e-4) throws -> GaussianProcess
  {
    var random = RandomSource(seed: 4)
    let vectors = (0..<24).map { _ in random.uniform() }
    let targets = stride(from: 0, to: 24, by: 2).map { function(vectors[$0], vectors[$0 + 1]) }
    return try #require(
      GaussianProcess(
        features: features, vectors: vectors, targets: targets,
        parameters: KernelParameters(lengthScales: [0.4, 0.7], signalVariance: 1, noiseVariance: noise)))
  }

  private func checkGradient(_ acquisition: any Acquisition) {
    for place in [[0.2, 0.3], [0.55, 0.81], [0.93, 0.07]] {
      let slope = acquisition.slope(place)
      #expect(abs(slope.value - acquisition.values(place)[0]) < 1e-8 * max(1, abs(slope.value)))
      let exact = numericGradient(of: { acquisition.values($0)[0] }, at: place, step: 1e-6)
      for (one, other) in zip(slope.gradient, exact) {
        #expect(abs(one - other) < 1e-4 * max(1, abs(other)))
      }
    }
  }

  @Test func `the gradients of the improvements agree with differences`() throws {
    let first = try process { sin(5 * $0) + $1 }
    let second = try process { cos(5 * $0) - $1 }
    let third = try process { $0 * $1 - 0.3 }
    let violation = try process { $0 + $1 - 1 }
    for best in [0.5, -0.8, -4] {
      checkGradient(ExpectedImprovement(objective: first, best: best, constraints: []))
      checkGradient(ExpectedImprovement(objective: first, best: best, constraints: [violation]))
    }
    checkGradient(Feasibility(constraints: [violation, first]))
    for trials in [[0.9, 0.9], [0.1, 0.1, 0.6, 0.5]] {
      checkGradient(ViolationImprovement(constraints: [violation, first], trials: trials))
    }
    let front = ParetoFront(of: [[0.1, 0.5, 0.2], [0.4, 0.1, 0], [-0.2, 0.8, -0.1]])
    let boxes = try #require(NondominatedBoxes(front: front, reference: [1, 1, 1], limit: 100))
    checkGradient(
      HypervolumeImprovement(objectives: [first, second, third], boxes: boxes, constraints: [violation]))
    checkGradient(
      ScalarizedImprovement(
        objectives: [first, second, third], origin: [1, 1, 1], weights: [0.3, 1.2, 0.7], front: front,
        constraints: [violation]))
  }

  @Test func `less violation is an improvement on the constraints that are broken for certain`() throws {
    let broken = try process { 3 + 0.3 * sin(5 * $0) + 0.3 * $1 }
    let held = try process { -3 - 0.2 * $0 - 0.3 * $1 }
    for constraints in [[broken], [held, broken]] {
      let violation = ViolationImprovement(constraints: constraints, trials: [0.4, 0.2, 0.7, 0.6])
      let improvement = ExpectedImprovement(objective: broken, best: violation.least, constraints: [])
      let places = [0.2, 0.3, 0.55, 0.81, 0.5, 0.5]
      for (one, other) in zip(violation.values(places), improvement.values(places)) {
        #expect(abs(one - other) < 0.02 * max(1, abs(other)))
      }
    }
  }

  @Test func `the front keeps what nothing dominates`() {
    let front = ParetoFront(of: [[1, 3], [2, 2], [2, 2], [3, 3], [3, 1], [1, 4]])
    #expect(Set(front.points) == [[1, 3], [2, 2], [3, 1]])
    #expect(ParetoFront(of: []).points.isEmpty)
  }

  @Test(arguments: [2, 3, 4])
  func `the boxes do not overlap and fill the space that is not dominated`(_ objectives: Int) throws {
    var random = RandomSource(seed: 9)
    let front = ParetoFront(
      of: (0..<12).map { _ in (0..<objectives).map { _ in random.uniform() } })
    let reference = [Double](repeating: 1, count: objectives)
    let boxes = try #require(NondominatedBoxes(front: front, reference: reference, limit: 10_000)).boxes
    for _ in 0..<2000 {
      let place = (0..<objectives).map { _ in random.uniform() }
      let isDominated = front.points.contains { zip($0, place).allSatisfy { $0 <= $1 } }
      let holding = boxes.count { box in
        place.indices.allSatisfy { box.lower[$0] < place[$0] && place[$0] <= box.upper[$0] }
      }
      #expect(holding == (isDominated ? 0 : 1))
    }
    #expect(NondominatedBoxes(front: front, reference: reference, limit: 1) == nil)
  }

  @Test func `the expected gain of volume is that of many draws`() throws {
    let first = try process { sin(5 * $0) + $1 }
    let second = try process { cos(5 * $0) - $1 }
    let front = ParetoFront(of: [[-0.5, 0.6], [0.2, 0.1], [0.7, -0.9]])
    let reference = [1.2, 1.0]
    let boxes = try #require(NondominatedBoxes(front: front, reference: reference, limit: 100))
    let acquisition = HypervolumeImprovement(objectives: [first, second], boxes: boxes, constraints: [])
    func volume(_ points: [[Double]]) -> Double {
      var volume = 0.0
      var height = reference[1]
      for point in ParetoFront(of: points).points.sorted(by: { $0[0] < $1[0] })
      where point[0] < reference[0] && point[1] < height {
        volume += (reference[0] - point[0]) * (height - point[1])
        height = point[1]
      }
      return volume
    }
    let place = [0.85, 0.4]
    let (firstMean, firstVariance) = first.predict(place)
    let (secondMean, secondVariance) = second.predict(place)
    var random = RandomSource(seed: 2)
    let draws = 40_000
    let before = volume(front.points)
    var gain = 0.0
    for _ in 0..<draws {
      let draw = [(firstMean, firstVariance), (secondMean, secondVariance)].map { mean, variance in
        mean[0] + variance[0].squareRoot() * NormalDistribution.quantile(max(random.uniform(), 1e-16))
      }
      gain += volume(front.points + [draw]) - before
    }
    let exact = exp(acquisition.values(place)[0])
    #expect(abs(gain / Double(draws) - exact) < 0.03 * exact)
  }

  @Test func `with one objective the volume is the ordinary improvement`() throws {
    let process = try process { sin(5 * $0) + $1 }
    let boxes = try #require(
      NondominatedBoxes(front: ParetoFront(of: [[-0.3]]), reference: [2], limit: 10))
    let volume = HypervolumeImprovement(objectives: [process], boxes: boxes, constraints: [])
    let improvement = ExpectedImprovement(objective: process, best: -0.3, constraints: [])
    #expect(abs(volume.values([0.3, 0.4])[0] - improvement.values([0.3, 0.4])[0]) < 1e-12)
  }
}
