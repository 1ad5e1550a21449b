import LatheCore

extension LearningSet {
  /// The rows that have weight, at most `limit` of them: a random sample of the rows if there are more.
  ///
  /// - Throws: ``LearnersError/unsupported(learner:reason:)`` if no row is left, or a feature or a target is not finite.
  func usable(atMost limit: Int = .max, seed: UInt64, learner: String) throws(LearnersError) -> LearningSet {
    for (feature, column) in zip(features.features, features.columns) where !column.allSatisfy(\.isFinite) {
      throw .unsupported(
        learner: learner, reason: "feature \"\(feature.name)\" has a value that is not a finite number")
    }
    try requireTargets(learner: learner)
    var rows = weights.map { weights in weights.indices.filter { weights[$0] > 0 } } ?? Array(0..<rowCount)
    guard !rows.isEmpty else {
      throw .unsupported(learner: learner, reason: "no row has a weight above zero")
    }
    if rows.count > limit {
      var random = RandomSource(seed: seed, stream: "rows")
      // The first `limit` steps of a shuffle; sorted so that reading the columns stays sequential.
      for place in 0..<limit {
        rows.swapAt(place, Int.random(in: place..<rows.count, using: &random))
      }
      rows = rows[..<limit].sorted()
    }
    return rows.count == rowCount ? self : selecting(rows: rows)
  }

  /// Throws ``LearnersError/unsupported(learner:reason:)`` if a target is not finite or not the index of a class.
  func requireTargets(learner: String) throws(LearnersError) {
    guard targets.allSatisfy(\.isFinite) else {
      throw .unsupported(learner: learner, reason: "a target is not a finite number")
    }
    let classCount = Double(problem.classes.count)
    guard !problem.isClassification || targets.allSatisfy({ (0..<classCount).contains($0) }) else {
      throw .unsupported(learner: learner, reason: "a target is not the index of a class")
    }
  }

  /// The weights divided by their mean; ones without weights, or where all are zero.
  var normalisedWeights: [Double] {
    guard let weights, let largest = weights.max(), largest > 0 else {
      return [Double](repeating: 1, count: rowCount)
    }
    // Divided by the largest first, so that the sum of extreme weights stays finite.
    let sum = weights.reduce(0) { $0 + $1 / largest }
    return weights.map { $0 / largest / sum * Double(weights.count) }
  }

  /// Rows dealt into `count` folds that resemble each other in their targets.
  func folds(_ count: Int, seed: UInt64) -> [(training: [Int], validation: [Int])] {
    var random = RandomSource(seed: seed, stream: "folds")
    let shuffled = (0..<rowCount).shuffled(using: &random)
    var fold = [Int](repeating: 0, count: rowCount)
    // Neighbours in the order of the target go to different folds; Swift's sort is stable, so ties stay shuffled.
    for (place, row) in shuffled.sorted(by: { targets[$0] < targets[$1] }).enumerated() {
      fold[row] = place % count
    }
    return (0..<count).map { number in
      (fold.indices.filter { fold[$0] != number }, fold.indices.filter { fold[$0] == number })
    }
  }
}
