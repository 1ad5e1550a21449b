import COpenBLAS
import Foundation
import LatheCore

/// Answers with what the stored rows nearest to a row have: the share of each class, or the mean or a quantile of their
/// targets. Distances are Euclidean between features that are shifted and scaled.
///
/// A prediction costs O(stored rows × features) a row. Distances are compared in 32 bits by one matrix product a block; the
/// rows that may be among the nearest are then measured exactly, so that the answer does not depend on the block.
public struct NeighboursModel: Model {
  /// How much a neighbour counts.
  public enum Weighting: String, Codable, Sendable, CaseIterable {
    /// All alike.
    case uniform
    /// By one over the distance; rows at no distance count alone.
    case inverseDistance
  }

  /// What is made of the neighbours' targets.
  package enum Statistic: Sendable, Hashable {
    case shares(classCount: Int)
    case mean
    case quantile(level: Double)
  }

  /// The number of neighbours asked.
  public let neighbourCount: Int
  /// How much a neighbour counts.
  public let weighting: Weighting
  /// The number of stored rows.
  public let storedCount: Int
  /// The number of features it reads.
  public var featureCount: Int { shifts.count }
  /// Numbers it answers a row.
  public var outputCount: Int {
    if case .shares(let count) = statistic, count > 2 { count } else { 1 }
  }

  private let statistic: Statistic
  private let shifts: [Double]
  private let scales: [Double]
  /// Shifted and scaled, row-major.
  private let rows: [Float]
  private let squaredNorms: [Float]
  private let targets: [Double]
  private let weights: [Double]
  /// Neighbours' worth of `prior` that is added to each answer.
  private let smoothing: Double
  /// The answer without neighbours.
  private let prior: [Double]

  /// A model of rows that are already shifted by `shifts` and multiplied by `scales`.
  package init(
    neighbourCount: Int, weighting: Weighting, statistic: Statistic, shifts: [Double], scales: [Double],
    rows: [Float], targets: [Double], weights: [Double], smoothing: Double, prior: [Double]
  ) {
    self.neighbourCount = max(1, min(neighbourCount, targets.count))
    self.weighting = weighting
    self.statistic = statistic
    self.shifts = shifts
    self.scales = scales
    self.rows = rows
    self.targets = targets
    self.weights = weights
    self.smoothing = smoothing
    self.prior = prior
    storedCount = targets.count
    let features = shifts.count
    squaredNorms = targets.indices.map { row in
      rows[row * features..<(row + 1) * features].reduce(0) { $0 + $1 * $1 }
    }
  }

  /// Numbers in a block of comparisons.
  private static let blockNumbers = 1 << 20

  /// Predictions for all rows, row-major.
  public func predict(_ features: FeatureMatrix) -> [Double] {
    predictions(features, neighbourCounts: [neighbourCount])?[0] ?? []
  }

  /// The predictions of models that differ from this one in nothing but their numbers of neighbours, for a little more
  /// than the price of the largest: the nearest of all are found once, and fewer are the first of them.
  ///
  /// - Returns: One array a number of neighbours; nil if `shouldStop` said so between two blocks of rows.
  package func predictions(
    _ features: FeatureMatrix, neighbourCounts: [Int], shouldStop: () -> Bool = { false }
  ) -> [[Double]]? {
    precondition(features.columns.count == featureCount, "the model reads \(featureCount) features")
    let counts = neighbourCounts.map { max(1, min($0, storedCount)) }
    let most = counts.max() ?? 1
    var answers = [[Double]](repeating: [], count: counts.count)
    for place in answers.indices { answers[place].reserveCapacity(features.rowCount * outputCount) }
    let blockRows = max(1, min(256, Self.blockNumbers / max(storedCount, featureCount)))
    for start in stride(from: 0, to: features.rowCount, by: blockRows) {
      if shouldStop() { return nil }
      let block = start..<min(start + blockRows, features.rowCount)
      let queries = scaled(features, block)
      let products = self.products(queries)
      for query in 0..<block.count {
        let neighbours: [(distance: Double, row: Int)]
        if featureCount == 0 {
          neighbours = (0..<most).map { (distance: 0, row: $0) }
        } else {
          let point = Array(queries[query * featureCount..<(query + 1) * featureCount])
          let compared = products[query * storedCount..<(query + 1) * storedCount]
          neighbours = nearest(most, to: point, compared)
        }
        for (place, count) in counts.enumerated() {
          answers[place] += answer(Array(neighbours.prefix(count)))
        }
      }
    }
    return answers
  }

