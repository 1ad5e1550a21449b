import Foundation
import Search
import Testing

@testable import Tuning

@Suite struct StudyFileTests {
  private func read(_ text: String, name: String = "study.yaml") throws -> StudyFile {
    try StudyFile(text: text, url: URL(filePath: "/studies/\(name)"))
  }

  private static let full = """
    name: digits
    command: [python3, train.py, "--rate={rate}", "--depth={depth}"]
    folder: code
    environment: {SEED: 7}
    pass: {environment: HP_, file: parameters.json}
    parameters:
      rate: {type: float, low: 1e-4, high: 1, log: true}
      booster: {type: categorical, choices: [tree, no, "7", 8, true]}
      depth: {type: integer, low: 1, high: 15, step: 2, if: {booster: tree}}
    objectives:
      - {name: loss, direction: minimize}
      - {name: seconds, direction: minimize, measure: seconds}
      - {name: gain, direction: maximize, json: "{trial.folder}/out.json", key: a.b}
    constraints: [{line: memory, at-most: 5e8}]
    reports: {pattern: 'epoch (?<step>\\d+) loss (?<value>\\S+)'}
    steps: 30
    sampler: random
    scheduler: none
    trials: 50
    time: 2h
    parallel: 4
    timeout: 5m
    grace: 2s
    retries: 1
    failures: 3
    storage: shared/all.db
    seed: 11
    enqueue: [{rate: 1, booster: tree}]
    """

  @Test func `a full file is understood`() throws {
    let file = try read(Self.full)
    #expect(file.name == "digits" && file.folder.path == "/studies/code")
    #expect(file.space.parameters.map(\.name) == ["rate", "booster", "depth"])
    #expect(file.space.parameters[0].domain == .float(low: 1e-4, high: 1, scale: .logarithmic))
    #expect(file.space.parameters[1].domain == .categorical(["tree", "no", "7", 8, true]))
    #expect(file.space.parameters[2].conditions == [Parameter.Condition("booster", isOneOf: ["tree"])])
    #expect(file.objectives.map(\.name) == ["loss", "seconds", "gain"])
    #expect(file.objectives[0].source == .line(name: "loss") && file.objectives[1].source == .seconds)
    #expect(file.objectives[2].direction == .maximize)
    #expect(file.constraints[0].violation(6e8) == 1e8)
    #expect(file.maximumStep == 30 && file.trials == 50 && file.seconds == 7_200 && file.parallel == 4)
    #expect(file.trialSeconds == 300 && file.graceSeconds == 2 && file.retries == 1 && file.failures == 3)
    #expect(file.storage == "/studies/shared/all.db" && file.seed == 11)
    #expect(file.enqueued == [["rate": 1.0, "booster": "tree"]])
    #expect(file.environment == ["SEED": "7"])
  }

  @Test func `a short file has defaults`() throws {
    let file = try read("command: ./train\nparameters: {x: {type: float, low: 0, high: 1}}")
    #expect(file.name == "study" && file.storage == "/studies/study.db" && file.folder.path == "/studies")
    #expect(file.objectives.map(\.name) == ["value"] && file.objectives[0].source == .lastNumber)
    #expect(file.passing.arguments == [TextTemplate("--{name}={value}")])
    #expect(file.trials == nil && file.parallel == 1 && file.sampler == nil)
  }

  @Test func `JSON is understood, also with tabs and the list form of a space`() throws {
    let file = try read(
      """
      {
      \t"command": ["a", "{x}"],
      \t"objective": "maximize",
      \t"parameters": [{"name": "x", "type": "int", "low": 1, "high": 3},
      \t\t{"name": "y", "type": "bool", "conditions": [{"parent": "x", "values": [1, 2]}]}],
      \t"pass": {"environment": {"Y": "{y}"}}
      }
      """, name: "s.json")
    #expect(file.space.parameters[0].domain == .integer(low: 1, high: 3))
    #expect(file.space.parameters[1].conditions == [Parameter.Condition("x", isOneOf: [1, 2])])
    #expect(file.objectives[0].direction == .maximize)
  }

  @Test func `a strategy has settings`() throws {
    let file = try read(
      """
      command: ./train
      parameters: {x: {type: float, low: 0, high: 1}}
      sampler: {name: tpe, startup_trials: 20, multivariate: true}
      scheduler:
        name: asha
        reduction-factor: 4
      reports: {line: loss}
      """)
    #expect(file.sampler == StrategyChoice("tpe", settings: ["startup-trials": 20, "multivariate": true]))
    #expect(file.chosenScheduler == StrategyChoice("asha", settings: ["reduction-factor": 4]))
  }

