import ArgumentParser
import Bundles
import DataFrames
import Foundation
import Inference
import LatheCore

/// A model and data for it, as the commands that use a model name them.
struct ModelData: ParsableArguments {
  @Argument(help: "The model: a .lathe folder.", completion: .directory)
  var model: String

  @Argument(
    help: "Files or folders with the rows: CSV, TSV, Parquet or JSON lines, plain or compressed.",
    completion: .file())
  var data: [String]

  @Option(help: "Threads to use; by default one a processor.")
  var threads: Int = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    if threads < 1 { throw ValidationError("--threads must be at least 1.") }
  }

  /// Loads the model.
  func predictor() throws(BundlesError) -> Predictor {
    try Predictor(contentsOf: URL(filePath: model))
  }

  /// Reads the data in the way the training data were read.
  ///
  /// A cell that cannot be read counts as missing, so its row is answered too; a row with too few or too many fields is
  /// an error, since leaving it out would shift the answers of all rows after it.
  func read(for manifest: Manifest, withTarget: Bool) throws(DataFramesError) -> (
    frame: DataFrame, diagnostics: [Diagnostic]
  ) {
    var options = ReadOptions()
    options.schema = manifest.inputs
    if withTarget { options.schema.append(Self.targetSchema(of: manifest)) }
    options.schemaPolicy = .expect
    options.malformedRows = .fail
    options.threads = threads
    let result = try DataFrameReader(options: options).read(data.map { URL(filePath: $0) })
    // The predictor itself says which columns are missing, and of the rest only what concerns the model matters.
    let columns = Set(options.schema.map(\.name))
    let diagnostics = result.diagnostics.filter { diagnostic in
      !Self.irrelevant.contains(diagnostic.code) && diagnostic.column.map(columns.contains) ?? true
    }
    return (result.frame, diagnostics)
  }

  private static let irrelevant: Set<String> = ["missing-columns", "duplicate-rows"]

  /// Classes are read as they are spelled, whatever kind the column had; a number as a number.
  private static func targetSchema(of manifest: Manifest) -> ColumnSchema {
    var schema = manifest.target
    if manifest.problem.isClassification, schema.kind != .integer, schema.kind != .float {
      schema.kind = .category
    }
    return schema
  }
}

extension Terminal {
  /// Writes diagnostics to standard error, one a line, the warnings first.
  static func printError(_ diagnostics: [Diagnostic]) {
    for severity in [Diagnostic.Severity.warning, .note] {
      for diagnostic in diagnostics where diagnostic.severity == severity {
        printError(diagnostic.description)
      }
    }
  }

  /// Writes a value as one JSON document to standard output.
  static func printJSON(_ value: some Encodable) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    encoder.dateEncodingStrategy = .iso8601
    encoder.nonConformingFloatEncodingStrategy = .convertToString(
      positiveInfinity: "Infinity", negativeInfinity: "-Infinity", nan: "NaN")
    FileHandle.standardOutput.write(try encoder.encode(value) + Data("\n".utf8))
  }
}
