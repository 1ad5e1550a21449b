/// Probabilities of classes from those of pairs of classes: the second method of Wu, Lin and Weng, "Probability estimates for
/// multi-class classification by pairwise coupling" (Journal of Machine Learning Research 5, 2004).
enum PairwiseCoupling {
  private static let iterationLimit = 100

  /// - Parameter pairs: The probability of the first class of each pair (0, 1), (0, 2), …, (1, 2), ….
  /// - Returns: One probability a class; they add to one.
  static func probabilities(of pairs: [Double], classCount: Int) -> [Double] {
    var wins = [Double](repeating: 0, count: classCount * classCount)
    var pair = 0
    for first in 0..<classCount {
      for second in first + 1..<max(classCount, first + 1) {
        let probability = min(max(pairs[pair], 1e-7), 1 - 1e-7)
        wins[first * classCount + second] = probability
        wins[second * classCount + first] = 1 - probability
        pair += 1
      }
    }
    var matrix = [Double](repeating: 0, count: classCount * classCount)
    for row in 0..<classCount {
      for column in 0..<classCount where column != row {
        let lost = wins[column * classCount + row]
        matrix[row * classCount + row] += lost * lost
        matrix[row * classCount + column] = -lost * wins[row * classCount + column]
      }
    }
    return minimise(matrix, classCount)
  }

  /// The probabilities `p` that minimise `pᵀ · matrix · p`, one class at a time.
  private static func minimise(_ matrix: [Double], _ count: Int) -> [Double] {
    var result = [Double](repeating: 1 / Double(count), count: count)
    for _ in 0..<iterationLimit {
      var products = [Double](repeating: 0, count: count)
      var value = 0.0
      for row in 0..<count {
        for column in 0..<count { products[row] += matrix[row * count + column] * result[column] }
        value += result[row] * products[row]
      }
      let error = products.reduce(0) { max($0, abs($1 - value)) }
      if error < 0.005 / Double(count) { break }
      for row in 0..<count {
        let diagonal = matrix[row * count + row]
        let change = (value - products[row]) / diagonal
        let scale = 1 / (1 + change)
        result[row] += change
        value = (value + change * (change * diagonal + 2 * products[row])) * scale * scale
        for column in 0..<count {
          products[column] = (products[column] + change * matrix[row * count + column]) * scale
          result[column] *= scale
        }
      }
    }
    let sum = result.reduce(0, +)
    return result.map { $0 / sum }
  }
}
