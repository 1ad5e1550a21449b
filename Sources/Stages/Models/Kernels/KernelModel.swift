import COpenBLAS
import Foundation
import LatheCore

/// A support vector machine with the radial kernel `exp(-γ |x - v|²)`.
///
/// A regression answers with one weighted sum of kernels. A classification decides between each pair of classes, turns each
/// decision into a probability by a sigmoid and couples them into one probability a class (Wu, Lin and Weng, "Probability
/// estimates for multi-class classification by pairwise coupling", 2004). A prediction costs O(support vectors × features)
/// a row, and O(classes²) more.
public struct KernelModel: Model {
  /// `γ` of the kernel.
  public let gamma: Double
  /// The number of features it reads.
  public let featureCount: Int
  /// Numbers it answers a row.
  public let outputCount: Int
  /// The number of support vectors.
  public let vectorCount: Int

  /// The decisions of a classification.
  package struct Pairs: Sendable, Hashable {
    /// Support vectors of each class; they are stored class by class.
    package let vectorCounts: [Int]
    /// One slope a pair (0, 1), (0, 2), …, (1, 2), …: the log odds of the first class are `slope · decision + intercept`.
    package let slopes: [Double]
    /// One intercept a pair.
    package let intercepts: [Double]

    package init(vectorCounts: [Int], slopes: [Double], intercepts: [Double]) {
      self.vectorCounts = vectorCounts
      self.slopes = slopes
      self.intercepts = intercepts
    }

    var classCount: Int { vectorCounts.count }
    static func count(classes: Int) -> Int { classes * (classes - 1) / 2 }
  }

  /// Row-major; stored with 32 bits.
  private let vectors: [Float]
  private let wideVectors: [Double]
  private let squaredNorms: [Double]
  /// A regression: one number a vector. A classification: a row of numbers for each other class, in the order of classes with
  /// the vector's own left out.
  private let coefficients: [Double]
  /// What is added to a sum: one number, or one a pair.
  private let biases: [Double]
  private let pairs: Pairs?

  /// A regression by `Σ coefficient · kernel + bias`; `vectors` are row-major.
  package init(gamma: Double, featureCount: Int, vectors: [Float], coefficients: [Double], bias: Double) {
    self.init(
      gamma: gamma, featureCount: featureCount, vectors: vectors, coefficients: coefficients, biases: [bias],
      pairs: nil)
  }

  /// A classification by `pairs`, or a regression without them.
  package init(
    gamma: Double, featureCount: Int, vectors: [Float], coefficients: [Double], biases: [Double],
    pairs: Pairs?
  ) {
    self.gamma = gamma
    self.featureCount = featureCount
    self.vectors = vectors
    self.coefficients = coefficients
    self.biases = biases
    self.pairs = pairs
    let rows = max(1, (pairs?.classCount ?? 2) - 1)
    vectorCount = coefficients.count / rows
    outputCount = (pairs?.classCount ?? 2) == 2 ? 1 : (pairs?.classCount ?? 1)
    let wide = vectors.map(Double.init)
    wideVectors = wide
    squaredNorms = (0..<vectorCount).map { vector in
      (0..<featureCount).reduce(0) { sum, feature in
        let number = wide[vector * featureCount + feature]
        return sum + number * number
      }
    }
  }

  /// Predictions for all rows, row-major.
  public func predict(_ features: FeatureMatrix) -> [Double] {
    var answers: [Double] = []
    answers.reserveCapacity(features.rowCount * outputCount)
    eachBlock(of: features) { decisions, rows in
      for row in 0..<rows {
        guard let pairs else {
          answers.append(decisions[row])
          continue
        }
        var probabilities: [Double] = []
        for pair in pairs.slopes.indices {
          let logOdds = pairs.slopes[pair] * decisions[pair * rows + row] + pairs.intercepts[pair]
          probabilities.append(1 / (1 + exp(-logOdds)))
        }
        if pairs.classCount == 2 {
          answers.append(1 - probabilities[0])
        } else {
          answers += PairwiseCoupling.probabilities(of: probabilities, classCount: pairs.classCount)
        }
      }
    }
    return answers
  }

  /// The decisions of all rows, row-major: the value, or one number a pair, positive for the pair's first class.
  package func decisions(_ features: FeatureMatrix) -> [Double] {
    var answers: [Double] = []
    eachBlock(of: features) { decisions, rows in
      for row in 0..<rows {
        for pair in biases.indices { answers.append(decisions[pair * rows + row]) }
      }
    }
    return answers
  }

  /// Numbers in a block of inputs, of kernels or of decisions.
  private static let blockNumbers = 1 << 19

  /// Computes decisions block by block, all rows of a pair together.
  private func eachBlock(of features: FeatureMatrix, _ body: ([Double], Int) -> Void) {
    precondition(features.columns.count == featureCount, "the model reads \(featureCount) features")
    SingleThreadedBLAS.isSet
    // A row has a kernel a vector and a decision a pair of classes, of which there may be far more.
    let blockRows = max(1, min(512, Self.blockNumbers / max(vectorCount, biases.count, featureCount, 1)))
    for start in stride(from: 0, to: features.rowCount, by: blockRows) {
      let rows = min(blockRows, features.rowCount - start)
      body(decisions(of: kernels(features, start..<start + rows), rows: rows), rows)
    }
  }

