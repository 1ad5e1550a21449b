import Bundles
import LatheCore
import Metrics

/// How well a bundle answers for rows whose true values are known.
public struct Assessment: Codable, Sendable, Hashable {
  /// A metric's value with its confidence interval.
  public struct Score: Codable, Sendable, Hashable {
    /// The metric.
    public let metric: Metric
    /// The value and its interval at 95 %.
    public let interval: ConfidenceInterval
  }

  /// Rows that were scored.
  public let rowCount: Int
  /// The scores, in the order in which they were asked for.
  public let scores: [Score]
  /// Which classes were taken for which; `nil` for a regression.
  public let confusion: ConfusionMatrix?
  /// What was odd about the data, and which rows or metrics were left out.
  public let diagnostics: [Diagnostic]

  /// The metrics to show where nobody says otherwise: the one that was optimised, then the usual ones of its task.
  public static func metrics(for manifest: Manifest) -> [Metric] {
    let usual: [Metric] =
      switch manifest.problem.task {
      case .binary: [.auc, .logLoss, .accuracy, .balancedAccuracy, .f1, .mcc, .precision, .recall, .brier]
      case .multiclass: [.logLoss, .accuracy, .balancedAccuracy, .f1Macro, .f1Weighted, .mcc, .auc]
      case .regression: [.rmse, .mae, .r2]
      }
    return [manifest.metric] + usual.filter { $0 != manifest.metric }
  }
}

extension Predictor {
  /// Predicts the rows of `frame` and compares with the true values in its target column.
  ///
  /// Rows without a true value, and rows of a class that the model does not know, cannot be scored; they are left out
  /// with a diagnostic that counts them.
  ///
  /// - Parameter metrics: What to compute, each of which must apply to the rows; `nil` for
  ///   ``Assessment/metrics(for:)``, of which those that are undefined for these rows are left out with a diagnostic.
  /// - Throws: ``InferenceError``.
  public func assess(_ frame: DataFrame, metrics: [Metric]? = nil, threads: Int = 1) throws(InferenceError)
    -> Assessment
  {
    let name = manifest.target.name
    guard let column = frame[name] else { throw .noTarget(name: name, found: frame.names) }
    let truth = manifest.problem.targets(of: column)
    let rows = truth.indices.filter { !truth[$0].isNaN }
    guard !rows.isEmpty else {
      throw .unusableTarget(name: name, reason: "no row has a value that the model could have predicted")
    }
    let predictions = try predict(
      rows.count == truth.count ? frame : frame.selecting(rows: rows), threads: threads)
    var diagnostics = leftOut(column, truth: truth) + predictions.diagnostics
    let targets = rows.map { truth[$0] }
    var scores: [Assessment.Score] = []
    for metric in metrics ?? Assessment.metrics(for: manifest) {
      do {
        let interval = try metric.confidenceInterval(
          predictions: predictions.values, targets: targets, problem: manifest.problem,
          decision: manifest.decision)
        scores.append(Assessment.Score(metric: metric, interval: interval))
      } catch {
        guard metrics == nil else { throw .scoring(error) }
        diagnostics.append(
          Diagnostic(
            .note, code: "undefined-metric",
            message: "\(metric) is left out for these rows: \(error.explanation.what)"))
      }
    }
    var confusion: ConfusionMatrix?
    if manifest.problem.isClassification {
      do {
        confusion = try ConfusionMatrix(
          predictions: predictions.values, targets: targets, problem: manifest.problem,
          decision: manifest.decision)
      } catch {
        throw .scoring(error)
      }
    }
    return Assessment(
      rowCount: rows.count, scores: scores, confusion: confusion, diagnostics: diagnostics)
  }

  private func leftOut(_ column: Column, truth: [Double]) -> [Diagnostic] {
    let missing = column.missingCount
    let unknown = truth.count(where: \.isNaN) - missing
    var diagnostics: [Diagnostic] = []
    if missing > 0 {
      diagnostics.append(
        Diagnostic(
          .warning, code: "missing-target",
          message: "\(missing) of \(truth.count) rows have no true value and are not scored",
          column: column.name))
    }
    if unknown > 0 {
      let what = manifest.problem.isClassification ? "a class that the model does not know" : "no number"
      diagnostics.append(
        Diagnostic(
          .warning, code: "unknown-target",
          message:
            "\(unknown) of \(truth.count) rows have \(what) as their true value and are not scored; the scores are too good by that",
          column: column.name))
    }
    return diagnostics
  }
}
