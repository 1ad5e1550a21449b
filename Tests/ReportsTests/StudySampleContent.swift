import Foundation
import LatheCore
import Reports

/// Studies as real searches give them, made from a seed.
enum StudySampleContent {
  /// A study of one objective with curves, or of several.
  static func study(trials: Int = 120, objectives: Int = 1, extraParameters: Int = 0) -> StudyReportContent {
    var random = RandomSource(seed: 5, stream: "study")
    var content = StudyReportContent(
      name: "digits",
      objectives: (0..<objectives).map {
        StudyReportContent.Objective(["loss", "accuracy", "seconds"][$0 % 3], isMinimized: $0 % 3 != 1)
      },
      parameters: [
        StudyReportContent.Parameter("rate", .number(low: 1e-5, high: 1, isLogarithmic: true)),
        StudyReportContent.Parameter("booster", .choice(["tree", "linear", "dart"])),
        StudyReportContent.Parameter("depth", .number(low: 1, high: 15, isLogarithmic: false)),
      ]
        + (0..<extraParameters).map {
          StudyReportContent.Parameter("extra-\($0)", .number(low: 0, high: 1, isLogarithmic: false))
        },
      importances: [
        StudyReportContent.Importance("rate", share: 0.7),
        StudyReportContent.Importance("booster", share: 0.2),
        StudyReportContent.Importance("depth", share: 0.1),
      ], facts: [ReportContent.Fact("Sampler", "auto")],
      date: Date(timeIntervalSince1970: 1_795_264_000),
      reproduction: ReportContent.Reproduction(command: "lathe tune study.yaml"))
    var clocks = [0.0, 0.0]
    for number in 0..<trials {
      let exponent = -5 * random.uniform()
      let booster = ["tree", "linear", "dart"][Int(random.uniform() * 3)]
      let state: StudyReportContent.Trial.State =
        number % 9 == 4 ? .pruned : number % 17 == 3 ? .failed : .complete
      var trial = StudyReportContent.Trial(number: number, state: state)
      trial.parameters = ["rate": .number(pow(10, exponent)), "booster": .choice(booster)]
      if booster != "linear" { trial.parameters["depth"] = .number((1 + random.uniform() * 14).rounded()) }
      for index in 0..<extraParameters { trial.parameters["extra-\(index)"] = .number(random.uniform()) }
      let loss = 0.2 + (exponent + 2) * (exponent + 2) / 10 + 0.1 * random.uniform()
      if state == .complete {
        trial.values = (0..<objectives).map { $0 % 3 == 0 ? loss : 1 - loss * random.uniform() }
      }
      trial.curve = (1...12).prefix(state == .complete ? 12 : 4).map {
        ReportContent.Point(x: Double($0), y: loss + exp(-Double($0) / 3))
      }
      trial.isFeasible = number % 11 != 0
      let lane = clocks[0] <= clocks[1] ? 0 : 1
      trial.start = clocks[lane]
      clocks[lane] += 1 + random.uniform() * 5
      trial.end = clocks[lane]
      trial.lane = "worker 1, slot \(lane + 1)"
      if state == .failed { trial.failure = "exit status 1; its last lines: Segmentation fault" }
      content.trials.append(trial)
    }
    let best = content.trials.indices.filter {
      content.trials[$0].state == .complete && content.trials[$0].isFeasible
    }
    .sorted { (content.trials[$0].values.first ?? 0) < (content.trials[$1].values.first ?? 0) }
    for index in best.prefix(objectives == 1 ? 1 : 5) { content.trials[index].isBest = true }
    return content
  }

  /// A study that has just begun.
  static func empty() -> StudyReportContent {
    StudyReportContent(
      name: "", objectives: [StudyReportContent.Objective("value", isMinimized: true)],
      date: Date(timeIntervalSince1970: 0))
  }

  /// Numbers that no chart expects.
  static func extreme() -> StudyReportContent {
    var content = study(trials: 40, objectives: 3)
    let odd = [Double.infinity, -.infinity, .nan, 1e308, -1e308, .leastNonzeroMagnitude, 0]
    for index in content.trials.indices {
      content.trials[index].values = content.trials[index].values.map { _ in odd[index % odd.count] }
      content.trials[index].parameters["rate"] = .number(odd[(index + 3) % odd.count])
      content.trials[index].start = odd[index % odd.count]
      content.trials[index].curve = odd.map { ReportContent.Point(x: $0, y: odd[index % odd.count]) }
    }
    content.parameters[2].kind = .number(low: .nan, high: .infinity, isLogarithmic: true)
    content.parameters.append(StudyReportContent.Parameter("none", .choice([])))
    return content
  }

  /// Names that try to become a part of the page.
  static func hostile() -> StudyReportContent {
    let text =
      "<script>document.title='owned'</script>\"'&\u{202E}\u{0}" + String(repeating: "long ", count: 60)
    var content = study(trials: 30, objectives: 2)
    content.name = text
    content.notice = text
    content.objectives[0].name = text
    content.parameters[0].name = text
    content.parameters[1].kind = .choice([text, "b"])
    content.importances[0].name = text
    for index in content.trials.indices {
      content.trials[index].parameters[text] = content.trials[index].parameters["rate"]
      content.trials[index].parameters["booster"] = .choice(text)
      content.trials[index].lane = text
      content.trials[index].failure = text
    }
    content.reproduction = ReportContent.Reproduction(command: text)
    return content
  }
}