  @Test func `executions bring their scheduler, which can be another or none`() throws {
    func chosen(_ line: String) throws -> StrategyChoice? {
      try read("command: ./train\nparameters: {x: {type: boolean}}\nexecutions: 4\n\(line)").chosenScheduler
    }
    #expect(try chosen("") == StrategyChoice("executions", settings: ["executions": 4]))
    #expect(try chosen("scheduler: none") == "none")
    #expect(
      try chosen("scheduler: {name: executions, significance: 0.1}")
        == StrategyChoice("executions", settings: ["executions": 4, "significance": 0.1]))
    let objectives = "objectives: [{name: a, direction: minimize}, {name: b, direction: minimize}]"
    #expect(try chosen(objectives) == nil)
    #expect(throws: TuningError.self) { try chosen("\(objectives)\nscheduler: wilcoxon") }
  }

  @Test func `the documentation has every strategy and every setting`() throws {
    let page = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "Documentation/study-file.md")
    let text = try String(contentsOf: page, encoding: .utf8)
    let settings =
      SamplerCatalog.names.flatMap(SamplerCatalog.settingNames)
      + SchedulerCatalog.names.flatMap(SchedulerCatalog.settingNames)
    for name in SamplerCatalog.names + SchedulerCatalog.names + settings {
      #expect(text.contains("`\(name)`"), "\(name)")
    }
  }

  /// Each line replaces the one of its key in a file that is right.
  @Test(arguments: [
    ("tirals: 5", "line 7: tirals: unknown key. Did you mean \"trials\"?"),
    ("trials: many", "line 7: trials: \"many\" is not a whole number"),
    ("trials: 0", "trials: 0 is out of range. Give at least 1."),
    ("time: soon", "time: \"soon\" is not a time. Write it as 90, 60s, 5m, 1h or 2d."),
    ("sampler: rondom", "sampler: there is no \"rondom\". Did you mean \"random\"?"),
    ("sampler: {startup-trials: 3}", "line 7: sampler: name is missing"),
    (
      "sampler:\n  name: tpe\n  startup_trails: 3",
      "line 9: sampler.startup_trails: tpe has no such setting. Did you mean \"startup-trials\"?"
    ),
    (
      "sampler:\n  name: tpe\n  multivariate: true\n  startup_trials: 0",
      "line 10: sampler.startup_trials: the setting \"startup-trials\" of tpe: 0 is out of range"
    ),
    ("sampler: {name: tpe, startup_trials: 2, startup-trials: 3}", "the setting is there twice"),
    ("sampler: {name: random, x: 3}", "random has no such setting. Remove it: there are none."),
    ("scheduler: {name: median, interval: often}", "scheduler.interval: the setting \"interval\" of median"),
    ("scheduler: {name: medain}", "scheduler.name: there is no \"medain\". Did you mean \"median\"?"),
    ("scheduler: median", "Add reports."),
    ("scheduler: executions", "Add executions: 3"),
    ("scheduler: {name: executions, executions: 7}", "executions has no such setting"),
    ("executions: 0", "executions: 0 is out of range. Give a number from 1 to 1000."),
    ("executions: 3\nsteps: 5", "steps: with executions, these are the steps of a trial. Remove steps."),
    ("objective: best", "objective: there is no \"best\""),
    ("objective: {name: loss}", "the objective has no direction"),
    ("objective: {direction: minimize, line: a, pattern: b}", "several sources: line, pattern"),
    ("objective: {direction: minimize, pattern: '('}", "not a regular expression"),
    ("objective: {direction: minimize, json: out.json}", "where in the file"),
    ("objective: {direction: minimize, measure: seconde}", "Did you mean \"seconds\"?"),
    ("objective: {direction: minimize, measure: last-report}", "there are none. Add reports."),
    ("objectives: []", "there is no objective"),
    (
      "objectives: [{direction: minimize}, {name: b, direction: minimize}]",
      "objectives[0]: the objective has no name"
    ),
    ("objectives: [{name: b, direction: minimize}, {name: b, direction: maximize}]", "two objectives"),
    ("constraints: [{name: a}]", "constraints[0]: a constraint has one limit"),
    ("reports: {pattern: 'x (.*)'}", "no group \"value\""),
    ("command: 'a \"b'", "command: a quote has no end"),
    ("command: []", "command: it is empty"),
    (
      "command: [a, '{rat}']",
      "there is no parameter for {rat}. Did you mean {rate}? Write {{rat}} for the text itself."
    ),
    ("command: [a, '{depth}']", "parameter \"rate\" does not reach the program"),
    ("command: [a, '{rate}', '{depth}', '{trial.file}']", "there is no file for {trial.file}"),
    ("pass: {arguments: '--{nam}={value}'}", "there is no {nam} here"),
    ("pass: {arguments: '--x'}", "no place for the value"),
    ("pass: {environment: {'A B': '{rate}'}}", "cannot be the name of a variable"),
    ("pass: {file: ../x}", "not a name in the trial's folder"),
    ("enqueue: [{rate: 7}]", "enqueue[0].rate: the parameter cannot be 7"),
    ("enqueue: [{rat: 7}]", "enqueue[0].rat: there is no such parameter. Did you mean \"rate\"?"),
    ("enqueue: {rate: 7}", "enqueue: there are keys with values, where a list was expected"),
    ("parallel: [2]", "parallel: there is a list, where a plain value was expected"),
    ("trials: 5\ntrials: 6", "study.yaml"),
    ("trials: [", "study.yaml"),
  ])
  func `a mistake names file, line, key and remedy`(line: String, message: String) {
    var lines = [
      "command: [./train, \"--rate={rate}\", \"--depth={depth}\"]",
      "parameters:",
      "  rate: {type: float, low: 0.001, high: 1}",
      "  depth: {type: integer, low: 1, high: 9}",
      "objective: minimize", "# end",
    ]
    let key = line.prefix { $0 != ":" }
    lines.removeAll { $0.hasPrefix("\(key):") || (key == "objectives" && $0.hasPrefix("objective:")) }
    while lines.count < 6 { lines.append("# end") }
    let error = #expect(throws: TuningError.self) { try read((lines + [line]).joined(separator: "\n")) }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
    #expect(error?.description.hasPrefix("/studies/study.yaml") == true)
    #expect(error?.isBadInput == true)
  }

  @Test(arguments: [
    (
      "{type: flot, low: 0, high: 1}",
      "parameters.x.type: \"flot\" is no type of parameter. Did you mean \"float\"?"
    ),
    ("{low: 0, high: 1}", "parameters.x: the parameter has no type"),
    ("{type: float, low: 0}", "high is missing. Add high."),
    ("{type: float, low: a, high: 1}", "parameters.x.low: \"a\" is not a number"),
    ("{type: integer, low: 0.5, high: 1}", "\"0.5\" is not a whole number"),
    ("{type: float, low: 2, high: 1}", "lower bound 2.0 above its upper bound 1.0. Swap them."),
    ("{type: float, low: 0, high: 1, log: true}", "is logarithmic but begins at 0.0"),
    ("{type: boolean, low: 0}", "parameters.x.low: a parameter of type boolean has no low"),
    ("{type: categorical, choices: []}", "has no choices"),
    ("{type: categorical, choices: 5}", "where a list was expected"),
    ("{type: boolean, if: {y: 1}}", "depends on \"y\", which does not exist"),
    ("{type: float, low: 0, high: 1, hihg: 2}", "parameters.x.hihg: unknown key. Did you mean \"high\"?"),
    ("5", "parameters.x: there is \"5\", where keys with values were expected"),
  ])
  func `a mistake in a parameter names it`(parameter: String, message: String) {
    let error = #expect(throws: TuningError.self) {
      try read("command: a\nparameters:\n  x: \(parameter)")
    }
    #expect(error?.description.contains(message) == true, "\(error?.description ?? "")")
  }

  @Test func `hostile files are refused`() {
    let texts = [
      String(repeating: "[", count: 100_000), String(repeating: "- ", count: 50_000), "", "5", "[1]", "\u{0}",
      String(repeating: " ", count: 5_000) + "a: b",
    ]
    for text in texts { #expect(throws: TuningError.self) { try read(text) } }
    #expect(throws: TuningError.self) { try StudyFile(contentsOf: URL(filePath: "/nowhere/study.yaml")) }
  }
}
