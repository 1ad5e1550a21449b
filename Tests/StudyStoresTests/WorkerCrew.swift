import Foundation
import Search
import StudyStores
import Testing

/// Processes that work on one study, of which some are killed.
final class WorkerCrew {
  /// What the log of a worker says.
  private struct Entry {
    let event: String
    let number: Int
    let attempt: Int
    let value: Double?
  }

  private let folder: URL
  private let location: String
  private let study: String
  private var logs: [URL] = []
  private var killed = 0

  init(folder: URL, location: String, study: String) {
    self.folder = folder
    self.location = location
    self.study = study
  }

  /// Keeps four workers busy until so many have been killed.
  func work(killing kills: Int) throws {
    var workers = try (0..<4).map { _ in try start(limit: 1_000_000) }
    defer {
      for worker in workers { worker.kill() }
    }
    while killed < kills {
      Thread.sleep(forTimeInterval: .random(in: 0.02...0.2))
      let victim = Int.random(in: workers.indices)
      workers[victim].kill()
      killed += 1
      workers[victim] = try start(limit: 1_000_000)
    }
    killed += workers.count
  }

  /// Lets one worker do what is left.
  func finish() throws {
    let count = try trials().count
    let worker = try start(limit: count)
    #expect(worker.wait() == 0)
  }

  /// Compares the storage with the logs.
  func check() throws {
    let trials = try trials()
    let entries = try logs.flatMap(read)
    #expect(trials.count > killed / 2, "too little was done for the kills to mean anything")
    #expect(trials.allSatisfy { $0.state == .complete && $0.reports.count >= 1 })
    let byNumber = Dictionary(grouping: entries, by: \.number)
    for trial in trials {
      let entries = byNumber[trial.number] ?? []
      // Nothing lost, nothing double: the result that was told is the one that is kept.
      let told = entries.filter { $0.event == "told" }
      #expect(told.count <= 1, "trial \(trial.number) was told \(told.count) times")
      #expect(told.allSatisfy { [$0.value] == trial.values && $0.attempt == trial.attempts })
      #expect(entries.contains { $0.event == "telling" && [$0.value] == trial.values })
      // No attempt was given to two workers, and every earlier one was given up.
      let begun = entries.filter { $0.event == "begun" }.map(\.attempt)
      #expect(Set(begun).count == begun.count, "an attempt at trial \(trial.number) was given twice")
      #expect(begun.allSatisfy { (1...trial.attempts).contains($0) })
      #expect(trial.failedAttempts == trial.attempts - 1)
    }
    // An attempt that no log knows was begun by a worker that was killed at that moment.
    let unknown = trials.map(\.attempts).reduce(0, +) - entries.count { $0.event == "begun" }
    #expect(unknown >= 0 && unknown <= killed)
  }

  private func trials() throws -> [TrialRecord] {
    try StudyStorageLocation(location).open().changes(study: study, since: 0).trials
  }

  /// The program lies beside the test bundle.
  private static let program: URL = {
    let bundle = Bundle.allBundles.first { $0.bundlePath.hasSuffix(".xctest") }?.bundleURL
    let runner = URL(filePath: CommandLine.arguments[0])
    return (bundle ?? runner).deletingLastPathComponent().appending(path: "study-worker")
  }()

  private func start(limit: Int) throws -> ChildProcess {
    let log = folder.appending(path: "log \(logs.count)")
    logs.append(log)
    return try ChildProcess(Self.program.path, [location, study, "\(limit)", log.path])
  }

  /// The lines of a log; the last one may have been cut off.
  private func read(_ log: URL) throws -> [Entry] {
    guard let text = try? String(contentsOf: log, encoding: .utf8) else { return [] }
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().compactMap { line in
      let parts = line.split(separator: " ")
      guard parts.count >= 3, let number = Int(parts[1]), let attempt = Int(parts[2]) else { return nil }
      return Entry(
        event: String(parts[0]), number: number, attempt: attempt,
        value: parts.count > 3 ? Double(parts[3]) : nil)
    }
  }
}
