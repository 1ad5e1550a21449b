import Foundation
import LatheCore
import Testing

@testable import Search

@Suite struct GaussianProcessModelTests {
  private func features(_ dimension: Int) throws -> KernelFeatures {
    KernelFeatures(
      EncodedSpace(try SearchSpace((0..<dimension).map { Parameter("x\($0)", .float(low: 0, high: 1)) })))
  }

  private func randomVectors(_ count: Int, width: Int, seed: UInt64 = 1) -> [Double] {
    var random = RandomSource(seed: seed)
    return (0..<(count * width)).map { _ in random.uniform() }
  }

  @Test func `the kernel is positive definite on a conditional space with categories`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("kind", .categorical(["a", "b", "c"])),
        Parameter("depth", .integer(low: 1, high: 9), if: .init("kind", isOneOf: ["a", "b"])),
        Parameter("rate", .float(low: 1e-4, high: 1, scale: .logarithmic), if: .init("kind", isOneOf: ["b"])),
        Parameter("way", .categorical(["x", "y", "z", "w"]), if: .init("kind", isOneOf: ["c"])),
        Parameter("flag", .boolean),
      ]))
    let features = KernelFeatures(space)
    var random = RandomSource(seed: 3)
    var points: [Point] = []
    while points.count < 60 {
      let point = space.randomPoint(using: &random)
      if !points.contains(where: { $0.map(\.bitPattern) == point.map(\.bitPattern) }) { points.append(point) }
    }
    let distances = MaternKernel.squaredDistances(features.vectors(points), width: features.count)
    var covariance = distances.map { MaternKernel.correlation($0) }
    for index in 0..<points.count { covariance[index * points.count + index] += 1e-9 }
    #expect(CholeskyFactor(covariance, count: points.count) != nil)
  }

  @Test func `categories differ by Hamming's distance, and what is not there does not differ`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("kind", .categorical(["a", "b", "c"])),
        Parameter("depth", .float(low: 0, high: 1), if: .init("kind", isOneOf: ["a"])),
      ]))
    let features = KernelFeatures(space)
    func distance(_ left: Point, _ right: Point) -> Double {
      zip(features.vector(left), features.vector(right)).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    #expect(abs(distance([1, .nan], [2, .nan]) - 1) < 1e-12)
    #expect(distance([1, .nan], [1, .nan]) == 0)
    #expect(abs(distance([0, 0.5], [2, .nan]) - 1) < 1e-12)
    #expect(abs(distance([0, 0.1], [0, 0.4]) - 0.09) < 1e-12)
  }

  @Test func `the distances of pairs agree with those by coordinates`() {
    let vectors = randomVectors(7, width: 3)
    let others = randomVectors(4, width: 3, seed: 2)
    let own = MaternKernel.squaredDistances(vectors, width: 3)
    let cross = MaternKernel.squaredDistances(vectors, to: others, width: 3)
    func distance(_ a: ArraySlice<Double>, _ b: ArraySlice<Double>) -> Double {
      zip(a, b).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    }
    for row in 0..<7 {
      for column in 0..<row {
        let exact = distance(vectors[(3 * row)..<(3 * row + 3)], vectors[(3 * column)..<(3 * column + 3)])
        #expect(abs(own[column * 7 + row] - exact) < 1e-12)
      }
      for column in 0..<4 {
        let exact = distance(vectors[(3 * row)..<(3 * row + 3)], others[(3 * column)..<(3 * column + 3)])
        #expect(abs(cross[column * 7 + row] - exact) < 1e-12)
      }
    }
  }

  @Test func `the gradient of the fit agrees with differences`() throws {
    let space = EncodedSpace(
      try SearchSpace([
        Parameter("x", .float(low: 0, high: 1)), Parameter("y", .float(low: 0, high: 1)),
        Parameter("kind", .categorical(["a", "b", "c"])),
      ]))
    let features = KernelFeatures(space)
    var random = RandomSource(seed: 5)
    let points = (0..<25).map { _ in space.randomPoint(using: &random) }
    let targets = points.map { sin(5 * $0[0]) + $0[1] * $0[1] + 0.3 * $0[2] - 0.5 }
    let fit = KernelFit(
      features: features, prior: KernelPrior(features: features), vectors: features.vectors(points),
      targets: targets)
    for logarithms in [[-1.0, 0.2, 0.5, 0.1, -6], [0.5, -0.7, -0.2, -1, -3]] {
      let exact = numericGradient(of: { fit.loss($0).value }, at: logarithms)
      for (one, other) in zip(fit.loss(logarithms).gradient, exact) {
        #expect(abs(one - other) < 1e-5 * max(1, abs(other)))
      }
    }
  }

  @Test func `the process goes through the results and knows nothing far away`() throws {
    let features = try features(2)
    let vectors = randomVectors(20, width: 2)
    let targets = (0..<20).map { sin(6 * vectors[2 * $0]) + vectors[2 * $0 + 1] }
    let parameters = KernelParameters(lengthScales: [0.5, 0.5], signalVariance: 2, noiseVariance: 1e-8)
    let process = try #require(
      GaussianProcess(features: features, vectors: vectors, targets: targets, parameters: parameters))
    let (means, variances) = process.predict(vectors)
    for index in targets.indices {
      #expect(abs(means[index] - targets[index]) < 1e-4)
      #expect(variances[index] < 1e-6)
    }
    let far = process.predict([100, -100])
    #expect(abs(far.means[0] - process.mean) < 1e-9)
    #expect(abs(far.variances[0] - 2) < 1e-9)
  }

  @Test func `the gradients of the mean and the variance agree with differences`() throws {
    let features = try features(3)
    let vectors = randomVectors(15, width: 3)
    let targets = (0..<15).map { cos(4 * vectors[3 * $0]) * vectors[3 * $0 + 1] }
    let process = try #require(
      GaussianProcess(
        features: features, vectors: vectors, targets: targets,
        parameters: KernelParameters(lengthScales: [0.4, 0.8, 2], signalVariance: 1.3, noiseVariance: 1e-4)))
    let place = [0.31, 0.62, 0.87]
    let slope = process.slope(place)
    let (means, variances) = process.predict(place)
    #expect(abs(slope.mean - means[0]) < 1e-10)
    #expect(abs(slope.variance - variances[0]) < 1e-10)
    let byMean = numericGradient(of: { process.predict($0).means[0] }, at: place)
    let byVariance = numericGradient(of: { process.predict($0).variances[0] }, at: place)
    for index in place.indices {
      #expect(abs(slope.meanGradient[index] - byMean[index]) < 1e-6)
      #expect(abs(slope.varianceGradient[index] - byVariance[index]) < 1e-6)
    }
  }

  @Test func `the fit tells the axis that matters from the one that does not`() throws {
    let features = try features(2)
    let vectors = randomVectors(40, width: 2)
    let targets = OutputWarp.standardised((0..<40).map { sin(9 * vectors[2 * $0]) })
    let prior = KernelPrior(features: features)
    let fit = KernelFit(features: features, prior: prior, vectors: vectors, targets: targets)
    let parameters = fit.parameters(from: [prior.start(scaleCount: 2)], evaluationLimit: 100)
    #expect(parameters.lengthScales[0] < 1)
    #expect(parameters.lengthScales[1] > 4 * parameters.lengthScales[0])
    #expect(parameters.noiseVariance < 1e-3)
  }

  @Test func `noise is found where there is some`() throws {
    let features = try features(1)
    let vectors = randomVectors(80, width: 1)
    var random = RandomSource(seed: 8)
    let targets = OutputWarp.standardised(
      vectors.map { sin(5 * $0) + 0.5 * NormalDistribution.quantile(max(random.uniform(), 1e-16)) })
    let prior = KernelPrior(features: features)
    let fit = KernelFit(features: features, prior: prior, vectors: vectors, targets: targets)
    let parameters = fit.parameters(from: [prior.start(scaleCount: 1)], evaluationLimit: 100)
    #expect(parameters.noiseVariance > 0.1)
    #expect(parameters.noiseVariance < 0.9)
  }

  @Test func `a hundred results at one place can be modelled`() throws {
    let features = try features(2)
    let process = GaussianProcess(
      features: features, vectors: [Double](repeating: 0.5, count: 200),
      targets: [Double](repeating: 0.3, count: 100),
      parameters: KernelParameters(lengthScales: [1, 1], signalVariance: 1, noiseVariance: 1e-12))
    let mean = try #require(process).predict([0.5, 0.5]).means[0]
    #expect(abs(mean - 0.3) < 1e-3)
  }
}
