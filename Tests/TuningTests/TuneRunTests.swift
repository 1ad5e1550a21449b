import Foundation
import LatheCore
import Search
import Synchronization
import Testing

@testable import Tuning

/// Programs that are really run.
@Suite struct TuneRunTests {
  private static let parameters = "parameters: {x: {type: float, low: -1, high: 1}}"

  @Test func `a program gets its parameters by arguments and its last number is the result`() async throws {
    let study = try TemporaryStudy()
    let summary = try await study.run(
      """
      command: [sh, -c, 'echo noise; echo "$1"', sh, '{x}']
      \(Self.parameters)
      trials: 6
      parallel: 2
      """)
    let trials = try study.trials()
    #expect(trials.count == 6 && trials.allSatisfy { $0.state == .complete })
    #expect(trials.allSatisfy { $0.values == [$0.parameters["x"]?.double ?? .nan] })
    #expect(summary.counts["complete"] == 6 && summary.ending == .complete)
    #expect(summary.best?.values["value"] == trials.map { $0.values[0] }.min())
    let log = try study.read("study.trials/000003/log.txt")
    #expect(log.hasPrefix("$ sh -c 'echo noise; echo \"$1\"' sh ") && log.contains("\nnoise\n"))
  }

  @Test func `parameters also travel by variables and by a JSON file, absent ones not at all`() async throws {
    let study = try TemporaryStudy()
    try study.write(
      """
      cat "$LATHE_TRIAL_FILE" >> seen
      echo "HP=$HP_KIND/${HP_DEPTH-none} own=$OWN number=$LATHE_TRIAL_NUMBER args=$*" >> seen
      [ -n "$LATHE_TRIAL_SEED" ] && echo 1
      """, to: "program.sh")
    try await study.run(
      """
      command: [sh, ./program.sh, "--depth={depth}", "{{x}}"]
      pass: {environment: HP_, file: p.json}
      environment: {OWN: secret}
      parameters:
        kind: {type: categorical, choices: [tree, line]}
        depth: {type: integer, low: 3, high: 3, if: {kind: tree}}
      trials: 2
      enqueue: [{kind: tree}, {kind: line}]
      """)
    let seen = try study.read("seen")
    #expect(seen.contains("HP=tree/3 own=secret number=0 args=--depth=3 {x}\n"))
    #expect(seen.contains("HP=line/none own=secret number=1 args={x}\n"))
    #expect(seen.contains("\"depth\" : 3") && seen.contains("\"kind\" : \"line\""))
    #expect(try !study.read("study.trials/000000/log.txt").contains("secret"))
  }

  @Test func `several objectives and constraints are read from lines, a JSON file and the clock`()
    async throws
  {
    let study = try TemporaryStudy()
    let summary = try await study.run(
      """
      command: [sh, -c, 'echo "size=$1 memory: 70"; echo "{\\"a\\": [{\\"b\\": $1}]}" > "$2/out.json"', sh, "{x}", "{trial.folder}"]
      parameters: {x: {type: integer, low: 1, high: 5}}
      objectives:
        - {name: size, direction: minimize}
        - {name: gain, direction: maximize, json: "{trial.folder}/out.json", key: a.0.b}
        - {name: seconds, direction: minimize, measure: seconds}
      constraints: [{line: memory, at-most: 64}, {line: size, at-least: 0}]
      trials: 3
      """)
    let trials = try study.trials()
    #expect(trials.allSatisfy { $0.values[0] == $0.values[1] && $0.values[2] > 0 && $0.values[2] < 60 })
    #expect(trials.allSatisfy { $0.constraints == [6, -$0.values[0]] })
    #expect(summary.objectives == ["size", "gain", "seconds"] && summary.best == nil)
    #expect(summary.front?.isEmpty == true)
  }

