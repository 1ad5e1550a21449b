import Foundation
import LatheCore
import Search
import StudyStores

/// Measures what one trial costs beside its objective: `ask-benchmark`.
///
/// Ten real parameters, a number of finished trials, then as many as the middle of a measurement needs. Prints a line of JSON
/// for each storage, sampler and number of trials: the shared measurements of other optimizers have the same form.
@main
enum AskBenchmark {
  private struct Measurement: Encodable {
    let kind = "overhead"
    let storage: String
    let sampler: String
    let n: Int
    let ask: Double
    let tell: Double
    let mean: Double

    private enum CodingKeys: String, CodingKey {
      case kind, storage, sampler, n
      case ask = "ask_ms"
      case tell = "tell_ms"
      case mean = "mean_ms"
    }
  }

  private static let dimension = 10

  static func main() throws {
    let folder = URL.temporaryDirectory.appending(path: "ask-benchmark-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (storage, sampler, count) in cases {
      let place = storage == "memory" ? storage : folder.appending(path: "\(sampler)-\(count).db").path
      try measure(storage, sampler, count, place)
    }
  }

  private static var cases: [(storage: String, sampler: String, count: Int)] {
    var cases: [(String, String, Int)] = []
    for storage in ["memory", "sqlite"] {
      for sampler in ["random", "tpe", "cma-es"] {
        cases += [100, 1_000, 5_000, 10_000].map { (storage, sampler, $0) }
      }
      cases += [100, 200, 300].map { (storage, "gp", $0) }
    }
    return cases
  }

  private static func measure(_ storage: String, _ name: String, _ count: Int, _ place: String) throws {
    let parameters = (0..<dimension).map { Parameter("x\($0)", .float(low: -5, high: 5)) }
    let study = try Study(
      "s", space: SearchSpace(parameters), sampler: SamplerCatalog.sampler(named: name),
      storage: StudyStorageLocation(place).open(), seed: 1)
    var random = RandomSource(seed: 0)
    let earlier = (0..<count).map { number in
      var trial = TrialRecord(number: number, state: .complete)
      for parameter in parameters { trial.parameters[parameter.name] = .number(random.uniform() * 10 - 5) }
      trial.values = [loss(trial.parameters)]
      trial.finished = Date()
      return trial
    }
    try study.storage.add(earlier, study: "s")
    var asks: [Double] = []
    var tells: [Double] = []
    for round in 0..<33 {
      let clock = ContinuousClock()
      let start = clock.now
      let trial = try study.ask()
      let asked = clock.now
      try study.tell(trial, loss(trial.parameters))
      guard round >= 3 else { continue }
      asks.append((asked - start) / .milliseconds(1))
      tells.append((clock.now - asked) / .milliseconds(1))
    }
    let measurement = Measurement(
      storage: storage, sampler: name, n: count, ask: median(asks), tell: median(tells),
      mean: (asks + tells).reduce(0, +) / Double(asks.count))
    print(String(decoding: try JSONEncoder().encode(measurement), as: UTF8.self))
  }

  private static func loss(_ parameters: [String: ParameterValue]) -> Double {
    parameters.values.reduce(0) { $0 + ($1.double ?? 0) * ($1.double ?? 0) }
  }

  private static func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }
}
