import Foundation
import Testing

/// `tune` and `studies`, as a user runs them.
@Suite(.serialized) struct TuneCommandTests {
  /// Runs `body` in a folder with a study file.
  private func withStudy(_ text: String, _ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "tune-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try Data(text.utf8).write(to: folder.appending(path: "study.yaml"))
    try body(folder)
  }

  private static let square = """
    command: [awk, "BEGIN {{ x = {x}; print x * x }}"]
    parameters: {x: {type: float, low: -2, high: 3}}
    trials: 8
    sampler: random
    """

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `a study is run, refused without --resume, and gone on with`() throws {
    try withStudy(Self.square) { folder in
      let first = try LatheProcess.run(["tune", "study.yaml", "--trials", "3", "--json"], in: folder)
      #expect(first.status == 0, "\(first.error)")
      #expect(try (object(first.output)["counts"] as? [String: Int])?["complete"] == 3)

      let second = try LatheProcess.run(["tune", "study.yaml"], in: folder)
      #expect(second.status == 2 && second.error.contains("--resume"), "\(second.error)")

      let third = try LatheProcess.run(["tune", "study.yaml", "--resume"], in: folder)
      #expect(third.status == 0 && third.output.contains("Best trial"), "\(third.error)")
      let page = try String(contentsOf: folder.appending(path: "study.html"), encoding: .utf8)
      #expect(page.contains("</html>"))
      for name in ["study.trials/000000/log.txt", "study.trials/000007/log.txt"] {
        #expect(FileManager.default.fileExists(atPath: folder.appending(path: name).path))
      }
    }
  }