  @Test(arguments: [
    ("exit 3", "exit status 3; its last lines: hello"), ("kill -9 $$", "ended by signal 9"),
    ("true", "value is not in the output, which ends with: hello"),
    ("echo nan", "the result is not a number"),
    ("sleep 3600", "it took too long"),
  ])
  func `a failed trial says why, and is tried again as often as allowed`(body: String, reason: String)
    async throws
  {
    let study = try TemporaryStudy()
    let error = await #expect(throws: SearchError.self) {
      try await study.run(
        """
        command: [sh, -c, 'echo hello; echo run >> runs; \(body)']
        pass: {environment: P_}
        \(Self.parameters)
        trials: 5
        failures: 1
        retries: \(body == "echo nan" ? 0 : 1)
        timeout: 0.3s
        grace: 1s
        """)
    }
    let trial = try #require(try study.trials().first)
    #expect(trial.state == .failed && trial.failure?.contains(reason) == true, "\(trial.failure ?? "")")
    #expect(error?.description.contains(reason) == true)
    let attempts = body == "echo nan" ? 1 : 2
    #expect(trial.attempts == attempts)
    #expect(try study.read("runs").split(separator: "\n").count == attempts)
  }

  @Test func `a program that ignores the request to end is ended by force, with what it has started`()
    async throws
  {
    let study = try TemporaryStudy()
    _ = try? await study.run(
      """
      command: [sh, -c, 'trap "" TERM; sleep 300 & echo $! > child; while :; do sleep 0.05; done']
      pass: {environment: P_}
      \(Self.parameters)
      trials: 1
      failures: 1
      timeout: 0.3s
      grace: 0.2s
      """)
    let child = try #require(pid_t(study.read("child").trimmingCharacters(in: .whitespacesAndNewlines)))
    // The kernel delivers the signal soon, not at once.
    var isAlive = true
    for _ in 0..<200 where isAlive {
      let status = (try? String(contentsOfFile: "/proc/\(child)/stat", encoding: .utf8)) ?? ""
      isAlive = kill(child, 0) == 0 && !status.contains(") Z ")
      if isAlive { try await Task.sleep(for: .milliseconds(20)) }
    }
    #expect(!isAlive)
  }

  @Test func `values on the way are kept, and a result can be the best of them`() async throws {
    let study = try TemporaryStudy()
    try await study.run(
      """
      command: [sh, -c, 'for i in 3 1 2; do echo "step $i loss $i.5"; done']
      pass: {environment: P_}
      \(Self.parameters)
      objective: {name: loss, direction: minimize, measure: best-report}
      reports: {pattern: 'step (?<step>\\d+) loss (?<value>\\S+)'}
      trials: 1
      """)
    let trial = try #require(try study.trials().first)
    #expect(trial.values == [1.5] && trial.reports.map(\.step) == [1, 2, 3])
  }

  @Test func `an interrupted run gives its trials back, and a resumed one goes on with them`() async throws {
    let study = try TemporaryStudy()
    let text = """
      command: [sh, -c, 'echo $$ >> runs; [ -e go ] || sleep 3600; echo 1']
      pass: {environment: P_}
      \(Self.parameters)
      trials: 3
      parallel: 2
      """
    let stop = StopSignal()
    let began = Atomic(0)
    let summary = try await study.run(text, stop: stop) { event in
      if case .began = event, began.add(1, ordering: .relaxed).newValue == 2 { stop.request() }
    }
    #expect(summary.ending == .interrupted && summary.counts["waiting"] == 2)
    let given = try study.trials().map(\.parameters)

    let error = await #expect(throws: TuningError.self) { try await study.run(text) }
    #expect(error?.description.contains("--resume") == true)

    try study.write("", to: "go")
    let resumed = try await study.run(text, resumes: true)
    #expect(resumed.ending == .complete && resumed.counts["complete"] == 3)
    #expect(try study.trials().prefix(2).map(\.parameters) == given)
  }

  @Test func `time ends a run and gives its trials back`() async throws {
    let study = try TemporaryStudy()
    let summary = try await study.run(
      """
      command: [sleep, "3600"]
      pass: {environment: P_}
      \(Self.parameters)
      time: 1s
      """)
    // On a busy machine the time may be over before the trial has begun.
    #expect(summary.ending == .time)
    #expect(summary.counts.allSatisfy { $0.key == "waiting" || $0.value == 0 }, "\(summary.counts)")
  }

  @Test(arguments: ["./nothing", "no-such-program-anywhere"])
  func `a program that is not there is said before any trial`(program: String) async throws {
    let study = try TemporaryStudy()
    let error = await #expect(throws: TuningError.self) {
      try await study.run("command: \(program)\n\(Self.parameters)")
    }
    #expect(error?.description.hasPrefix(program) == true)
    #expect(study.storage.studyNames().isEmpty)
  }

  @Test func `a file that may not be run is no program`() async throws {
    let study = try TemporaryStudy()
    try study.write("echo 1", to: "program.sh")
    let error = await #expect(throws: TuningError.self) {
      try await study.run("command: ./program.sh\n\(Self.parameters)")
    }
    #expect(error?.description.contains("not a program that may be run") == true)
  }

  @Test func `an old result file is not the result of a trial`() async throws {
    let study = try TemporaryStudy()
    try study.write("{\"loss\": 1}", to: "out.json")
    _ = try? await study.run(
      """
      command: ["true"]
      pass: {environment: P_}
      \(Self.parameters)
      objective: {name: loss, direction: minimize, json: out.json, key: loss}
      trials: 1
      failures: 1
      """)
    #expect(try study.trials().first?.failure?.contains("older than the trial") == true)
  }

  @Test(arguments: [
    ("--storage=postgresql://me:se:cr@et@host/db?x=1", "--storage=postgresql://me@host/db?x=1"),
    ("postgresql://host/db?user=me&password=secret&x=1", "postgresql://host/db?user=me&password=…&x=1"),
    ("postgresql://me@host/db", "postgresql://me@host/db"), ("a:b@c", "a:b@c"),
  ])
  func `a password on the command line is not kept`(word: String, kept: String) {
    #expect(TuneRun.withoutPassword(word) == kept)
  }

  @Test func `a program is executed several times a trial, and its values are averaged`() async throws {
    let study = try TemporaryStudy()
    try await study.run(
      """
      command: [sh, -c, 'echo "$LATHE_TRIAL_SEED" >> seeds; echo "size=$1 cost=$((10 * $1))"', sh, "{trial.execution}"]
      pass: {environment: P_}
      \(Self.parameters)
      objectives: [{name: size, direction: minimize}, {name: cost, direction: minimize}]
      constraints: [{line: size, at-most: 0}]
      executions: 3
      trials: 2
      """)
    let trials = try study.trials()
    #expect(trials.map(\.values) == [[1, 10], [1, 10]] && trials.map(\.constraints) == [[1], [1]])
    #expect(try Set(study.read("seeds").split(separator: "\n")).count == 6)
    let log = try study.read("study.trials/000001/log.txt")
    #expect(log.split(separator: "\n").count { $0.hasPrefix("$ ") } == 3)
  }

  @Test func `hopeless trials are not executed to the end`() async throws {
    let study = try TemporaryStudy()
    let summary = try await study.run(
      """
      command: [sh, -c, 'echo $1; echo "$LATHE_TRIAL_EXECUTION" >> runs', sh, "{x}"]
      parameters: {x: {type: integer, low: 1, high: 100}}
      enqueue: [{x: 1}, {x: 100}, {x: 50}]
      executions: 6
      trials: 3
      """)
    let trials = try study.trials()
    #expect(trials.map(\.state) == [.complete, .pruned, .pruned])
    #expect(trials[0].values == [1] && trials[0].reports.map(\.step) == [1, 2, 3, 4, 5, 6])
    #expect(summary.best?.number == 0)
    #expect(try study.read("runs").split(separator: "\n").count == 6 + 2 + 2)
  }

  @Test func `a trial that is begun again keeps the executions it has made`() async throws {
    let study = try TemporaryStudy()
    try await study.run(
      """
      command: [sh, -c, 'echo run >> runs; [ $(wc -l < runs) -ne 3 ] && echo $LATHE_TRIAL_EXECUTION']
      pass: {environment: P_}
      \(Self.parameters)
      executions: 4
      retries: 1
      trials: 1
      """)
    let trial = try #require(try study.trials().first)
    #expect(trial.values == [1.5] && trial.attempts == 2)
    #expect(try study.read("runs").split(separator: "\n").count == 5)
  }

  @Test func `a strategy that cannot be leaves no study behind`() async throws {
    let study = try TemporaryStudy()
    var file = try study.file("command: [echo]\n\(Self.parameters)")
    file.sampler = StrategyChoice("tpe", settings: ["candidates": 0])
    let run = TuneRun(file: file, storage: study.storage)
    await #expect(throws: SearchError.self) { try await run.run() }
    file.sampler = nil
    file.scheduler = "median"
    let unread = TuneRun(file: file, storage: study.storage)
    let error = await #expect(throws: TuningError.self) { try await unread.run() }
    #expect(error?.description.contains("scheduler: a scheduler decides from values on the way") == true)
    #expect(study.storage.studyNames().isEmpty)
  }
}
