import DataFrames
import LatheCore

/// How much worse the ensemble predicts validation rows when one column is shuffled among them (Breiman,
/// "Random forests", 2001). The fold's models have not seen these rows.
struct PermutationImportance: Sendable {
  /// One column's importance.
  struct Entry: Sendable {
    let column: String
    /// Mean rise of the loss over the repeats; near zero or below where the column does not matter.
    let rise: Double
    /// Standard deviation over the repeats.
    let deviation: Double
  }

  /// Columns by falling importance.
  let entries: [Entry]
  /// The loss without shuffling.
  let loss: Double
  let repeats: Int
  let rows: Int

  static let mostRows = 2_000
  static let repeatsAtMost = 5

  /// Shuffles each column in turn, as often as `limits` allows; `nil` if not even once each.
  init?(state: SearchState, cache: FeatureCache, folds: [Fold], table: TrainingTable, limits: FitLimits) {
    let chosen = state.trials.indices.filter { state.weights[$0] > 0 }
    guard let first = chosen.first, let fold = state.trials[first].fits.first?.fold else { return nil }
    let validation = folds[fold].validation
    let count = min(validation.count, Self.mostRows)
    let sample = (0..<count).map { $0 * validation.count / count }
    var parts: [(features: FeatureMatrix, fit: FoldFit, weight: Double)] = []
    for index in chosen {
      let trial = state.trials[index]
      guard let fit = trial.fits.first(where: { $0.fold == fold }),
        let features = try? cache.features(fold: fold, options: trial.candidate.features, limits: limits)
      else { continue }
      parts.append((features.validation.features.selecting(rows: sample), fit, state.weights[index]))
    }
    let evaluation = Evaluation(
      table: table, folds: [Fold(training: [], validation: sample.map { validation[$0] })],
      metric: state.evaluation.metric)
    func loss(shuffling column: String?, order: [Int]) -> Double {
      var blended: [Double] = []
      for part in parts {
        let features = column.map { part.features.shuffling(source: $0, by: order) } ?? part.features
        let answers = cache.transform.inverse(part.fit.model.predict(features))
        if blended.isEmpty { blended = [Double](repeating: 0, count: answers.count) }
        for index in blended.indices { blended[index] += part.weight * answers[index] }
      }
      return evaluation.loss(blended)
    }
    let base = loss(shuffling: nil, order: [])
    guard base.isFinite else { return nil }
    let columns = table.inputs.names
    var rises = [[Double]](repeating: [], count: columns.count)
    var source = RandomSource(seed: limits.seed, stream: "permutation-importance")
    var completed = 0
    passes: while completed < Self.repeatsAtMost {
      let order = Array(0..<count).shuffled(using: &source)
      var pass: [Double] = []
      for column in columns {
        if limits.shouldStop { break passes }
        pass.append(loss(shuffling: column, order: order) - base)
      }
      for (index, rise) in pass.enumerated() { rises[index].append(rise) }
      completed += 1
    }
    guard completed > 0 else { return nil }
    repeats = completed
    rows = count
    self.loss = base
    entries = zip(columns, rises).map { column, rises in
      let mean = rises.reduce(0, +) / Double(rises.count)
      let variance = rises.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, rises.count - 1))
      return Entry(column: column, rise: mean, deviation: variance.squareRoot())
    }.sorted { ($1.rise, $0.column) < ($0.rise, $1.column) }
  }
}

extension FeatureMatrix {
  /// The same matrix with all features of one column in another row order. Every feature is made from one
  /// column alone, so this equals shuffling the column itself.
  func shuffling(source: String, by order: [Int]) -> FeatureMatrix {
    FeatureMatrix(
      features: features,
      columns: zip(features, columns).map { feature, column in
        feature.source == source ? order.map { column[$0] } : column
      }, rowCount: rowCount)
  }
}
