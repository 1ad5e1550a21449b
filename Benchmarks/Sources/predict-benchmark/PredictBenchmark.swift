import DataFrames
import Foundation
import Inference
import LatheCore

/// Measures how fast a bundle answers inside a process, on one core: `predict-benchmark BUNDLE DATA`.
///
/// Prints one JSON object: rows a second for the whole table at once, and the microseconds of a one-row answer.
@main
enum PredictBenchmark {
  private struct Measurement: Encodable {
    let rows: Int
    let rowsPerSecond: Double
    let singleRowMicroseconds: Double
    let singleRowMicroseconds99: Double
  }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3 else {
      FileHandle.standardError.write(Data("usage: predict-benchmark BUNDLE DATA\n".utf8))
      exit(64)
    }
    let predictor = try Predictor(contentsOf: URL(filePath: arguments[1]))
    var options = ReadOptions()
    options.schema = predictor.manifest.inputs
    options.schemaPolicy = .expect
    let frame = try DataFrameReader(options: options).read([URL(filePath: arguments[2])]).frame

    let batches = try durations(atLeast: 3, seconds: 2) { _ in _ = try predictor.predict(frame) }
    let rows = (0..<min(frame.rowCount, 1_000)).map { frame.inputs(row: $0) }
    let singles = try durations(atLeast: 2_000, seconds: 2) {
      _ = try predictor.predict(row: rows[$0 % rows.count])
    }
    let measurement = Measurement(
      rows: frame.rowCount, rowsPerSecond: Double(frame.rowCount) / quantile(0.5, of: batches),
      singleRowMicroseconds: 1e6 * quantile(0.5, of: singles),
      singleRowMicroseconds99: 1e6 * quantile(0.99, of: singles))
    print(String(decoding: try JSONEncoder().encode(measurement), as: UTF8.self))
  }

  /// The seconds that each call of `work` took, after one call to warm up.
  private static func durations(
    atLeast count: Int, seconds: Double, _ work: (Int) throws -> Void
  ) rethrows -> [Double] {
    try work(0)
    var durations: [Double] = []
    let end = Deadline.after(seconds: seconds)
    while durations.count < count || !end.hasPassed {
      let duration = try ContinuousClock().measure { try work(durations.count) }
      durations.append(duration / .seconds(1))
    }
    return durations
  }

  private static func quantile(_ level: Double, of values: [Double]) -> Double {
    values.sorted()[Int(level * Double(values.count - 1))]
  }
}

extension DataFrame {
  /// A row as a program would hand it to the predictor.
  fileprivate func inputs(row: Int) -> [String: InputValue] {
    var inputs: [String: InputValue] = [:]
    for column in columns {
      inputs[column.name] =
        switch column.values {
        case .numbers(let numbers), .instants(let numbers):
          numbers[row].isNaN ? .missing : .number(numbers[row])
        case .categories(let categories): categories[row].map { .text($0) } ?? .missing
        case .texts(let texts): texts[row].map { .text($0) } ?? .missing
        }
    }
    return inputs
  }
}
