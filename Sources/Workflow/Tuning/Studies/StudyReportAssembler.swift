import Foundation
import LatheCore
import Reports
import Search

/// Fills the report of a study from its results.
public struct StudyReportAssembler {
  private let results: StudyResults
  private let place: String

  /// An assembler for results that live at `place`.
  public init(_ results: StudyResults, place: String) {
    self.results = results
    self.place = place
  }

  /// The content of the report.
  public var content: StudyReportContent {
    let definition = results.definition
    let importance = results.importance
    let shares = Dictionary(
      (importance?.shares ?? []).map { ($0.name, $0.share) }, uniquingKeysWith: { first, _ in first })
    // The charts show the parameters that matter first.
    let parameters = definition.space.parameters.enumerated().sorted { left, right in
      (-(shares[left.element.name] ?? 0), left.offset) < (-(shares[right.element.name] ?? 0), right.offset)
    }.map { Self.parameter($0.element) }
    return StudyReportContent(
      name: definition.name,
      objectives: zip(definition.objectiveNames, definition.directions).map {
        StudyReportContent.Objective($0, isMinimized: $1 == .minimize)
      }, parameters: parameters, trials: trials,
      importances: (importance?.shares ?? []).map { StudyReportContent.Importance($0.name, share: $0.share) },
      importanceMethod: "What sets the best tenth of the trials apart from the others (PED-ANOVA).",
      notice: notice, facts: facts, date: results.trials.compactMap(\.finished).max() ?? definition.created,
      reproduction: reproduction)
  }

  private var notice: String? {
    guard !results.trials.isEmpty else { return "The study has no trials yet." }
    if results.feasible.isEmpty { return "No trial has a result that keeps the constraints." }
    let count = results.trials.count { !$0.state.isFinal }
    return count == 0 ? nil : "The study goes on: \(count) of its trials have not ended."
  }

  private var facts: [ReportContent.Fact] {
    let attributes = results.definition.attributes
    return [
      attributes["sampler"].map { ReportContent.Fact("Sampler", $0) },
      attributes["scheduler"].map { ReportContent.Fact("Scheduler", $0) },
      ReportContent.Fact("Seed", "\(results.definition.seed)"), ReportContent.Fact("Storage", place),
      ReportContent.Fact("Lathe", LatheVersion.current),
    ].compactMap(\.self)
  }

  private var reproduction: ReportContent.Reproduction {
    let place = StudyReportAssembler.quoted("\(place)#\(results.definition.name)")
    return ReportContent.Reproduction(
      command: results.definition.attributes["command"] ?? "lathe studies show \(place)",
      facts: [ReportContent.Fact("Seed", "\(results.definition.seed)")],
      listings: [
        ReportContent.Listing(
          "Take the trials elsewhere", code: "lathe studies export \(place) --output trials.csv")
      ])
  }

  private static func quoted(_ text: String) -> String { "'\(text.replacing("'", with: "'\\''"))'" }

  private static func parameter(_ parameter: Parameter) -> StudyReportContent.Parameter {
    switch parameter.domain {
    case .float(let low, let high, let scale, _):
      StudyReportContent.Parameter(
        parameter.name, .number(low: low, high: high, isLogarithmic: scale == .logarithmic))
    case .integer(let low, let high, let scale, _):
      StudyReportContent.Parameter(
        parameter.name, .number(low: Double(low), high: Double(high), isLogarithmic: scale == .logarithmic))
    case .categorical(let choices), .ordinal(let choices):
      StudyReportContent.Parameter(parameter.name, .choice(choices.map(\.description)))
    case .boolean: StudyReportContent.Parameter(parameter.name, .choice(["false", "true"]))
    }
  }

  private var trials: [StudyReportContent.Trial] {
    let begin = results.trials.compactMap(\.started).min()
    let best = Set(
      results.definition.directions.count == 1
        ? results.best.map { [$0.number] } ?? [] : results.paretoFront.map(\.number))
    let lanes = WorkerLanes(results.trials)
    let isChoice = Set(
      results.definition.space.parameters.filter { parameter in
        switch parameter.domain {
        case .float, .integer: false
        case .categorical, .ordinal, .boolean: true
        }
      }.map(\.name))
    return results.trials.map { record in
      var trial = StudyReportContent.Trial(number: record.number, state: Self.state(record.state))
      trial.values = record.values
      for (name, value) in record.parameters {
        trial.parameters[name] =
          isChoice.contains(name)
          ? .choice(value.description) : value.double.map { .number($0) } ?? .choice(value.description)
      }
      trial.isFeasible = record.violation <= 0
      trial.isBest = best.contains(record.number)
      trial.curve = record.reports.map { ReportContent.Point(x: Double($0.step), y: $0.value) }
      if let begin, let started = record.started {
        trial.start = started.timeIntervalSince(begin)
        trial.end = record.finished?.timeIntervalSince(begin)
      }
      trial.lane = lanes.names[record.number]
      trial.failure = record.failure
      return trial
    }
  }

  private static func state(_ state: TrialState) -> StudyReportContent.Trial.State {
    switch state {
    case .complete: .complete
    case .pruned: .pruned
    case .failed: .failed
    case .waiting, .running, .paused: .open
    }
  }
}
