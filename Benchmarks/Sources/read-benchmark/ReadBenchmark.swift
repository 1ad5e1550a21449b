import DataFrames
import Foundation

/// Measures how long a file takes to become a data frame: `read-benchmark FILE THREADS`.
///
/// Prints one JSON object. One process reads once, so that nothing is warm but the system's cache of files.
@main
enum ReadBenchmark {
  private struct Measurement: Encodable {
    let rows: Int
    let columns: Int
    let seconds: Double
  }

  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count == 3, let threads = Int(arguments[2]) else {
      FileHandle.standardError.write(Data("usage: read-benchmark FILE THREADS\n".utf8))
      exit(64)
    }
    var options = ReadOptions()
    options.threads = threads
    let start = ContinuousClock.now
    let result = try DataFrameReader(options: options).read([URL(filePath: arguments[1])])
    let seconds = start.duration(to: .now) / .seconds(1)
    let measurement = Measurement(
      rows: result.frame.rowCount, columns: result.frame.columns.count, seconds: seconds)
    print(String(decoding: try JSONEncoder().encode(measurement), as: UTF8.self))
  }
}
