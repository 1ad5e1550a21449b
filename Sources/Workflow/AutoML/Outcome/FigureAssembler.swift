import LatheCore
import Metrics
import Reports

/// Makes the figures that show how the ensemble errs on rows its models have not seen.
struct FigureAssembler: Sendable {
  let verdict: EnsembleVerdict

  /// Rows looked at; curves do not change visibly beyond.
  static let mostRows = 100_000
  /// One-against-rest curves are drawn up to this many classes.
  static let mostClassCurves = 12
  static let mostPairs = 10_000

  /// The figures of the task, `nil` where they cannot be made.
  func performance(source: String) -> ReportContent.Performance? {
    let (evaluation, positions) = verdict.evaluation.thinned(to: Self.mostRows)
    let width = evaluation.problem.outputCount
    let predictions =
      positions.count == verdict.evaluation.rows.count
      ? verdict.predictions : positions.flatMap { verdict.predictions[$0 * width..<($0 + 1) * width] }
    let figures: ReportContent.Figures? =
      switch evaluation.problem.task {
      case .binary: binary(evaluation, predictions)
      case .multiclass: multiclass(evaluation, predictions)
      case .regression: regression(evaluation, predictions)
      }
    return figures.map {
      ReportContent.Performance(source: "\(source), \(evaluation.rows.count) rows", figures: $0)
    }
  }

  private func binary(_ evaluation: Evaluation, _ predictions: [Double]) -> ReportContent.Figures {
    let problem = evaluation.problem
    var figures = ReportContent.BinaryFigures(
      negativeClass: problem.classes[0], positiveClass: problem.classes[1])
    if let roc = try? ROCCurve(
      predictions: predictions, targets: evaluation.targets, weights: evaluation.weights, problem: problem)
    {
      figures.roc = roc.points.map { ReportContent.Point(x: $0.falsePositiveRate, y: $0.truePositiveRate) }
      figures.rocArea = roc.area
    }
    if let curve = try? PrecisionRecallCurve(
      predictions: predictions, targets: evaluation.targets, weights: evaluation.weights, problem: problem)
    {
      figures.precisionRecall = curve.points.map { ReportContent.Point(x: $0.recall, y: $0.precision) }
      figures.averagePrecision = curve.averagePrecision
      let tuned = curve.points.compactMap { point in
        point.threshold.map { (threshold: $0, precision: point.precision, recall: point.recall) }
      }.sorted { $0.threshold < $1.threshold }
      figures.thresholdCurves = [
        .init("precision", points: tuned.map { .init(x: $0.threshold, y: $0.precision) }),
        .init("recall", points: tuned.map { .init(x: $0.threshold, y: $0.recall) }),
        .init(
          "F1",
          points: tuned.map {
            .init(x: $0.threshold, y: 2 * $0.precision * $0.recall / max($0.precision + $0.recall, 1e-300))
          }),
      ]
    }
    figures.calibration = calibration(evaluation, predictions)
    figures.confusion = confusion(evaluation, predictions)
    if case .threshold(let threshold) = verdict.decision {
      figures.threshold = threshold
      figures.thresholdReason = "it has the best \(evaluation.metric.name) on validation rows"
    } else {
      figures.threshold = 0.5
      figures.thresholdReason = "it tells the more probable class"
    }
    func scores(_ label: Double) -> ReportContent.Histogram? {
      let values = zip(predictions, evaluation.targets).filter { $0.1 == label }.map(\.0)
      return ReportContent.ColumnSummary.histogram(values, bins: 40, range: 0...1)
    }
    figures.negativeScores = scores(0)
    figures.positiveScores = scores(1)
    return .binary(figures)
  }

  private func multiclass(_ evaluation: Evaluation, _ predictions: [Double]) -> ReportContent.Figures {
    let problem = evaluation.problem
    var figures = ReportContent.MulticlassFigures(
      classes: problem.classes, confusion: confusion(evaluation, predictions),
      calibration: calibration(evaluation, predictions))
    if problem.classes.count <= Self.mostClassCurves {
      figures.roc = problem.classes.indices.compactMap { label in
        guard
          let roc = try? ROCCurve(
            predictions: predictions, targets: evaluation.targets, weights: evaluation.weights,
            problem: problem,
            positive: label, pointLimit: 200)
        else { return nil }
        return ReportContent.ClassCurve(
          problem.classes[label], area: roc.area,
          points: roc.points.map { ReportContent.Point(x: $0.falsePositiveRate, y: $0.truePositiveRate) })
      }
    }
    return .multiclass(figures)
  }

  private func regression(_ evaluation: Evaluation, _ predictions: [Double]) -> ReportContent.Figures {
    let step = max(1, evaluation.rows.count / Self.mostPairs)
    let rows = Array(stride(from: 0, to: evaluation.rows.count, by: step))
    return .regression(
      ReportContent.RegressionFigures(
        actual: rows.map { evaluation.targets[$0] }, predicted: rows.map { predictions[$0] }))
  }

  private func calibration(_ evaluation: Evaluation, _ predictions: [Double]) -> [ReportContent
    .CalibrationBin]
  {
    let curve = try? ReliabilityCurve(
      predictions: predictions, targets: evaluation.targets, weights: evaluation.weights,
      problem: evaluation.problem)
    return (curve?.bins ?? []).map { bin in
      ReportContent.CalibrationBin(
        predicted: bin.predicted, observed: bin.observed.estimate,
        count: Int((bin.share * Double(evaluation.rows.count)).rounded()))
    }
  }

  private func confusion(_ evaluation: Evaluation, _ predictions: [Double]) -> [[Int]] {
    let count = evaluation.problem.classes.count
    var table = [[Int]](repeating: [Int](repeating: 0, count: count), count: count)
    let labels = verdict.decision.labels(for: predictions, problem: evaluation.problem)
    for (actual, answer) in zip(evaluation.targets, labels) { table[Int(actual)][answer] += 1 }
    return table
  }
}
