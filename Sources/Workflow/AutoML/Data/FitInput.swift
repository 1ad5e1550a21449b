import DataFrames
import Foundation
import LatheCore

/// The tables of a fit as they were read, with what was found out about them.
public struct FitInput: Sendable {
  /// A fact about the files, such as their encoding.
  public struct Fact: Sendable, Hashable {
    /// What the value is.
    public let name: String
    /// The value in words.
    public let value: String
  }

  /// The training rows.
  public let frame: DataFrame
  /// The test rows, where there are any.
  public let test: DataFrame?
  /// What the columns hold.
  public let schema: [ColumnSchema]
  /// The training files as they were named.
  public let files: [String]
  /// Bytes of the training files.
  public let bytes: Int
  /// Digest of the training files' contents.
  public let digest: String
  /// What was found out about the files' format.
  public let formatFacts: [Fact]
  /// What to know about the data.
  public let diagnostics: [Diagnostic]
  /// Seconds the reading took.
  public let seconds: Double

  /// Reads the training files and the test files.
  ///
  /// - Parameters:
  ///   - paths: Files or folders with the training rows.
  ///   - test: Files or folders with test rows; read in the kinds of the training columns.
  ///   - schema: A JSON or YAML file with kinds of columns, or `nil` to infer all.
  ///   - rows: Number of rows to sample, or `nil` for all.
  /// - Throws: ``AutoMLError`` that names the file and the place in it.
  public init(
    paths: [String], test: [String] = [], schema: String? = nil, rows: Int? = nil, request: FitRequest,
    stop: StopSignal = StopSignal()
  ) async throws(AutoMLError) {
    let result = await BlockingWork.run(stop: stop) {
      Result { () throws(AutoMLError) in
        try Self(reading: paths, test: test, schema: schema, rows: rows, request: request)
      }
    }
    self = try result.get()
  }

  private init(reading paths: [String], test: [String], schema: String?, rows: Int?, request: FitRequest)
    throws(AutoMLError)
  {
    let start = ContinuousClock.now
    do {
      var options = ReadOptions()
      options.rowLimit = rows
      options.seed = request.seed
      options.threads = request.threads
      if let schema { options.schema = try SchemaFile.load(URL(filePath: schema)) }
      let read = try DataFrameReader(options: options).read(paths.map { URL(filePath: $0) })
      frame = read.frame
      self.schema = read.schema
      files = paths
      bytes = read.sources.reduce(0) { $0 + $1.bytes }
      digest = read.digest
      formatFacts = Self.facts(read)
      var diagnostics = read.diagnostics
      if read.frame[request.target] != nil {
        diagnostics += LeakageCheck.suspects(in: read.frame, target: request.target, seed: request.seed)
      }
      if test.isEmpty {
        self.test = nil
      } else {
        options.rowLimit = nil
        options.schema = read.schema
        options.schemaPolicy = .expect
        let read = try DataFrameReader(options: options).read(test.map { URL(filePath: $0) })
        self.test = read.frame
        diagnostics += read.diagnostics.map { diagnostic in
          Diagnostic(
            diagnostic.severity, code: diagnostic.code, message: "In the test data: \(diagnostic.message)",
            column: diagnostic.column)
        }
      }
      self.diagnostics = diagnostics
      seconds = start.duration(to: .now) / .seconds(1)
    } catch {
      throw .stage(error)
    }
  }

  private static func facts(_ read: ReadResult) -> [Fact] {
    guard let source = read.sources.first else { return [] }
    var facts = [Fact(name: "format", value: source.format.rawValue)]
    if let compression = source.compression {
      facts.append(Fact(name: "compression", value: compression.rawValue))
    }
    if let encoding = source.encoding { facts.append(Fact(name: "encoding", value: encoding.rawValue)) }
    if let delimiter = source.delimiter {
      facts.append(Fact(name: "delimiter", value: delimiter == "\t" ? "tab" : String(delimiter)))
    }
    if read.sources.count > 1 { facts.append(Fact(name: "files", value: "\(read.sources.count)")) }
    if read.totalRows != read.frame.rowCount {
      facts.append(Fact(name: "sample", value: "\(read.frame.rowCount) of \(read.totalRows) rows"))
    }
    return facts
  }
}