  /// The rows as they are stored, row-major.
  private func scaled(_ features: FeatureMatrix, _ rows: Range<Int>) -> [Float] {
    var result = [Float](repeating: 0, count: rows.count * featureCount)
    for (feature, column) in features.columns.enumerated() {
      for (place, row) in rows.enumerated() {
        result[place * featureCount + feature] = Float((column[row] - shifts[feature]) * scales[feature])
      }
    }
    return result
  }

  /// The inner product of each query with each stored row (fastest).
  private func products(_ queries: [Float]) -> [Float] {
    guard featureCount > 0 else { return [] }
    SingleThreadedBLAS.isSet
    let count = queries.count / featureCount
    var result = [Float](repeating: 0, count: count * storedCount)
    cblas_sgemm(
      CblasColMajor, CblasTrans, CblasNoTrans, Int32(storedCount), Int32(count), Int32(featureCount), 1, rows,
      Int32(featureCount), queries, Int32(featureCount), 0, &result, Int32(storedCount))
    return result
  }

  /// The `count` nearest stored rows with their distances, nearest first, the earlier row first at equal distance.
  private func nearest(_ count: Int, to point: [Float], _ products: ArraySlice<Float>)
    -> [(distance: Double, row: Int)]
  {
    let norm = point.reduce(0) { $0 + $1 * $1 }
    var largestNorm: Float = 0
    let margins: [Float] = products.withUnsafeBufferPointer { products in
      squaredNorms.withUnsafeBufferPointer { norms in
        (0..<storedCount).map { row in
          largestNorm = max(largestNorm, norms[row])
          return norms[row] - 2 * products[row]
        }
      }
    }
    // More than rounding can have moved a difference of squares.
    let doubt = Float(featureCount + 8) * .ulpOfOne * (norm + largestNorm)
    let bar = Self.smallest(count, of: margins) + 2 * doubt
    var candidates: [(distance: Double, row: Int)] = []
    for row in 0..<storedCount where margins[row] <= bar {
      var sum = 0.0
      for feature in 0..<featureCount {
        let difference = Double(point[feature]) - Double(rows[row * featureCount + feature])
        sum += difference * difference
      }
      candidates.append((sum, row))
    }
    candidates.sort { ($0.distance, $0.row) < ($1.distance, $1.row) }
    return candidates.prefix(count).map { ($0.distance.squareRoot(), $0.row) }
  }

  /// The `count`-th smallest of `numbers`.
  private static func smallest(_ count: Int, of numbers: [Float]) -> Float {
    // A sorted list of the smallest so far: almost all numbers fail the one comparison with its last.
    var best = numbers.prefix(count).sorted()
    guard var last = best.last else { return 0 }
    for number in numbers.dropFirst(count) where number < last {
      var place = best.count - 1
      while place > 0, best[place - 1] > number {
        best[place] = best[place - 1]
        place -= 1
      }
      best[place] = number
      last = best[best.count - 1]
    }
    return last
  }

  private func answer(_ neighbours: [(distance: Double, row: Int)]) -> [Double] {
    var shares = neighbours.map { weights[$0.row] }
    if weighting == .inverseDistance {
      let touching = neighbours.contains { $0.distance == 0 }
      for place in shares.indices {
        let distance = neighbours[place].distance
        shares[place] *= touching ? (distance == 0 ? 1 : 0) : 1 / distance
      }
    }
    // The neighbours' worth stays the same whatever the unit of distance.
    let total = shares.reduce(0, +)
    let unit = total > 0 ? Double(neighbours.count) / total : 0
    switch statistic {
    case .quantile(let level):
      return [quantile(neighbours.map { targets[$0.row] }, shares, level)]
    case .mean:
      var sum = smoothing * prior[0]
      for (place, neighbour) in neighbours.enumerated() {
        sum += unit * shares[place] * targets[neighbour.row]
      }
      return [sum / (smoothing + Double(neighbours.count))]
    case .shares(let classCount):
      var sums = prior.map { smoothing * $0 }
      for (place, neighbour) in neighbours.enumerated() {
        sums[Int(targets[neighbour.row])] += unit * shares[place]
      }
      let all = sums.reduce(0, +)
      let probabilities = sums.map { $0 / all }
      return classCount == 2 ? [probabilities[1]] : probabilities
    }
  }

