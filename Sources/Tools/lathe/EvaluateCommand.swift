import ArgumentParser
import Foundation
import Inference
import LatheCore
import Metrics

/// `lathe evaluate`: scores on labelled rows.
struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "evaluate",
    abstract: "Score a model on rows whose true values are known.",
    discussion: "Prints each metric with its 95 % confidence interval and, for classes, the confusion matrix."
  )

  @OptionGroup var input: ModelData

  @Option(help: "A metric; may be repeated. One of: \(Metric.names.joined(separator: ", ")).")
  var metric: [String] = []

  @Flag(help: "Print one JSON document instead of tables.")
  var json = false

  func run() throws {
    var metrics: [Metric] = []
    for name in metric { metrics.append(try Metric(parsing: name)) }
    let predictor = try input.predictor()
    let (frame, readingDiagnostics) = try input.read(for: predictor.manifest, withTarget: true)
    let assessment = try predictor.assess(
      frame, metrics: metrics.isEmpty ? nil : metrics, threads: input.threads)
    if json {
      try Terminal.printJSON(
        EvaluationDocument(assessment, target: predictor.manifest.target.name, readingDiagnostics))
      return
    }
    Terminal.printError(readingDiagnostics + assessment.diagnostics)
    print(text(assessment, target: predictor.manifest.target.name))
  }

  private func text(_ assessment: Assessment, target: String) -> String {
    var scores = TextTable(["metric", "score", "95 % interval", "better"])
    for score in assessment.scores {
      let interval = score.interval
      scores.add([
        score.metric.name, interval.estimate.rounded(digits: 5),
        "\(interval.lower.rounded(digits: 5)) to \(interval.upper.rounded(digits: 5))",
        score.metric.isHigherBetter ? "higher" : "lower",
      ])
    }
    var text = "\(assessment.rowCount) rows, target \"\(target)\"\n\n\(scores.text)"
    if let confusion = assessment.confusion, confusion.classes.count <= Self.mostClassesShown {
      var table = TextTable(["true class"] + confusion.classes.map { "as \($0)" } + ["precision", "recall"])
      for (index, name) in confusion.classes.enumerated() {
        table.add(
          [name] + confusion.weights[index].map { $0.rounded(digits: 6) } + [
            confusion.precision(of: index)?.rounded(digits: 4) ?? "–",
            confusion.recall(of: index)?.rounded(digits: 4) ?? "–",
          ])
      }
      text += "\n\n\(table.text)"
    }
    return text
  }

  /// A larger matrix fits no terminal; it is in the JSON document.
  private static let mostClassesShown = 12
}

/// A model's scores as one JSON document.
struct EvaluationDocument: Encodable {
  struct Score: Encodable {
    let metric: String
    let value: Double
    let lower: Double
    let upper: Double
    let intervalMethod: String
    let isHigherBetter: Bool
  }

  struct Confusion: Encodable {
    let classes: [String]
    /// One row a true class, one column a predicted one.
    let counts: [[Double]]
  }

  let target: String
  let rowCount: Int
  let scores: [Score]
  let confusion: Confusion?
  let diagnostics: [Diagnostic]

  init(_ assessment: Assessment, target: String, _ readingDiagnostics: [Diagnostic]) {
    self.target = target
    rowCount = assessment.rowCount
    scores = assessment.scores.map {
      Score(
        metric: $0.metric.name, value: $0.interval.estimate, lower: $0.interval.lower,
        upper: $0.interval.upper,
        intervalMethod: $0.interval.method.rawValue, isHigherBetter: $0.metric.isHigherBetter)
    }
    confusion = assessment.confusion.map { Confusion(classes: $0.classes, counts: $0.weights) }
    diagnostics = readingDiagnostics + assessment.diagnostics
  }
}
