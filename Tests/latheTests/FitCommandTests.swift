import Foundation
import Testing

@Suite(.serialized) struct FitCommandTests {
  private let folder = FileManager.default.temporaryDirectory.appending(path: "fit-\(UUID().uuidString)")
  private var train: String { CommandRun.example.appending(path: "train.csv").path }
  private var test: String { CommandRun.example.appending(path: "test.csv").path }

  init() throws { try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true) }

  private func bundle(_ name: String) -> URL { folder.appending(path: name) }

  private func remove() { try? FileManager.default.removeItem(at: folder) }

  /// The digests of the models and the transforms, without what names the time of the run.
  private func models(of bundle: URL) throws -> [Substring] {
    try String(contentsOf: bundle.appending(path: "SHA256SUMS"), encoding: .utf8).split(separator: "\n")
      .filter { $0.contains("members/") || $0.contains("features.json") }
  }

  @Test func `a fit writes a bundle with a report and prints its scores`() throws {
    defer { remove() }
    let output = bundle("credit.lathe")
    let run = try CommandRun([
      "fit", train, "--target", "class", "--test", test, "--trials", "2", "--preset", "fast", "--output",
      output.path, "--json",
    ])
    #expect(run.status == 0, "\(run.errors)")
    let summary = try #require(
      try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any], "one JSON document")
    let scores = try #require(summary["scores"] as? [[String: Any]])
    #expect(scores.contains { $0["metric"] as? String == "auc" && $0["rows"] as? String == "test" })
    let report = try String(contentsOf: output.appending(path: "report.html"), encoding: .utf8)
    #expect(report.contains("class") && report.contains("</html>"))
  }

  @Test func `the same seed and trials give the same models at any number of threads`() throws {
    defer { remove() }
    for threads in ["1", "2"] {
      let run = try CommandRun([
        "fit", train, "--target", "class", "--trials", "3", "--seed", "5", "--threads", threads, "--output",
        bundle("\(threads).lathe").path,
      ])
      #expect(run.status == 0, "\(run.errors)")
    }
    let first = try models(of: bundle("1.lathe"))
    #expect(!first.isEmpty)
    #expect(try first == models(of: bundle("2.lathe")))
  }

  @Test func `a killed fit leaves a bundle and its record is resumed`() throws {
    defer { remove() }
    let output = bundle("killed.lathe")
    let arguments = ["fit", train, "--target", "class", "--trials", "6", "--output", output.path]
    let killed = try RunningCommand(arguments)
    #expect(killed.waits(for: "best so far", seconds: 60))
    killed.send(SIGKILL)
    _ = killed.wait()
    let record = folder.appending(path: ".killed.lathe.run")
    #expect(FileManager.default.fileExists(atPath: record.path))

    let resumed = try CommandRun(arguments + ["--resume"])
    #expect(resumed.status == 0, "\(resumed.errors)")
    #expect(!FileManager.default.fileExists(atPath: record.path))
    let fresh = try CommandRun([
      "fit", train, "--target", "class", "--trials", "6", "--output", bundle("fresh.lathe").path,
    ])
    #expect(fresh.status == 0, "\(fresh.errors)")
    #expect(try models(of: output) == models(of: bundle("fresh.lathe")))
  }

  @Test func `an interrupt keeps the best so far`() throws {
    defer { remove() }
    let output = bundle("interrupted.lathe")
    let running = try RunningCommand([
      "fit", train, "--target", "class", "--time", "120s", "--output", output.path,
    ])
    #expect(running.waits(for: "best so far", seconds: 60))
    running.send(SIGINT)
    let run = running.wait()
    #expect(run.status == 0, "\(run.errors)")
    #expect(FileManager.default.fileExists(atPath: output.appending(path: "manifest.json").path))
    #expect(FileManager.default.fileExists(atPath: folder.appending(path: ".interrupted.lathe.run").path))
  }

  @Test(arguments: [
    (["nowhere.csv", "--target", "x"], "nowhere.csv"),
    (["EXAMPLE", "--target", "nothing"], "there is no column \"nothing\""),
    (["EXAMPLE", "--target", "class", "--metric", "rmse"], "labels, not numbers"),
    (["EXAMPLE", "--target", "class", "--metric", "speed"], "speed"),
    (["EXAMPLE", "--target", "class", "--group", "nothing"], "\"nothing\""),
    (["EXAMPLE", "--target", "class", "--task", "regression"], "labels, not numbers"),
  ])
  func `bad input ends with status 2 and says what is wrong`(arguments: [String], message: String) throws {
    defer { remove() }
    let run = try CommandRun(
      ["fit"] + arguments.map { $0 == "EXAMPLE" ? train : $0 } + ["--output", bundle("bad.lathe").path])
    #expect(run.status == 2, "\(run.errors)")
    #expect(run.errors.contains(message), "\(run.errors)")
    #expect(!FileManager.default.fileExists(atPath: bundle("bad.lathe").path))
  }

  @Test(arguments: [
    ["fit"], ["fit", "x.csv"], ["fit", "x.csv", "--target", "y", "--time", "soon"],
    ["fit", "x.csv", "--target", "y", "--time", "5s", "--trials", "3"], ["unknown"],
  ])
  func `wrong usage ends with status 64`(arguments: [String]) throws {
    defer { remove() }
    #expect(try CommandRun(arguments).status == 64)
  }
}