  /// The least value below or at which `level` of the weight lies.
  private func quantile(_ values: [Double], _ weights: [Double], _ level: Double) -> Double {
    let order = values.indices.sorted { values[$0] < values[$1] }
    let threshold = level * weights.reduce(0, +)
    var below = 0.0
    for place in order {
      below += weights[place]
      if below >= threshold { return values[place] }
    }
    return order.last.map { values[$0] } ?? 0
  }
}

// MARK: - Storage

extension NeighboursModel {
  /// The model as files of a bundle.
  public func artifact() throws(ModelsError) -> ModelArtifact {
    var words = ["model": ModelKind.neighbours.rawValue, "weighting": weighting.rawValue]
    var level = 0.0
    switch statistic {
    case .shares: words["statistic"] = "shares"
    case .mean: words["statistic"] = "mean"
    case .quantile(let stored):
      words["statistic"] = "quantile"
      level = stored
    }
    var file = Safetensors(metadata: words)
    file.set("rows", .floats(rows, shape: [storedCount, featureCount]))
    file.set("targets", .doubles(targets, shape: [storedCount]))
    file.set("weights", .doubles(weights, shape: [storedCount]))
    file.set("shifts", .doubles(shifts, shape: [featureCount]))
    file.set("scales", .doubles(scales, shape: [featureCount]))
    file.set("neighbours", .integers([neighbourCount], shape: [1]))
    file.set("smoothing", .doubles([smoothing, level], shape: [2]))
    file.set("prior", .doubles(prior, shape: [prior.count]))
    return ModelArtifact(kind: .neighbours, files: [Safetensors.fileName: try file.encoded()])
  }

  /// Reads a model for `problem`.
  init(_ file: Safetensors, problem: LearningProblem, featureCount: Int) throws(ModelsError) {
    let count = try file.shape(of: "rows", rank: 2)[0]
    let targets = try file.doubles("targets", shape: [count])
    let weights = try file.doubles("weights", shape: [count])
    let numbers = try file.doubles("smoothing", shape: [2])
    let prior = try file.doubles("prior", shape: [max(1, problem.classes.count)])
    let neighbours = try file.integers("neighbours", shape: [1])[0]
    let statistic: Statistic
    switch (try file.word("statistic"), problem.isClassification) {
    case ("shares", true):
      let classCount = Double(problem.classes.count)
      guard targets.allSatisfy({ $0 >= 0 && $0 < classCount && $0 == $0.rounded() }) else {
        throw Safetensors.damaged("a stored target is not the index of a class")
      }
      guard prior.allSatisfy({ $0 > 0 }) else { throw Safetensors.damaged("a class is impossible") }
      statistic = .shares(classCount: problem.classes.count)
    case ("mean", false): statistic = .mean
    case ("quantile", false): statistic = .quantile(level: numbers[1])
    case (let word, _): throw Safetensors.damaged("the statistic \"\(word)\" does not answer this problem")
    }
    guard let weighting = Weighting(rawValue: try file.word("weighting")) else {
      throw Safetensors.damaged("it weights its neighbours in an unknown way")
    }
    guard count > 0, (1...count).contains(neighbours), weights.allSatisfy({ $0 > 0 }), numbers[0] >= 0,
      (0..<1).contains(numbers[1])
    else { throw Safetensors.damaged("its neighbours, weights or smoothing are out of range") }
    self.init(
      neighbourCount: neighbours, weighting: weighting, statistic: statistic,
      shifts: try file.doubles("shifts", shape: [featureCount]),
      scales: try file.doubles("scales", shape: [featureCount]),
      rows: try file.floats("rows", shape: [count, featureCount]), targets: targets, weights: weights,
      smoothing: numbers[0], prior: prior)
  }
}