  @Test func `studies are listed, shown, exported, imported, compared and removed`() throws {
    try withStudy(Self.square) { folder in
      #expect(try LatheProcess.run(["tune", "study.yaml", "--seed", "1"], in: folder).status == 0)
      func run(_ arguments: String...) throws -> String {
        let outcome = try LatheProcess.run(["studies"] + arguments, in: folder)
        #expect(outcome.status == 0, "\(arguments): \(outcome.error)")
        return outcome.output
      }
      #expect(try run("list", "study.db").contains("study"))
      let shown = try object(run("show", "study.yaml", "--json", "--report", "r.html"))
      #expect((shown["counts"] as? [String: Int])?["complete"] == 8)
      #expect((shown["best"] as? [[String: Any]])?.count == 8)
      #expect(FileManager.default.fileExists(atPath: folder.appending(path: "r.html").path))
      #expect(
        try run("export", "study.db", "--format", "csv").hasPrefix("number,state,minimize:value,parameter:x"))
      _ = try run("export", "study.db#study", "--output", "s.jsonl")
      #expect(try run("import", "s.jsonl", "study.db", "--name", "copy") == "imported copy\n")
      #expect(try run("show", "study.db#copy").contains("8 complete"))
      #expect(
        try run("compare", "both=study.db#study", "both=study.db#copy", "--report", "c.html").contains("both")
      )
      #expect(try run("remove", "study.db#copy") == "removed copy\n")
      #expect(try LatheProcess.run(["studies", "show", "study.db#copy"], in: folder).status == 2)
    }
  }

  @Test func `an interrupt gives trials back and leaves no program behind`() throws {
    try withStudy(
      """
      command: [sh, -c, 'echo $$ > "$LATHE_TRIAL_FOLDER/process"; sleep 300']
      parameters: {x: {type: boolean}}
      """
    ) { folder in
      let running = try RunningCommand([
        "tune", folder.appending(path: "study.yaml").path, "--trials", "2", "--parallel", "2",
      ])
      let files = (0...1).map { folder.appending(path: "study.trials/00000\($0)/process") }
      let end = ContinuousClock.now + .seconds(30)
      func processes() -> [pid_t] {
        files.compactMap { try? String(contentsOf: $0, encoding: .utf8) }
          .compactMap { pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
      }
      while processes().count < 2, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.02) }
      let programs = processes()
      #expect(programs.count == 2)
      running.send(SIGINT)
      let run = running.wait()
      #expect(run.status == 0 && run.output.contains("2 waiting"), "\(run.errors)")
      #expect(programs.allSatisfy { kill($0, 0) != 0 })
    }
  }

  @Test(arguments: [
    ("tirals: 3", "Did you mean \"trials\"?"), ("command: [./nothing, '{x}']", "there is no such program"),
  ])
  func `mistakes end with status 2 and say where`(line: String, message: String) throws {
    let text = line.hasPrefix("command") ? line : "command: [awk, '{x}']\n\(line)"
    try withStudy("\(text)\nparameters: {x: {type: boolean}}") { folder in
      let run = try LatheProcess.run(["tune", "study.yaml"], in: folder)
      #expect(run.status == 2 && run.error.contains(message), "\(run.error)")
      #expect(!FileManager.default.fileExists(atPath: folder.appending(path: "study.html").path))
      #expect(try LatheProcess.run(["studies", "list", "no.db"], in: folder).status == 2)
      #expect(try LatheProcess.run(["tune", "study.yaml", "--trials", "0"], in: folder).status == 64)
    }
  }

  @Test func `a run that is killed takes its programs with it, and its trials are begun again`() throws {
    try withStudy(
      """
      command: [sh, -c, '[ -e go ] && echo 1 && exit; sleep 300 & echo $! $$ > "$LATHE_TRIAL_FOLDER/new"; mv "$LATHE_TRIAL_FOLDER/new" "$LATHE_TRIAL_FOLDER/process"; wait']
      parameters: {x: {type: float, low: 0, high: 1}}
      pass: {environment: P_}
      trials: 3
      parallel: 2
      """
    ) { folder in
      let running = try RunningCommand(["tune", folder.appending(path: "study.yaml").path])
      let files = (0...1).map { folder.appending(path: "study.trials/00000\($0)/process") }
      func processes() -> [pid_t] {
        files.compactMap { try? String(contentsOf: $0, encoding: .utf8) }
          .flatMap { $0.split(whereSeparator: \.isWhitespace) }.compactMap { pid_t($0) }
      }
      let end = ContinuousClock.now + .seconds(60)
      while processes().count < 4, ContinuousClock.now < end { Thread.sleep(forTimeInterval: 0.02) }
      let programs = processes()
      #expect(programs.count == 4)
      running.send(SIGKILL)
      _ = running.wait()
      func isAlive(_ process: pid_t) -> Bool {
        let status = (try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)) ?? ""
        return kill(process, 0) == 0 && !status.contains(") Z ")
      }
      while programs.contains(where: isAlive), ContinuousClock.now < end {
        Thread.sleep(forTimeInterval: 0.02)
      }
      #expect(!programs.contains(where: isAlive))

      try Data().write(to: folder.appending(path: "go"))
      let resumed = try LatheProcess.run(["tune", "study.yaml", "--resume", "--json"], in: folder)
      #expect(try (object(resumed.output)["counts"] as? [String: Int])?["complete"] == 3, "\(resumed.error)")
    }
  }

  @Test func `settings of a sampler are taken from the command line and shown`() throws {
    try withStudy(Self.square) { folder in
      let options = ["--sampler", "tpe", "--sampler-option", "startup-trials=4", "--trials", "2"]
      #expect(try LatheProcess.run(["tune", "study.yaml"] + options, in: folder).status == 0)
      let shown = try LatheProcess.run(["studies", "show", "study.yaml"], in: folder)
      #expect(shown.output.contains("sampler tpe (startup-trials 4)"), "\(shown.output)")
      let wrong = try LatheProcess.run(["optimizer", "--sampler-option", "candidates=3"], in: folder)
      #expect(wrong.status == 2 && wrong.error.contains("auto has no setting"), "\(wrong.error)")
    }
  }
}
