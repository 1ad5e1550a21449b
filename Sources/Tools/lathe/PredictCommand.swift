import ArgumentParser
import DataFrames
import Foundation
import Inference
import LatheCore

/// `lathe predict`: answers for rows.
struct PredictCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "predict",
    abstract: "Predict rows with a model.",
    discussion: """
      Writes one row for each row of the data, in their order: a column named as the target and, with
      --probabilities, one column probability_CLASS a class. Values that cannot be read and columns that are absent
      count as missing; what was odd is said on standard error.
      """)

  @OptionGroup var input: ModelData

  @Option(
    name: .shortAndLong,
    help: "The file to write, by default standard output. Its suffix decides the format.",
    completion: .file())
  var output: String?

  @Option(help: "The format instead of the suffix's: csv, tsv, jsonl, parquet.")
  var format: PredictionFormat?

  @Flag(help: "Add one column a class with its probability.")
  var probabilities = false

  @Flag(help: "Print one JSON document instead of a table.")
  var json = false

  func validate() throws {
    if json && (output != nil || format != nil) {
      throw ValidationError("Give --json, or --output and --format; JSON lines are --format jsonl.")
    }
  }

  func run() throws {
    let predictor = try input.predictor()
    let manifest = predictor.manifest
    let (frame, readingDiagnostics) = try input.read(for: manifest, withTarget: false)
    let predictions = try predictor.predict(frame, threads: input.threads)
    let diagnostics = readingDiagnostics + predictions.diagnostics
    if json {
      try Terminal.printJSON(
        PredictionDocument(
          predictions, target: manifest.target.name, probabilities: probabilities, diagnostics: diagnostics))
      return
    }
    Terminal.printError(diagnostics)
    let table = try predictions.frame(target: manifest.target, probabilities: probabilities)
    if let output {
      let url = URL(filePath: output)
      try (format?.writer ?? DataFrameWriter(for: url)).write(table, to: url)
      Terminal.printError("\(table.rowCount) predictions written to \(output)")
    } else {
      try (format ?? .csv).writer.writeToStandardOutput(table)
    }
  }
}

/// The formats of predictions.
enum PredictionFormat: String, ExpressibleByArgument, CaseIterable {
  case csv, tsv, jsonl, parquet

  /// What writes it.
  var writer: DataFrameWriter {
    switch self {
    case .csv: DataFrameWriter(format: .csv)
    case .tsv: DataFrameWriter(format: .csv, delimiter: "\t")
    case .jsonl: DataFrameWriter(format: .jsonLines)
    case .parquet: DataFrameWriter(format: .parquet)
    }
  }
}

/// Predictions as one JSON document.
struct PredictionDocument: Encodable {
  /// The column that is predicted.
  let target: String
  /// One answer a row, where it is a class.
  let labels: [String]?
  /// One answer a row, where it is a number.
  let values: [Double]?
  /// Class to one probability a row.
  let probabilities: [String: [Double]]?
  let diagnostics: [Diagnostic]

  init(_ predictions: Predictions, target: String, probabilities: Bool, diagnostics: [Diagnostic]) {
    self.target = target
    self.diagnostics = diagnostics
    labels = predictions.labels
    values = predictions.labels == nil ? predictions.values : nil
    var table: [String: [Double]] = [:]
    for (index, name) in predictions.problem.classes.enumerated() {
      table[name] = predictions.probabilities(ofClass: index)
    }
    self.probabilities = probabilities && predictions.problem.isClassification ? table : nil
  }
}
