import BundleSamples
import Bundles
import Foundation
import LatheCore
import Testing

/// `predict`, `evaluate` and `inspect`, as a user runs them.
@Suite struct ModelCommandTests {
  /// Runs `body` in a folder with the bundle `m.lathe` of a task.
  private func withModel(_ task: PredictionTask, _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "lathe-commands-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try BundleSample.contents(task).write(to: folder.appending(path: "m.lathe"))
    try body(folder)
  }

  private func write(_ text: String, to name: String, in folder: URL) throws {
    try Data(text.utf8).write(to: folder.appending(path: name))
  }

  private static let rows = """
    age,income,city,member,joined,target
    30,512.5,Oslo,yes,2018-01-02,yes
    41,,Bergen,no,2019-05-06,no
    oops,90,Atlantis,no,2020-01-01,no
    52,17,"Tromsø",,,yes

    """

  @Test func `predict answers each row in its order, also one with a damaged cell`() throws {
    try withModel(.binary) { folder in
      try write(Self.rows, to: "rows.csv", in: folder)
      let outcome = try LatheProcess.run(["predict", "m.lathe", "rows.csv", "--probabilities"], in: folder)
      #expect(outcome.status == 0, "\(outcome.error)")
      let lines = outcome.output.split(separator: "\n")
      #expect(lines.first == "target,probability_no,probability_yes")
      #expect(lines.count == 5)
      for line in lines.dropFirst() {
        let cells = line.split(separator: ",")
        #expect(["no", "yes"].contains(cells[0]))
        #expect(abs((Double(cells[1]) ?? .nan) + (Double(cells[2]) ?? .nan) - 1) < 1e-12)
      }
      #expect(outcome.error.contains("\"oops\""))
      #expect(outcome.error.contains("\"Atlantis\""))
    }
  }

  @Test(arguments: ["out.jsonl", "out.parquet", "out.tsv"])
  func `predict writes the format that the file's name asks for`(name: String) throws {
    try withModel(.regression) { folder in
      try write(Self.rows, to: "rows.csv", in: folder)
      let outcome = try LatheProcess.run(["predict", "m.lathe", "rows.csv", "-o", name], in: folder)
      #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.error)")
      let bytes = try Data(contentsOf: folder.appending(path: name))
      switch name {
      case "out.parquet": #expect(bytes.prefix(4) == Data("PAR1".utf8))
      case "out.tsv": #expect(bytes.split(separator: 10).count == 5)
      default: #expect(bytes.split(separator: 10).allSatisfy { $0.starts(with: Data("{\"target\": ".utf8)) })
      }
    }
  }

  @Test func `predict prints one JSON document when asked to`() throws {
    try withModel(.multiclass) { folder in
      try write(Self.rows, to: "rows.csv", in: folder)
      let outcome = try LatheProcess.run(
        ["predict", "m.lathe", "rows.csv", "--json", "--probabilities"], in: folder)
      let document = try JSONSerialization.jsonObject(with: Data(outcome.output.utf8)) as? [String: Any]
      #expect((document?["labels"] as? [String])?.count == 4)
      #expect((document?["probabilities"] as? [String: [Double]])?["middle"]?.count == 4)
      #expect(outcome.error.isEmpty)
    }
  }

  @Test func `evaluate prints scores with intervals and the confusion matrix`() throws {
    try withModel(.binary) { folder in
      try write(Self.rows, to: "rows.csv", in: folder)
      let text = try LatheProcess.run(["evaluate", "m.lathe", "rows.csv"], in: folder)
      #expect(text.status == 0, "\(text.error)")
      #expect(text.output.contains("log-loss") && text.output.contains("true class"))
      let json = try LatheProcess.run(
        ["evaluate", "m.lathe", "rows.csv", "--metric", "accuracy", "--json"], in: folder)
      let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      #expect(document?["rowCount"] as? Int == 4)
      #expect((document?["scores"] as? [[String: Any]])?.count == 1)
    }
  }

  @Test func `bad input leaves with status 2 and wrong usage with 64`() throws {
    try withModel(.binary) { folder in
      try write("age,city\n3,Oslo\n", to: "unlabelled.csv", in: folder)
      try write("a,b\n1,2\n", to: "foreign.csv", in: folder)
      try write(Self.rows + "1,2\n", to: "ragged.csv", in: folder)
      let cases: [([String], Int32, String)] = [
        (["evaluate", "m.lathe", "unlabelled.csv"], 2, "no column \"target\""),
        (["evaluate", "m.lathe", "unlabelled.csv", "--metric", "magic"], 2, "no metric \"magic\""),
        (["predict", "m.lathe", "foreign.csv"], 2, "none of the columns"),
        (["predict", "m.lathe", "ragged.csv"], 2, "ragged.csv"),
        (["predict", "m.lathe", "nowhere.csv"], 2, "nowhere.csv"),
        (["predict", "none.lathe", "foreign.csv"], 2, "none.lathe"),
        (["inspect", "foreign.csv"], 2, "foreign.csv"),
        (["predict", "m.lathe"], 64, "Usage"),
      ]
      for (arguments, status, message) in cases {
        let outcome = try LatheProcess.run(arguments, in: folder)
        #expect(outcome.status == status, "\(arguments): \(outcome.error)")
        #expect(outcome.error.contains(message), "\(arguments): \(outcome.error)")
        #expect(outcome.output.isEmpty)
      }
    }
  }

  @Test func `inspect shows the model, and refuses one that was changed`() throws {
    try withModel(.binary) { folder in
      let text = try LatheProcess.run(["inspect", "m.lathe"], in: folder)
      #expect(text.status == 0, "\(text.error)")
      for word in ["Leaderboard", "linear-2", "people.csv", "joined", "Verified"] {
        #expect(text.output.contains(word))
      }
      let json = try LatheProcess.run(["inspect", "m.lathe", "--json"], in: folder)
      let document = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
      #expect((document?["digest"] as? String)?.count == 64)

      let features = folder.appending(path: "m.lathe/features.json")
      try (Data(contentsOf: features) + Data(" ".utf8)).write(to: features)
      let changed = try LatheProcess.run(["inspect", "m.lathe"], in: folder)
      #expect(changed.status == 2)
      #expect(changed.error.contains("features.json") && changed.error.contains("SHA-256"))
    }
  }
}