  /// The kernel of each row (fastest) with each support vector.
  private func kernels(_ features: FeatureMatrix, _ rows: Range<Int>) -> [Double] {
    let count = rows.count
    var block: [Double] = []
    block.reserveCapacity(count * featureCount)
    var norms = [Double](repeating: 0, count: count)
    for column in features.columns {
      for (place, value) in column[rows].enumerated() {
        block.append(value)
        norms[place] += value * value
      }
    }
    var kernels = [Double](repeating: 0, count: count * vectorCount)
    if featureCount > 0, vectorCount > 0 {
      cblas_dgemm(
        CblasColMajor, CblasNoTrans, CblasNoTrans, Int32(count), Int32(vectorCount), Int32(featureCount), 1,
        block,
        Int32(count), wideVectors, Int32(featureCount), 0, &kernels, Int32(count))
    }
    kernels.withUnsafeMutableBufferPointer { kernels in
      for vector in 0..<vectorCount {
        for row in 0..<count {
          let place = vector * count + row
          kernels[place] = exp(-gamma * max(0, norms[row] + squaredNorms[vector] - 2 * kernels[place]))
        }
      }
    }
    return kernels
  }

  private func decisions(of kernels: [Double], rows: Int) -> [Double] {
    guard let pairs else {
      return sums(kernels, rows, vectors: 0..<vectorCount, row: 0).map { $0 + biases[0] }
    }
    var decisions = [Double](repeating: 0, count: rows * biases.count)
    var pair = 0
    var ranges: [Range<Int>] = []
    for count in pairs.vectorCounts {
      let start = ranges.last?.upperBound ?? 0
      ranges.append(start..<start + count)
    }
    for first in 0..<pairs.classCount {
      for second in first + 1..<max(pairs.classCount, first + 1) {
        let own = sums(kernels, rows, vectors: ranges[first], row: second - 1)
        let other = sums(kernels, rows, vectors: ranges[second], row: first)
        for row in 0..<rows { decisions[pair * rows + row] = own[row] + other[row] + biases[pair] }
        pair += 1
      }
    }
    return decisions
  }

  /// `Σ coefficient · kernel` over some vectors, for each row.
  private func sums(_ kernels: [Double], _ rows: Int, vectors: Range<Int>, row: Int) -> [Double] {
    var result = [Double](repeating: 0, count: rows)
    guard !vectors.isEmpty else { return result }
    kernels.withUnsafeBufferPointer { kernels in
      coefficients.withUnsafeBufferPointer { coefficients in
        guard let kernels = kernels.baseAddress, let coefficients = coefficients.baseAddress else { return }
        cblas_dgemv(
          CblasColMajor, CblasNoTrans, Int32(rows), Int32(vectors.count), 1,
          kernels + vectors.lowerBound * rows,
          Int32(rows), coefficients + row * vectorCount + vectors.lowerBound, 1, 0, &result, 1)
      }
    }
    return result
  }
}

// MARK: - Storage

extension KernelModel {
  /// The model as files of a bundle.
  public func artifact() throws(ModelsError) -> ModelArtifact {
    var file = Safetensors(metadata: ["model": ModelKind.kernel.rawValue])
    file.set("gamma", .doubles([gamma], shape: [1]))
    file.set("support_vectors", .floats(vectors, shape: [vectorCount, featureCount]))
    let rows = max(1, (pairs?.classCount ?? 2) - 1)
    file.set("coefficients", .doubles(coefficients, shape: [rows, vectorCount]))
    file.set("biases", .doubles(biases, shape: [biases.count]))
    if let pairs {
      file.set("vector_counts", .integers(pairs.vectorCounts, shape: [pairs.classCount]))
      file.set("slopes", .doubles(pairs.slopes, shape: [pairs.slopes.count]))
      file.set("intercepts", .doubles(pairs.intercepts, shape: [pairs.intercepts.count]))
    }
    return ModelArtifact(kind: .kernel, files: [Safetensors.fileName: try file.encoded()])
  }

  /// Reads a model for `problem`.
  init(_ file: Safetensors, problem: LearningProblem, featureCount: Int) throws(ModelsError) {
    let gamma = try file.doubles("gamma", shape: [1])[0]
    guard gamma > 0 else { throw Safetensors.damaged("the kernel has the width \(gamma)") }
    let vectorCount = try file.shape(of: "support_vectors", rank: 2)[0]
    let vectors = try file.floats("support_vectors", shape: [vectorCount, featureCount])
    let classes = problem.classes.count
    let pairCount = problem.isClassification ? Pairs.count(classes: classes) : 1
    let rows = problem.isClassification ? classes - 1 : 1
    var pairs: Pairs?
    if problem.isClassification {
      let counts = try file.integers("vector_counts", shape: [classes])
      guard counts.allSatisfy({ (0...vectorCount).contains($0) }), counts.reduce(0, +) == vectorCount else {
        throw Safetensors.damaged("the support vectors are not divided among the classes")
      }
      pairs = Pairs(
        vectorCounts: counts, slopes: try file.doubles("slopes", shape: [pairCount]),
        intercepts: try file.doubles("intercepts", shape: [pairCount]))
    } else if (try? file.shape(of: "vector_counts", rank: 1)) != nil {
      throw Safetensors.damaged("it decides between classes where a number is asked for")
    }
    self.init(
      gamma: gamma, featureCount: featureCount, vectors: vectors,
      coefficients: try file.doubles("coefficients", shape: [rows, vectorCount]),
      biases: try file.doubles("biases", shape: [pairCount]), pairs: pairs)
  }
}
